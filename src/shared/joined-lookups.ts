/**
 * Look-ups of one key, joined where many ask at once: whoever comes while one is under way waits for the next, which
 * all of them share. So each answer is of a look-up that began after it was asked for, as if everybody had gone alone.
 */
export class JoinedLookups<Value> {
  readonly #find: (key: string) => Promise<Value>;
  readonly #underWay = new Map<string, Promise<Value>>();
  readonly #next = new Map<string, Promise<Value>>();

  constructor(find: (key: string) => Promise<Value>) {
    this.#find = find;
  }

  find(key: string): Promise<Value> {
    const current = this.#underWay.get(key);
    if (!current) return this.#begin(key);
    const waiting = this.#next.get(key) ?? this.#after(current, key);
    this.#next.set(key, waiting);
    return waiting;
  }

  /** Should the one under way fail, those behind it fail with it: a second wait would outlast every limit on one. */
  async #after(current: Promise<Value>, key: string): Promise<Value> {
    try {
      await current;
    } finally {
      this.#next.delete(key);
    }
    return this.#begin(key);
  }

  #begin(key: string): Promise<Value> {
    const started = this.#find(key).finally(() => {
      if (this.#underWay.get(key) === started) this.#underWay.delete(key);
    });
    this.#underWay.set(key, started);
    return started;
  }
}
