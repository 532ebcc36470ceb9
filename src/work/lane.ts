import { EventEmitter } from 'node:events';
import {
  Logger as QueueLogger,
  type Worker as QueueWorker,
  type RunnerOptions,
  runOnce,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker';
import type { AccountId } from '../shared/ids.js';
import type { Logger } from '../shared/logger.js';
import type { WorkHandler } from '../shared/work.js';
import { Slice, type SliceDeps, type StopReason } from './slice.js';

export interface LaneDeps extends SliceDeps {
  readonly handlers: readonly WorkHandler[];
  /** Called when an account wants its next slice at once. */
  readonly onDue: () => void;
}

interface Queue {
  readonly workerId: string;
  readonly options: RunnerOptions;
}

/**
 * Takes jobs from the queue, one at a time, until none is left. The queue gives no two jobs of one account out at the
 * same time, whichever worker asks.
 */
export class Lane {
  readonly #deps: LaneDeps;
  readonly #number: number;
  #queue: Queue | undefined;
  #queueWorker: QueueWorker | undefined;
  #slice: Slice | undefined;
  #running: Promise<void> | undefined;
  #stopped: StopReason | undefined;
  #wantsMore = false;
  /** A lane's name in the queue, if the queue may still keep a job locked for it that nobody works on. */
  #left: string | undefined;

  constructor(deps: LaneDeps, number: number) {
    this.#deps = deps;
    this.#number = number;
  }

  get isBusy(): boolean {
    return this.#running !== undefined;
  }

  /** Begins to work, unless it does already. */
  start(workerId: string): void {
    if (this.#running) return;
    this.#stopped = undefined;
    this.#running = this.#work(workerId)
      .catch((error: unknown) => this.#deps.logger.warn({ err: error }, 'the work queue cannot be reached'))
      .finally(() => {
        this.#running = undefined;
        this.#queueWorker = undefined;
      });
  }

  /** Tells the slice in hand to end, and takes no other job. */
  async stop(reason: StopReason): Promise<void> {
    this.#stopped = reason;
    this.#slice?.stop(reason);
    this.#takeNoMore();
    await this.#running;
  }

  #takeNoMore(): void {
    void Promise.resolve(this.#queueWorker?.release()).catch(() => {});
  }

  /** Frees a job that the queue keeps locked for this lane, since the database went away when it should have ended. */
  async tidy(): Promise<void> {
    if (this.isBusy || !this.#left) return;
    await this.#deps.door.unlock(this.#left);
    this.#left = undefined;
  }

  async #work(workerId: string): Promise<void> {
    if (this.#queue?.workerId !== workerId) this.#queue = this.#openQueue(workerId);
    await runOnce(this.#queue.options);
  }

  /** The queue remembers what it learnt under the same options, so they are made once for each name of the worker. */
  #openQueue(workerId: string): Queue {
    const laneId = `${workerId}/${this.#number}`;
    const events: WorkerEvents = new EventEmitter();
    events.on('worker:create', ({ worker }) => {
      this.#queueWorker = worker;
    });
    events.on('worker:fatalError', () => {
      this.#left = laneId;
    });
    // Not before: until now the account's job was still in the queue, and a second one would not be added.
    events.on('job:complete', () => {
      if (this.#wantsMore) this.#deps.onDue();
    });
    const options: RunnerOptions & { readonly workerId: string } = {
      pgPool: this.#deps.door.pool,
      workerId: laneId,
      concurrency: 1,
      taskList: this.#tasks(workerId),
      noHandleSignals: true,
      // The embedded database would share their names among all connections.
      noPreparedStatements: true,
      logger: quiet(this.#deps.logger),
      events,
    };
    return { workerId, options };
  }

  #tasks(workerId: string): TaskList {
    return Object.fromEntries(
      this.#deps.handlers.map((handler) => [
        handler.kind,
        (payload: unknown) => this.#run(new Slice(this.#deps, handler), { workerId, accountId: accountOf(payload) }),
      ]),
    );
  }

  async #run(slice: Slice, job: { readonly workerId: string; readonly accountId: AccountId }): Promise<void> {
    this.#slice = slice;
    this.#wantsMore = false;
    // Told to stop before the queue had answered: a queue worker cannot be released before it has begun.
    if (this.#stopped) {
      slice.stop(this.#stopped);
      this.#takeNoMore();
    }
    try {
      this.#wantsMore = await slice.run(job.workerId, job.accountId);
    } finally {
      this.#slice = undefined;
    }
  }
}

function accountOf(payload: unknown): AccountId {
  if (typeof payload === 'object' && payload !== null && 'accountId' in payload) return payload.accountId as AccountId;
  throw new TypeError('A job in the queue names no account.');
}

/** What matters is logged by us; the queue's own words would tell a failure a second time, in free text. */
function quiet(logger: Logger): QueueLogger {
  return new QueueLogger(() => (level, message) => logger.debug({ level, detail: message }, 'work queue'));
}
