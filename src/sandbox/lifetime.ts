/** Timers that end with the sandbox. */
export class Lifetime {
  readonly #timers = new Set<NodeJS.Timeout>();
  #hasEnded = false;

  /** Does nothing any more once the sandbox has ended. */
  after(milliseconds: number, action: () => void): void {
    if (this.#hasEnded) {
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, milliseconds);
    this.#timers.add(timer);
  }

  /** Repeats the action until it answers false. */
  every(milliseconds: number, action: () => boolean): void {
    const timer = setInterval(() => {
      if (!action()) {
        clearInterval(timer);
        this.#timers.delete(timer);
      }
    }, milliseconds);
    this.#timers.add(timer);
  }

  end(): void {
    this.#hasEnded = true;
    for (const timer of this.#timers) {
      clearTimeout(timer);
    }
    this.#timers.clear();
  }
}
