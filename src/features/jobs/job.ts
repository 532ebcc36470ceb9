import type { Actor } from '../../shared/caller.js';
import type { FailureCode } from '../../shared/failure.js';
import type { JobId } from '../../shared/ids.js';

/** What can be asked for as a job. Each is also a kind of background work of the same name. */
export const JobKind = {
  COMPANY_SYNC: 'COMPANY_SYNC',
  MAPPING_VERIFICATION: 'MAPPING_VERIFICATION',
  MATCHING: 'MATCHING',
  MAPPING_IMPORT: 'MAPPING_IMPORT',
  BILLING_PLAN: 'BILLING_PLAN',
  BILLING_APPLY: 'BILLING_APPLY',
  RECONCILIATION: 'RECONCILIATION',
  SPAM_DELIVERY: 'SPAM_DELIVERY',
} as const;
export type JobKind = (typeof JobKind)[keyof typeof JobKind];

export const BILLING_KINDS: readonly JobKind[] = [JobKind.BILLING_PLAN, JobKind.BILLING_APPLY, JobKind.RECONCILIATION];

export const JobStatus = {
  QUEUED: 'QUEUED',
  RUNNING: 'RUNNING',
  SUCCEEDED: 'SUCCEEDED',
  FAILED: 'FAILED',
  CANCELLED: 'CANCELLED',
} as const;
export type JobStatus = (typeof JobStatus)[keyof typeof JobStatus];

/** What jobs count. Added to, never renamed. */
export const JobCounter = {
  /** Calls that went out to ConnectWise. */
  CALLED: 'CALLED',
  ADDED: 'ADDED',
  CHANGED: 'CHANGED',
  UNCHANGED: 'UNCHANGED',
  MISSING: 'MISSING',
  VERIFIED: 'VERIFIED',
  BROKEN: 'BROKEN',
  SUGGESTED: 'SUGGESTED',
  MAPPABLE: 'MAPPABLE',
  MAPPED: 'MAPPED',
  REJECTED: 'REJECTED',
  PLANNED: 'PLANNED',
  HELD: 'HELD',
  APPLIED: 'APPLIED',
  FAILED: 'FAILED',
  DIFFERENT: 'DIFFERENT',
  SENT: 'SENT',
  SKIPPED: 'SKIPPED',
} as const;
export type JobCounter = (typeof JobCounter)[keyof typeof JobCounter];
export type JobCounts = Readonly<Partial<Record<JobCounter, number>>>;

export interface JobFailure {
  readonly code: FailureCode;
  readonly message: string;
}

/** A piece of background work that somebody, or a schedule, asked for. */
export interface Job {
  readonly id: JobId;
  readonly kind: JobKind;
  readonly status: JobStatus;
  readonly actor: Actor;
  /** What was asked for, as the kind's task wrote it. */
  readonly input: unknown;
  /** Where the next part begins, as the kind's task wrote it; undefined before the first part has ended. */
  readonly state: unknown;
  readonly done: number;
  readonly total: number | undefined;
  readonly counts: JobCounts;
  readonly failure: JobFailure | undefined;
  /** Why it cannot go on right now: a hold of the account, or what ConnectWise does. */
  readonly waitsFor: string | undefined;
  readonly errors: number;
  readonly cancelRequestedAt: Date | undefined;
  readonly createdAt: Date;
  readonly startedAt: Date | undefined;
  readonly finishedAt: Date | undefined;
}

/** What is to be started. The input must survive JSON. */
export interface NewJob {
  readonly kind: JobKind;
  readonly input: Readonly<Record<string, unknown>>;
  readonly idempotencyKey?: string | undefined;
}

export interface JobFilter {
  readonly kinds?: readonly JobKind[] | undefined;
  readonly statuses?: readonly JobStatus[] | undefined;
}

export function isOpen({ status }: Pick<Job, 'status'>): boolean {
  return status === JobStatus.QUEUED || status === JobStatus.RUNNING;
}

export function addCounts(left: JobCounts, right: JobCounts): JobCounts {
  const sum: Partial<Record<JobCounter, number>> = { ...left };
  for (const counter of Object.values(JobCounter)) {
    const more = right[counter];
    if (more !== undefined) sum[counter] = (sum[counter] ?? 0) + more;
  }
  return sum;
}
