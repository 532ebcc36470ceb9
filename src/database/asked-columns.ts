import type { DB } from './generated/tables.js';

/** What a column of a table may be called. */
export type ColumnOf<Table extends keyof DB> = keyof DB[Table] & string;

/** Columns of a table by the field that shows them, as a statement names them. */
type ColumnsOf = Readonly<Record<string, readonly string[]>>;

/** The columns of the fields asked for: each that is not read is not written by PostgreSQL, sent, taken apart and thrown away. */
export function askedColumns(columnsOf: ColumnsOf, asked: ReadonlySet<string>): string[] {
  return Object.entries(columnsOf).flatMap(([field, columns]) => (asked.has(field) ? columns : []));
}
