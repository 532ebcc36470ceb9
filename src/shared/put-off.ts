import type { NextWake } from './work.js';

/**
 * Thrown by background work that cannot go on now through no fault of its own. It is woken again as `next` says, and
 * being put off uses up no try.
 */
export class PutOff extends Error {
  override readonly name = 'PutOff';
  readonly next: NextWake;

  constructor(why: string, next: NextWake, options?: { cause?: unknown }) {
    super(why, options);
    this.next = next;
  }
}

/** When it is to be tried again, as far as that is a matter of time. */
export function timeOf({ next }: PutOff, now: Date): Date | undefined {
  if (next.kind === 'at') return next.at;
  return next.kind === 'after' ? new Date(now.getTime() + next.seconds * 1_000) : undefined;
}
