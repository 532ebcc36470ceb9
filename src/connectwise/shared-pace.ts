import type { AccountId } from '../shared/ids.js';
import { MemoryPace } from './memory-pace.js';
import type { Claim, Outcome, Pace, PaceKey, Verdict } from './pace.js';
import type { CallLogger } from './record.js';
import type { Timing } from './timing.js';

/** Where replicas meet. Either method may reject when the store cannot answer. */
export interface PaceStore {
  claim(key: StoreKey, claim: Claim): Promise<Verdict>;
  settle(key: StoreKey, lease: string, outcome: Outcome): Promise<number>;
}

type StoreKey = PaceKey & { readonly accountId: AccountId };

export interface SharedPaceDeps {
  readonly store: PaceStore;
  readonly timing: Timing;
  readonly logger: CallLogger;
}

/** Once the store has failed, nobody waits for it again for so long. */
const LEFT_ALONE_MS = 5_000;
const LOCAL = 'local ';

/**
 * The pace all replicas share. While its store cannot be asked, interactive calls go by the pace of this process, so
 * that a person is not kept out by it; background work stops, for it could not note what it did either.
 */
export class SharedPace implements Pace {
  readonly #deps: SharedPaceDeps;
  readonly #local: MemoryPace;
  #leftAloneUntil = Number.NEGATIVE_INFINITY;

  constructor(deps: SharedPaceDeps) {
    this.#deps = deps;
    this.#local = new MemoryPace(deps.timing);
  }

  async claim(key: PaceKey, claim: Claim): Promise<Verdict> {
    const { accountId, instance } = key;
    const mayFallBack = claim.lane === 'interactive';
    if (accountId === undefined || (mayFallBack && this.#isLeftAlone())) return this.#claimHere(key, claim);
    try {
      return await this.#deps.store.claim({ accountId, instance }, claim);
    } catch (error) {
      this.#failed(error);
      if (!mayFallBack) throw error;
      return this.#claimHere(key, claim);
    }
  }

  async settle(key: PaceKey, lease: string, outcome: Outcome): Promise<number> {
    const { accountId, instance } = key;
    // What ConnectWise asks for is remembered here as well: it binds the calls made without the store.
    const isHere = lease.startsWith(LOCAL);
    const localSeconds =
      isHere || outcome.kind === 'limited' ? await this.#local.settle(key, lease.slice(LOCAL.length), outcome) : 0;
    if (accountId === undefined || isHere) return localSeconds;
    try {
      return await this.#deps.store.settle({ accountId, instance }, lease, outcome);
    } catch (error) {
      // The lease ends by itself.
      this.#failed(error);
      return localSeconds;
    }
  }

  async #claimHere(key: PaceKey, claim: Claim): Promise<Verdict> {
    const verdict = await this.#local.claim(key, claim);
    return verdict.kind === 'go' ? { ...verdict, lease: LOCAL + verdict.lease } : verdict;
  }

  #isLeftAlone(): boolean {
    return this.#deps.timing.monotonic() < this.#leftAloneUntil;
  }

  #failed(error: unknown): void {
    this.#leftAloneUntil = this.#deps.timing.monotonic() + LEFT_ALONE_MS;
    this.#deps.logger.warn({ err: error }, 'the shared pace of ConnectWise calls cannot be asked');
  }
}
