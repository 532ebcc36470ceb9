import type { Author } from './author.js';
import type { Row } from './table.js';
import type { Values } from './values.js';

/** One record that was made, changed or deleted, by the API or by a person; `row` is what it is now. */
export interface Change {
  readonly table: string;
  readonly action: 'added' | 'updated' | 'deleted';
  readonly row: Row;
  /** Null for a record that was made. */
  readonly before: Values | null;
  readonly author: Author;
}

/** Tells whoever listens of each change, once it is made: callbacks, the audit trail and mails follow from it. */
export class Changes {
  readonly #listeners: ((change: Change) => void)[] = [];

  listen(listener: (change: Change) => void): void {
    this.#listeners.push(listener);
  }

  tell(change: Change): void {
    for (const listener of this.#listeners) {
      listener(change);
    }
  }
}
