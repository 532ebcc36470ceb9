import pg from 'pg';

/** How much the newest use of a connection counts for how long one takes. */
const WEIGHT = 0.2;

type Callback = Parameters<pg.Pool['connect']>[0];

/**
 * A pool whose queue stays short however slow the database is: whoever would have to wait longer than `longestWait`, as
 * long as connections are in use now, is refused at once. So whoever is let in has an answer in time, and what is slow
 * does not pile up. Where that cannot be foreseen the pool's own limit ends the wait.
 */
export class BriskPool extends pg.Pool {
  readonly #longestWait: number;
  readonly #takenAt = new WeakMap<pg.PoolClient, number>();
  #usualUse = 0;

  constructor(options: pg.PoolConfig, longestWait: number) {
    super(options);
    this.#longestWait = longestWait;
    this.on('acquire', (client) => this.#takenAt.set(client, performance.now()));
    this.on('release', (_error, client) => this.#note(client));
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Callback): void;
  override connect(callback?: Callback): Promise<pg.PoolClient> | undefined {
    const isLetIn = this.#expectedWait() <= this.#longestWait;
    if (!callback) return isLetIn ? super.connect() : Promise.reject(new PoolBusy());
    if (isLetIn) super.connect(callback);
    else process.nextTick(() => callback(new PoolBusy(), undefined, () => undefined));
    return undefined;
  }

  #note(client: pg.PoolClient): void {
    const use = performance.now() - (this.#takenAt.get(client) ?? performance.now());
    this.#usualUse += WEIGHT * (use - this.#usualUse);
  }

  /** Until the connections in use have served those who wait already, and are free once more. */
  #expectedWait(): number {
    const { max } = this.options;
    if (this.idleCount > 0 || this.totalCount < max) return 0;
    return ((this.waitingCount + 1) * this.#usualUse) / max;
  }
}

/** Nobody has a connection to spare soon. */
export class PoolBusy extends Error {
  constructor() {
    super('No database connection will be free soon.');
    this.name = 'PoolBusy';
  }
}
