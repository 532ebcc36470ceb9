import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseUnavailable } from '../database/errors.js';
import { HoldLost } from '../database/wake.js';
import type { Ending, WorkDoor } from '../database/work-door.js';
import { systemCaller } from '../shared/caller.js';
import type { AccountId } from '../shared/ids.js';
import type { Logger } from '../shared/logger.js';
import { PutOff } from '../shared/put-off.js';
import { type Tracing, within } from '../shared/tracing.js';
import type { NextWake, WorkHandler, WorkHold } from '../shared/work.js';
import { retryDelay } from './retry-delay.js';
import type { WorkTimes } from './times.js';

/** How a slice ended, as metrics tell it. */
export type SliceOutcome = NextWake['kind'] | 'failed' | 'dead' | 'put-back' | 'lost';

export interface SliceSeen {
  readonly kind: string;
  readonly outcome: SliceOutcome;
  readonly seconds: number;
}

export interface SliceDeps {
  readonly door: WorkDoor;
  readonly times: WorkTimes;
  readonly logger: Logger;
  readonly tracing?: Tracing | undefined;
  readonly observe: (seen: SliceSeen) => void;
}

/** Why a slice was told to end before it was done. */
export type StopReason = 'stopping' | 'lost';

/** The signal's reason when the time of a slice is up. */
class SliceTooLong extends Error {
  constructor() {
    super('The slice of background work took too long.');
    this.name = 'SliceTooLong';
  }
}

/** One slice of one account's work, from claiming the row to ending it. */
export class Slice {
  readonly #deps: SliceDeps;
  readonly #handler: WorkHandler;
  readonly #controller = new AbortController();
  #stopped: StopReason | undefined;

  constructor(deps: SliceDeps, handler: WorkHandler) {
    this.#deps = deps;
    this.#handler = handler;
  }

  stop(reason: StopReason): void {
    this.#stopped ??= reason;
    this.#controller.abort(reason === 'lost' ? new HoldLost() : new Error('The worker stops.'));
  }

  /**
   * Whether the account wants the next slice at once. @throws HoldLost when somebody else has the work: then the queue
   * must not be told that it is done.
   */
  async run(workerId: string, accountId: AccountId): Promise<boolean> {
    const { door, times } = this.#deps;
    const { kind } = this.#handler;
    if (this.#stopped === 'stopping') return true;
    const claim = await door.claim({ workerId, freshness: times.freshness, accountId, kind });
    if (claim.kind === 'not-alive') throw new HoldLost();
    if (claim.kind === 'nothing-due') return false;
    const started = performance.now();
    const { outcome, ending } = await this.#work(claim.hold, claim.tries);
    const counted = ending === 'lost' ? ending : outcome;
    this.#deps.observe({ kind, outcome: counted, seconds: (performance.now() - started) / 1_000 });
    if (ending === 'lost') throw new HoldLost();
    return ending === 'due';
  }

  async #work(hold: WorkHold, tries: number): Promise<{ outcome: SliceOutcome; ending: Ending }> {
    const { door, logger, tracing } = this.#deps;
    const { accountId, kind, attempt } = hold;
    const requestId = randomUUID();
    const facts = { requestId, accountId, kind, attempt };
    const values = { 'psa_bridge.account_id': accountId, 'psa_bridge.request_id': requestId };
    const span = tracing?.beginTrace({ name: `work ${kind}`, kind: 'CONSUMER', values });
    const result = await within(span, () => this.#handle(hold, requestId)).then(
      (next) => ({ next }),
      (error: unknown) => ({ error }),
    );
    if ('next' in result) {
      return { outcome: result.next.kind, ending: await this.#persist(() => door.finish(hold, result.next)) };
    }
    const { error } = result;
    const next = putOffUntil(error);
    if (next) return { outcome: next.kind, ending: await this.#persist(() => door.putOff(hold, next)) };
    if (this.#stopped === 'lost' || error instanceof HoldLost) {
      logger.warn(facts, 'background work was taken over by another worker');
      return { outcome: 'lost', ending: 'lost' };
    }
    if (this.#stopped === 'stopping' && !(error instanceof SliceTooLong)) {
      return { outcome: 'put-back', ending: await this.#persist(() => door.putOff(hold, { kind: 'soon' })) };
    }
    // Only the kind of error is stored: a message may hold anything.
    const failure = `${error instanceof Error ? error.name : typeof error}, request ${requestId}`;
    const ending = await this.#persist(() => door.fail(hold, failure, retryDelay(tries + 1)));
    logger.error({ ...facts, err: error, tries: tries + 1, isDead: ending === 'dead' }, 'background work failed');
    return { outcome: ending === 'dead' ? 'dead' : 'failed', ending };
  }

  /**
   * A handler that does not listen to its signal is left behind: from then on its hold counts for nothing. Not when the
   * worker stops: what such a handler may still send has to arrive before others take the work over.
   */
  async #handle(hold: WorkHold, requestId: string): Promise<NextWake> {
    const { times } = this.#deps;
    const { signal } = this.#controller;
    signal.throwIfAborted();
    // Neither timer keeps a process alive whose worker has stopped.
    const timer = setTimeout(() => this.#controller.abort(new SliceTooLong()), times.slice).unref();
    const over = new AbortController();
    const leftBehind = new Promise<never>((_resolve, reject) => {
      const leave = () => this.#stopped !== 'stopping' && reject(new SliceTooLong());
      void sleep(times.slice + times.grace, undefined, { ref: false, signal: over.signal }).then(leave, () => {});
    });
    try {
      return await Promise.race([this.#handler.run(systemCaller(hold.accountId, requestId), signal, hold), leftBehind]);
    } finally {
      clearTimeout(timer);
      over.abort();
    }
  }

  /** What a slice did should not be done again for a database that was away for a moment. */
  async #persist(end: () => Promise<Ending>): Promise<Ending> {
    for (let left = 5; ; left -= 1) {
      try {
        return await end();
      } catch (error) {
        if (!(error instanceof DatabaseUnavailable) || left === 0) throw error;
        await sleep(this.#deps.times.sweep);
      }
    }
  }
}

/** When it goes on what could not through no fault of its own: callers alone can keep all connections busy. */
function putOffUntil(error: unknown): NextWake | undefined {
  if (error instanceof PutOff) return error.next;
  return error instanceof DatabaseUnavailable && error.isBusy ? { kind: 'after', seconds: 5 } : undefined;
}
