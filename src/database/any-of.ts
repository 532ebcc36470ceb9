import { type RawBuilder, type SqlBool, sql } from 'kysely';

/**
 * Whether a column holds one of these values of an enum, spelled out one by one: the indexes that serve enums under
 * row-level security are for one value each, and are recognised in this form only.
 */
export function anyOf(column: string, values: readonly string[]): RawBuilder<SqlBool> {
  if (values.length === 0) return sql<SqlBool>`false`;
  const name = sql.ref(column);
  const each = values.map((value) => sql`${name} = ${sql.lit(value)}`);
  return sql<SqlBool>`(${sql.join(each, sql` or `)})`;
}
