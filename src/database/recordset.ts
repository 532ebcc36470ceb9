import { Prisma } from './generated/client/client.js';

/**
 * Rows as a table `r` of a statement, with the columns and types that are named: a list for each column. PostgreSQL takes them apart
 * in a small part of the time that one text of JSON with all rows takes. A list cannot hold lists: those go as `jsonb`.
 */
export function recordset<Column extends string>(
  rows: readonly Readonly<Partial<Record<Column, unknown>>>[],
  columns: Readonly<Record<Column, string>>,
): Prisma.Sql {
  const names = Object.keys(columns) as Column[];
  const lists = names.map((name) => {
    const values = rows.map((row) => toElement(row[name], columns[name]));
    // As PostgreSQL writes a list: Prisma and pg would each copy one value by value.
    return Prisma.sql`${`{${values.join(',')}}`}::${Prisma.raw(columns[name])}[]`;
  });
  return Prisma.sql`unnest(${Prisma.join(lists)}) AS r(${Prisma.raw(names.map((name) => `"${name}"`).join(', '))})`;
}

function toElement(value: unknown, type: string): string {
  if (value === undefined || value === null) return 'NULL';
  // JSON quotes a text as PostgreSQL does where no control character is in it, as in none that is JSON; and in a fourth of the time.
  return type === 'jsonb' ? JSON.stringify(JSON.stringify(value)) : quoted(toText(value));
}

function toText(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value);
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
