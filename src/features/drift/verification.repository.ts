import { type Expression, type SqlBool, sql } from 'kysely';
import { countRows } from '../../database/count-rows.js';
import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, InstanceId, MappingId } from '../../shared/ids.js';
import type { VerificationStatus } from '../mappings/mapping.js';
import type { VerificationSelection } from './verification.js';

/** Companies that are asked for together, and how many of the selected mappings lead to them. */
export interface CompanyBatch {
  readonly connectWiseIds: readonly number[];
  readonly mappingCount: number;
}

export class VerificationRepository {
  constructor(private readonly database: Database) {}

  count(accountId: AccountId, selection: VerificationSelection): Promise<number> {
    return countRows(this.database, accountId, { table: 'mappings', conditions: conditions(selection) });
  }

  /** The next companies of the instance in the order of record ids, each once, however many users have it. */
  async nextCompanies(
    accountId: AccountId,
    wanted: { instanceId: InstanceId; after: number; selection: VerificationSelection; most: number },
  ): Promise<CompanyBatch> {
    const { instanceId, after, selection, most } = wanted;
    const rows = await this.database.read(accountId, (db) => {
      let query = db
        .selectFrom('mappings')
        .select(({ fn }) => ['connect_wise_id', fn.countAll<string>().as('mappings')])
        .where('account_id', '=', accountId)
        .where('instance_id', '=', instanceId)
        .where('returns_by', 'is', null)
        .where('connect_wise_id', '>', after)
        .groupBy('connect_wise_id')
        .orderBy('connect_wise_id')
        .limit(most);
      for (const condition of conditions(selection)) query = query.where(condition);
      return query;
    });
    return {
      connectWiseIds: rows.flatMap((row) => row.connect_wise_id ?? []),
      mappingCount: rows.reduce((sum, row) => sum + Number(row.mappings), 0),
    };
  }

  /** The next mappings without a company, or from another instance, in the order of ids. */
  async nextOthers(
    accountId: AccountId,
    wanted: { after: MappingId | null; selection: VerificationSelection; most: number },
  ): Promise<MappingId[]> {
    const { after, selection, most } = wanted;
    const rows = await this.database.read(accountId, (db) => {
      let query = db
        .selectFrom('mappings')
        .select('id')
        .where('account_id', '=', accountId)
        .where((eb) => eb.or([eb('connect_wise_id', 'is', null), eb('returns_by', 'is not', null)]))
        .orderBy('id')
        .limit(most);
      if (after !== null) query = query.where('id', '>', after);
      for (const condition of conditions(selection)) query = query.where(condition);
      return query;
    });
    return rows.map((row) => row.id as MappingId);
  }

  /** The main contacts of companies, by record id, as far as the mirror knows them. */
  async contactsOf(
    accountId: AccountId,
    instanceId: InstanceId,
    connectWiseIds: readonly number[],
  ): Promise<ReadonlyMap<number, number>> {
    const rows = await this.database.read(accountId, (db) =>
      db
        .selectFrom('companies')
        .select(['connect_wise_id', 'default_contact_id'])
        .where('account_id', '=', accountId)
        .where('instance_id', '=', instanceId)
        .where('connect_wise_id', '=', sql<number>`any(${[...connectWiseIds]}::int[])`)
        .where('default_contact_id', 'is not', null),
    );
    return new Map(rows.map((row) => [row.connect_wise_id, row.default_contact_id ?? 0]));
  }

  /** Mappings of companies that are gone where ConnectWise may know more; nearly always none. */
  async mappingsToAsk(accountId: AccountId, instanceId: InstanceId, most: number): Promise<MappingId[]> {
    const rows = await this.database.read(accountId, (db) =>
      db
        .selectFrom('drifts as d')
        .innerJoin('mappings as m', (join) =>
          join
            .onRef('m.account_id', '=', 'd.account_id')
            .onRef('m.id', '=', 'd.mapping_id')
            .onRef('m.connect_wise_id', '=', 'd.connect_wise_id'),
        )
        .select('m.id')
        .distinct()
        .where('d.account_id', '=', accountId)
        .where(sql<SqlBool>`d.status = 'OPEN'`)
        .where('d.is_survivor_askable', '=', true)
        .where('m.instance_id', '=', instanceId)
        .where('m.returns_by', 'is', null)
        .limit(most),
    );
    return rows.map((row) => row.id as MappingId);
  }

  /** Notes that these companies were just looked up; neither version nor time of change moves by that. */
  async noteChecked(
    tx: WriteTransaction,
    accountId: AccountId,
    { instanceId, connectWiseIds, at }: { instanceId: InstanceId; connectWiseIds: readonly number[]; at: Date },
  ): Promise<readonly VerificationStatus[]> {
    const rows = await tx.$queryRaw<{ verification: VerificationStatus }[]>`
      UPDATE mappings SET verified_at = ${at}
      WHERE account_id = ${accountId}::uuid AND instance_id = ${instanceId}::uuid AND returns_by IS NULL
        AND connect_wise_id = ANY(${[...connectWiseIds]}::int[])
      RETURNING verification::text`;
    return rows.map(({ verification }) => verification);
  }
}

function conditions({ mappingIds, statuses }: VerificationSelection): Expression<SqlBool>[] {
  return [
    ...(mappingIds ? [sql<SqlBool>`id = any(${[...mappingIds]}::uuid[])`] : []),
    ...(statuses ? [sql<SqlBool>`verification = any(${[...statuses]}::mapping_verification[])`] : []),
  ];
}
