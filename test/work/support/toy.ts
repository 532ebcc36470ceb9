import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../../src/database/database.js';
import { wake } from '../../../src/database/wake.js';
import { type AccountId, newId } from '../../../src/shared/ids.js';
import { createLogger } from '../../../src/shared/logger.js';
import type { WorkHandler, WorkKind } from '../../../src/shared/work.js';
import type { SliceSeen } from '../../../src/work/slice.js';
import type { WorkTimes } from '../../../src/work/times.js';
import { Worker } from '../../../src/work/worker.js';

/** A kind of work that nobody else has: earlier tests of the same database leave their rows behind. */
export function toyKind(): WorkKind {
  const letters = Array.from({ length: 12 }, () => String.fromCharCode(65 + Math.floor(Math.random() * 26)));
  // The one place where a test's kind passes for one of the product's.
  return `TOY_${letters.join('')}` as string as WorkKind;
}

/** Short, but with room for a machine that is busy with other things. */
export const QUICK: WorkTimes = {
  sweep: 50,
  beat: 100,
  freshness: 30_000,
  silence: 60_000,
  slice: 20_000,
  grace: 10_000,
};

export async function newAccount(database: Database): Promise<AccountId> {
  const id = newId<AccountId>();
  await database.write(id, (tx) => tx.account.create({ data: { id, name: `account ${id}` } }));
  return id;
}

/** One after the other: on a busy machine many at once would only wait for a connection too long. */
export async function newAccounts(database: Database, count: number): Promise<AccountId[]> {
  const made: AccountId[] = [];
  while (made.length < count) made.push(await newAccount(database));
  return made;
}

export function wakeNow(database: Database, accountId: AccountId, ...wish: [kind: WorkKind, at?: Date]): Promise<void> {
  return database.write(accountId, (tx) => wake(tx, accountId, ...wish));
}

export interface RunningWorker {
  readonly seen: readonly SliceSeen[];
  /** What the last sweep found. */
  readonly backlog: { waiting: number; dead: number };
  stop(): Promise<void>;
}

/** Workers of a test file, as if each were a process of its own; all are stopped by `stopAll`. */
export class Workers {
  readonly #all: RunningWorker[] = [];

  constructor(private readonly database: () => Database) {}

  async start(
    handlers: readonly WorkHandler[],
    options: { lanes?: number; times?: Partial<WorkTimes> } = {},
  ): Promise<RunningWorker> {
    const seen: SliceSeen[] = [];
    const backlog = { waiting: 0, dead: 0 };
    const worker = await Worker.start({
      database: this.database(),
      handlers,
      logger: createLogger('silent'),
      metrics: {
        observeWork: (slice) => void seen.push(slice),
        observeBacklog: (found) => void Object.assign(backlog, found),
      },
      lanes: options.lanes ?? 4,
      times: { ...QUICK, ...options.times },
    });
    let stopped: Promise<void> | undefined;
    const stop = () => {
      stopped ??= worker.stop();
      return stopped;
    };
    const running = { seen, backlog, stop };
    this.#all.push(running);
    return running;
  }

  async stopAll(): Promise<void> {
    await Promise.all(this.#all.splice(0).map((worker) => worker.stop()));
  }
}

/** Waits until something holds; fails after a minute and a half unless told otherwise, saying what never came about. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, seconds = 90): Promise<void> {
  for (const deadline = Date.now() + seconds * 1_000; !(await holds()); await sleep(10)) {
    if (Date.now() > deadline) throw new Error(`It never came about that ${what}.`);
  }
}

export interface WorkRow {
  readonly dueIn: number | null;
  readonly isStarted: boolean;
  readonly attempt: number;
  readonly tries: number;
  readonly failure: string | null;
  readonly isDead: boolean;
}

/** The row of an account's work, times told as seconds from the database's now. */
export async function workRow(database: Database, accountId: AccountId, kind: WorkKind): Promise<WorkRow | undefined> {
  const [row] = await database.read(accountId, (db) =>
    db
      .selectFrom('work')
      .where('account_id', '=', accountId)
      .where('kind', '=', kind)
      .select(['attempt', 'tries', 'failure'])
      .select((eb) => [
        eb('started_at', 'is not', null).as('isStarted'),
        eb('died_at', 'is not', null).as('isDead'),
        eb.fn<number | null>('date_part', [eb.val('epoch'), eb('due_at', '-', eb.fn<Date>('now'))]).as('dueIn'),
      ]),
  );
  return row && { ...row, isStarted: Boolean(row.isStarted), isDead: Boolean(row.isDead) };
}
