import { type Expression, type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../database/database.js';
import { isOneOf } from '../../database/is-one-of.js';
import { newestFirst } from '../../database/newest-first.js';
import type { Month } from '../../shared/calendar.js';
import type { Day } from '../../shared/day.js';
import { FailureCode } from '../../shared/failure.js';
import type { AccountId, JobId, SpamDeliveryId, UserId } from '../../shared/ids.js';
import type { Page, PageRequest } from '../../shared/page.js';
import { SpamLanguage, SpamRoute } from '../spam-settings/spam-settings.js';
import { type DeliveryFilter, DeliveryState, SkipReason, type SpamDelivery } from './delivery.js';
import { remoteShape } from './record.js';

/** All but what may be large. */
const COLUMNS = [
  ...([
    'id',
    'job_id as jobId',
    'user_id as userId',
    'route',
    'language',
    'state',
    'reason',
    'subject',
    'remote',
  ] as const),
  ...(['file_name as fileName', 'failure_code as failureCode', 'failure_message as failureMessage'] as const),
  ...(['created_at as createdAt', 'ended_at as endedAt'] as const),
  sql<string>`to_char(month, 'YYYY-MM')`.as('month'),
  sql<string>`to_char(as_of, 'YYYY-MM-DD')`.as('asOf'),
] as const;

/** What of a delivery may be large. */
export type ContentColumn = 'text' | 'csv' | 'figures';

/** What a delivery has in such a column; it is left out where all that was asked for together is too much. */
export type Content<Value> = { readonly value: Value | undefined } | { readonly isLeftOut: true };

/** Bytes that one look-up answers, and one delivery above it. */
const MOST_BYTES = 8 * 1_048_576;

/** Deliveries as they are read. */
export class DeliveryRepository {
  constructor(private readonly database: Database) {}

  async find(accountId: AccountId, ids: readonly SpamDeliveryId[]): Promise<SpamDelivery[]> {
    const rows = await this.database.read(accountId, (db) =>
      db
        .selectFrom('spam_deliveries')
        .select(COLUMNS)
        .where('account_id', '=', accountId)
        .where(isOneOf('id', 'uuid', ids)),
    );
    return rows.map(toRecord);
  }

  page(accountId: AccountId, request: PageRequest, filter: DeliveryFilter): Promise<Page<SpamDelivery>> {
    return newestFirst(this.database, {
      accountId,
      request,
      name: 'spamDeliveries',
      table: 'spam_deliveries',
      columns: (db) => db.selectFrom('spam_deliveries').select(COLUMNS),
      conditions: conditions(filter),
      item: toRecord,
    });
  }

  /** One of the columns that may be large, of as many deliveries as a look-up answers. */
  async contents(
    accountId: AccountId,
    column: ContentColumn,
    ids: readonly SpamDeliveryId[],
  ): Promise<ReadonlyMap<SpamDeliveryId, Content<unknown>>> {
    const content = sql.ref(column);
    const rows = await this.database.read(accountId, (db) =>
      sql<{ id: SpamDeliveryId; value: unknown; isLeftOut: boolean }>`
        SELECT id::text, before >= ${MOST_BYTES} AS "isLeftOut", CASE WHEN before < ${MOST_BYTES} THEN content END AS value
        FROM (
          SELECT id, ${content} AS content,
            sum(octet_length(${content}::text)) OVER (ORDER BY id) - octet_length(${content}::text) AS before
          FROM spam_deliveries
          WHERE account_id = ${accountId}::uuid AND ${isOneOf('id', 'uuid', ids)} AND ${content} IS NOT NULL) AS sized`.compile(
        db,
      ),
    );
    return new Map(rows.map(({ id, value, isLeftOut }) => [id, isLeftOut ? { isLeftOut } : { value }]));
  }
}

function conditions({ userIds, states, routes, months, jobId }: DeliveryFilter): Expression<SqlBool>[] {
  const list: Expression<SqlBool>[] = [];
  if (userIds) list.push(isOneOf('user_id', 'uuid', userIds));
  if (states) list.push(isOneOf('state', 'text', states));
  if (routes) list.push(isOneOf('route', 'text', routes));
  if (months) list.push(isOneOf('month', 'date', months));
  if (jobId) list.push(sql<SqlBool>`job_id = ${jobId}::uuid`);
  return list;
}

interface Row {
  readonly id: string;
  readonly jobId: string;
  readonly userId: string;
  readonly month: string;
  readonly asOf: string;
  readonly route: string;
  readonly language: string | null;
  readonly state: string;
  readonly reason: string | null;
  readonly failureCode: string | null;
  readonly failureMessage: string | null;
  readonly subject: string | null;
  readonly fileName: string | null;
  readonly remote: unknown;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

const rowShape = z.object({
  route: z.enum(SpamRoute),
  language: z.enum(SpamLanguage).nullable(),
  state: z.enum(DeliveryState),
  reason: z.enum(SkipReason).nullable(),
  failureCode: z.enum(FailureCode).nullable(),
});

function toRecord(row: Row): SpamDelivery {
  const { route, language, state, reason, failureCode: code } = rowShape.parse(row);
  return {
    ...{ id: row.id as SpamDeliveryId, jobId: row.jobId as JobId, userId: row.userId as UserId },
    ...{ month: row.month as Month, asOf: row.asOf as Day, route, language: language ?? undefined, state },
    reason: reason ?? undefined,
    failure: code === null ? undefined : { code, message: row.failureMessage ?? '' },
    subject: row.subject ?? undefined,
    fileName: row.fileName ?? undefined,
    remote: remoteShape.parse(row.remote ?? {}),
    createdAt: row.createdAt,
    endedAt: row.endedAt ?? undefined,
  };
}
