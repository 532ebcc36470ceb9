import { type Expression, type SqlBool, sql } from 'kysely';

/** One value is compared as one: only then are its rows read in the order of an index and not sorted. */
export function isOneOf(
  column: string,
  type: 'text' | 'uuid' | 'date' | 'job_kind' | 'job_status',
  values: readonly string[],
): Expression<SqlBool> {
  return values.length === 1
    ? sql<SqlBool>`${sql.ref(column)} = ${values[0]}::${sql.raw(type)}`
    : sql<SqlBool>`${sql.ref(column)} = any(${[...values]}::${sql.raw(type)}[])`;
}
