import { type Expression, type SqlBool, sql } from 'kysely';
import { validate as isUuid } from 'uuid';
import { z } from 'zod';
import { countRows } from '../../database/count-rows.js';
import type { Database } from '../../database/database.js';
import { isOneOf } from '../../database/is-one-of.js';
import { recordset } from '../../database/recordset.js';
import type { WriteTransaction } from '../../database/write-door.js';
import { type Day, parseDay } from '../../shared/day.js';
import type { AccountId, ProductId, UserId } from '../../shared/ids.js';
import { decodeCursor, notOfThisList, type Page, type PageRequest, toPage } from '../../shared/page.js';
import type { Quantity } from './quantity.js';
import type { UsageDay, UsageFilter, UsageKey, UsageQuantities } from './usage.js';

const LIST = 'usage';

/** Quantities leave the database as texts and days without a time; neither may pass through a JavaScript number or Date. */
const COLUMNS = [
  ...([sql<string>`to_char(day, 'YYYY-MM-DD')`.as('onDay'), 'user_id as userId', 'product_id as productId'] as const),
  ...([sql<string | null>`trim_scale(used)::text`.as('usedText')] as const),
  ...([sql<string | null>`trim_scale(purchased)::text`.as('purchasedText'), 'updated_at as recordedAt'] as const),
] as const;

const TOLD = { userId: 'uuid', day: 'date', productId: 'uuid', used: 'numeric', purchased: 'numeric' } as const;

/** What recording did: days that were not told before, and days whose quantities became others. */
export interface RecordedCounts {
  readonly added: number;
  readonly replaced: number;
}

const counts = z.tuple([z.object({ added: z.number(), replaced: z.number() })]);

export class UsageRepository {
  constructor(private readonly database: Database) {}

  /**
   * Writes a whole list in one statement. What says nothing new is not touched. In the order of the primary key, so that
   * two calls wait for each other and never in a circle. The list names no day of a user and product twice.
   */
  async record(
    tx: WriteTransaction,
    accountId: AccountId,
    days: readonly (UsageKey & UsageQuantities)[],
  ): Promise<RecordedCounts> {
    const found = await tx.$queryRaw`
      WITH written AS (
        INSERT INTO usage_days AS u (account_id, user_id, day, product_id, used, purchased)
        SELECT ${accountId}::uuid, r."userId", r.day, r."productId", r.used, r.purchased
        FROM ${recordset(days, TOLD)}
        ORDER BY r."userId", r.day, r."productId"
        ON CONFLICT (account_id, user_id, day, product_id) DO UPDATE SET
          used = excluded.used, purchased = excluded.purchased, version = u.version + 1, updated_at = now()
        WHERE (u.used, u.purchased) IS DISTINCT FROM (excluded.used, excluded.purchased)
        RETURNING u.version
      )
      SELECT count(*) FILTER (WHERE version = 1)::int AS added, count(*) FILTER (WHERE version > 1)::int AS replaced
      FROM written`;
    return counts.parse(found)[0];
  }

  /** Newest day first. */
  async page(accountId: AccountId, request: PageRequest, filter: UsageFilter): Promise<Page<UsageDay>> {
    const after = keyAfter(request);
    const rows = await this.database.read(accountId, (db) => {
      let query = db
        .selectFrom('usage_days')
        .select(COLUMNS)
        .where('account_id', '=', accountId)
        .orderBy('day', 'desc')
        .orderBy('user_id', 'desc')
        .orderBy('product_id', 'desc')
        .limit(request.first + 1);
      for (const condition of [...conditions(filter), ...after]) query = query.where(condition);
      return query;
    });
    return toPage(rows, request, {
      item: toRecord,
      key: ({ onDay, userId, productId }) => [onDay, userId, productId],
      countTotal: () => countRows(this.database, accountId, { table: 'usage_days', conditions: conditions(filter) }),
      list: LIST,
    });
  }
}

/** @throws Failure INVALID on `after` when the cursor is not one of this list's */
function keyAfter({ after }: PageRequest): Expression<SqlBool>[] {
  if (after === undefined) return [];
  const [day, userId, productId] = decodeCursor(after, 3, LIST).map(String);
  if (!parseDay(day ?? '') || !isUuid(userId)) throw notOfThisList();
  return [sql<SqlBool>`(day, user_id, product_id) < (${day}::date, ${userId}::uuid, ${productId}::uuid)`];
}

function conditions({ userIds, productIds, from, to }: UsageFilter): Expression<SqlBool>[] {
  const list: Expression<SqlBool>[] = [];
  if (userIds) list.push(isOneOf('user_id', 'uuid', userIds));
  if (productIds) list.push(isOneOf('product_id', 'uuid', productIds));
  if (from) list.push(sql<SqlBool>`day >= ${from}::date`);
  if (to) list.push(sql<SqlBool>`day <= ${to}::date`);
  return list;
}

interface Row {
  readonly onDay: string;
  readonly userId: string;
  readonly productId: string;
  readonly usedText: string | null;
  readonly purchasedText: string | null;
  readonly recordedAt: Date;
}

function toRecord({ onDay, userId, productId, usedText, purchasedText, recordedAt }: Row): UsageDay {
  return {
    day: onDay as Day,
    userId: userId as UserId,
    productId: productId as ProductId,
    used: (usedText ?? undefined) as Quantity | undefined,
    purchased: (purchasedText ?? undefined) as Quantity | undefined,
    recordedAt,
  };
}
