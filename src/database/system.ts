import { sql } from 'kysely';
import type pg from 'pg';
import { type AccountId, PLATFORM_ACCOUNT, type SourceId, type TokenId } from '../shared/ids.js';
import type { AccountStatus, Role } from './generated/tables.js';
import { runPipelined } from './pipeline.js';
import { compiled, fixedQuery, type Query, sqlBuilder } from './read-door.js';
import { systemScope, tokenScope, writeScope } from './scope.js';

export interface FoundToken {
  readonly accountId: AccountId;
  readonly accountName: string;
  readonly accountStatus: AccountStatus;
  readonly id: TokenId;
  readonly name: string;
  readonly role: Role;
  readonly sourceId: SourceId | null;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

export interface FoundAccount {
  readonly id: AccountId;
  readonly name: string;
  readonly status: AccountStatus;
  readonly timeZone: string;
  readonly version: number;
  readonly createdAt: Date;
}

export interface FoundCallbackAccount {
  readonly accountId: AccountId;
  readonly isActive: boolean;
}

/** An account as the platform's operator sees it: its state, and how much it holds. */
export interface ListedAccount extends FoundAccount {
  readonly isIntegrationEnabled: boolean;
  /** Of the newest test of the saved settings; null when there was none. */
  readonly isHealthy: boolean | null;
  readonly connectWiseVersion: string | null;
  readonly userCount: number;
  readonly mappingCount: number;
}

const tokenByHash = fixedQuery<{ hash: Buffer }, FoundToken>((db, value) =>
  db
    .selectFrom('access_tokens as t')
    .innerJoin('accounts as a', 'a.id', 't.account_id')
    .where('t.hash', '=', value('hash'))
    .select(['t.account_id as accountId', 'a.name as accountName', 'a.status as accountStatus'])
    .select(['t.id', 't.name', 't.role', 't.source_id as sourceId'])
    .select(['t.expires_at as expiresAt', 't.revoked_at as revokedAt', 't.last_used_at as lastUsedAt'])
    .$castTo<FoundToken>(),
);

/**
 * What has to be done before, or across, accounts. Its role sees a token, and the address of callbacks, only by its hash,
 * the list of accounts, the sealed columns, and the proof of the sealing key.
 */
export class SystemDoor {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  async findTokenByHash(hash: Uint8Array): Promise<FoundToken | undefined> {
    const rows = await runPipelined<FoundToken>(this.#pool, tokenScope(hash), tokenByHash({ hash: Buffer.from(hash) }));
    return rows[0];
  }

  /** Whose callbacks come in at the address with this hash. */
  async findCallbackAccount(pathHash: Uint8Array): Promise<FoundCallbackAccount | undefined> {
    const query = sqlBuilder
      .selectFrom('ticket_watches as w')
      .innerJoin('accounts as a', 'a.id', 'w.account_id')
      .where('w.path_hash', '=', Buffer.from(pathHash))
      .select('w.account_id as accountId')
      .select(sql<boolean>`a.status = 'ACTIVE'`.as('isActive'));
    const rows = await runPipelined<FoundCallbackAccount>(this.#pool, tokenScope(pathHash), query.compile());
    return rows[0];
  }

  /** Notes that a token was used, to the minute: a busy token is not written at every request. */
  async touchToken(accountId: AccountId, id: TokenId): Promise<void> {
    const query = sqlBuilder
      .updateTable('access_tokens')
      .set((eb) => ({ last_used_at: eb.fn<Date>('now') }))
      .where('account_id', '=', accountId)
      .where('id', '=', id)
      .where(sql<boolean>`(last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`);
    await runPipelined(this.#pool, writeScope(accountId), query.compile());
  }

  /** The accounts of these ids, oldest first; the platform's own, if asked for, is among them. */
  async findAccounts(ids: readonly AccountId[]): Promise<FoundAccount[]> {
    if (ids.length === 0) return [];
    return readAsSystem<FoundAccount>(
      this.#pool,
      sqlBuilder
        .selectFrom('accounts')
        .select(['id', 'name', 'status', 'time_zone as timeZone', 'version', 'created_at as createdAt'])
        .where('id', 'in', ids)
        .orderBy('id'),
    );
  }

  /** A page of the accounts, oldest first; the platform's own is not among them. */
  async listAccounts(limit: number, after: AccountId = PLATFORM_ACCOUNT): Promise<ListedAccount[]> {
    return readAsSystem(
      this.#pool,
      sql<ListedAccount>`
        select id, name, status, time_zone as "timeZone", version, created_at as "createdAt",
               is_integration_enabled as "isIntegrationEnabled", is_healthy as "isHealthy",
               connect_wise_version as "connectWiseVersion",
               user_count::float8 as "userCount", mapping_count::float8 as "mappingCount"
        from account_summaries where id > ${after} order by id limit ${limit}`.compile(sqlBuilder),
    );
  }

  async countAccounts(): Promise<number> {
    const [row] = await readAsSystem<{ total: string }>(
      this.#pool,
      sql<{ total: string }>`select count(*) as total from accounts where id <> ${PLATFORM_ACCOUNT}`.compile(
        sqlBuilder,
      ),
    );
    return Number(row?.total ?? 0);
  }
}

/** A statement under the role of these doors, which can change nothing by it. */
export function readAsSystem<Row>(pool: pg.Pool, query: Query<unknown>): Promise<Row[]> {
  return runPipelined<Row>(pool, systemScope(), compiled(query));
}
