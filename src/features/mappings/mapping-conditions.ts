import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { MappingProblem, VerificationStatus } from './mapping.js';

/**
 * Enums cannot be looked up in an index under row-level security, but nulls can: these ask for the columns by which the
 * standing shows as well. Constraints of the database hold them to it.
 */
const STANDING = {
  UNVERIFIED: (table) => sql`${column(table, 'verified_at')} is null`,
  VERIFIED: (table) => sql`(${column(table, 'verified_at')} is not null and ${column(table, 'problem')} is null)`,
  BROKEN: (table) => sql`${column(table, 'problem')} is not null`,
} as const satisfies Record<VerificationStatus, (table: string) => RawBuilder<unknown>>;

function column(table: string, name: string): RawBuilder<unknown> {
  return sql.ref(`${table}.${name}`);
}

/** Whether a row of mappings, under this name, has one of these standings. */
export function hasVerification(table: string, statuses: readonly VerificationStatus[]): RawBuilder<SqlBool> {
  if (statuses.length === 0) return sql<SqlBool>`false`;
  const each = statuses.map((status) => STANDING[status](table));
  return sql<SqlBool>`(${sql.join(each, sql` or `)})`;
}

/** Whether it is broken by one of these. */
export function hasProblem(table: string, problems: readonly MappingProblem[]): RawBuilder<SqlBool> {
  const problem = column(table, 'problem');
  return sql<SqlBool>`(${problem} is not null and ${problem} = any(${[...problems]}::mapping_problem[]))`;
}
