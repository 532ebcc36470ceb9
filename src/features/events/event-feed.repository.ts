import { type Expression, type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../database/database.js';
import type { Sql } from '../../database/read-door.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { AccountId, SourceId } from '../../shared/ids.js';
import { decodeCursor, encodeCursor, notOfThisList, type Page, type PageRequest, toPage } from '../../shared/page.js';
import type { EventFilter, EventKind, EventRecord } from './event.js';

const LIST = 'events';
const position = z.int().min(0);
const factValues = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const isKept = sql<SqlBool>`occurred_at >= now() - interval '30 days'`;

interface FeedRequest {
  readonly request: PageRequest;
  readonly filter: EventFilter;
}

/**
 * Positions have no holes and commit in their order, so one statement that sees the newest position sees every event up
 * to it, and a reader has missed something exactly when the position behind its cursor was used and is gone.
 *
 * @throws Failure INVALID on `after` when the cursor is none of this account, or events behind it are gone
 */
export async function readFeed(
  database: Database,
  accountId: AccountId,
  { request, filter }: FeedRequest,
): Promise<Page<EventRecord>> {
  const after = request.after === undefined ? undefined : toPosition(request.after, accountId);
  const rows = await database.read(accountId, (db) =>
    pageQuery(db, accountId, { after, first: request.first, filter }),
  );
  const [feed] = rows;
  if (!feed) throw new Error('An account without a row has no events.');
  const newest = Number(feed.newest);
  // Nobody was given it: the database is an older copy, and what fills these positions now would be read over.
  if (after !== undefined && after > newest) throw notOfThisList();
  if (feed.is_behind_gone) throw tooOld(await oldestCursor(database, accountId));
  const page = toPage(rows.filter(isEvent), request, {
    list: LIST,
    item: (row) => toRecord(row, accountId),
    key: (row) => [Number(row.position), accountId],
    countTotal: () => count(database, accountId, filter),
  });
  // The last page ends where the feed ends, so that a reader that waits for rare events does not grow old meanwhile.
  return page.hasNextPage ? page : { ...page, endCursor: toCursor(newest, accountId) };
}

/** The cursor names the account as well: another account's positions mean nothing here. */
function toCursor(at: number, accountId: AccountId): string {
  return encodeCursor([at, accountId], LIST);
}

function toPosition(cursor: string, accountId: AccountId): number {
  const [at, account] = decodeCursor(cursor, 2, LIST);
  const parsed = position.safeParse(at);
  if (!parsed.success || account !== accountId) throw notOfThisList();
  return parsed.data;
}

function tooOld(oldest: string): Failure {
  const message = `Events behind this cursor are gone: they are kept for 30 days. The oldest cursor there is: ${oldest}`;
  return new Failure({ code: FailureCode.INVALID, message, field: ['after'] });
}

/** The position before the oldest event that is kept. */
function oldestStart(db: Sql, accountId: AccountId) {
  const first = db
    .selectFrom('events')
    .select(sql<string>`position - 1`.as('start'))
    .where('account_id', '=', accountId)
    .where(isKept)
    .orderBy('occurred_at')
    .orderBy('position')
    .limit(1);
  const newest = db.selectFrom('accounts').select('last_position').where('id', '=', accountId);
  return sql<string>`coalesce(${first}, ${newest})`;
}

async function oldestCursor(database: Database, accountId: AccountId): Promise<string> {
  const [row] = await database.read(accountId, (db) => db.selectNoFrom(oldestStart(db, accountId).as('start')));
  return toCursor(Number(row?.start), accountId);
}

interface PageQuery {
  readonly after: number | undefined;
  readonly first: number;
  readonly filter: EventFilter;
}

function pageQuery(db: Sql, accountId: AccountId, { after, first, filter }: PageQuery) {
  const start = after === undefined ? oldestStart(db, accountId) : sql<string>`${after}::bigint`;
  return db
    .with('feed', (cte) =>
      cte
        .selectFrom('accounts')
        .select(['last_position', start.as('start')])
        .where('id', '=', accountId),
    )
    .with('page', (cte) => {
      let query = cte
        .selectFrom('events')
        .select(['position', 'kind', 'source_id', 'subject_kind', 'subject_id', 'facts', 'occurred_at'])
        .where('account_id', '=', accountId)
        .where('position', '>', after === undefined ? sql<string>`(select start from feed)` : String(after))
        .orderBy('position')
        .limit(first + 1);
      for (const condition of conditions(filter)) query = query.where(condition);
      return query;
    })
    .selectFrom('feed')
    .leftJoin('page', (join) => join.onTrue())
    .selectAll('page')
    .select(['feed.last_position as newest', isBehindGone(db, accountId).as('is_behind_gone')])
    .orderBy('page.position');
}

function isBehindGone(db: Sql, accountId: AccountId) {
  const next = db
    .selectFrom('events')
    .select('position')
    .where('account_id', '=', accountId)
    .where('position', '=', sql<string>`feed.start + 1`)
    .where(isKept);
  return sql<boolean>`feed.start < feed.last_position and not exists (${next})`;
}

async function count(database: Database, accountId: AccountId, filter: EventFilter): Promise<number> {
  const [row] = await database.read(accountId, (db) => {
    let query = db
      .selectFrom('events')
      .select(({ fn }) => fn.countAll<string>().as('total'))
      .where('account_id', '=', accountId)
      .where('position', '>', oldestStart(db, accountId));
    for (const condition of conditions(filter)) query = query.where(condition);
    return query;
  });
  return Number(row?.total ?? 0);
}

function conditions({ kinds, subjectIds, from, sourceId }: EventFilter): Expression<SqlBool>[] {
  return [
    ...(kinds ? [sql<SqlBool>`kind = any(${[...kinds]})`] : []),
    ...(subjectIds ? [sql<SqlBool>`subject_id = any(${[...subjectIds]}::uuid[])`] : []),
    ...(from ? [sql<SqlBool>`occurred_at >= ${from}`] : []),
    ...(sourceId ? [sql<SqlBool>`source_id = ${sourceId}`] : []),
  ];
}

interface EventRow {
  readonly position: string;
  readonly kind: string;
  readonly source_id: string | null;
  readonly subject_kind: string | null;
  readonly subject_id: string | null;
  readonly facts: unknown;
  readonly occurred_at: Date;
}

type Nullable<Row> = { readonly [Key in keyof Row]: Row[Key] | null };

/** An empty page is one row too, of the feed alone. */
function isEvent<Row extends Nullable<EventRow>>(row: Row): row is Row & EventRow {
  return row.position !== null;
}

function toRecord(row: EventRow, accountId: AccountId): EventRecord {
  return {
    cursor: toCursor(Number(row.position), accountId),
    kind: row.kind as EventKind,
    sourceId: (row.source_id as SourceId | null) ?? undefined,
    subject: row.subject_kind && row.subject_id ? { kind: row.subject_kind, id: row.subject_id } : undefined,
    facts: Object.entries(factValues.parse(row.facts)).map(([name, value]) => ({
      name,
      value: value === null ? null : String(value),
    })),
    occurredAt: row.occurred_at,
  };
}
