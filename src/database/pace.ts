import { sql } from 'kysely';
import type pg from 'pg';
import type { AccountId } from '../shared/ids.js';
import { runPipelined } from './pipeline.js';
import { sqlBuilder } from './read-door.js';
import { writeScope } from './scope.js';

interface Key {
  readonly accountId: AccountId;
  readonly instance: string;
}

interface Breaker {
  readonly failures: number;
  readonly trialMs: number;
}

interface Claim {
  readonly lane: 'interactive' | 'background';
  readonly inFlight: number;
  readonly aSecond: number;
  readonly leaseMs: number;
  readonly breaker: Breaker | undefined;
  readonly isTrial: boolean;
}

type Verdict =
  | { readonly kind: 'go'; readonly lease: string; readonly isTrial: boolean }
  | { readonly kind: 'wait' | 'limited' | 'open'; readonly milliseconds: number };

interface VerdictRow {
  readonly verdict: string;
  readonly waitMs: number;
  readonly lease: string;
  readonly isTrial: boolean;
}

interface Outcome {
  readonly kind: 'answered' | 'outage' | 'limited' | 'unknown';
  readonly breaker?: Breaker;
  readonly seconds?: number;
  readonly isStated?: boolean;
}

const LONGEST_GUESS_SECONDS = 3_600;

/**
 * The pace of calls to ConnectWise that all replicas share: one statement and one round trip each, by the database's
 * clock. Nothing is held while a caller waits, and a place whose process died comes free when its lease ends.
 */
export class PaceDoor {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  async claim({ accountId, instance }: Key, claim: Claim): Promise<Verdict> {
    const { lane, inFlight, aSecond, leaseMs, breaker, isTrial } = claim;
    const query = sql`
      select verdict, wait_ms as "waitMs", lease::text as lease, is_the_trial as "isTrial" from claim_call(
        ${accountId}::uuid, ${instance}::text, ${lane === 'background'}::boolean,
        ${inFlight}::integer, ${aSecond}::integer, ${interval(leaseMs)}::interval,
        ${breaker?.failures ?? null}::integer, ${interval(breaker?.trialMs ?? 0)}::interval,
        ${isTrial}::boolean)`;
    const [row] = await runPipelined<VerdictRow>(this.#pool, writeScope(accountId), query.compile(sqlBuilder));
    if (row?.verdict === 'go') return { kind: 'go', lease: row.lease, isTrial: row.isTrial };
    return { kind: refusalOf(row?.verdict), milliseconds: row?.waitMs ?? 0 };
  }

  /** Answers the seconds until calls may go out again. */
  async settle({ accountId, instance }: Key, lease: string, outcome: Outcome): Promise<number> {
    const { kind, breaker, seconds = null, isStated = null } = outcome;
    const query = sql`
      select settle_call(
        ${accountId}::uuid, ${instance}::text, ${lease}::timestamptz, ${kind}::text, ${seconds}::integer,
        ${isStated}::boolean, ${breaker?.failures ?? null}::integer, ${interval(breaker?.trialMs ?? 0)}::interval,
        ${LONGEST_GUESS_SECONDS}::integer) as seconds`;
    const [row] = await runPipelined<{ seconds: number }>(this.#pool, writeScope(accountId), query.compile(sqlBuilder));
    return row?.seconds ?? 0;
  }
}

function interval(milliseconds: number): string {
  return `${Math.round(milliseconds)} milliseconds`;
}

function refusalOf(verdict: string | undefined): 'wait' | 'limited' | 'open' {
  if (verdict === 'limited' || verdict === 'open' || verdict === 'wait') return verdict;
  throw new Error('The database gave no verdict on a call.');
}
