import { isDeepStrictEqual } from 'node:util';
import type { Database } from '../../database/database.js';
import { wake } from '../../database/wake.js';
import type { WriteTransaction } from '../../database/write-door.js';
import { ActorKind, type Caller, hasRole, Role } from '../../shared/caller.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import { type JobId, newId } from '../../shared/ids.js';
import type { Page, PageRequest } from '../../shared/page.js';
import { AuditAction } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import { EventKind } from '../events/event.js';
import type { EventService } from '../events/event.service.js';
import { BILLING_KINDS, isOpen, type Job, type JobFailure, type JobFilter, JobStatus, type NewJob } from './job.js';
import type { JobRepository } from './job.repository.js';

interface Deps {
  readonly database: Database;
  readonly jobs: JobRepository;
  readonly audit: AuditService;
  readonly events: EventService;
}

/** How a job ended. */
export interface JobEnd {
  readonly job: Job;
  readonly status: 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  readonly failure?: JobFailure;
}

type Prepare = (tx: WriteTransaction, id: JobId) => Promise<void>;

const MAX_KEY = 200;

/** Jobs as people see them: started, watched, cancelled, tried again. */
export class JobService {
  constructor(private readonly deps: Deps) {}

  page(caller: Caller, request: PageRequest, filter: JobFilter): Promise<Page<Job>> {
    return this.deps.jobs.page(caller.accountId, request, filter);
  }

  find(caller: Caller, ids: readonly JobId[]): Promise<Job[]> {
    return this.deps.jobs.find(caller.accountId, ids);
  }

  /** @throws Failure NOT_FOUND */
  async get(caller: Caller, id: JobId): Promise<Job> {
    const [job] = await this.find(caller, [id]);
    return job ?? notFound();
  }

  count(caller: Caller, filter: JobFilter): Promise<number> {
    return this.deps.jobs.count(caller.accountId, filter);
  }

  /**
   * Starts a job, or answers the one that the same key started before. `prepare` writes what the job stands on, in the
   * same transaction.
   * @throws Failure JOB_IN_PROGRESS while one of the kind is open, IDEMPOTENCY_KEY_REUSED
   */
  async start(caller: Caller, wanted: NewJob, prepare: Prepare = async () => {}): Promise<Job> {
    const { database, jobs } = this.deps;
    const { idempotencyKey } = wanted;
    if (idempotencyKey !== undefined) checkKey(idempotencyKey);
    try {
      return await database.write(caller.accountId, async (tx) => {
        const earlier = idempotencyKey && (await jobs.findByKey(tx, caller.accountId, idempotencyKey));
        return earlier ? sameOrThrow(earlier, wanted) : this.insert(tx, caller, { wanted, prepare });
      });
    } catch (error) {
      if (jobs.isKindOpen(error)) throw inProgress(error);
      if (jobs.isKeyUsed(error)) return this.start(caller, wanted, prepare);
      throw error;
    }
  }

  /** What the same key started before, for whoever has to check more than a job does. @throws Failure IDEMPOTENCY_KEY_REUSED */
  async earlier({ accountId }: Caller, wanted: NewJob): Promise<Job | undefined> {
    const { database, jobs } = this.deps;
    const { idempotencyKey } = wanted;
    if (idempotencyKey === undefined) return undefined;
    const earlier = await database.write(accountId, (tx) => jobs.findByKey(tx, accountId, idempotencyKey));
    return earlier && sameOrThrow(earlier, wanted);
  }

  /** Ends a waiting job at once, and one that is under way after the part in hand. */
  async cancel(caller: Caller, id: JobId): Promise<Job> {
    const { database, jobs, audit } = this.deps;
    await database.write(caller.accountId, async (tx) => {
      const job = (await jobs.lock(tx, caller.accountId, id)) ?? notFound();
      requireMay(caller, job);
      if (!isOpen(job)) throw ended('There is nothing left to cancel');
      if (job.cancelRequestedAt) return;
      await jobs.requestCancel(tx, caller.accountId, id);
      await audit.record(tx, caller, { action: AuditAction.JOB_CANCELLED, subject: subjectOf(job) });
      if (job.status === JobStatus.QUEUED) await this.end(tx, caller, { job, status: JobStatus.CANCELLED });
      else await wake(tx, caller.accountId, job.kind);
    });
    return this.get(caller, id);
  }

