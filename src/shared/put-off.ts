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
