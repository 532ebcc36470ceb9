import type { InstanceId, MappingId, SourceId, UserId } from '../../shared/ids.js';

export const MappingOrigin = { MANUAL: 'MANUAL', SUGGESTED: 'SUGGESTED', IMPORTED: 'IMPORTED' } as const;
export type MappingOrigin = (typeof MappingOrigin)[keyof typeof MappingOrigin];

export const VerificationStatus = { UNVERIFIED: 'UNVERIFIED', VERIFIED: 'VERIFIED', BROKEN: 'BROKEN' } as const;
export type VerificationStatus = (typeof VerificationStatus)[keyof typeof VerificationStatus];

export const MappingProblem = {
  COMPANY_NOT_FOUND: 'COMPANY_NOT_FOUND',
  COMPANY_DELETED: 'COMPANY_DELETED',
  COMPANY_INACTIVE: 'COMPANY_INACTIVE',
  COMPANY_AMBIGUOUS: 'COMPANY_AMBIGUOUS',
  IDENTIFIER_CHANGED: 'IDENTIFIER_CHANGED',
} as const;
export type MappingProblem = (typeof MappingProblem)[keyof typeof MappingProblem];

/** What must be shown again before a mapping made on another instance counts on the current one. */
export const MappingReturn = { SAME_RECORD: 'SAME_RECORD', SAME_IDENTIFIER: 'SAME_IDENTIFIER' } as const;
export type MappingReturn = (typeof MappingReturn)[keyof typeof MappingReturn];

/** The link from a user to a company in ConnectWise. The record id is the truth; identifier and name are as last seen. */
export interface Mapping {
  readonly id: MappingId;
  readonly userId: UserId;
  readonly sourceId: SourceId;
  readonly instanceId: InstanceId;
  readonly returnsBy: MappingReturn | undefined;
  /** ConnectWise's record id; undefined until the company was found once. */
  readonly connectWiseId: number | undefined;
  readonly identifier: string;
  readonly companyName: string | undefined;
  readonly companyStatus: string | undefined;
  readonly companyTypes: readonly string[];
  readonly isEnabled: boolean;
  /** Whether it was allowed explicitly that another user of the same source has the company too. */
  readonly isShared: boolean;
  readonly allowsInactive: boolean;
  readonly origin: MappingOrigin;
  readonly verification: VerificationStatus;
  readonly problem: MappingProblem | undefined;
  readonly verifiedAt: Date | undefined;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A mapping of which only what was asked for is read. */
export type ListedMapping = Pick<Mapping, 'id' | 'userId'> & Partial<Mapping>;

/** How many of the account's active users stand where; each counts once, the ignored ones only as ignored. */
export interface MappingCounts {
  readonly users: number;
  readonly ignored: number;
  readonly unmapped: number;
  readonly disabled: number;
  /** Made on another ConnectWise instance and not verified on this one yet. */
  readonly setAside: number;
  readonly unverified: number;
  readonly broken: number;
  readonly ready: number;
}
