import { Prisma } from '../../database/generated/client/client.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, InstanceId, MappingId, UserId } from '../../shared/ids.js';
import { storableJson } from '../../shared/storable.js';
import type { Mapping } from './mapping.js';
import { type StoredMapping, toMapping } from './stored-mapping.js';

/** Who has a company already. */
export interface CompanyHolder {
  readonly userId: UserId;
  readonly sourceId: string;
  readonly connectWiseId: number;
}

/** Many mappings at once, each time in one statement. */
export class MappingBatchRepository {
  /** In the order of ids, so that two batches wait for each other and never in a circle. */
  async lock(tx: WriteTransaction, accountId: AccountId, ids: readonly MappingId[]): Promise<Mapping[]> {
    return this.select(tx, accountId, Prisma.sql`id = ANY(${[...ids]}::uuid[])`);
  }

  /** The same, by their companies; those that were set aside when the account moved are not among them. */
  async lockByCompanies(
    tx: WriteTransaction,
    accountId: AccountId,
    { instanceId, connectWiseIds }: { instanceId: InstanceId; connectWiseIds: readonly number[] },
  ): Promise<Mapping[]> {
    const condition = Prisma.sql`instance_id = ${instanceId}::uuid AND returns_by IS NULL
      AND connect_wise_id = ANY(${[...connectWiseIds]}::int[])`;
    return this.select(tx, accountId, condition);
  }

  async holders(
    tx: WriteTransaction,
    accountId: AccountId,
    { instanceId, connectWiseIds }: { instanceId: InstanceId; connectWiseIds: readonly number[] },
  ): Promise<CompanyHolder[]> {
    return tx.$queryRaw<CompanyHolder[]>`
      SELECT user_id AS "userId", source_id AS "sourceId", connect_wise_id AS "connectWiseId" FROM mappings
      WHERE account_id = ${accountId}::uuid AND instance_id = ${instanceId}::uuid
        AND connect_wise_id = ANY(${[...connectWiseIds]}::int[])`;
  }

  /** Writes what may change by itself: the place, the company as last seen, and the standing. */
  async write(tx: WriteTransaction, accountId: AccountId, mappings: readonly Mapping[]): Promise<void> {
    await tx.$executeRaw`
      UPDATE mappings m
      SET instance_id = n."instanceId", returns_by = n."returnsBy"::mapping_return, connect_wise_id = n."connectWiseId",
          identifier = n.identifier, company_name = n."companyName", company_status = n."companyStatus",
          company_types = n."companyTypes", verification = n.verification::mapping_verification,
          problem = n.problem::mapping_problem, verified_at = n."verifiedAt", version = n.version,
          updated_at = n."updatedAt"
      FROM jsonb_to_recordset(${storableJson(mappings)}::jsonb) AS n(
        id uuid, "instanceId" uuid, "returnsBy" text, "connectWiseId" int, identifier text, "companyName" text,
        "companyStatus" text, "companyTypes" text[], verification text, problem text, "verifiedAt" timestamptz(3),
        version int, "updatedAt" timestamptz(3))
      WHERE m.account_id = ${accountId}::uuid AND m.id = n.id`;
  }

  private async select(tx: WriteTransaction, accountId: AccountId, condition: Prisma.Sql): Promise<Mapping[]> {
    const rows = await tx.$queryRaw<StoredMapping[]>`
      SELECT * FROM mappings WHERE account_id = ${accountId}::uuid AND ${condition} ORDER BY id FOR UPDATE`;
    return rows.map(toMapping);
  }
}
