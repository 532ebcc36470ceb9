/** Timers that end with the sandbox. */
export class Lifetime {
  readonly #timers = new Set<NodeJS.Timeout>();

  after(milliseconds: number, action: () => void): void {
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
    for (const timer of this.#timers) {
      clearTimeout(timer);
    }
    this.#timers.clear();
  }
}
