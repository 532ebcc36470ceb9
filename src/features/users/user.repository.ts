import { type Expression, type SqlBool, sql } from 'kysely';
import { validate as isUuid } from 'uuid';
import { z } from 'zod';
import { containsPattern } from '../../database/contains.js';
import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, SourceId, UserId } from '../../shared/ids.js';
import { decodeCursor, notOfThisList, type Page, type PageRequest, toPage } from '../../shared/page.js';
import type { User, UserKey, UserStatus } from './user.js';

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
}

const columns = [
  'users.id',
  'users.source_id',
  'users.external_id',
  'users.name',
  'users.mail_domains',
  'users.contact_email',
  'users.status',
  'users.is_ignored',
  'users.version',
  'users.created_at',
  'users.updated_at',
] as const;

/** Sort columns; the id, which sorts by creation, always comes last and makes the order total. */
const orderColumns = { NAME: 'name', CREATED_AT: 'id', UPDATED_AT: 'updated_at' } as const;

export class UserRepository {
  constructor(private readonly database: Database) {}

  async find(accountId: AccountId, ids: readonly UserId[]): Promise<User[]> {
    if (ids.length === 0) return [];
    const rows = await this.database.read(accountId, (db) =>
      db
        .selectFrom('users')
        .select(columns)
        .where('account_id', '=', accountId)
        .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`),
    );
    return rows.map(toRecord);
  }

  async findByKeys(accountId: AccountId, keys: readonly UserKey[]): Promise<User[]> {
    if (keys.length === 0) return [];
    const sourceIds = keys.map((key) => key.sourceId);
    const externalIds = keys.map((key) => key.externalId);
    const wanted = sql<SqlBool>`(source_id, external_id) in (select * from unnest(${sourceIds}::uuid[], ${externalIds}::text[]))`;
    const rows = await this.database.read(accountId, (db) =>
      db.selectFrom('users').select(columns).where('account_id', '=', accountId).where(wanted),
    );
    return rows.map(toRecord);
  }

  async page(
    accountId: AccountId,
    request: PageRequest,
    { filter, order }: { filter: UserFilter; order: UserOrder },
  ): Promise<Page<User>> {
    const column = orderColumns[order.field];
    const list = `users.${order.field}`;
    const after = request.after === undefined ? undefined : decodeCursor(request.after, 2, list);
    if (after && !isKey(column, after[0])) throw notOfThisList();
    const compare = sql.raw(order.direction === 'asc' ? '>' : '<');
    const rows = await this.database.read(accountId, (db) => {
      let query = db
        .selectFrom('users')
        .select(columns)
        .where('account_id', '=', accountId)
        .orderBy(column, order.direction)
        .orderBy('id', order.direction)
        .limit(request.first + 1);
      for (const condition of conditions(accountId, filter)) query = query.where(condition);
      if (after) query = query.where(sql<SqlBool>`(${sql.ref(column)}, id) ${compare} (${after[0]}, ${after[1]})`);
      return query;
    });
    return toPage(rows, request, {
      item: toRecord,
      list,
      key: (row) => [column === 'updated_at' ? row.updated_at.toISOString() : row[column], row.id],
      countTotal: () => this.count(accountId, filter),
    });
  }

  async count(accountId: AccountId, filter: UserFilter): Promise<number> {
    const [row] = await this.database.read(accountId, (db) => {
      let query = db
        .selectFrom('users')
        .select(({ fn }) => fn.countAll<string>().as('total'))
        .where('account_id', '=', accountId);
      for (const condition of conditions(accountId, filter)) query = query.where(condition);
      return query;
    });
    return Number(row?.total ?? 0);
  }

  /** The user as it is now, and as it stays until the transaction ends. */
  async lock(tx: WriteTransaction, accountId: AccountId, id: UserId): Promise<User | undefined> {
    await tx.$executeRaw`SELECT FROM users WHERE account_id = ${accountId}::uuid AND id = ${id}::uuid FOR UPDATE`;
    const row = await tx.user.findFirst({ where: { accountId, id } });
    if (!row) return undefined;
    const { archivedAt: _archived, erasedAt: _erased, accountId: _account, ...user } = row;
    return {
      ...user,
      id: row.id as UserId,
      sourceId: row.sourceId as SourceId,
      contactEmail: row.contactEmail ?? undefined,
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

interface UserData {
  readonly status?: UserStatus;
  readonly isIgnored?: boolean;
  readonly archivedAt?: Date | null;
  readonly version: number;
  readonly updatedAt: Date;
}

function conditions(accountId: AccountId, filter: UserFilter): Expression<SqlBool>[] {
  const list: Expression<SqlBool>[] = [];
  if (filter.search) {
    const pattern = containsPattern(filter.search);
    list.push(sql<SqlBool>`(users.name ilike ${pattern} or users.external_id ilike ${pattern})`);
  }
  if (filter.sourceIds) list.push(sql<SqlBool>`users.source_id = any(${[...filter.sourceIds]}::uuid[])`);
  if (filter.statuses) list.push(sql<SqlBool>`users.status = any(${[...filter.statuses]}::user_status[])`);
  if (filter.isIgnored !== undefined) list.push(sql<SqlBool>`users.is_ignored = ${filter.isIgnored}`);
  if (filter.isMapped !== undefined) {
    const mapped = sql<SqlBool>`exists (select from mappings m where m.account_id = ${accountId} and m.user_id = users.id)`;
    list.push(filter.isMapped ? mapped : sql<SqlBool>`not ${mapped}`);
  }
  return list;
}

function isKey(column: (typeof orderColumns)[UserOrderField], value: unknown): boolean {
  if (column === 'updated_at') return z.iso.datetime().safeParse(value).success;
  return column === 'id' ? isUuid(value) : typeof value === 'string';
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
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
