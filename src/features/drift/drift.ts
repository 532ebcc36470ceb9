import type { Actor } from '../../shared/caller.js';
import type { DriftId, InstanceId, MappingId, SourceId, UserId } from '../../shared/ids.js';

/** How a mapped company changed. Added to, never renamed. */
export const DriftKind = {
  COMPANY_RENAMED: 'COMPANY_RENAMED',
  COMPANY_REIDENTIFIED: 'COMPANY_REIDENTIFIED',
  COMPANY_INACTIVATED: 'COMPANY_INACTIVATED',
  COMPANY_DELETED: 'COMPANY_DELETED',
  COMPANY_MERGED: 'COMPANY_MERGED',
  COMPANY_MISSING: 'COMPANY_MISSING',
  COMPANY_BACK: 'COMPANY_BACK',
} as const;
export type DriftKind = (typeof DriftKind)[keyof typeof DriftKind];

export const DriftStatus = {
  OPEN: 'OPEN',
  RESOLVED: 'RESOLVED',
  REMAPPED: 'REMAPPED',
  IGNORED: 'IGNORED',
} as const;
export type DriftStatus = (typeof DriftStatus)[keyof typeof DriftStatus];

/** Why a company is taken for the one that another was merged into. */
export const SurvivorReason = {
  CONTACT_MOVED: 'CONTACT_MOVED',
  SAME_IDENTIFIER: 'SAME_IDENTIFIER',
  SAME_NAME: 'SAME_NAME',
  SAME_DOMAIN: 'SAME_DOMAIN',
  SAME_PHONE_NUMBER: 'SAME_PHONE_NUMBER',
} as const;
export type SurvivorReason = (typeof SurvivorReason)[keyof typeof SurvivorReason];

/** What a person knows a company by, as it was at one moment. */
export interface CompanyFacts {
  readonly identifier: string;
  readonly name: string | undefined;
  readonly status: string | undefined;
}

/** Where users of a company that is gone most likely belong. */
export interface LikelySurvivor extends CompanyFacts {
  readonly connectWiseId: number;
  /** The strongest first; never empty. */
  readonly reasons: readonly SurvivorReason[];
}

/** A change of a mapped company that a person should know of. */
export interface Drift {
  readonly id: DriftId;
  readonly mappingId: MappingId;
  readonly userId: UserId;
  readonly instanceId: InstanceId;
  readonly connectWiseId: number;
  readonly kind: DriftKind;
  readonly status: DriftStatus;
  readonly before: CompanyFacts;
  /** Undefined when the company is not there any more. */
  readonly after: CompanyFacts | undefined;
  readonly survivor: LikelySurvivor | undefined;
  readonly openedAt: Date;
  readonly closedAt: Date | undefined;
  /** Who closed it; undefined when it closed by itself or with its mapping. */
  readonly closedBy: Actor | undefined;
}

export interface DriftFilter {
  readonly kinds?: readonly DriftKind[] | undefined;
  readonly statuses?: readonly DriftStatus[] | undefined;
  readonly mappingIds?: readonly MappingId[] | undefined;
  readonly userIds?: readonly UserId[] | undefined;
}

/** A drift to be written. */
export type NewDrift = Omit<Drift, 'openedAt' | 'closedAt' | 'closedBy'> & {
  readonly isSurvivorAskable: boolean;
};

/** What may become of an open drift by itself. */
export type DriftChange = Pick<Drift, 'id' | 'kind' | 'status' | 'after' | 'survivor'> & {
  readonly isSurvivorAskable: boolean;
};

/** A drift as it is told, and to which source. */
export interface DriftNews {
  readonly kind: DriftKind;
  readonly mappingId: MappingId;
  readonly sourceId: SourceId;
  readonly connectWiseId: number;
  readonly before: CompanyFacts;
  readonly after: CompanyFacts | undefined;
  readonly survivorId: number | undefined;
}

/** Whether more than likeness speaks for it. */
export function isProven(survivor: LikelySurvivor | undefined): boolean {
  return survivor?.reasons.includes(SurvivorReason.CONTACT_MOVED) === true;
}
