import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { countRows } from '../../database/count-rows.js';
import type { Database } from '../../database/database.js';
import { fixedQuery, withOnePlan } from '../../database/read-door.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, SourceId, UserId } from '../../shared/ids.js';
import { keyAfter, type Page, type PageRequest, type SortedBy, toPage } from '../../shared/page.js';
import { columnsAlong, type RowWithMapping } from '../mappings/mapping-along.js';
import type { KnownUser, ListedUser, User, UserKey, UserStatus } from './user.js';
import { conditions, type UserQuery } from './user-query.js';
import { columnsFor, toListed, toUser, USER_COLUMNS, type UserRow } from './user-row.js';

const usersById = fixedQuery<{ accountId: AccountId; ids: readonly UserId[] }, UserRow>((db, value) =>
  db
    .selectFrom('users')
    .select(USER_COLUMNS)
    .where('account_id', '=', value('accountId'))
    .where('id', '=', sql<string>`any(${value('ids')}::uuid[])`),
);

/** Sort columns; the id, which sorts by creation, always comes last and makes the order total. */
const orderColumns = { NAME: 'name', CREATED_AT: 'id', UPDATED_AT: 'updated_at' } as const;
const sortedBy = { NAME: 'text', CREATED_AT: 'id', UPDATED_AT: 'time' } as const satisfies Record<string, SortedBy>;

export class UserRepository {
  constructor(private readonly database: Database) {}

  async find(accountId: AccountId, ids: readonly UserId[]): Promise<User[]> {
    if (ids.length === 0) return [];
    const rows = await this.database.read(accountId, () => usersById({ accountId, ids }));
    return rows.map(toUser);
  }

  /** The fields asked for, those of mappings among them. */
  async findAsked(accountId: AccountId, ids: readonly UserId[], asked: ReadonlySet<string>): Promise<ListedUser[]> {
    if (ids.length === 0) return [];
    const shown = columnsFor(asked);
    const users = sql<UserRow>`
      select users.account_id, ${shown} from users where account_id = ${accountId} and id = any(${[...ids]}::uuid[])`;
    const query = asked.has('mapping') ? withMappings(users, shown, asked) : users;
    const rows = await this.database.read(accountId, (db) => withOnePlan(query.compile(db)));
    return rows.map(toListed);
  }

  /** Of a thousand users, the columns that nobody needs took longer than finding them. */
  async findByKeys(accountId: AccountId, keys: readonly UserKey[]): Promise<KnownUser[]> {
    if (keys.length === 0) return [];
    const sourceIds = keys.map((key) => key.sourceId);
    const externalIds = keys.map((key) => key.externalId);
    const wanted = sql<SqlBool>`(source_id, external_id) in (select * from unnest(${sourceIds}::uuid[], ${externalIds}::text[]))`;
    const rows = await this.database.read(accountId, (db) =>
      db
        .selectFrom('users')
        .select(['id', 'source_id', 'external_id', 'status'])
        .where('account_id', '=', accountId)
        // Its source knows an erased user no more, whatever it calls it.
        .where('erased_at', 'is', null)
        .where(wanted),
    );
    return rows.map(({ id, source_id, external_id, status }) => ({
      ...{ id: id as UserId, sourceId: source_id as SourceId },
      ...{ externalId: external_id, status },
    }));
  }

