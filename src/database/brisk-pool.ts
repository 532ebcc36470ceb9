import pg from 'pg';

/** How long the past counts, in milliseconds: long enough that one stall is no trend. */
const MEMORY = 1_000;

type Callback = Parameters<pg.Pool['connect']>[0];

/**
 * A pool whose queue stays short however slow the database is: whoever would have to wait longer than `longestWait`, if
 * connections are used as long as of late, is refused at once. So whoever is let in has an answer in time, and what is slow
 * does not pile up. Where that cannot be foreseen the pool's own limit ends the wait.
 */
export class BriskPool extends pg.Pool {
  readonly #longestWait: number;
  /** When each connection in use was taken. */
  readonly #inUse = new Map<pg.PoolClient, number>();
  /** How many uses ended of late, and how long they took together; older ones count less and less. */
  #uses = 0;
  #used = 0;
  #lastEnd = 0;

  constructor(options: pg.PoolConfig, longestWait: number) {
    super(options);
    this.#longestWait = longestWait;
    this.on('acquire', (client) => this.#inUse.set(client, performance.now()));
    this.on('release', (_error, client) => this.#end(client));
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

  #end(client: pg.PoolClient): void {
    const now = performance.now();
    const taken = this.#inUse.get(client) ?? now;
    this.#inUse.delete(client);
    const kept = Math.exp((this.#lastEnd - now) / MEMORY);
    this.#uses = this.#uses * kept + 1;
    this.#used = this.#used * kept + now - taken;
    this.#lastEnd = now;
  }

  /**
   * Until the connections in use have served those who wait already, and one is free. A free one is given away a moment
   * after it was asked for, so that of many who ask at once the first few get it.
   */
  #expectedWait(): number {
    const { max } = this.options;
    const ahead = this.waitingCount - this.idleCount - (max - this.totalCount);
    if (ahead < 0) return 0;
    const now = performance.now();
    const usualUse = this.#used / (this.#uses || 1);
    const left = [...this.#inUse.values()].map((taken) => Math.max(0, usualUse - (now - taken)));
    left.sort((one, other) => one - other);
    return Math.floor(ahead / max) * usualUse + (left[ahead % max] ?? 0);
  }
}

/** Nobody has a connection to spare soon. */
export class PoolBusy extends Error {
  constructor() {
    super('No database connection will be free soon.');
    this.name = 'PoolBusy';
  }
}
