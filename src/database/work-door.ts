import { sql } from 'kysely';
import type pg from 'pg';
import { assertNever } from '../shared/assert-never.js';
import type { AccountId } from '../shared/ids.js';
import type { NextWake, WorkHold, WorkKind } from '../shared/work.js';
import { translate } from './errors.js';
import { runPipelined } from './pipeline.js';
import { sqlBuilder } from './read-door.js';
import { systemScope } from './scope.js';

export interface Sweep {
  /** Jobs that nobody has taken yet. */
  readonly waiting: number;
  /** Kinds of work, over all accounts, whose tries are used up. */
  readonly dead: number;
}

export interface ClaimRequest {
  readonly workerId: string;
  /** A worker that has not shown itself for so long starts nothing: others may take it for dead while it works. */
  readonly freshness: number;
  readonly accountId: AccountId;
  readonly kind: WorkKind;
}

/** A slice that was started, or why not. */
export type Claim =
  | { readonly kind: 'held'; readonly hold: WorkHold; readonly tries: number }
  /** Done already, put off, or the account is suspended. */
  | { readonly kind: 'nothing-due' }
  | { readonly kind: 'not-alive' };

/** What became of the row at the end of a slice. `lost`: the attempt did not count any more, nothing was changed. */
export type Ending = 'lost' | 'resting' | 'due' | 'dead';

/** The first try and 19 more. */
export const MAX_TRIES = 20;

/** What a worker asks of the database. Times are milliseconds, and instants are told by the database's clock. */
export class WorkDoor {
  /** For the queue, which works as the login itself. */
  readonly pool: pg.Pool;

  constructor(pool: pg.Pool) {
    this.pool = pool;
  }

  async register(workerId: string): Promise<void> {
    await this.#run(sql`insert into workers (id, beat_at) values (${workerId}, now())`);
  }

  /** False when the others have given this worker up. */
  async beat(workerId: string): Promise<boolean> {
    const rows = await this.#run(sql`update workers set beat_at = now() where id = ${workerId} returning id`);
    return rows.length > 0;
  }

  /** The worker has put down everything it held. */
  async leave(workerId: string): Promise<void> {
    await this.#run(sql`delete from workers where id = ${workerId}`);
  }

  /** Queues what is due, and what workers left that were silent for too long. */
  async sweep(workerId: string, kinds: readonly WorkKind[], silence: number): Promise<Sweep> {
    const [found] = await this.#run<Sweep>(
      sql`select waiting, dead from sweep_work(${kinds}::text[], ${interval(silence)}, ${workerId})`,
    );
    return found ?? { waiting: 0, dead: 0 };
  }

  /** Takes back what the queue still keeps locked for one of our lanes. */
  async unlock(laneId: string): Promise<void> {
    try {
      await this.pool.query('select graphile_worker.force_unlock_workers(array[$1])', [laneId]);
    } catch (error) {
      throw translate(error);
    }
  }

  async claim({ workerId, freshness, accountId, kind }: ClaimRequest): Promise<Claim> {
    const [row] = await this.#run<ClaimRow>(sql`
      with alive as (
        select from workers where id = ${workerId} and beat_at > now() - ${interval(freshness)}
      ), claimed as (
        update work as w set
          attempt = w.attempt + 1,
          started_at = now(),
          due_at = case when w.due_at > now() then w.due_at end
        from accounts as a
        where a.id = w.account_id and a.status = 'ACTIVE' and w.account_id = ${accountId} and w.kind = ${kind}
          and (w.due_at <= now() or w.started_at is not null) and exists (select from alive)
        returning w.attempt, w.started_at, w.tries
      )
      select exists (select from alive) as "isAlive", attempt, started_at as "startedAt", tries
      from (select) as one left join claimed on true`);
    if (!row?.isAlive) return { kind: 'not-alive' };
    const { attempt, startedAt, tries } = row;
    if (attempt === null || startedAt === null || tries === null) return { kind: 'nothing-due' };
    return { kind: 'held', hold: { accountId, kind, attempt, startedAt }, tries };
  }

  /** The slice succeeded. Being woken meanwhile counts as well: the earlier time wins. */
  finish(hold: WorkHold, next: NextWake): Promise<Ending> {
    return this.#end(
      hold,
      sql`due_at = least(due_at, ${dueAt(next)}), tries = 0, failure = null, failed_at = null, died_at = null`,
    );
  }

  /** The slice could not go on through no fault of the work: no try is used up, and those that failed still count. */
  putOff(hold: WorkHold, next: NextWake): Promise<Ending> {
    return this.#end(hold, sql`due_at = least(due_at, ${dueAt(next)})`);
  }

  /** The slice failed: once more after the delay, or never again by itself when that was the last try. */
  fail(hold: WorkHold, failure: string, delay: number): Promise<Ending> {
    const isLast = sql`tries + 1 >= ${MAX_TRIES}`;
    return this.#end(
      hold,
      sql`tries = tries + 1, failure = ${failure}, failed_at = now(),
          died_at = case when ${isLast} then now() end,
          due_at = case when ${isLast} then due_at else least(due_at, now() + ${interval(delay)}) end`,
    );
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  async #end({ accountId, kind, attempt }: WorkHold, changes: Sql): Promise<Ending> {
    const [row] = await this.#run<EndingRow>(sql`
      update work set started_at = null, ${changes}
      where account_id = ${accountId} and kind = ${kind} and attempt = ${attempt} and started_at is not null
      returning died_at is not null as "isDead", due_at <= clock_timestamp() as "isDue"`);
    if (!row) return 'lost';
    if (row.isDead) return 'dead';
    return row.isDue ? 'due' : 'resting';
  }

  async #run<Row>(statement: Sql): Promise<Row[]> {
    return runPipelined<Row>(this.pool, systemScope('READ WRITE'), statement.compile(sqlBuilder));
  }
}

type Sql = ReturnType<typeof sql>;

interface ClaimRow {
  readonly isAlive: boolean;
  readonly attempt: number | null;
  readonly startedAt: Date | null;
  readonly tries: number | null;
}

interface EndingRow {
  readonly isDead: boolean;
  readonly isDue: boolean | null;
}

function interval(milliseconds: number): Sql {
  return sql`${milliseconds}::float8 * interval '1 ms'`;
}

function dueAt(next: NextWake): Sql {
  switch (next.kind) {
    case 'rest':
      return sql`null`;
    case 'soon':
      return sql`now()`;
    // A time that has passed must not have the same slice run without a pause.
    case 'at':
      return sql`greatest(${next.at}::timestamptz, now() + interval '1 second')`;
    case 'after':
      return sql`now() + ${interval(next.seconds * 1_000)}`;
    default:
      return assertNever(next);
  }
}
