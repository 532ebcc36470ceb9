import { orAbort } from './or-abort.js';

/** Lets callers of one name through one at a time, in the order they came. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>();

  /** Rejects with the signal's reason when it fires before the turn has come. */
  async take<Value>(name: string, signal: AbortSignal, work: () => Promise<Value>): Promise<Value> {
    const before = this.#last.get(name) ?? Promise.resolve();
    const { promise: mine, resolve: done } = newPromise();
    const last = before.then(() => mine);
    this.#last.set(name, last);
    try {
      await orAbort(before, signal);
      return await work();
    } finally {
      done();
      // Not at once: who gave up waiting leaves those in front at their work, and the next one waits for them still.
      void last.then(() => this.#last.get(name) === last && this.#last.delete(name));
    }
  }
}

function newPromise(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
