import { BoundedCache } from '../shared/bounded-cache.js';
import {
  type Claim,
  type Lane,
  LONGEST_GUESS_SECONDS,
  type Outcome,
  type Pace,
  type PaceKey,
  type Verdict,
} from './pace.js';
import type { Timing } from './timing.js';

const MOST_KEYS = 10_000;
const SECOND = 1_000;

/** The pace of one process: for tools and tests, and for when the shared one cannot be asked. */
export class MemoryPace implements Pace {
  readonly #states = new BoundedCache<State>(MOST_KEYS);
  readonly #timing: Timing;
  #leases = 0;

  constructor(timing: Timing) {
    this.#timing = timing;
  }

  async claim(key: PaceKey, claim: Claim): Promise<Verdict> {
    const state = this.#stateOf(key);
    const now = this.#timing.monotonic();
    const lane = state.lanes[claim.lane];
    lane.leases = lane.leases.filter(({ ends }) => ends > now);
    lane.starts = lane.starts.filter((start) => start > now - SECOND);
    const refusal = refusalOf(state, claim, now);
    if (refusal) return refusal;

    const lease = String(++this.#leases);
    lane.leases.push({ id: lease, ends: now + claim.leaseMs });
    lane.starts.push(now);
    // The trial call is the only one until it is settled, or lost.
    const isTrial = claim.isTrial && isTripped(state, claim);
    if (isTrial) state.trialAt = now + (claim.breaker?.trialMs ?? 0);
    return { kind: 'go', lease, isTrial };
  }

  async settle(key: PaceKey, lease: string, outcome: Outcome): Promise<number> {
    const state = this.#stateOf(key);
    const now = this.#timing.monotonic();
    for (const lane of Object.values(state.lanes)) lane.leases = lane.leases.filter(({ id }) => id !== lease);
    if (outcome.kind === 'limited') pause(state, outcome, now);
    if (outcome.kind === 'outage') {
      state.failures += 1;
      if (state.failures >= outcome.breaker.failures) state.trialAt = now + outcome.breaker.trialMs;
    }
    if (outcome.kind === 'answered' || outcome.kind === 'limited') state.failures = 0;
    // An older call that comes back well says nothing about the pause that began meanwhile.
    if (outcome.kind === 'answered' && state.notBefore <= now) state.guesses = 0;
    // Rounded first: added to a time and taken off again, whole seconds come back with a little more.
    return Math.ceil(Math.round(Math.max(0, state.notBefore - now)) / SECOND);
  }

  #stateOf({ accountId, instance }: PaceKey): State {
    const name = `${accountId} ${instance}`;
    const known = this.#states.get(name);
    if (known) return known;
    const lanes = { interactive: { leases: [], starts: [] }, background: { leases: [], starts: [] } };
    const state: State = { notBefore: 0, guesses: 0, failures: 0, trialAt: 0, lanes };
    this.#states.set(name, state);
    return state;
  }
}

interface State {
  notBefore: number;
  guesses: number;
  failures: number;
  trialAt: number;
  readonly lanes: Readonly<Record<Lane, LaneState>>;
}

interface LaneState {
  leases: { readonly id: string; readonly ends: number }[];
  /** When the calls of the last second began, oldest first. */
  starts: number[];
}

function refusalOf(state: State, claim: Claim, now: number): Verdict | undefined {
  if (state.notBefore > now) return { kind: 'limited', milliseconds: state.notBefore - now };
  if (isTripped(state, claim) && state.trialAt > now) return { kind: 'open', milliseconds: state.trialAt - now };
  const { leases, starts } = state.lanes[claim.lane];
  const first = starts[starts.length - claim.aSecond];
  if (first !== undefined) return { kind: 'wait', milliseconds: first + SECOND - now };
  return leases.length >= claim.inFlight ? { kind: 'wait', milliseconds: 0 } : undefined;
}

function isTripped(state: State, { breaker }: Claim): boolean {
  return breaker !== undefined && state.failures >= breaker.failures;
}

function pause(state: State, { seconds, isStated }: Extract<Outcome, { kind: 'limited' }>, now: number): void {
  // Calls that were on their way together are one refusal, not several in a row.
  if (!isStated && state.notBefore > now) return;
  const wanted = isStated ? seconds : Math.min(seconds * 2 ** state.guesses, LONGEST_GUESS_SECONDS);
  state.guesses = isStated ? 0 : state.guesses + 1;
  state.notBefore = Math.max(state.notBefore, now + wanted * SECOND);
}
