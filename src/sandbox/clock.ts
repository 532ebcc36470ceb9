/** The sandbox's time of day: real until it is set or moved. */
export class SandboxClock {
  #fixed: number | null = null;
  #offset = 0;

  constructor(private readonly source: () => Date) {}

  now(): number {
    return (this.#fixed ?? this.source().getTime()) + this.#offset;
  }

  /** Stands still at the instant from now on. */
  set(instant: Date): void {
    this.#fixed = instant.getTime();
    this.#offset = 0;
  }

  /** Moves by so many seconds, back if negative; a running clock goes on running. */
  advance(seconds: number): void {
    this.#offset += seconds * 1000;
  }

  reset(): void {
    this.#fixed = null;
    this.#offset = 0;
  }
}
