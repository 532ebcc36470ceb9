import type { Database } from '../../database/database.js';
import type { FoundToken } from '../../database/system.js';
import { BoundedCache } from '../../shared/bounded-cache.js';
import { ActorKind, type Caller } from '../../shared/caller.js';
import type { Clock } from '../../shared/clock.js';
import type { AccountId, SourceId, TokenId } from '../../shared/ids.js';
import { JoinedLookups } from '../../shared/joined-lookups.js';
import type { Credentials, SignIn } from '../../shared/sign-in.js';
import { hashToken, isExpired, isWellFormed } from './access-token.js';
import type { RefuseSignIn } from './refuse-sign-in.js';

const LAST_USED_EVERY_MS = 60_000;
/** Enough for the tokens in use in a minute; of others it is written more often than needed. */
const TOUCHED_TOKENS = 10_000;

interface Deps {
  readonly database: Database;
  readonly refusals: RefuseSignIn;
  readonly clock: Clock;
}

/** Tells who an access token belongs to. Tokens are looked up at every call, so revoking works at once, everywhere. */
export class Authenticator {
  readonly #tokens: JoinedLookups<FoundToken | undefined>;
  /** When this process noted last that a token was used. */
  readonly #touched = new BoundedCache<number>(TOUCHED_TOKENS);

  constructor(private readonly deps: Deps) {
    this.#tokens = new JoinedLookups((hash) => deps.database.system.findTokenByHash(Buffer.from(hash, 'hex')));
  }

  async authenticate({ token, account }: Credentials, requestId: string): Promise<SignIn> {
    const { refusals } = this.deps;
    const row = isWellFormed(token) ? await this.#tokens.find(hashToken(token).toString('hex')) : undefined;
    if (!row) return refusals.ofUnknown('unknown token', requestId);
    const caller: Caller = {
      accountId: row.accountId as AccountId,
      actor: { kind: ActorKind.TOKEN, id: row.id as TokenId, name: row.name },
      roles: [row.role],
      sourceId: (row.sourceId as SourceId | undefined) ?? undefined,
      requestId,
    };
    if (row.revokedAt) return refusals.of(caller, 'revoked token');
    if (isExpired(row, this.deps.clock.now())) return refusals.of(caller, 'expired token');
    if (account !== undefined && account !== row.accountId) {
      return refusals.ofAccount(caller, [{ id: row.accountId, name: row.accountName }]);
    }
    if (row.accountStatus === 'SUSPENDED') return refusals.ofSuspended(caller);
    await this.touch(row);
    return { kind: 'caller', caller };
  }

  /** To the minute is enough, and keeps a busy token from being a write at every read, or at all that come together. */
  private async touch({ accountId, id, lastUsedAt }: FoundToken): Promise<void> {
    const now = this.deps.clock.now().getTime();
    const last = Math.max(lastUsedAt?.getTime() ?? 0, this.#touched.get(id) ?? 0);
    if (now - last < LAST_USED_EVERY_MS) return;
    this.#touched.set(id, now);
    await this.deps.database.system.touchToken(accountId, id);
  }
}
