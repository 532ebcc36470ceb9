import type { Month } from '../../shared/calendar.js';
import type { Day } from '../../shared/day.js';
import type { Problem } from '../../shared/failure.js';
import type { InstanceId, JobId, SpamDeliveryId, UserId } from '../../shared/ids.js';
import { HoldReason } from '../mappings/work-state.js';
import type { WrittenReport } from '../spam-reports/report.js';
import type { SpamLanguage, SpamRoute } from '../spam-settings/spam-settings.js';
import type { RemoteRecord } from './record.js';

/** How far a report is on its way. */
export const DeliveryState = {
  WAITING: 'WAITING',
  SENT: 'SENT',
  SKIPPED: 'SKIPPED',
  FAILED: 'FAILED',
  CANCELLED: 'CANCELLED',
} as const;
export type DeliveryState = (typeof DeliveryState)[keyof typeof DeliveryState];

/** Why a user got no report: what holds the work of its mapping, or what is said of the report itself. */
export const SkipReason = {
  ...HoldReason,
  NO_FIGURES: 'NO_FIGURES',
  NEWER_MONTH_SENT: 'NEWER_MONTH_SENT',
  ROUTE_CHANGED: 'ROUTE_CHANGED',
} as const;
export type SkipReason = (typeof SkipReason)[keyof typeof SkipReason];

/** What came of one user in a job, without the report itself. */
export interface SpamDelivery {
  readonly id: SpamDeliveryId;
  readonly jobId: JobId;
  readonly userId: UserId;
  readonly month: Month;
  readonly asOf: Day;
  readonly route: SpamRoute;
  readonly language: SpamLanguage | undefined;
  readonly state: DeliveryState;
  readonly reason: SkipReason | undefined;
  readonly failure: Pick<Problem, 'code' | 'message'> | undefined;
  readonly subject: string | undefined;
  readonly fileName: string | undefined;
  readonly remote: RemoteRecord;
  readonly createdAt: Date;
  readonly endedAt: Date | undefined;
}

export interface DeliveryFilter {
  readonly userIds?: readonly UserId[] | undefined;
  readonly states?: readonly DeliveryState[] | undefined;
  readonly routes?: readonly SpamRoute[] | undefined;
  /** First days of months. */
  readonly months?: readonly Day[] | undefined;
  readonly jobId?: JobId | undefined;
}

/** A report that is to be sent. */
export interface WaitingDelivery extends WrittenReport {
  readonly id: SpamDeliveryId;
  readonly jobId: JobId;
  readonly userId: UserId;
  readonly month: Month;
  readonly asOf: Day;
  readonly route: SpamRoute;
  readonly language: SpamLanguage;
  readonly instanceId: InstanceId;
  readonly companyId: number;
}

/** How sending one ended. */
export type DeliveryOutcome =
  | { readonly state: 'SENT'; readonly remote: RemoteRecord }
  | { readonly state: 'SKIPPED'; readonly reason: SkipReason }
  | { readonly state: 'FAILED'; readonly failure: Problem; readonly remote?: RemoteRecord };
