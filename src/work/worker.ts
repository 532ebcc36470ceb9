import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../database/database.js';
import type { Sweep, WorkDoor } from '../database/work-door.js';
import type { Logger } from '../shared/logger.js';
import type { Tracing } from '../shared/tracing.js';
import type { WorkHandler } from '../shared/work.js';
import { Lane, type LaneDeps } from './lane.js';
import type { SliceSeen } from './slice.js';
import { DEFAULT_TIMES, type WorkTimes } from './times.js';

export interface WorkerOptions {
  readonly database: Database;
  readonly handlers: readonly WorkHandler[];
  readonly logger: Logger;
  readonly metrics: WorkMetrics;
  readonly tracing?: Tracing | undefined;
  /** Slices at the same time, each of another account; 8 unless told. */
  readonly lanes?: number;
  readonly times?: WorkTimes;
}

export interface WorkMetrics {
  readonly observeWork: (seen: SliceSeen) => void;
  readonly observeBacklog: (seen: Sweep) => void;
}

/**
 * Does the background work of all accounts, together with the workers of other processes. It shows every few seconds
 * that it lives; what it held goes to others when it does not.
 */
export class Worker {
  readonly #options: WorkerOptions;
  readonly #times: WorkTimes;
  readonly #door: WorkDoor;
  readonly #lanes: readonly Lane[];
  readonly #stopping = new AbortController();
  readonly #loops: Promise<void>[] = [];
  #id = newWorkerId();
  #due = new AbortController();

  private constructor(options: WorkerOptions) {
    const { database, logger, metrics, tracing, handlers, times = DEFAULT_TIMES, lanes = 8 } = options;
    this.#options = options;
    this.#times = times;
    this.#door = database.openWork();
    const observe = metrics.observeWork;
    const onDue = () => this.#due.abort();
    const deps: LaneDeps = { door: this.#door, handlers, logger, tracing, observe, onDue, times };
    this.#lanes = Array.from({ length: lanes }, (_, index) => new Lane(deps, index + 1));
  }

  static async start(options: WorkerOptions): Promise<Worker> {
    const worker = new Worker(options);
    try {
      await worker.#door.register(worker.#id);
    } catch (error) {
      await worker.#door.close();
      throw error;
    }
    worker.#loops.push(
      worker.#repeat(
        () => worker.#beat(),
        () => sleep(worker.#times.beat, undefined, worker.#stopping),
      ),
      worker.#repeat(
        () => worker.#sweep(),
        () => worker.#untilDue(),
      ),
    );
    return worker;
  }

  /**
   * Takes no more work and tells what is in hand to end: what does goes back at once and uses up no try. What does not
   * within eight seconds is left as it is, and goes to others once this worker counts as dead.
   */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#due.abort();
    const ending = Promise.all([...this.#lanes.map((lane) => lane.stop('stopping')), ...this.#loops]);
    const isDown = await Promise.race([ending.then(() => true), sleep(this.#times.grace, false, { ref: false })]);
    if (!isDown) {
      void this.#door.close().catch(() => {});
      return;
    }
    await this.#door.leave(this.#id).catch(() => {});
    await this.#door.close();
  }

  async #beat(): Promise<void> {
    if (await this.#door.beat(this.#id)) return;
    this.#options.logger.warn('this worker was silent for too long: its work has gone to others');
    for (const lane of this.#lanes) void lane.stop('lost');
    const id = newWorkerId();
    await this.#door.register(id);
    this.#id = id;
  }

  async #sweep(): Promise<void> {
    const { handlers, metrics } = this.#options;
    this.#due = new AbortController();
    for (const lane of this.#lanes) await lane.tidy();
    const kinds = handlers.map((handler) => handler.kind);
    const found = await this.#door.sweep(this.#id, kinds, this.#times.silence);
    metrics.observeBacklog(found);
    if (this.#stopping.signal.aborted) return;
    for (const lane of this.#lanes.filter(({ isBusy }) => !isBusy).slice(0, found.waiting)) lane.start(this.#id);
  }

  /** The time of the next sweep, or at once when a slice left more to do. */
  async #untilDue(): Promise<void> {
    await sleep(this.#times.sweep, undefined, { signal: this.#due.signal });
  }

  async #repeat(work: () => Promise<void>, pause: () => Promise<unknown>): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      await work().catch((error: unknown) => {
        this.#options.logger.warn({ err: error }, 'the database does not answer the background worker');
      });
      await pause().catch(() => {});
    }
  }
}

function newWorkerId(): string {
  return `worker-${randomUUID()}`;
}
