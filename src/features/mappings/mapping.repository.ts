import { type SqlBool, sql } from 'kysely';
import { countRows } from '../../database/count-rows.js';
import type { Database } from '../../database/database.js';
import { isUniqueViolation } from '../../database/errors.js';
import { Prisma } from '../../database/generated/client/client.js';
import { fixedQuery } from '../../database/read-door.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, InstanceId, MappingId, UserId } from '../../shared/ids.js';
import { keyAfter, type Page, type PageRequest, type SortedBy, toPage } from '../../shared/page.js';
import type { Mapping, MappingReturn } from './mapping.js';
import { conditions, type MappingFilter, type MappingOrder } from './mapping-query.js';
import { type StoredMapping, toMapping } from './stored-mapping.js';

/** Columns a change can touch; what is left out stays. */
export type MappingChange = Partial<
  Omit<Mapping, 'id' | 'userId' | 'sourceId' | 'version' | 'createdAt' | 'updatedAt'>
>;

const mappingsOfUsers = fixedQuery<{ accountId: AccountId; userIds: readonly UserId[] }, StoredMapping>((db, value) =>
  db
    .selectFrom('mappings')
    .selectAll()
    .where('account_id', '=', value('accountId'))
    .where('user_id', '=', sql<string>`any(${value('userIds')}::uuid[])`),
);

/** Sort columns; the id, which sorts by creation, always comes last and makes the order total. */
const orderColumns = { CREATED_AT: 'id', UPDATED_AT: 'updated_at', IDENTIFIER: 'identifier' } as const;
const sortedBy = { CREATED_AT: 'id', UPDATED_AT: 'time', IDENTIFIER: 'text' } as const satisfies Record<
  string,
  SortedBy
>;

export class MappingRepository {
  constructor(private readonly database: Database) {}

  async find(accountId: AccountId, ids: readonly MappingId[]): Promise<Mapping[]> {
    if (ids.length === 0) return [];
    const rows = await this.database.read(accountId, (db) =>
      db
        .selectFrom('mappings')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`),
    );
    return rows.map(toMapping);
  }

  async findByUsers(accountId: AccountId, userIds: readonly UserId[]): Promise<Mapping[]> {
    if (userIds.length === 0) return [];
    const rows = await this.database.read(accountId, () => mappingsOfUsers({ accountId, userIds }));
    return rows.map(toMapping);
  }

  async page(
    accountId: AccountId,
    request: PageRequest,
    { filter, order }: { filter: MappingFilter; order: MappingOrder },
  ): Promise<Page<Mapping>> {
    const column = orderColumns[order.field];
    const list = `companyMappings.${order.field}`;
    const after = keyAfter(request, list, sortedBy[order.field]);
    const compare = sql.raw(order.direction === 'asc' ? '>' : '<');
    const rows = await this.database.read(accountId, (db) => {
      let query = db
        .selectFrom('mappings')
        .selectAll()
        .where('account_id', '=', accountId)
        .orderBy(column, order.direction)
        .orderBy('id', order.direction)
        .limit(request.first + 1);
      for (const condition of conditions(filter)) query = query.where(condition);
      if (after) query = query.where(sql<SqlBool>`(${sql.ref(column)}, id) ${compare} (${after[0]}, ${after[1]})`);
      return query;
    });
    return toPage(rows, request, {
      list,
      item: toMapping,
      key: (row) => [column === 'updated_at' ? row.updated_at.toISOString() : row[column], row.id],
      countTotal: () => countRows(this.database, accountId, { table: 'mappings', conditions: conditions(filter) }),
    });
  }

  async existOn(accountId: AccountId, instanceId: InstanceId): Promise<boolean> {
    const rows = await this.database.read(accountId, (db) =>
      db
        .selectFrom('mappings')
        .select('id')
        .where('account_id', '=', accountId)
        .where('instance_id', '=', instanceId)
        .limit(1),
    );
    return rows.length > 0;
  }

  /** Whether another user of the source has the company already. */
  async isCompanyTaken(
    tx: WriteTransaction,
    accountId: AccountId,
    mapping: Pick<Mapping, 'sourceId' | 'instanceId' | 'connectWiseId' | 'userId'>,
  ): Promise<boolean> {
    if (mapping.connectWiseId === undefined) return false;
    const { sourceId, instanceId, connectWiseId, userId } = mapping;
    const other = await tx.mapping.findFirst({
      where: { accountId, sourceId, instanceId, connectWiseId, userId: { not: userId } },
      select: { id: true },
    });
    return other !== null;
  }

  async insert(tx: WriteTransaction, accountId: AccountId, mapping: Mapping): Promise<void> {
    await tx.mapping.create({ data: { accountId, ...mapping, companyTypes: [...mapping.companyTypes] } });
  }

  /** Answers whether the row still had this version. */
  async update(
    tx: WriteTransaction,
    accountId: AccountId,
    { id, version, change }: { id: MappingId; version: number; change: MappingChange },
  ): Promise<boolean> {
    const { companyTypes, ...rest } = change;
    const { count } = await tx.mapping.updateMany({
      where: { accountId, id, version },
      data: {
        ...nullsForUndefined(rest),
        ...(companyTypes && { companyTypes: [...companyTypes] }),
        version: { increment: 1 },
        updatedAt: new Date(),
      },
    });
    return count === 1;
  }

  async delete(
    tx: WriteTransaction,
    accountId: AccountId,
    { id, version }: { id: MappingId; version: number },
  ): Promise<boolean> {
    const { count } = await tx.mapping.deleteMany({ where: { accountId, id, version } });
    return count === 1;
  }

  /** Marks every mapping that is not on this instance; whoever already had to show more still has to. */
  async leaveFor(
    tx: WriteTransaction,
    accountId: AccountId,
    { instanceId, returnsBy }: { instanceId: InstanceId; returnsBy: MappingReturn },
  ): Promise<void> {
    await tx.$executeRaw(Prisma.sql`
      UPDATE mappings
      SET returns_by = CASE
            WHEN instance_id = ${instanceId}::uuid THEN NULL
            WHEN returns_by = 'SAME_IDENTIFIER' THEN returns_by
            ELSE ${returnsBy}::mapping_return
          END,
          version = version + 1, updated_at = now()
      WHERE account_id = ${accountId}::uuid`);
  }

  isUserMapped(error: unknown): boolean {
    return isUniqueViolation(error, 'mappings_account_id_user_id_key');
  }

  isCompanyInUse(error: unknown): boolean {
    return isUniqueViolation(error, 'mappings_one_company_key');
  }
}

/** To a change, a key with `undefined` means "no value any more"; Prisma would leave the column alone. */
function nullsForUndefined(change: Omit<MappingChange, 'companyTypes'>) {
  const entries = Object.entries(change).map(([key, value]) => [key, value ?? null]);
  return Object.fromEntries(entries) as Prisma.MappingUncheckedUpdateManyInput;
}
