import type { JobId } from '../../shared/ids.js';
import type { DriftKind } from '../drift/drift.js';
import { JobKind } from '../jobs/job.js';

/** What is done for an account without anybody asking for it. Added to, never renamed. */
export const ScheduledWork = {
  COMPANY_SYNC: 'COMPANY_SYNC',
  COMPANY_COMPARISON: 'COMPANY_COMPARISON',
  MAPPING_VERIFICATION: 'MAPPING_VERIFICATION',
  MATCHING: 'MATCHING',
} as const;
export type ScheduledWork = (typeof ScheduledWork)[keyof typeof ScheduledWork];

/** The jobs that each of them is done by. A full comparison is a sync as well. */
export const JOB_KINDS: Readonly<Record<ScheduledWork, JobKind>> = {
  COMPANY_SYNC: JobKind.COMPANY_SYNC,
  COMPANY_COMPARISON: JobKind.COMPANY_SYNC,
  MAPPING_VERIFICATION: JobKind.MAPPING_VERIFICATION,
  MATCHING: JobKind.MATCHING,
};

/** What is open of an account, and how old its copy of the companies is. */
export interface OverviewFigures {
  /** Open ones; kinds without any are left out. */
  readonly drifts: Readonly<Partial<Record<DriftKind, number>>>;
  readonly suggestions: { readonly users: number; readonly sure: number };
  readonly jobs: { readonly open: number; readonly waiting: number; readonly failed: number };
  /** Parts of templates that do not fit ConnectWise any more. */
  readonly ticketing: { readonly problems: number };
  /** Undefined until the first sync, or the first full one, has ended. */
  readonly syncedAt: Date | undefined;
  readonly comparedAt: Date | undefined;
}

/** What is known of one kind of scheduled work. */
export interface ScheduleFacts {
  readonly work: ScheduledWork;
  /** The newest job that is over. */
  readonly lastRunId: JobId | undefined;
  /** Undefined while a run is under way, and while nothing is to be done. */
  readonly dueAt: Date | undefined;
  readonly stoppedAt: Date | undefined;
}
