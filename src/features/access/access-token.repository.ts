import type { Database } from '../../database/database.js';
import { newestFirst } from '../../database/newest-first.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { Role } from '../../shared/caller.js';
import type { AccountId, SourceId, TokenId } from '../../shared/ids.js';
import type { Page, PageRequest } from '../../shared/page.js';
import type { AccessToken } from './access-token.js';

const columns = [
  'id',
  'name',
  'role',
  'source_id',
  'last_four',
  'created_at',
  'expires_at',
  'last_used_at',
  'revoked_at',
] as const;

export interface NewAccessToken {
  readonly id: TokenId;
  readonly name: string;
  readonly role: Role;
  readonly sourceId: SourceId | undefined;
  readonly hash: Buffer;
  readonly lastFour: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | undefined;
}

export class AccessTokenRepository {
  constructor(private readonly database: Database) {}

  page(accountId: AccountId, request: PageRequest): Promise<Page<AccessToken>> {
    return newestFirst(this.database, {
      accountId,
      request,
      name: 'accessTokens',
      table: 'access_tokens',
      columns: (db) => db.selectFrom('access_tokens').select(columns),
      item: toRecord,
    });
  }

  async find(accountId: AccountId, ids: readonly TokenId[]): Promise<AccessToken[]> {
    const rows = await this.database.read(accountId, (db) =>
      db.selectFrom('access_tokens').select(columns).where('account_id', '=', accountId).where('id', 'in', ids),
    );
    return rows.map(toRecord);
  }

  async insert(tx: WriteTransaction, accountId: AccountId, token: NewAccessToken): Promise<void> {
    await tx.accessToken.create({ data: { accountId, ...token, hash: new Uint8Array(token.hash) } });
  }

  /** Answers whether this call revoked it: a token is revoked once. */
  async revoke(tx: WriteTransaction, accountId: AccountId, revoke: { id: TokenId; at: Date }): Promise<boolean> {
    const where = { accountId, id: revoke.id, revokedAt: null };
    const { count } = await tx.accessToken.updateMany({ where, data: { revokedAt: revoke.at } });
    return count === 1;
  }
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly source_id: string | null;
  readonly last_four: string;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly last_used_at: Date | null;
  readonly revoked_at: Date | null;
}

function toRecord(row: Row): AccessToken {
  return {
    id: row.id as TokenId,
    name: row.name,
    role: row.role,
    sourceId: (row.source_id as SourceId | null) ?? undefined,
    lastFour: row.last_four,
    createdAt: row.created_at,
    expiresAt: row.expires_at ?? undefined,
    lastUsedAt: row.last_used_at ?? undefined,
    revokedAt: row.revoked_at ?? undefined,
  };
}
