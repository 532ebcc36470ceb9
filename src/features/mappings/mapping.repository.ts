import { type Expression, type SqlBool, sql } from 'kysely';
import { countRows } from '../../database/count-rows.js';
import type { Database } from '../../database/database.js';
import { isUniqueViolation } from '../../database/errors.js';
import { Prisma } from '../../database/generated/client/client.js';
import { fixedQuery } from '../../database/read-door.js';
import { holdsText } from '../../database/text-search.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, InstanceId, MappingId, SourceId, UserId } from '../../shared/ids.js';
import { keyAfter, type Page, type PageRequest, type SortedBy, toPage } from '../../shared/page.js';
import type { Mapping, MappingOrigin, MappingProblem, MappingReturn, VerificationStatus } from './mapping.js';
import { hasProblem, hasVerification } from './mapping-conditions.js';

export const MappingOrderField = {
  CREATED_AT: 'CREATED_AT',
  UPDATED_AT: 'UPDATED_AT',
  IDENTIFIER: 'IDENTIFIER',
} as const;
export type MappingOrderField = (typeof MappingOrderField)[keyof typeof MappingOrderField];

export interface MappingOrder {
  readonly field: MappingOrderField;
  readonly direction: 'asc' | 'desc';
}

export interface MappingFilter {
  readonly userIds?: readonly UserId[] | undefined;
  readonly statuses?: readonly VerificationStatus[] | undefined;
  readonly problems?: readonly MappingProblem[] | undefined;
  readonly origins?: readonly MappingOrigin[] | undefined;
  readonly isEnabled?: boolean | undefined;
  readonly search?: string | undefined;
}

/** Columns a change can touch; what is left out stays. */
export type MappingChange = Partial<
  Omit<Mapping, 'id' | 'userId' | 'sourceId' | 'version' | 'createdAt' | 'updatedAt'>
>;

const mappingsOfUsers = fixedQuery<{ accountId: AccountId; userIds: readonly UserId[] }, MappingRow>((db, value) =>
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
    return rows.map(toRecord);
  }

  async findByUsers(accountId: AccountId, userIds: readonly UserId[]): Promise<Mapping[]> {
    if (userIds.length === 0) return [];
    const rows = await this.database.read(accountId, () => mappingsOfUsers({ accountId, userIds }));
    return rows.map(toRecord);
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
      item: toRecord,
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

function conditions(filter: MappingFilter): Expression<SqlBool>[] {
  const list: Expression<SqlBool>[] = [];
  if (filter.userIds) list.push(sql<SqlBool>`user_id = any(${[...filter.userIds]}::uuid[])`);
  if (filter.statuses) list.push(hasVerification('mappings', filter.statuses));
  if (filter.problems) list.push(hasProblem('mappings', filter.problems));
  if (filter.origins) list.push(sql<SqlBool>`origin = any(${[...filter.origins]}::mapping_origin[])`);
  if (filter.isEnabled !== undefined) list.push(sql<SqlBool>`is_enabled = ${sql.lit(filter.isEnabled)}`);
  if (filter.search) list.push(holdsText('mappings', filter.search));
  return list;
}

/** To a change, a key with `undefined` means "no value any more"; Prisma would leave the column alone. */
function nullsForUndefined(change: Omit<MappingChange, 'companyTypes'>) {
  const entries = Object.entries(change).map(([key, value]) => [key, value ?? null]);
  return Object.fromEntries(entries) as Prisma.MappingUncheckedUpdateManyInput;
}

/** A row as both doors read it. */
export interface MappingRow {
  readonly id: string;
  readonly user_id: string;
  readonly source_id: string;
  readonly instance_id: string;
  readonly returns_by: MappingReturn | null;
  readonly connect_wise_id: number | null;
  readonly identifier: string;
  readonly company_name: string | null;
  readonly company_status: string | null;
  readonly company_types: string[];
  readonly is_enabled: boolean;
  readonly is_shared: boolean;
  readonly allows_inactive: boolean;
  readonly origin: MappingOrigin;
  readonly verification: VerificationStatus;
  readonly problem: MappingProblem | null;
  readonly verified_at: Date | null;
  readonly version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export function toRecord(row: MappingRow): Mapping {
  return {
    id: row.id as MappingId,
    userId: row.user_id as UserId,
    sourceId: row.source_id as SourceId,
    instanceId: row.instance_id as InstanceId,
    returnsBy: row.returns_by ?? undefined,
    connectWiseId: row.connect_wise_id ?? undefined,
    identifier: row.identifier,
    companyName: row.company_name ?? undefined,
    companyStatus: row.company_status ?? undefined,
    companyTypes: row.company_types,
    isEnabled: row.is_enabled,
    isShared: row.is_shared,
    allowsInactive: row.allows_inactive,
    origin: row.origin,
    verification: row.verification,
    problem: row.problem ?? undefined,
    verifiedAt: row.verified_at ?? undefined,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
