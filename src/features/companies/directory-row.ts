import type { CompanyId } from '../../shared/ids.js';
import type { MirroredCompany } from './directory.js';

export const COMPANY_COLUMNS = [
  ...(['id', 'connect_wise_id', 'identifier', 'name', 'status', 'is_inactive', 'types', 'is_deleted'] as const),
  ...(['website', 'phone_number', 'address_lines', 'city', 'state', 'zip', 'country', 'last_updated'] as const),
  ...(['missing_since', 'folded_identifier', 'folded_name'] as const),
] as const;

export interface CompanyRow {
  readonly id: string;
  readonly connect_wise_id: number;
  readonly identifier: string;
  readonly name: string;
  readonly status: string | null;
  readonly is_inactive: boolean;
  readonly types: string[];
  readonly is_deleted: boolean;
  readonly website: string | null;
  readonly phone_number: string | null;
  readonly address_lines: string[];
  readonly city: string | null;
  readonly state: string | null;
  readonly zip: string | null;
  readonly country: string | null;
  readonly last_updated: Date | null;
  readonly missing_since: Date | null;
}

export function toCompany(row: CompanyRow): MirroredCompany {
  return {
    id: row.id as CompanyId,
    connectWiseId: row.connect_wise_id,
    identifier: row.identifier,
    name: row.name,
    status: row.status ?? undefined,
    isInactive: row.is_inactive,
    isDeleted: row.is_deleted,
    types: row.types,
    website: row.website ?? undefined,
    phoneNumber: row.phone_number ?? undefined,
    address: {
      lines: row.address_lines,
      city: row.city ?? undefined,
      state: row.state ?? undefined,
      zip: row.zip ?? undefined,
      country: row.country ?? undefined,
    },
    lastUpdatedAt: row.last_updated ?? undefined,
    missingSince: row.missing_since ?? undefined,
  };
}
