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
    const values = rows.map((row) => toParameter(row[name], columns[name]));
    return Prisma.sql`${values}::${Prisma.raw(columns[name])}[]`;
  });
  return Prisma.sql`unnest(${Prisma.join(lists)}) AS r(${Prisma.raw(names.map((name) => `"${name}"`).join(', '))})`;
}

function toParameter(value: unknown, type: string): unknown {
  if (value === undefined || value === null) return null;
  if (type === 'jsonb') return JSON.stringify(value);
  return value instanceof Date ? value.toISOString() : value;
}
