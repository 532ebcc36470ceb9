import { Refusal } from '../refusal.js';
import type { FileLimits } from './file-route.js';

/**
 * One file under way: its time, and the pace its client keeps. The pace is a credit of waiting time that every byte adds to and
 * that is spent only while we wait for the client, so that a slow database is never held against it.
 */
export class Transfer {
  readonly #limits: FileLimits;
  readonly #ended = new AbortController();
  readonly #deadline: NodeJS.Timeout;
  #creditMs: number;
  #waitingSince = 0;
  #patience: NodeJS.Timeout | undefined;

  constructor(limits: FileLimits) {
    this.#limits = limits;
    this.#creditMs = limits.graceMs;
    this.#deadline = setTimeout(
      () => this.cut(tooLate(`${limits.longestMs / 1_000} seconds are over.`)),
      limits.longestMs,
    );
  }

  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  /** The client is waited for: to send something, or to take so many bytes. */
  wait(bytes = 0): void {
    this.#creditMs += this.#worth(bytes);
    this.#waitingSince = performance.now();
    const message = `The connection is slower than ${this.#limits.bytesPerSecond} bytes a second.`;
    this.#patience = setTimeout(() => this.cut(tooLate(message)), this.#creditMs);
  }

  /** It did its part, and sent so many bytes. */
  moved(bytes = 0): void {
    clearTimeout(this.#patience);
    const left = this.#creditMs - (performance.now() - this.#waitingSince) + this.#worth(bytes);
    this.#creditMs = Math.min(this.#limits.graceMs, left);
  }

  cut(reason: Refusal): void {
    this.end();
    this.#ended.abort(reason);
  }

  end(): void {
    clearTimeout(this.#deadline);
    clearTimeout(this.#patience);
  }

  #worth(bytes: number): number {
    return (bytes / this.#limits.bytesPerSecond) * 1_000;
  }
}

function tooLate(message: string): Refusal {
  return new Refusal({ status: 408, code: 'BAD_REQUEST', message });
}

/** Nobody reads this one. */
export function clientGone(cause?: unknown): Refusal {
  return new Refusal({ status: 400, code: 'BAD_REQUEST', message: 'The connection broke.' }, { cause });
}
