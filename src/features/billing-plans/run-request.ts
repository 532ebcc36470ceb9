import { createHash } from 'node:crypto';
import { type Day, dayIn } from '../../shared/day.js';
import { Failure, FailureCode, ProblemList } from '../../shared/failure.js';
import type { UserId } from '../../shared/ids.js';
import { limits } from '../../shared/limits.js';
import type { Period } from './plan.js';

/** A run that is asked for now. */
export interface RunRequest {
  /** All users when left out. */
  readonly userIds?: readonly UserId[] | undefined;
  /** The first day; that of the current month when left out. */
  readonly from?: Day | undefined;
  /** The last day; today when left out. */
  readonly to?: Day | undefined;
  readonly idempotencyKey?: string | undefined;
}

const MOST_DAYS = 366;
const DAY_MS = 86_400_000;
const MAX_KEY = 200;

/** The days that a run bills, and everything that is wrong with what was asked for. */
export function periodOf({ userIds, from, to, idempotencyKey }: RunRequest, timeZone: string, now: Date): Period {
  const today = dayIn(timeZone, now);
  const period = { from: from ?? (`${today.slice(0, 8)}01` as Day), to: to ?? today };
  const problems = new ProblemList();
  if (userIds?.length === 0) problems.add('userIds', 'Name at least one user, or leave this out to bill all of them.');
  if ((userIds?.length ?? 0) > limits.bulkItems) {
    problems.add('userIds', `One call takes up to ${limits.bulkItems} users.`, FailureCode.LIMIT_EXCEEDED);
  }
  if (period.to > today) problems.add('to', 'This day is in the future.');
  if (period.from > period.to) problems.add('from', 'The first day is behind the last one.');
  if (daysIn(period) > MOST_DAYS) problems.add('from', `A period has up to ${MOST_DAYS} days.`);
  if (idempotencyKey !== undefined && (idempotencyKey.length < 1 || idempotencyKey.length > MAX_KEY)) {
    problems.add('idempotencyKey', `An idempotency key has 1 to ${MAX_KEY} characters.`);
  }
  problems.throwIfAny();
  return period;
}

export function daysIn({ from, to }: Period): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS + 1;
}

/** Tells whether two calls ask for the same; days that were left out mean the day of the call. */
export function digestOf({ userIds, from, to }: RunRequest): string {
  const asked = { userIds: userIds && [...new Set(userIds)].sort(), from, to };
  return createHash('sha256').update(JSON.stringify(asked)).digest('hex');
}

export function keyReused(): Failure {
  const message = 'This idempotency key started another run before.';
  return new Failure({ code: FailureCode.IDEMPOTENCY_KEY_REUSED, message, field: ['idempotencyKey'] });
}
