/** One request as it was received. Neither keys nor the Basic header are ever kept. */
export interface JournalEntry {
  readonly number: number;
  readonly at: Date;
  readonly method: string;
  readonly path: string;
  /** The endpoint's template below the API's base, such as `/company/companies/{id}`; null when there is none. */
  readonly route: string | null;
  readonly query: Readonly<Record<string, string>>;
  /** The decoded `conditions` parameter. */
  readonly conditions: string | null;
  readonly withCredentials: boolean;
  /** The kind of fault that hit it. */
  fault: string | null;
  /** What was answered; null while it is under way, and for ever when nothing was. */
  status: number | null;
  /** Time until the answer's headers were sent. */
  milliseconds: number | null;
  /** Whether it changed data. */
  changed: boolean;
}

export type NewEntry = Pick<
  JournalEntry,
  'at' | 'method' | 'path' | 'route' | 'query' | 'conditions' | 'withCredentials'
>;

const KEPT = 10_000;

/** What was asked of the sandbox: the last 10,000 requests, and exact counts of all. */
export class Journal {
  #entries: JournalEntry[] = [];
  #counts = new Map<string, number>();
  #changes = 0;
  #number = 0;

  add(entry: NewEntry): JournalEntry {
    this.#number += 1;
    const added = { ...entry, number: this.#number, fault: null, status: null, milliseconds: null, changed: false };
    this.#entries.push(added);
    // Cut in batches: dropping the first of 10,000 at every request would move all the others each time.
    if (this.#entries.length >= KEPT * 2) {
      this.#entries = this.#entries.slice(-KEPT);
    }
    const key = `${entry.method} ${entry.route ?? '?'}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    return added;
  }

  recordChange(entry: JournalEntry): void {
    entry.changed = true;
    this.#changes += 1;
  }

  /** The last 10,000 requests, oldest first. */
  get entries(): readonly JournalEntry[] {
    return this.#entries.slice(-KEPT);
  }

  /** Requests that changed data since the start or the last `clear()`. */
  get changes(): number {
    return this.#changes;
  }

  get total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Requests by method and route template, such as `GET /company/companies`; `?` where no endpoint was found. */
  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }

  count(method: string, route: string): number {
    return this.#counts.get(`${method} ${route}`) ?? 0;
  }

  clear(): void {
    this.#entries = [];
    this.#counts = new Map();
    this.#changes = 0;
  }
}
