/** The sandbox's time of day: real until it is set or moved. */
export class SandboxClock {
  #fixed: number | null = null;
  #offset = 0;
  readonly #watchers: (() => void)[] = [];

  constructor(private readonly source: () => Date) {}

  now(): number {
    return (this.#fixed ?? this.source().getTime()) + this.#offset;
  }

  /** Calls after every move, so that what has become due can happen. */
  watch(watcher: () => void): void {
    this.#watchers.push(watcher);
  }

  /** Stands still at the instant from now on. */
  set(instant: Date): void {
    this.#fixed = instant.getTime();
    this.#offset = 0;
    this.#tell();
  }

  /** Moves by so many seconds, back if negative; a running clock goes on running. */
  advance(seconds: number): void {
    this.#offset += seconds * 1000;
    this.#tell();
  }

  reset(): void {
    this.#fixed = null;
    this.#offset = 0;
    this.#tell();
  }

  #tell(): void {
    for (const watcher of this.#watchers) {
      watcher();
    }
  }
}
