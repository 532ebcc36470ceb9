import type { Database } from '../../database/database.js';
import type { FoundToken } from '../../database/system.js';
import { ActorKind, type Caller, systemCaller } from '../../shared/caller.js';
import type { Clock } from '../../shared/clock.js';
import { type AccountId, PLATFORM_ACCOUNT, type SourceId, type TokenId } from '../../shared/ids.js';
import { JoinedLookups } from '../../shared/joined-lookups.js';
import type { SignIn } from '../../shared/sign-in.js';
import { AuditAction } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import { hashToken, isExpired, isWellFormed } from './access-token.js';

const LAST_USED_EVERY_MS = 60_000;

interface Deps {
  readonly database: Database;
  readonly audit: AuditService;
  readonly clock: Clock;
}

/** Tells who a bearer token belongs to. Tokens are looked up at every call, so revoking works at once, everywhere. */
export class Authenticator {
  readonly #tokens: JoinedLookups<FoundToken | undefined>;

  constructor(private readonly deps: Deps) {
    this.#tokens = new JoinedLookups((hash) => deps.database.system.findTokenByHash(Buffer.from(hash, 'hex')));
  }

  async authenticate(token: string, requestId: string): Promise<SignIn> {
    const row = isWellFormed(token) ? await this.#tokens.find(hashToken(token).toString('hex')) : undefined;
    if (!row) return this.refuse(systemCaller(PLATFORM_ACCOUNT, requestId), 'unknown token');
    const caller: Caller = {
      accountId: row.accountId as AccountId,
      actor: { kind: ActorKind.TOKEN, id: row.id as TokenId, name: row.name },
      role: row.role,
      sourceId: (row.sourceId as SourceId | undefined) ?? undefined,
      requestId,
    };
    if (row.revokedAt) return this.refuse(caller, 'revoked token');
    if (isExpired(row, this.deps.clock.now())) return this.refuse(caller, 'expired token');
    if (row.accountStatus === 'SUSPENDED') return { ...this.refuse(caller, 'suspended account'), kind: 'suspended' };
    await this.touch(caller, row.lastUsedAt ?? undefined);
    return { kind: 'caller', caller };
  }

  private refuse(caller: Caller, reason: string) {
    const changes = [{ field: 'reason', before: null, after: reason }];
    const record = () =>
      this.deps.database.write(caller.accountId, (tx) =>
        this.deps.audit.record(tx, caller, { action: AuditAction.SIGN_IN_REFUSED, changes }),
      );
    return { kind: 'refused', record } as const;
  }

  /** To the minute is enough, and keeps a busy token from being a write at every read. */
  private async touch(caller: Caller, lastUsedAt: Date | undefined): Promise<void> {
    const { id } = caller.actor;
    const now = this.deps.clock.now().getTime();
    if (!id || (lastUsedAt && now - lastUsedAt.getTime() < LAST_USED_EVERY_MS)) return;
    await this.deps.database.system.touchToken(caller.accountId, id);
  }
}
