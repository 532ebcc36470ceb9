import type { CompanyId, InstanceId, SuggestionId, UserId } from '../../shared/ids.js';
import type { MatchReason } from './scoring.js';

export const SuggestionStatus = { OPEN: 'OPEN', ACCEPTED: 'ACCEPTED', DISMISSED: 'DISMISSED' } as const;
export type SuggestionStatus = (typeof SuggestionStatus)[keyof typeof SuggestionStatus];

/** A company that a user may be. */
export interface MatchSuggestion {
  readonly id: SuggestionId;
  readonly userId: UserId;
  readonly instanceId: InstanceId;
  readonly companyId: CompanyId;
  readonly connectWiseId: number;
  /** 0 to 1. */
  readonly score: number;
  readonly reasons: readonly MatchReason[];
  /** Whether nobody else can be meant: it may be accepted without a person, where that is switched on. */
  readonly isSure: boolean;
  readonly status: SuggestionStatus;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface SuggestionFilter {
  readonly userIds?: readonly UserId[] | undefined;
  readonly statuses?: readonly SuggestionStatus[] | undefined;
  /** At least one of them. */
  readonly reasons?: readonly MatchReason[] | undefined;
  readonly minimumScore?: number | undefined;
  readonly isSure?: boolean | undefined;
}

export interface MatchingSettings {
  /** Whether sure suggestions are accepted without a person. */
  readonly autoAccept: boolean;
  /** Suggestions with a lower score are not made. */
  readonly threshold: number;
  /** 0 as long as nobody has changed the defaults. */
  readonly version: number;
}
