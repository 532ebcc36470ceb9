import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { AccountId, InstanceId } from '../../shared/ids.js';

/** By what companies are looked for, all of it at once; texts are folded as the copy folds them. */
export interface CompanyKeys {
  readonly recordIds: readonly number[];
  readonly identifiers: readonly string[];
  readonly names: readonly string[];
}

/** A company as the account's copy has it. */
export interface CopiedCompany {
  readonly connectWiseId: number;
  readonly identifier: string;
  readonly name: string;
  readonly status: string | undefined;
  readonly isInactive: boolean;
  readonly types: readonly string[];
  readonly isDeleted: boolean;
  /** A comparison of all companies did not find it any more. */
  readonly isMissing: boolean;
}

export class CompanyLookupRepository {
  constructor(private readonly database: Database) {}

  /** How old the copy is; undefined while there is no whole one. */
  async copiedAt(accountId: AccountId, instanceId: InstanceId): Promise<Date | undefined> {
    const [row] = await this.database.read(accountId, (db) =>
      db
        .selectFrom('company_mirrors')
        .select('synced_at')
        .where('account_id', '=', accountId)
        .where('instance_id', '=', instanceId),
    );
    return row?.synced_at ?? undefined;
  }

  /** Every company of the copy that one of the keys leads to. */
  async find(
    accountId: AccountId,
    instanceId: InstanceId,
    { recordIds, identifiers, names }: CompanyKeys,
  ): Promise<CopiedCompany[]> {
    const rows = await this.database.read(accountId, (db) =>
      db
        .selectFrom('companies')
        .select(['connect_wise_id', 'identifier', 'name', 'status', 'is_inactive', 'types', 'is_deleted'])
        .select('missing_since')
        .where('account_id', '=', accountId)
        .where('instance_id', '=', instanceId)
        .where((where) =>
          where.or([
            where('connect_wise_id', '=', sql<number>`any(${[...recordIds]}::int[])`),
            where('folded_identifier', '=', sql<string>`any(${[...identifiers]}::text[])`),
            where('folded_name', '=', sql<string>`any(${[...names]}::text[])`),
          ]),
        ),
    );
    return rows.map((row) => ({
      connectWiseId: row.connect_wise_id,
      identifier: row.identifier,
      name: row.name,
      status: row.status ?? undefined,
      isInactive: row.is_inactive,
      types: row.types,
      isDeleted: row.is_deleted,
      isMissing: row.missing_since !== null,
    }));
  }
}
