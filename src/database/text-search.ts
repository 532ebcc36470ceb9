import { type Expression, type SqlBool, sql } from 'kysely';
import { containsPattern } from './contains.js';

/** Where each table's texts are, which triggers keep in search keys. */
const TEXTS = {
  users: [sql.ref('users.name'), sql.ref('users.external_id')],
  mappings: [sql.ref('mappings.identifier'), sql.ref('mappings.company_name')],
} as const;

/**
 * Rows that hold a text, ignoring case. An index over keys of the texts finds them and some more; what they really hold
 * is compared again. Of the keys the planner has statistics; inside of COALESCE it guesses nothing of the comparison, for
 * which row-level security denies it them: it would think every longer text rare.
 *
 * The view alone names the account: said here as well, it would be one with what row-level security says of the table, and
 * as then nothing that is not leakproof would reach the index.
 */
export function holdsText(table: keyof typeof TEXTS, text: string): Expression<SqlBool> {
  const [one, other] = TEXTS[table];
  const pattern = containsPattern(text);
  return sql<SqlBool>`(${sql.ref(`${table}.id`)} in (
      select k.id from text_search k where k.subject = ${sql.lit(table)} and k.key like '%' || search_key(${text}) || '%')
    and coalesce(${one} ilike ${pattern} or ${other} ilike ${pattern}, false))`;
}
