import { type SqlBool, sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { AccountId, SourceId, UserId } from '../../shared/ids.js';
import type { MappingProblem, VerificationStatus } from '../mappings/mapping.js';
import { hasVerification } from '../mappings/mapping-conditions.js';

export interface ExportFilter {
  readonly sourceId?: SourceId | undefined;
  readonly isMapped?: boolean | undefined;
  readonly statuses?: readonly VerificationStatus[] | undefined;
}

/** An active user and its mapping, if there is one. */
export interface ExportedUser {
  readonly userId: UserId;
  readonly source: string;
  readonly externalId: string;
  readonly name: string;
  readonly mapping: ExportedMapping | undefined;
}

export interface ExportedMapping {
  readonly connectWiseId: number | undefined;
  readonly identifier: string;
  readonly companyName: string | undefined;
  readonly isEnabled: boolean;
  readonly isShared: boolean;
  readonly allowsInactive: boolean;
  readonly verification: VerificationStatus;
  readonly problem: MappingProblem | undefined;
  /** Made on another ConnectWise system: its record id means nothing on this one. */
  readonly isSetAside: boolean;
}

export class MappingExportRepository {
  constructor(private readonly database: Database) {}

  /** The next users in the order of their creation. */
  async page(
    accountId: AccountId,
    { filter, after, most }: { filter: ExportFilter; after: UserId | undefined; most: number },
  ): Promise<ExportedUser[]> {
    const rows = await this.database.read(accountId, (db) => {
      let query = db
        .selectFrom('users')
        .innerJoin('sources', (join) =>
          join.onRef('sources.account_id', '=', 'users.account_id').onRef('sources.id', '=', 'users.source_id'),
        )
        .leftJoin('mappings', (join) =>
          join.onRef('mappings.account_id', '=', 'users.account_id').onRef('mappings.user_id', '=', 'users.id'),
        )
        .select(['users.id', 'sources.code', 'users.external_id', 'users.name', 'mappings.id as mapping_id'])
        .select(['connect_wise_id', 'identifier', 'company_name', 'is_enabled', 'is_shared', 'allows_inactive'])
        .select(['verification', 'problem', 'returns_by'])
        .where('users.account_id', '=', accountId)
        .where('users.archived_at', 'is', null)
        .orderBy('users.id')
        .limit(most);
      if (after !== undefined) query = query.where('users.id', '>', after);
      if (filter.sourceId !== undefined) query = query.where('users.source_id', '=', filter.sourceId);
      if (filter.isMapped !== undefined)
        query = query.where(sql<SqlBool>`users.is_mapped = ${sql.lit(filter.isMapped)}`);
      if (filter.statuses) {
        query = query.where('mappings.id', 'is not', null).where(hasVerification('mappings', filter.statuses));
      }
      return query;
    });
    return rows.map((row) => ({
      userId: row.id as UserId,
      source: row.code,
      externalId: row.external_id,
      name: row.name,
      mapping: row.mapping_id === null ? undefined : toMapping(row),
    }));
  }
}

interface MappingColumns {
  readonly connect_wise_id: number | null;
  readonly identifier: string | null;
  readonly company_name: string | null;
  readonly is_enabled: boolean | null;
  readonly is_shared: boolean | null;
  readonly allows_inactive: boolean | null;
  readonly verification: VerificationStatus | null;
  readonly problem: MappingProblem | null;
  readonly returns_by: string | null;
}

/** The join may find no mapping, so that its columns can be null; here it did. */
function toMapping(row: MappingColumns): ExportedMapping {
  return {
    connectWiseId: row.connect_wise_id ?? undefined,
    identifier: row.identifier ?? '',
    companyName: row.company_name ?? undefined,
    isEnabled: row.is_enabled ?? false,
    isShared: row.is_shared ?? false,
    allowsInactive: row.allows_inactive ?? false,
    verification: row.verification ?? 'UNVERIFIED',
    problem: row.problem ?? undefined,
    isSetAside: row.returns_by !== null,
  };
}
