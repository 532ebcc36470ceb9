import type { Caller } from '../../shared/caller.js';
import type { JobRun } from '../jobs/job-task.js';
import type { SkipReason, WaitingDelivery } from './delivery.js';
import type { RemoteRecord } from './record.js';

/** A report that is being sent. */
export interface Sending {
  readonly caller: Caller;
  readonly run: JobRun;
  readonly delivery: WaitingDelivery;
}

/** One of the ways by which reports come to ConnectWise. */
export interface ReportRoute {
  /** Why a report is not to go, although nothing holds it. */
  obstacle?(sending: Sending): Promise<SkipReason | undefined>;
  /**
   * Brings a report there to the end, however much of it an earlier try has done, and answers what stands there then.
   * @throws PutOff while nothing may go out; ConnectWiseError and Failure for what the report itself brought about
   */
  send(sending: Sending): Promise<RemoteRecord>;
}
