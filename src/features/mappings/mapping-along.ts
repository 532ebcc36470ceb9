import { askedColumns, type ColumnOf } from '../../database/asked-columns.js';
import type { ListedMapping, Mapping } from './mapping.js';
import { type StoredMapping, toMapping } from './stored-mapping.js';

type Named = ColumnOf<'mappings'>;
type Column = `m.${Named}` | `m.${Named} as mapping_${Told}`;

/** What is shown of a mapping, by field. */
const columnsOf = {
  connectWiseId: ['m.connect_wise_id'],
  identifier: ['m.identifier'],
  companyName: ['m.company_name'],
  companyStatus: ['m.company_status'],
  companyTypes: ['m.company_types'],
  isEnabled: ['m.is_enabled'],
  isShared: ['m.is_shared'],
  allowsInactive: ['m.allows_inactive'],
  origin: ['m.origin'],
  verification: ['m.verification', 'm.problem', 'm.verified_at'],
  version: ['m.version as mapping_version'],
  createdAt: ['m.created_at as mapping_created_at'],
  updatedAt: ['m.updated_at as mapping_updated_at'],
} satisfies { readonly [Field in keyof Mapping]?: readonly Column[] };

/** What a statement reads of `mappings m` to bring a user's mapping along; names that users have too are told apart. */
export function columnsAlong(asked: ReadonlySet<string>): string[] {
  return ['m.id as mapping_id', ...askedColumns(columnsOf, asked)];
}

/** Columns that users have too. */
type Told = 'version' | 'created_at' | 'updated_at';

/** The row of a user with what was asked for of its mapping, all of which is null where there is none. */
export type RowWithMapping<UserRow extends { readonly id: string }> = UserRow & {
  readonly mapping_id: string | null;
} & { readonly [Column in Told as `mapping_${Column}`]: StoredMapping[Column] } & Omit<
    StoredMapping,
    Told | keyof UserRow
  >;

/** @returns null when the user has none */
export function mappingAlong(row: RowWithMapping<{ readonly id: string }>): ListedMapping | null {
  if (row.mapping_id === null) return null;
  return toMapping({
    // Each by its name: spreading the user's row would take longer than all the rest.
    id: row.mapping_id,
    user_id: row.id,
    source_id: row.source_id,
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
