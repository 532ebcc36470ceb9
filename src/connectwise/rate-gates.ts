import { BoundedCache } from './bounded-cache.js';
import { RateGate } from './rate-gate.js';
import type { Timing } from './timing.js';

const MOST_GATES = 10_000;

/** The gate of each instance. Share one between everything in a process that calls ConnectWise. */
export class RateGates {
  readonly #gates = new BoundedCache<RateGate>(MOST_GATES);
  readonly #timing: Timing;

  constructor(timing: Timing) {
    this.#timing = timing;
  }

  of(instance: string): RateGate {
    const gate = this.#gates.get(instance) ?? new RateGate(this.#timing);
    this.#gates.set(instance, gate);
    return gate;
  }
}
