import { type Expression, type SqlBool } from 'kysely';
import { countRows } from '../../database/count-rows.js';
import type { Database } from '../../database/database.js';
import { isOneOf } from '../../database/is-one-of.js';
import { newestFirst } from '../../database/newest-first.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, NotificationId, SourceId, TicketId, UserId } from '../../shared/ids.js';
import type { Page, PageRequest } from '../../shared/page.js';
import type {
  Notification,
  NotificationFilter,
  NotificationHold,
  NotificationSeverity,
  NotificationState,
  ResolvedBy,
} from './notification.js';

const COLUMNS = [
  ...(['id', 'source_id as sourceId', 'key', 'user_id as userId', 'kind', 'severity', 'title', 'body'] as const),
  ...(['occurred_at as occurredAt', 'occurrences', 'state', 'hold', 'failure_code as failureCode'] as const),
  ...(['failure_message as failureMessage', 'due_at as dueAt', 'resolved_at as resolvedAt'] as const),
  ...(['resolved_by as resolvedBy', 'resolution', 'ticket_id as ticketId'] as const),
  ...(['created_at as createdAt', 'updated_at as updatedAt'] as const),
] as const;

export class NotificationRepository {
  constructor(private readonly database: Database) {}

  async find(accountId: AccountId, ids: readonly NotificationId[]): Promise<Notification[]> {
    if (ids.length === 0) return [];
    const rows = await this.database.read(accountId, (db) =>
      db
        .selectFrom('notifications')
        .select(COLUMNS)
        .where('account_id', '=', accountId)
        .where(isOneOf('id', 'uuid', ids)),
    );
    return rows.map(toRecord);
  }

  page(accountId: AccountId, request: PageRequest, filter: NotificationFilter): Promise<Page<Notification>> {
    return newestFirst(this.database, {
      accountId,
      request,
      name: 'notifications',
      table: 'notifications',
      columns: (db) => db.selectFrom('notifications').select(COLUMNS),
      conditions: conditions(filter),
      item: toRecord,
    });
  }

  count(accountId: AccountId, filter: NotificationFilter): Promise<number> {
    return countRows(this.database, accountId, { table: 'notifications', conditions: conditions(filter) });
  }

  /** Has those that failed tried at once, what is over and could not be told so too; all of them when none are named. Answers which. */
  async retry(
    tx: WriteTransaction,
    accountId: AccountId,
    ids: readonly NotificationId[] | undefined,
  ): Promise<NotificationId[]> {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      UPDATE notifications SET state = CASE WHEN is_open THEN 'WAITING' ELSE state END, tries = 0, due_at = now(),
        version = version + 1, updated_at = now()
      WHERE account_id = ${accountId}::uuid
        AND (state = 'FAILED' OR state = 'RESOLVED' AND due_at IS NOT NULL AND failure_code IS NOT NULL)
        AND (${ids === undefined} OR id = ANY (${[...(ids ?? [])]}::uuid[]))
      RETURNING id::text`;
    return rows.map(({ id }) => id as NotificationId);
  }
}

function conditions({ states, severities, kinds, userIds }: NotificationFilter): Expression<SqlBool>[] {
  const list: Expression<SqlBool>[] = [];
  if (states) list.push(isOneOf('state', 'text', states));
  if (severities) list.push(isOneOf('severity', 'text', severities));
  if (kinds) list.push(isOneOf('kind', 'text', kinds));
  if (userIds) list.push(isOneOf('user_id', 'uuid', userIds));
  return list;
}

interface Row {
  readonly id: string;
  readonly sourceId: string;
  readonly key: string;
  readonly userId: string | null;
  readonly kind: string;
  readonly severity: string;
  readonly title: string;
  readonly body: string;
  readonly occurredAt: Date;
  readonly occurrences: number;
  readonly state: string;
  readonly hold: string | null;
  readonly failureCode: string | null;
  readonly failureMessage: string | null;
  readonly dueAt: Date | null;
  readonly resolvedAt: Date | null;
  readonly resolvedBy: string | null;
  readonly resolution: string | null;
  readonly ticketId: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Texts that the database holds to their lists. */
function toRecord({ failureCode, failureMessage, dueAt, ...row }: Row): Notification {
  const state = row.state as NotificationState;
  const failure = {
    code: failureCode ?? '',
    message: failureMessage ?? '',
    nextTryAt: dueAt ?? undefined,
  };
  return {
    ...row,
    id: row.id as NotificationId,
    sourceId: row.sourceId as SourceId,
    userId: (row.userId ?? undefined) as UserId | undefined,
    severity: row.severity as NotificationSeverity,
    state,
    isDue: dueAt !== null,
    hold: (row.hold ?? undefined) as NotificationHold | undefined,
    // What is over may still fail to tell its ticket so.
    failure: state === 'FAILED' || (state === 'RESOLVED' && dueAt && failureCode) ? failure : undefined,
    resolvedAt: row.resolvedAt ?? undefined,
    resolvedBy: (row.resolvedBy ?? undefined) as ResolvedBy | undefined,
    resolution: row.resolution ?? undefined,
    ticketId: (row.ticketId ?? undefined) as TicketId | undefined,
  };
}
