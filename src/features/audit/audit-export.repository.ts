import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { AccountId } from '../../shared/ids.js';
import type { AuditAction, AuditRecord } from './audit.js';
import { type AuditRow, toRecord } from './audit.repository.js';

/** What of the trail is wanted; all given conditions hold. */
export interface AuditExportFilter {
  readonly from?: Date | undefined;
  /** Not included. */
  readonly to: Date;
  readonly actorId?: string | undefined;
  /** What was changed, or the user whom the change concerns. */
  readonly subjectId?: string | undefined;
  readonly action?: AuditAction | undefined;
}

/** Where a page ended, whether its last row was wanted or not. */
export interface AuditPlace {
  readonly occurredAt: Date;
  readonly id: string;
}

export interface AuditSlice {
  readonly records: readonly AuditRecord[];
  /** Undefined when nothing is behind it. */
  readonly end: AuditPlace | undefined;
}

export class AuditExportRepository {
  constructor(private readonly database: Database) {}

  /**
   * The wanted ones among the next rows by time. It is the rows looked at that are counted, so that a statement takes
   * no longer for wanting few of many.
   */
  async slice(
    accountId: AccountId,
    { filter, after, most }: { filter: AuditExportFilter; after: AuditPlace | undefined; most: number },
  ): Promise<AuditSlice> {
    const { from, to, subjectId } = filter;
    // The trail of one subject is short and has indexes of its own; the whole trail is walked by time.
    const ofSubject = subjectId && sql`and (subject_id = ${subjectId}::uuid or user_id = ${subjectId}::uuid)`;
    const rows = await this.database.read(accountId, (db) =>
      sql<ExportRow>`
        select w.*, ${isWanted(filter)} as "isWanted" from (
          select * from audit_events
          where account_id = ${accountId} and occurred_at < ${to}
            ${from ? sql`and occurred_at >= ${from}` : sql``} ${ofSubject ?? sql``}
            ${after ? sql`and (occurred_at, id) > (${after.occurredAt}, ${after.id}::uuid)` : sql``}
          order by occurred_at, id limit ${most}
        ) as w order by occurred_at, id`.compile(db),
    );
    const last = rows.length === most ? rows.at(-1) : undefined;
    return {
      records: rows.filter((row) => row.isWanted).map(toRecord),
      end: last && { occurredAt: last.occurred_at, id: last.id },
    };
  }
}

interface ExportRow extends AuditRow {
  readonly isWanted: boolean;
}

function isWanted({ actorId, action }: AuditExportFilter) {
  const conditions = [
    ...(actorId === undefined ? [] : [sql`coalesce(actor_id = ${actorId}::uuid, false)`]),
    ...(action === undefined ? [] : [sql`action = ${action}`]),
  ];
  return conditions.length > 0 ? sql`(${sql.join(conditions, sql` and `)})` : sql`true`;
}
