import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Database } from '../../../src/database/database.js';
import type { AccountId } from '../../../src/shared/ids.js';
import type { WorkKind } from '../../../src/shared/work.js';
import type { WorkTimes } from '../../../src/work/times.js';
import { execute, PATIENT_DATABASE, withClient } from '../../support/database.js';
import { newAccounts, toyKind, until, wakeNow } from './toy.js';

const PROGRAM = fileURLToPath(new URL('./toy-process.js', import.meta.url));

/** However slow the machine is, nobody is taken for dead but by a test that says so. */
export const PATIENT: WorkTimes = {
  ...{ sweep: 50, beat: 200, freshness: 60_000, silence: 120_000 },
  ...{ slice: 50_000, grace: 5_000 },
};

/** The other workers notice at once that a worker is dead or frozen, as if it had been silent for all its time. */
export async function giveUp(url: string, { names }: ToyProcess): Promise<void> {
  const old = "UPDATE workers SET beat_at = beat_at - interval '1 hour' WHERE id = ANY ($1)";
  await withClient(url, (client) => client.query(old, [names]));
}

export interface ToyOptions {
  readonly times?: WorkTimes;
  readonly lanes?: number;
  /** Milliseconds between writing to the far side and recording it. */
  readonly pause?: number;
  readonly dieAt?: string;
  readonly freezeAt?: string;
}

export class ToyProcess {
  readonly child: ChildProcess;
  readonly steps: string[] = [];
  stderr = '';
  /** Not before its death. */
  endedAt: number | undefined;
  #begunLine = '';

  constructor(task: object, program = PROGRAM) {
    this.child = spawn(process.execPath, [program, JSON.stringify(task)], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.child.stdout?.on('data', (chunk) => {
      const lines = (this.#begunLine + String(chunk)).split('\n');
      this.#begunLine = lines.pop() ?? '';
      this.steps.push(...lines);
    });
    // Not "exit": what it said last has been heard, too.
    this.child.once('close', () => {
      this.endedAt = Date.now();
    });
    this.child.stderr?.on('data', (chunk) => {
      this.stderr += String(chunk);
    });
  }

  /** The names that it showed itself under, as the other workers know it. */
  get names(): readonly string[] {
    return this.steps.flatMap((line) => (line.startsWith('named ') ? line.slice('named '.length) : []));
  }

  get hasEnded(): boolean {
    return this.endedAt !== undefined;
  }

  async said(step: string, seconds?: number): Promise<void> {
    await until(`a worker said "${step}"\n${this.stderr}`, () => this.steps.includes(step), seconds);
  }

  /**
   * Has a stopped process go on until it says something. One signal is not enough: what was stopped from outside just
   * before it would have stopped itself does that when it goes on, and a signal that comes before the stop does nothing.
   */
  async wake(step: string, seconds?: number): Promise<void> {
    const goOn = () => this.child.kill('SIGCONT');
    const again = setInterval(goOn, 100);
    goOn();
    try {
      await this.said(step, seconds);
    } finally {
      clearInterval(again);
    }
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    if (this.hasEnded) return;
    const ended = once(this.child, 'close');
    this.child.kill(signal);
    await ended;
  }
}

/** Toy items of many accounts, a far side that counts what it is sent, and workers in processes of their own. */
export class ToySite {
  readonly kind: WorkKind = toyKind();
  readonly #processes: ToyProcess[] = [];

  constructor(
    private readonly at: { readonly url: string; readonly isEmbedded: boolean; readonly database: Database },
  ) {}

  /** Makes the accounts with so many items each, and wakes them. */
  async prepare(accountCount: number, itemsEach: number): Promise<AccountId[]> {
    await execute(
      this.at.url,
      `CREATE TABLE IF NOT EXISTS toy_items (id INT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account_id UUID,
         kind TEXT, is_intended BOOLEAN DEFAULT false, is_done BOOLEAN DEFAULT false)`,
      'CREATE TABLE IF NOT EXISTS toy_far_side (marker TEXT)',
      'GRANT SELECT, UPDATE ON toy_items TO psa_app',
    );
    const accounts = await newAccounts(this.at.database, accountCount);
    for (const account of accounts) {
      await execute(
        this.at.url,
        `INSERT INTO toy_items (account_id, kind)
         SELECT '${account}', '${this.kind}' FROM generate_series(1, ${itemsEach})`,
      );
      await wakeNow(this.at.database, account, this.kind);
    }
    return accounts;
  }

  start({ times = PATIENT, lanes = 3, pause = 5, ...rest }: ToyOptions = {}): ToyProcess {
    const { url, isEmbedded } = this.at;
    const started = new ToyProcess({
      ...{ url, isEmbedded, kind: this.kind, times, databaseTimes: PATIENT_DATABASE },
      ...{ lanes, pause, ...rest },
    });
    this.#processes.push(started);
    return started;
  }

  /** Its work goes to the others at once. */
  giveUp(worker: ToyProcess): Promise<void> {
    return giveUp(this.at.url, worker);
  }

  async undone(): Promise<number> {
    return this.#count(`SELECT count(*)::int AS n FROM toy_items WHERE kind = '${this.kind}' AND NOT is_done`);
  }

  async doubled(): Promise<number> {
    return this.#count(
      `SELECT count(*)::int AS n FROM (SELECT FROM toy_far_side WHERE marker LIKE '${this.kind}:%'
         GROUP BY marker HAVING count(*) > 1) AS twice`,
    );
  }

  async written(): Promise<number> {
    return this.#count(`SELECT count(*)::int AS n FROM toy_far_side WHERE marker LIKE '${this.kind}:%'`);
  }

  async clean(): Promise<void> {
    await Promise.all(this.#processes.splice(0).map((started) => started.end('SIGKILL')));
    await execute(this.at.url, 'DROP TABLE IF EXISTS toy_items, toy_far_side');
  }

  #count(sql: string): Promise<number> {
    return withClient(this.at.url, async (client) => (await client.query<{ n: number }>(sql)).rows[0]?.n ?? 0);
  }
}
