import type { Mapping } from './mapping.js';
import { type MappingRow, toRecord } from './mapping.repository.js';

/** What a statement reads of `mappings m` to bring a user's mapping along; names that users have too are told apart. */
export const columnsAlong = [
  'm.id as mapping_id',
  'm.source_id as mapping_source_id',
  'm.instance_id',
  'm.returns_by',
  'm.connect_wise_id',
  'm.identifier',
  'm.company_name',
  'm.company_status',
  'm.company_types',
  'm.is_enabled',
  'm.is_shared',
  'm.allows_inactive',
  'm.origin',
  'm.verification',
  'm.problem',
  'm.verified_at',
  'm.version as mapping_version',
  'm.created_at as mapping_created_at',
  'm.updated_at as mapping_updated_at',
] as const;

type Told = 'source_id' | 'version' | 'created_at' | 'updated_at';
type Others = Omit<MappingRow, Told | 'id' | 'user_id'>;

/** The row of a user with its mapping, all of which is null where there is none. */
export type RowWithMapping<UserRow extends { readonly id: string }> = UserRow & {
  readonly mapping_id: string | null;
} & { readonly [Column in Told as `mapping_${Column}`]: MappingRow[Column] } & Others;

/** @returns null when the user has none */
export function mappingAlong(row: RowWithMapping<{ readonly id: string }>): Mapping | null {
  if (row.mapping_id === null) return null;
  return toRecord({
    // Each by its name: spreading the user's row would take longer than all the rest.
    id: row.mapping_id,
    user_id: row.id,
    source_id: row.mapping_source_id,
    instance_id: row.instance_id,
    returns_by: row.returns_by,
    connect_wise_id: row.connect_wise_id,
    identifier: row.identifier,
    company_name: row.company_name,
    company_status: row.company_status,
    company_types: row.company_types,
    is_enabled: row.is_enabled,
    is_shared: row.is_shared,
    allows_inactive: row.allows_inactive,
    origin: row.origin,
    verification: row.verification,
    problem: row.problem,
    verified_at: row.verified_at,
    version: row.mapping_version,
    created_at: row.mapping_created_at,
    updated_at: row.mapping_updated_at,
  });
}
