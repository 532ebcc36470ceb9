import type { Database } from '../../database/database.js';
import { Prisma } from '../../database/generated/client/client.js';
import { recordset } from '../../database/recordset.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId } from '../../shared/ids.js';
import type { Page, PageRequest } from '../../shared/page.js';
import type { EventFilter, EventRecord, NewEvent } from './event.js';
import { readFeed } from './event-feed.repository.js';

const COLUMNS = {
  ...{ position: 'bigint', kind: 'text', source_id: 'uuid', subject_kind: 'text', subject_id: 'uuid', facts: 'jsonb' },
} as const;

export class EventRepository {
  constructor(private readonly database: Database) {}

  /** Oldest first, in the order of commit. */
  page(accountId: AccountId, request: PageRequest, filter: EventFilter): Promise<Page<EventRecord>> {
    return readFeed(this.database, accountId, { request, filter });
  }

  /**
   * Takes the next positions of the account under its row's lock, which is held until commit: whoever reads up to a
   * position has seen all before it, and none can commit late behind it.
   */
  async append(tx: WriteTransaction, accountId: AccountId, events: readonly NewEvent[]): Promise<void> {
    const { lastPosition } = await tx.account.update({
      where: { id: accountId },
      data: { lastPosition: { increment: events.length } },
      select: { lastPosition: true },
    });
    const first = lastPosition - BigInt(events.length) + 1n;
    const rows = events.map(({ kind, sourceId, subject, facts = {} }, index) => ({
      ...{ position: String(first + BigInt(index)), kind, source_id: sourceId },
      ...{ subject_kind: subject?.kind, subject_id: subject?.id, facts },
    }));
    await tx.$executeRaw`
      INSERT INTO events (account_id, position, kind, source_id, subject_kind, subject_id, facts)
      SELECT ${accountId}::uuid, r.*
      FROM ${recordset(rows, COLUMNS)}`;
    await this.removeOld(tx, accountId, 2 * events.length);
  }

  /** @returns how many went */
  removeOld(tx: WriteTransaction, accountId: AccountId, most: number): Promise<number> {
    return tx.$executeRaw(removeOld(accountId, most));
  }
}

/**
 * Twice as many as were appended at most, so that no append is slow and a feed that goes on catches up. Nothing but an
 * unbroken row from the oldest on: a hole would be read over.
 */
function removeOld(accountId: AccountId, most: number): Prisma.Sql {
  return Prisma.sql`
    DELETE FROM events WHERE account_id = ${accountId}::uuid AND position IN (
      SELECT position FROM (
        SELECT position, bool_and(occurred_at < now() - interval '30 days') OVER (ORDER BY position) AS is_old
        FROM (
          SELECT position, occurred_at FROM events WHERE account_id = ${accountId}::uuid ORDER BY position LIMIT ${most}
        ) oldest
      ) head
      WHERE is_old)`;
}
