import type { CompanyId } from '../../shared/ids.js';

/** Where a company of the mirror stands: exactly one of these. */
export const CompanyState = {
  ACTIVE: 'ACTIVE',
  INACTIVE: 'INACTIVE',
  DELETED: 'DELETED',
  MISSING: 'MISSING',
} as const;
export type CompanyState = (typeof CompanyState)[keyof typeof CompanyState];

/** What a list shows unless it is asked for others. */
export const LIVE_STATES: readonly CompanyState[] = [CompanyState.ACTIVE, CompanyState.INACTIVE];

/** A company of the mirror: as ConnectWise told it when it was last read. */
export interface MirroredCompany {
  readonly id: CompanyId;
  readonly connectWiseId: number;
  readonly identifier: string;
  readonly name: string;
  readonly status: string | undefined;
  readonly isInactive: boolean;
  readonly isDeleted: boolean;
  readonly types: readonly string[];
  readonly website: string | undefined;
  readonly phoneNumber: string | undefined;
  readonly address: MirroredAddress;
  /** By the clock of ConnectWise. */
  readonly lastUpdatedAt: Date | undefined;
  readonly missingSince: Date | undefined;
}

export interface MirroredAddress {
  readonly lines: readonly string[];
  readonly city: string | undefined;
  readonly state: string | undefined;
  readonly zip: string | undefined;
  readonly country: string | undefined;
}

export function stateOf({ missingSince, isDeleted, isInactive }: MirroredCompany): CompanyState {
  if (missingSince) return CompanyState.MISSING;
  if (isDeleted) return CompanyState.DELETED;
  return isInactive ? CompanyState.INACTIVE : CompanyState.ACTIVE;
}

export const CompanyOrderField = { NAME: 'NAME', IDENTIFIER: 'IDENTIFIER' } as const;
export type CompanyOrderField = (typeof CompanyOrderField)[keyof typeof CompanyOrderField];

export interface CompanyOrder {
  readonly field: CompanyOrderField;
  readonly direction: 'asc' | 'desc';
}

export interface CompanyFilter {
  /** Part of the identifier or the name; case and width do not count. */
  readonly search?: string | undefined;
  readonly states?: readonly CompanyState[] | undefined;
  readonly types?: readonly string[] | undefined;
  readonly statuses?: readonly string[] | undefined;
  readonly isMapped?: boolean | undefined;
}
