import type { SandboxClock } from './clock.js';
import type { Lifetime } from './lifetime.js';

interface Item {
  readonly at: number;
  readonly action: () => void;
}

/** A real timer takes no longer wait; what is further away is waited for in parts. */
const LONGEST_WAIT = 3_600_000;

/**
 * What is to happen at a time of the sandbox's clock: when a running clock gets there, and at once when the clock is
 * moved past it. While it stands still, nothing happens.
 */
export class Agenda {
  readonly #items = new Set<Item>();

  constructor(
    private readonly clock: SandboxClock,
    private readonly lifetime: Lifetime,
  ) {
    clock.watch(() => this.#catchUp());
  }

  /** Answers how to call it off. */
  at(instant: number, action: () => void): () => void {
    const item = { at: instant, action };
    this.#items.add(item);
    this.#wait(item);
    return () => this.#items.delete(item);
  }

  #wait(item: Item): void {
    const delay = Math.min(Math.max(item.at - this.clock.now(), 1), LONGEST_WAIT);
    this.lifetime.after(delay, () => {
      if (this.#items.has(item) && !this.#run(item)) {
        this.#wait(item);
      }
    });
  }

  /** Something that happens may put more on the agenda that is due as well, so each is looked for afresh. */
  #catchUp(): void {
    let next = this.#earliest();
    while (next && this.#run(next)) {
      next = this.#earliest();
    }
  }

  #earliest(): Item | undefined {
    return [...this.#items].sort((a, b) => a.at - b.at)[0];
  }

  #run(item: Item): boolean {
    if (this.clock.now() < item.at) {
      return false;
    }
    this.#items.delete(item);
    item.action();
    return true;
  }
}
