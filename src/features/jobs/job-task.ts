import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import type { NextWake } from '../../shared/work.js';
import type { Job, JobCounts, JobKind } from './job.js';

/** What a part did. What is left out stays as it was. */
export interface JobPart {
  /** Where the next part begins; must survive JSON. */
  readonly state?: unknown;
  /** Items done in all, and how many there are. */
  readonly done?: number;
  readonly total?: number;
  /** To be added to what was counted before. */
  readonly counts?: JobCounts;
  /** Nothing is left: the job has succeeded. */
  readonly isLast?: boolean;
}

/** Writes the changes of a part, and resolves to what only they tell of it. */
export type PartWrite = (tx: WriteTransaction) => Promise<void> | Promise<JobPart>;

/** A job in hand. */
export interface JobRun {
  /** As it is after the last part that was saved. */
  readonly job: Job;
  /** Fires when the worker stops, lost its hold, or has had its time. */
  readonly signal: AbortSignal;
  /** Whether the part after this one follows at once, so that what it needs may be asked for already. */
  readonly goesOn: boolean;
  /**
   * Writes what a part did in one transaction with its changes, which can run more than once. What they tell of it comes
   * over what was known before, and is counted beside it.
   * @throws HoldLost when this run does not count any more: then nothing was written
   */
  save(part: JobPart, write?: PartWrite): Promise<void>;
  /**
   * Writes what has to stand before the part can go on, such as what it is about to do elsewhere. A job that was taken
   * back ends with the next `save`, not here.
   * @throws HoldLost as `save` does
   */
  write<Answer>(work: (tx: WriteTransaction) => Promise<Answer>): Promise<Answer>;
}

/** What a schedule says when no job is open. */
export type JobDue = StartedJob | NextWake;

export interface StartedJob {
  readonly kind: 'start';
  readonly input: Job['input'];
  /** Writes what the job stands on, in the transaction that makes it; a Failure keeps it from being made. */
  readonly prepare?: (tx: WriteTransaction) => Promise<void>;
}

/** How one kind of job is done: by its feature, part by part. */
export interface JobTask {
  readonly kind: JobKind;
  /** Asked when no job of the kind is open; without it jobs are started by people only. */
  due?(caller: Caller): Promise<JobDue>;
  /**
   * Does one part, at most some ten seconds of work, and saves it; between parts the job can be cancelled. After a
   * crash the same part is done again. A Failure ends the job; anything else thrown is tried again.
   */
  part(caller: Caller, run: JobRun): Promise<void>;
}
