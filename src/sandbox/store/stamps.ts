import type { Author } from './author.js';
import type { Row, Table } from './table.js';
import type { Values } from './values.js';

export function newRow(id: number, values: Values, author: Author): Row {
  const at = wholeSecond(author.at);
  return { id, values, enteredAt: at, enteredBy: author.name, updatedAt: at, updatedBy: author.name };
}

/** `lastUpdated` has whole seconds, so a second write within one is stamped with the next: it always moves forward. */
export function touch(row: Row, author: Author): void {
  row.updatedAt = Math.max(wholeSecond(author.at), row.updatedAt + 1000);
  row.updatedBy = author.name;
}

export function markDeleted(table: Table, row: Row, author: Author): void {
  table.update(row, { ...row.values, deletedFlag: true, dateDeleted: wholeSecond(author.at), deletedBy: author.name });
}

function wholeSecond(at: number): number {
  return Math.floor(at / 1000) * 1000;
}
