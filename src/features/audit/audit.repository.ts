import { sql } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../database/database.js';
import { newestFirst } from '../../database/newest-first.js';
import { recordset } from '../../database/recordset.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import { type AccountId, type AuditEventId, newId } from '../../shared/ids.js';
import type { Page, PageRequest } from '../../shared/page.js';
import type { AuditAction, AuditEntry, AuditFilter, AuditRecord } from './audit.js';

const changeList = z.array(
  z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
);

const COLUMNS = {
  ...{ id: 'uuid', action: 'text', subject_kind: 'text', subject_id: 'uuid', user_id: 'uuid' },
  ...{ changes: 'jsonb', personal_changes: 'jsonb' },
} as const;

export class AuditRepository {
  constructor(private readonly database: Database) {}

  /** One statement however many: a bulk call leaves a thousand at once. */
  async insert(tx: WriteTransaction, { accountId, actor, requestId }: Caller, entries: readonly AuditEntry[]) {
    const rows = entries.map(({ action, subject, userId, changes = [], personal = [] }) => ({
      ...{ id: newId<AuditEventId>(), action, subject_kind: subject?.kind, subject_id: subject?.id },
      user_id: subject?.kind === 'User' ? subject.id : userId,
      ...{ changes, personal_changes: personal.length > 0 ? personal : undefined },
    }));
    await tx.$executeRaw`
      INSERT INTO audit_events (account_id, actor_kind, actor_id, actor_name, actor_subject, request_id,
        id, action, subject_kind, subject_id, user_id, changes, personal_changes)
      SELECT ${accountId}::uuid, ${actor.kind}::actor_kind, ${actor.id ?? null}::uuid, ${actor.name},
        ${actor.subject ?? null}, ${requestId}, r.*
      FROM ${recordset(rows, COLUMNS)}`;
  }

  async find(accountId: AccountId, ids: readonly AuditEventId[]): Promise<AuditRecord[]> {
    const rows = await this.database.read(accountId, (db) =>
      db.selectFrom('audit_events').selectAll().where('account_id', '=', accountId).where('id', 'in', ids),
    );
    return rows.map(toRecord);
  }

  page(accountId: AccountId, request: PageRequest, filter: AuditFilter): Promise<Page<AuditRecord>> {
    return newestFirst(this.database, {
      accountId,
      request,
      name: 'auditEvents',
      table: 'audit_events',
      columns: (db) => db.selectFrom('audit_events').selectAll(),
      conditions: conditions(filter),
      item: toRecord,
    });
  }
}

function conditions(filter: AuditFilter) {
  return [
    ...(filter.actions ? [sql<boolean>`action = any(${[...filter.actions]})`] : []),
    ...(filter.subjectId ? [sql<boolean>`subject_id = ${filter.subjectId}`] : []),
    ...(filter.from ? [sql<boolean>`occurred_at >= ${filter.from}`] : []),
    ...(filter.to ? [sql<boolean>`occurred_at < ${filter.to}`] : []),
  ];
}

export interface AuditRow {
  readonly id: string;
  readonly action: string;
  readonly actor_kind: AuditRecord['actorKind'];
  readonly actor_id: string | null;
  readonly actor_name: string;
  readonly actor_subject: string | null;
  readonly subject_kind: string | null;
  readonly subject_id: string | null;
  readonly changes: unknown;
  readonly personal_changes: unknown;
  readonly request_id: string;
  readonly occurred_at: Date;
}

export function toRecord(row: AuditRow): AuditRecord {
  const personal = row.personal_changes === null ? [] : changeList.parse(row.personal_changes);
  return {
    id: row.id,
    action: row.action as AuditAction,
    actorKind: row.actor_kind,
    actorId: row.actor_id ?? undefined,
    actorName: row.actor_name,
    actorSubject: row.actor_subject ?? undefined,
    subject: row.subject_kind && row.subject_id ? { kind: row.subject_kind, id: row.subject_id } : undefined,
    changes: [...changeList.parse(row.changes), ...personal],
    requestId: row.request_id,
    occurredAt: row.occurred_at,
  };
}