  async page(
    accountId: AccountId,
    request: PageRequest,
    { filter, order, asked }: UserQuery,
  ): Promise<Page<ListedUser>> {
    const name = orderColumns[order.field];
    const column = sql.ref(`users.${name}`);
    const way = sql.raw(order.direction);
    const sorted = sql`order by ${column} ${way}, users.id ${way}`;
    const list = `users.${order.field}`;
    const after = keyAfter(request, list, sortedBy[order.field]);
    const filtering = conditions(accountId, filter);
    const where = [sql`account_id = ${accountId}`, ...filtering];
    const compare = sql.raw(order.direction === 'asc' ? '>' : '<');
    if (after) where.push(sql`(${column}, users.id) ${compare} (${after[0]}, ${after[1]})`);
    const limit = sql.lit(request.first + 1);
    const shown = columnsFor(asked, name);
    const page = sql<UserRow>`
      select users.account_id, ${shown} from users where ${sql.join(where, sql` and `)} ${sorted} limit ${limit}`;
    const query = asked.has('mapping') ? sql<UserRow>`${withMappings(page, shown, asked)} ${sorted}` : page;
    const rows = await this.database.read(accountId, (db) => {
      const ready = query.compile(db);
      return filtering.length === 0 ? withOnePlan(ready) : ready;
    });
    return toPage(rows, request, {
      item: toListed,
      list,
      key: (row) => [name === 'updated_at' ? row.updated_at.toISOString() : row[name], row.id],
      countTotal: () => countRows(this.database, accountId, { table: 'users', conditions: filtering }),
    });
  }

  /** The user as it is now, and as it stays until the transaction ends. */
  async lock(tx: WriteTransaction, accountId: AccountId, id: UserId): Promise<User | undefined> {
    await tx.$executeRaw`SELECT FROM users WHERE account_id = ${accountId}::uuid AND id = ${id}::uuid FOR UPDATE`;
    const row = await tx.user.findFirst({ where: { accountId, id } });
    if (!row) return undefined;
    const { archivedAt: _archived, erasedExternalId: _key, accountId: _account, isMapped: _mapped, ...user } = row;
    return {
      ...user,
      id: row.id as UserId,
      sourceId: row.sourceId as SourceId,
      contactEmail: row.contactEmail ?? undefined,
      erasedAt: row.erasedAt ?? undefined,
      erasureEndedAt: row.erasureEndedAt ?? undefined,
    };
  }

  /** Who of these is archived or erased. Until the transaction ends nobody archives or erases another of them. */
  async lockGone(tx: WriteTransaction, accountId: AccountId, ids: readonly UserId[]): Promise<GoneUsers> {
    if (ids.length === 0) return { archived: new Set(), erased: new Set() };
    const rows = await tx.$queryRaw<{ id: UserId; isArchived: boolean; isErased: boolean }[]>`
      SELECT id::text, archived_at IS NOT NULL AS "isArchived", erased_at IS NOT NULL AS "isErased" FROM users
      WHERE account_id = ${accountId}::uuid AND id = ANY(${[...new Set(ids)]}::uuid[])
      ORDER BY id FOR KEY SHARE`;
    return {
      archived: new Set(rows.flatMap(({ id, isArchived }) => (isArchived ? [id] : []))),
      erased: new Set(rows.flatMap(({ id, isErased }) => (isErased ? [id] : []))),
    };
  }

  async update(
    tx: WriteTransaction,
    accountId: AccountId,
    { id, data }: { id: UserId; data: UserData },
  ): Promise<void> {
    await tx.user.updateMany({ where: { accountId, id }, data });
  }
}

export interface GoneUsers {
  /** An erased user is one of them. */
  readonly archived: ReadonlySet<UserId>;
  readonly erased: ReadonlySet<UserId>;
}

interface UserData {
  readonly status?: UserStatus;
  readonly isIgnored?: boolean;
  readonly archivedAt?: Date | null;
  readonly version: number;
  readonly updatedAt: Date;
}

/** Each user with its mapping. The users are found by then, so that no plan can look up the mappings of others. */
function withMappings(
  users: RawBuilder<UserRow>,
  shown: RawBuilder<unknown>,
  asked: ReadonlySet<string>,
): RawBuilder<RowWithMapping<UserRow>> {
  return sql`
    with users as (${users}) select ${shown}, ${sql.raw(columnsAlong(asked).join(', '))}
    from users left join mappings m on m.account_id = users.account_id and m.user_id = users.id`;
}
