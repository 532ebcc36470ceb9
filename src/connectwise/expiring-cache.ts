import { BoundedCache } from '../shared/bounded-cache.js';

/** A bounded cache whose values count for a while only. */
export class ExpiringCache<Value> {
  readonly #entries: BoundedCache<{ readonly value: Value; readonly until: number }>;
  readonly #lifetime: number;
  readonly #now: () => number;

  constructor(bound: number, lifetime: number, now: () => number) {
    this.#entries = new BoundedCache(bound);
    this.#lifetime = lifetime;
    this.#now = now;
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    return entry && entry.until > this.#now() ? entry.value : undefined;
  }

  set(key: string, value: Value): void {
    this.#entries.set(key, { value, until: this.#now() + this.#lifetime });
  }
}
