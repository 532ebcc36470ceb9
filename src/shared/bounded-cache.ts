/** A map that forgets what was used least recently when it grows past its bound. */
export class BoundedCache<Value> {
  readonly #entries = new Map<string, Value>();
  readonly #bound: number;
  readonly #onForget: (value: Value) => void;

  constructor(bound: number, onForget: (value: Value) => void = () => undefined) {
    this.#bound = bound;
    this.#onForget = onForget;
  }

  get(key: string): Value | undefined {
    const value = this.#entries.get(key);
    if (value === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return value;
  }

  set(key: string, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    const [oldest] = this.#entries;
    if (this.#entries.size <= this.#bound || !oldest) return;
    this.#entries.delete(oldest[0]);
    this.#onForget(oldest[1]);
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  /** Hands over everything it holds and is empty afterwards. */
  drain(): Value[] {
    const values = [...this.#entries.values()];
    this.#entries.clear();
    return values;
  }
}
