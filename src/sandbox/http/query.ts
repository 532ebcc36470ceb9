/** The query string; names of parameters are found whatever their letter case, and the first of a name counts. */
export class Query {
  readonly #values = new Map<string, string>();
  readonly #pairs: readonly (readonly [string, string])[];

  constructor(search: string) {
    this.#pairs = [...new URLSearchParams(search)];
    for (const [name, value] of this.#pairs) {
      const key = name.toLowerCase();
      if (!this.#values.has(key)) {
        this.#values.set(key, value);
      }
    }
  }

  /** The parameter's value; undefined when it is absent or empty. */
  get(name: string): string | undefined {
    return this.#values.get(name.toLowerCase()) || undefined;
  }

  /** The parameters as sent, without those named, for building a link to another page. */
  without(...names: readonly string[]): readonly (readonly [string, string])[] {
    const dropped = new Set(names.map((name) => name.toLowerCase()));
    return this.#pairs.filter(([name]) => !dropped.has(name.toLowerCase()));
  }

  toObject(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#pairs);
  }
}
