import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { AccountId, UserId } from '../../shared/ids.js';
import type { Section } from './sections.js';

export interface RecordPage {
  /** Each a JSON text as the database makes it: no number loses a digit on the way. */
  readonly texts: readonly string[];
  /** The key behind which the next page begins; undefined when this is the last one. */
  readonly end: readonly string[] | undefined;
}

const MOST = 500;

/** Rows of users from any table, as they are. */
export class UserRecordsRepository {
  constructor(private readonly database: Database) {}

  async page(
    accountId: AccountId,
    { userId, section, after }: { userId: UserId; section: Section; after: readonly string[] | undefined },
  ): Promise<RecordPage> {
    const { kind, from, where, key, beside, most = MOST } = section;
    const columns = sql.raw(key.map(([column]) => column).join(', '));
    const fill = (text: string): RawBuilder<unknown> => filled(text, { account: accountId, user: userId });
    const behind = after
      ? sql`and (${columns}) > (${sql.join(key.map(([, type], at) => typed(after[at], type)))})`
      : sql``;
    const rows = await this.database.read(accountId, (db) =>
      sql<{ text: string; key: string[] }>`
        select jsonb_build_object('kind', ${kind}::text, 'data',
            (to_jsonb(t) - 'account_id') || ${beside ? sql.raw(beside) : sql`'{}'::jsonb`})::text as text,
          array[${sql.raw(key.map(([column]) => `${column}::text`).join(', '))}] as key
        from ${sql.raw(from)}
        where t.account_id = ${accountId} and ${fill(where)} ${behind}
        order by ${columns} limit ${most}`.compile(db),
    );
    return { texts: rows.map(({ text }) => text), end: rows.length === most ? rows.at(-1)?.key : undefined };
  }
}

function typed(value: string | undefined, type: string): RawBuilder<unknown> {
  return sql`${value}::${sql.raw(type)}`;
}

/** The parts of a text with the ids between them, as parameters. */
function filled(text: string, ids: Readonly<Record<string, string>>): RawBuilder<unknown> {
  const parts = text.split(/\$(account|user)\b/);
  return sql.join(
    parts.map((part, at) => (at % 2 === 0 ? sql.raw(part) : sql`${ids[part]}::uuid`)),
    sql``,
  );
}
