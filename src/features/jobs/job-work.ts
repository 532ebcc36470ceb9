import { ConnectWiseError } from '../../connectwise/connectwise-error.js';
import { toFailure } from '../../connectwise/failures.js';
import type { Database } from '../../database/database.js';
import { assertHold } from '../../database/wake.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import { PutOff } from '../../shared/put-off.js';
import type { NextWake, WorkHandler, WorkHold } from '../../shared/work.js';
import { addCounts, type Job, type JobFailure, type JobKind, JobStatus } from './job.js';
import type { JobRepository } from './job.repository.js';
import type { JobEnd, JobService } from './job.service.js';
import type { JobPart, JobRun, JobTask, PartWrite } from './job-task.js';

interface Deps {
  readonly database: Database;
  readonly jobs: JobService;
  readonly rows: JobRepository;
}

/** From then on a slice does one more part, so that it has ended well within its time. */
const SLICE_MS = 30_000;
/** Errors in a row that nobody expected; more of the same would not mend it. */
const MAX_ERRORS = 5;

/** Does the jobs of one kind as background work: whoever is woken takes the open one and does part after part of it. */
export class JobWork implements WorkHandler {
  readonly kind: JobKind;

  constructor(
    private readonly deps: Deps,
    readonly task: JobTask,
  ) {
    this.kind = task.kind;
  }

  async run(caller: Caller, signal: AbortSignal, hold: WorkHold): Promise<NextWake> {
    const job = await this.take(caller, hold);
    if (!job) return this.next(caller);
    const run = new Run(this.deps, { caller, signal, hold, job });
    try {
      for (const until = performance.now() + SLICE_MS; run.goesOn && !run.isOver; ) {
        signal.throwIfAborted();
        run.goesOn = performance.now() < until;
        await this.task.part(caller, run);
      }
    } catch (error) {
      await this.learnFrom(error, run);
    }
    return { kind: 'soon' };
  }

  /** What a person took back ends here, before anything else of it is done. */
  private async take(caller: Caller, hold: WorkHold): Promise<Job | undefined> {
    const { database, jobs, rows } = this.deps;
    return database.write(caller.accountId, async (tx) => {
      const job = await rows.take(tx, caller.accountId, this.kind);
      const isCancelled = job?.cancelRequestedAt !== undefined;
      if (job && isCancelled) await jobs.end(tx, caller, { job, status: JobStatus.CANCELLED });
      await assertHold(tx, hold);
      return isCancelled ? undefined : job;
    });
  }

  private async next(caller: Caller): Promise<NextWake> {
    const due = await this.task.due?.(caller);
    if (due?.kind !== 'start') return due ?? { kind: 'rest' };
    const input = due.input as Readonly<Record<string, unknown>>;
    // Another one may have been started by a person just now: it wakes us, too.
    await this.deps.jobs.start(caller, { kind: this.kind, input }, due.prepare).catch((error: unknown) => {
      if (!(error instanceof Failure)) throw error;
    });
    return { kind: 'soon' };
  }

  private async learnFrom(error: unknown, run: Run): Promise<void> {
    if (error instanceof PutOff) await run.wait(error.message);
    const failure = failureIn(error);
    if (failure) return run.end({ status: JobStatus.FAILED, failure });
    // A signal says nothing of the job.
    if (!(error instanceof PutOff) && !run.signal.aborted) await run.noteError(MAX_ERRORS);
    throw error;
  }
}

/** What the job itself brought about, in words for a person; undefined for everything that may pass. */
function failureIn(error: unknown): JobFailure | undefined {
  const failure = error instanceof ConnectWiseError ? toFailure(error) : error;
  if (!(failure instanceof Failure)) return undefined;
  const [{ code, message }] = failure.problems;
  return { code, message };
}

interface Hand {
  readonly caller: Caller;
  readonly signal: AbortSignal;
  readonly hold: WorkHold;
  readonly job: Job;
}

class Run implements JobRun {
  readonly signal: AbortSignal;
  isOver = false;
  goesOn = true;
  #job: Job;

  constructor(
    private readonly deps: Deps,
    private readonly hand: Hand,
  ) {
    this.signal = hand.signal;
    this.#job = hand.job;
  }

  get job(): Job {
    return this.#job;
  }

  async save(known: JobPart, write: PartWrite = async () => {}): Promise<void> {
    const { jobs, rows } = this.deps;
    const { caller } = this.hand;
    const before = addCounts(this.job.counts, known.counts ?? {});
    const saved = await this.write(async (tx) => {
      const told = (await write(tx)) ?? {};
      const part = { ...known, ...told };
      const counts = addCounts(before, told.counts ?? {});
      const job = await rows.savePart(tx, caller.accountId, { ...part, id: this.job.id, counts });
      const status = part.isLast ? JobStatus.SUCCEEDED : job.cancelRequestedAt && JobStatus.CANCELLED;
      if (status) await jobs.end(tx, caller, { job, status });
      return { job, isOver: status !== undefined };
    });
    this.#job = saved.job;
    this.isOver = saved.isOver;
  }

  async wait(waitsFor: string): Promise<void> {
    await this.write((tx) => this.deps.rows.noteWait(tx, this.hand.caller.accountId, { id: this.job.id, waitsFor }));
  }

  async end(end: Omit<JobEnd, 'job'>): Promise<void> {
    await this.write((tx) => this.deps.jobs.end(tx, this.hand.caller, { job: this.job, ...end }));
    this.isOver = true;
  }

  async noteError(most: number): Promise<void> {
    const { accountId, requestId } = this.hand.caller;
    const message = `Something went wrong. The log tells more under request ${requestId}.`;
    const failure: JobFailure = { code: FailureCode.UNAVAILABLE, message };
    await this.write(async (tx) => {
      const errors = await this.deps.rows.noteError(tx, accountId, this.job.id);
      if (errors >= most) await this.deps.jobs.end(tx, this.hand.caller, { job: this.job, status: 'FAILED', failure });
    });
  }

  /** The job's row first, the account's events next, the hold last: the order of everybody who touches a job. */
  write<Answer>(work: (tx: WriteTransaction) => Promise<Answer>): Promise<Answer> {
    return this.deps.database.write(this.hand.caller.accountId, async (tx) => {
      const answer = await work(tx);
      await assertHold(tx, this.hand.hold);
      return answer;
    });
  }
}