  /** Asks for the same again. */
  async retry(caller: Caller, id: JobId): Promise<Job> {
    const job = await this.get(caller, id);
    requireMay(caller, job);
    if (isOpen(job)) throw inProgress();
    if (job.status === JobStatus.SUCCEEDED) throw ended('Only a failed or cancelled job is tried again');
    return this.start(caller, { kind: job.kind, input: job.input as NewJob['input'] });
  }

  /** In a transaction that has the job locked. Call it late: it takes a lock of the whole account. */
  async end(tx: WriteTransaction, caller: Caller, { job, status, failure }: JobEnd): Promise<void> {
    const { jobs, events } = this.deps;
    await jobs.finish(tx, caller.accountId, { id: job.id, status, failure });
    // A schedule that went well is no news.
    if (job.actor.kind === ActorKind.SYSTEM && status !== JobStatus.FAILED) return;
    const facts = { kind: job.kind, status, failure: failure?.code ?? null };
    await events.append(tx, caller.accountId, { kind: EventKind.JOB_FINISHED, subject: subjectOf(job), facts });
  }

  private async insert(
    tx: WriteTransaction,
    caller: Caller,
    { wanted, prepare }: { wanted: NewJob; prepare: Prepare },
  ): Promise<Job> {
    const { jobs, audit } = this.deps;
    await jobs.forgetOld(tx, caller.accountId, wanted.kind);
    const job = await jobs.insert(tx, caller, { ...wanted, id: newId<JobId>() });
    await prepare(tx, job.id);
    if (caller.actor.kind !== ActorKind.SYSTEM) {
      await audit.record(tx, caller, { action: AuditAction.JOB_STARTED, subject: subjectOf(job) });
    }
    await wake(tx, caller.accountId, wanted.kind);
    return job;
  }
}

function subjectOf({ id }: Job) {
  return { kind: 'Job', id };
}

/** Whoever maps and raises tickets has no say in what is billed. */
function requireMay(caller: Caller, { kind }: Job): void {
  if (!BILLING_KINDS.includes(kind) || hasRole(caller, [Role.ADMIN, Role.BILLING])) return;
  throw new Failure({ code: FailureCode.FORBIDDEN, message: 'Your token does not allow this of jobs of billing.' });
}

function checkKey(key: string): void {
  if (key.length >= 1 && key.length <= MAX_KEY) return;
  const message = `An idempotency key has 1 to ${MAX_KEY} characters.`;
  throw new Failure({ code: FailureCode.INVALID, message, field: ['idempotencyKey'] });
}

function sameOrThrow(earlier: Job, { kind, input }: NewJob): Job {
  if (earlier.kind === kind && isDeepStrictEqual(earlier.input, JSON.parse(JSON.stringify(input)))) return earlier;
  const message = 'This idempotency key started another job before.';
  throw new Failure({ code: FailureCode.IDEMPOTENCY_KEY_REUSED, message, field: ['idempotencyKey'] });
}

function inProgress(cause?: unknown): Failure {
  const message = 'A job of this kind is under way. Wait for it, or cancel it.';
  return new Failure({ code: FailureCode.JOB_IN_PROGRESS, message }, { cause });
}

function ended(message: string): Failure {
  return new Failure({ code: FailureCode.INVALID, message: `${message}.`, field: ['jobId'] });
}

function notFound(): never {
  throw new Failure({ code: FailureCode.NOT_FOUND, message: 'There is no such job.', field: ['jobId'] });
}
