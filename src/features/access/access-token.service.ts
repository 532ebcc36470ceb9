import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import { type Caller, Role } from '../../shared/caller.js';
import type { Clock } from '../../shared/clock.js';
import { Failure, FailureCode, ProblemList } from '../../shared/failure.js';
import { newId, PLATFORM_ACCOUNT, type SourceId, type TokenId } from '../../shared/ids.js';
import type { Page, PageRequest } from '../../shared/page.js';
import type { Secret } from '../../shared/secret.js';
import { AuditAction, changesBetween } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import type { SourceService } from '../sources/source.service.js';
import { type AccessToken, hashToken, newToken } from './access-token.js';
import type { AccessTokenRepository } from './access-token.repository.js';

export interface CreateTokenInput {
  readonly name: string;
  readonly role: Role;
  /** Code of the source; for INGEST only. */
  readonly source?: string | null;
  readonly expiresAt?: Date | null;
}

export interface CreatedToken {
  readonly token: Secret;
  readonly accessToken: AccessToken;
}

interface Deps {
  readonly database: Database;
  readonly tokens: AccessTokenRepository;
  readonly sources: SourceService;
  readonly audit: AuditService;
  readonly clock: Clock;
}

export class AccessTokenService {
  constructor(private readonly deps: Deps) {}

  page(caller: Caller, request: PageRequest): Promise<Page<AccessToken>> {
    return this.deps.tokens.page(caller.accountId, request);
  }

  find(caller: Caller, ids: readonly TokenId[]): Promise<AccessToken[]> {
    return this.deps.tokens.find(caller.accountId, ids);
  }

  async create(caller: Caller, input: CreateTokenInput): Promise<CreatedToken> {
    this.check(caller, input);
    const sourceId = input.source ? await this.sourceId(caller, input.source) : undefined;
    return this.deps.database.write(caller.accountId, (tx) => this.createIn(tx, caller, { ...input, sourceId }));
  }

  /** The same inside another change, for the first token of a new account. */
  async createIn(
    tx: WriteTransaction,
    caller: Caller,
    input: CreateTokenInput & { readonly sourceId?: SourceId | undefined },
  ): Promise<CreatedToken> {
    const token = newToken();
    const { name, role, source, sourceId } = input;
    const expiresAt = input.expiresAt ?? undefined;
    const lastFour = token.reveal().slice(-4);
    const createdAt = this.deps.clock.now();
    const row = { id: newId<TokenId>(), name: name.trim(), role, sourceId, createdAt, expiresAt, lastFour };
    await this.deps.tokens.insert(tx, caller.accountId, { ...row, hash: hashToken(token.reveal()) });
    await this.deps.audit.record(tx, caller, {
      action: AuditAction.TOKEN_CREATED,
      subject: { kind: 'AccessToken', id: row.id },
      changes: changesBetween(undefined, { name: row.name, role, source, expiresAt }),
    });
    return { token, accessToken: { ...row, lastUsedAt: undefined, revokedAt: undefined } };
  }

  async revoke(caller: Caller, id: TokenId): Promise<AccessToken> {
    const at = this.deps.clock.now();
    const [token] = await this.deps.tokens.find(caller.accountId, [id]);
    if (!token) {
      throw new Failure({ code: FailureCode.NOT_FOUND, message: 'There is no such access token.', field: ['tokenId'] });
    }
    await this.deps.database.write(caller.accountId, async (tx) => {
      if (!(await this.deps.tokens.revoke(tx, caller.accountId, { id, at }))) return;
      await this.deps.audit.record(tx, caller, {
        action: AuditAction.TOKEN_REVOKED,
        subject: { kind: 'AccessToken', id },
        changes: [{ field: 'revokedAt', before: null, after: at.toISOString() }],
      });
    });
    return { ...token, revokedAt: token.revokedAt ?? at };
  }

  private check(caller: Caller, input: CreateTokenInput): void {
    const problems = new ProblemList();
    if (input.name.trim() === '' || input.name.length > 100)
      problems.add('name', 'Give a name of 1 to 100 characters.');
    const ownsPlatform = caller.accountId === PLATFORM_ACCOUNT;
    if ((input.role === Role.PLATFORM) !== ownsPlatform) {
      problems.add('role', 'Platform tokens belong to the platform, all others to an account.', FailureCode.FORBIDDEN);
    }
    if (input.role === Role.INGEST && !input.source) {
      problems.add('source', 'An INGEST token is bound to one source: name it.');
    }
    if (input.role !== Role.INGEST && input.source) {
      problems.add('source', 'Only an INGEST token is bound to a source.');
    }
    if (input.expiresAt && input.expiresAt <= this.deps.clock.now()) {
      problems.add('expiresAt', 'This time has passed.');
    }
    problems.throwIfAny();
  }

  private async sourceId(caller: Caller, code: string): Promise<SourceId> {
    const found = await this.deps.sources.findByCode(caller, code);
    if (!found) {
      throw new Failure({ code: FailureCode.NOT_FOUND, message: `There is no source "${code}".`, field: ['source'] });
    }
    return found.id;
  }
}
