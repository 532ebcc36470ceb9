import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import { askedColumns } from '../../database/asked-columns.js';
import { countRows } from '../../database/count-rows.js';
import type { Database } from '../../database/database.js';
import { fixedQuery, withOnePlan } from '../../database/read-door.js';
import { holdsText } from '../../database/text-search.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, SourceId, UserId } from '../../shared/ids.js';
import { keyAfter, type Page, type PageRequest, type SortedBy, toPage } from '../../shared/page.js';
import type { MappingProblem, VerificationStatus } from '../mappings/mapping.js';
import { columnsAlong, mappingAlong, type RowWithMapping } from '../mappings/mapping-along.js';
import { hasProblem, hasVerification } from '../mappings/mapping-conditions.js';
import type { KnownUser, ListedUser, User, UserKey, UserStatus } from './user.js';

export const UserOrderField = { NAME: 'NAME', CREATED_AT: 'CREATED_AT', UPDATED_AT: 'UPDATED_AT' } as const;
export type UserOrderField = (typeof UserOrderField)[keyof typeof UserOrderField];

export interface UserOrder {
  readonly field: UserOrderField;
  readonly direction: 'asc' | 'desc';
}

export interface UserFilter {
  readonly search?: string | undefined;
  readonly sourceIds?: readonly SourceId[] | undefined;
  readonly statuses?: readonly UserStatus[] | undefined;
  readonly isIgnored?: boolean | undefined;
  readonly isMapped?: boolean | undefined;
  /** What the user's mapping is like; a user without one is none of these. */
  readonly mapping?: MappingConditions | undefined;
}

/** Which users, in which order, and the names of the fields that are read of them and their mappings. */
export interface UserQuery {
  readonly filter: UserFilter;
  readonly order: UserOrder;
  readonly asked: ReadonlySet<string>;
}

export interface MappingConditions {
  readonly isEnabled?: boolean | undefined;
  readonly statuses?: readonly VerificationStatus[] | undefined;
  readonly problems?: readonly MappingProblem[] | undefined;
}

/** What is shown of a user, by field. */
const columnsOf = {
  externalId: ['users.external_id'],
  name: ['users.name'],
  mailDomains: ['users.mail_domains'],
  contactEmail: ['users.contact_email'],
  status: ['users.status'],
  isIgnored: ['users.is_ignored'],
  erasedAt: ['users.erased_at'],
  erasureEndedAt: ['users.erasure_ended_at'],
  version: ['users.version'],
  createdAt: ['users.created_at'],
  updatedAt: ['users.updated_at'],
} as const;
/** What leads elsewhere. */
const keys = ['users.id', 'users.source_id'] as const;
const columns = [...keys, ...Object.values(columnsOf).flat()] as const;

const usersById = fixedQuery<{ accountId: AccountId; ids: readonly UserId[] }, Row>((db, value) =>
  db
    .selectFrom('users')
    .select(columns)
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
    return rows.map(toRecord);
  }

  /** The fields asked for, those of mappings among them. */
  async findAsked(accountId: AccountId, ids: readonly UserId[], asked: ReadonlySet<string>): Promise<ListedUser[]> {
    if (ids.length === 0) return [];
    const shown = columnsFor(asked);
    const users = sql<Row>`
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
    const page = sql<Row>`
      select users.account_id, ${shown} from users where ${sql.join(where, sql` and `)} ${sorted} limit ${limit}`;
    const query = asked.has('mapping') ? sql<Row>`${withMappings(page, shown, asked)} ${sorted}` : page;
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

/** What is shown, what leads elsewhere, and what the page is sorted by. */
function columnsFor(asked: ReadonlySet<string>, sortColumn: keyof Row = 'id'): RawBuilder<unknown> {
  const all = new Set([...keys, `users.${sortColumn}`, ...askedColumns(columnsOf, asked)]);
  return sql.raw([...all].join(', '));
}

/** Each user with its mapping. The users are found by then, so that no plan can look up the mappings of others. */
function withMappings(
  users: RawBuilder<Row>,
  shown: RawBuilder<unknown>,
  asked: ReadonlySet<string>,
): RawBuilder<RowWithMapping<Row>> {
  return sql`
    with users as (${users}) select ${shown}, ${sql.raw(columnsAlong(asked).join(', '))}
    from users left join mappings m on m.account_id = users.account_id and m.user_id = users.id`;
}

function conditions(accountId: AccountId, filter: UserFilter): Expression<SqlBool>[] {
  const list: Expression<SqlBool>[] = [];
  if (filter.search) list.push(holdsText('users', filter.search));
  if (filter.sourceIds) list.push(sql<SqlBool>`users.source_id = any(${[...filter.sourceIds]}::uuid[])`);
  if (filter.statuses) list.push(hasStatus(filter.statuses));
  if (filter.isIgnored !== undefined) list.push(sql<SqlBool>`users.is_ignored = ${sql.lit(filter.isIgnored)}`);
  if (filter.isMapped !== undefined) list.push(sql<SqlBool>`users.is_mapped = ${sql.lit(filter.isMapped)}`);
  if (filter.mapping) list.push(hasMapping(accountId, filter.mapping));
  return list;
}

/** By the column that an index of users can be asked for; the database holds the two to each other. */
function hasStatus(statuses: readonly UserStatus[]): Expression<SqlBool> {
  const each = statuses.map((status) =>
    status === 'ARCHIVED' ? sql`users.archived_at is not null` : sql`users.archived_at is null`,
  );
  return each.length > 0 ? sql<SqlBool>`(${sql.join(each, sql` or `)})` : sql<SqlBool>`false`;
}

function hasMapping(accountId: AccountId, { isEnabled, statuses, problems }: MappingConditions): Expression<SqlBool> {
  const list = [sql<SqlBool>`m.account_id = ${accountId}`, sql<SqlBool>`m.user_id = users.id`];
  if (isEnabled !== undefined) list.push(sql<SqlBool>`m.is_enabled = ${sql.lit(isEnabled)}`);
  if (statuses) list.push(hasVerification('m', statuses));
  if (problems) list.push(hasProblem('m', problems));
  return sql<SqlBool>`exists (select from mappings m where ${sql.join(list, sql` and `)})`;
}

interface Row {
  readonly id: string;
  readonly source_id: string;
  readonly external_id: string;
  readonly name: string;
  readonly mail_domains: string[];
  readonly contact_email: string | null;
  readonly status: UserStatus;
  readonly is_ignored: boolean;
  readonly erased_at: Date | null;
  readonly erasure_ended_at: Date | null;
  readonly version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export function toRecord(row: Row): User {
  return {
    id: row.id as UserId,
    sourceId: row.source_id as SourceId,
    externalId: row.external_id,
    name: row.name,
    mailDomains: row.mail_domains,
    contactEmail: row.contact_email ?? undefined,
    status: row.status,
    isIgnored: row.is_ignored,
    erasedAt: row.erased_at ?? undefined,
    erasureEndedAt: row.erasure_ended_at ?? undefined,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** What was not read is undefined. */
function toListed(row: Row | RowWithMapping<Row>): ListedUser {
  const user = toRecord(row);
  return 'mapping_id' in row ? { ...user, mapping: mappingAlong(row) } : user;
}
