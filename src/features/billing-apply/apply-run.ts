import type { Caller } from '../../shared/caller.js';
import type { JobRun } from '../jobs/job-task.js';
import type { PlanToWrite } from './line-to-write.js';

/** A plan that is being written. */
export interface ApplyRun {
  readonly caller: Caller;
  readonly run: JobRun;
  readonly plan: PlanToWrite;
  /** Lines that the job has done and those that are left. */
  readonly total: number;
}
