import { validate as isUuid } from 'uuid';
import { z } from 'zod';
import { Roles } from '../../graphql/authorization.js';
import { type DownloadRoute, datedName, type FileRoute } from '../../graphql/files/file-route.js';
import { parseGlobalId, toGlobalId } from '../../graphql/node.js';
import { ActorKind } from '../../shared/caller.js';
import type { Clock } from '../../shared/clock.js';
import { newId } from '../../shared/ids.js';
import { writeLines } from '../../shared/ndjson.js';
import { AuditAction, type AuditRecord } from './audit.js';
import type { ExportAudit } from './export-audit.js';

interface Services {
  readonly exportAudit: ExportAudit;
  readonly clock: Clock;
}

const instant = z.iso
  .datetime({ offset: true, message: 'Give a time such as 2026-01-31T00:00:00Z.' })
  .transform((text) => new Date(text));
/** An id that is none of ours finds nothing, as any other unknown one does. */
const id = z.string().transform((text) => parseGlobalId(text)?.id ?? (isUuid(text) ? text : newId<string>()));
const query = z.strictObject({
  from: instant.optional(),
  to: instant.optional(),
  actor: id.optional(),
  subject: id.optional(),
  action: z.enum(AuditAction, 'There is no such action.').optional(),
});

/** The audit trail, as lines of JSON. */
export function auditFileRoutes({ exportAudit, clock }: Services): readonly FileRoute[] {
  const giveTrail: DownloadRoute<z.infer<typeof query>> = {
    kind: 'download',
    path: '/files/audit/export',
    operation: 'exportAudit',
    roles: Roles.administrate,
    query,
    format: 'ndjson',
    fileName: () => datedName('audit', clock.now(), 'ndjson'),
    send(caller, { query: { actor: actorId, subject: subjectId, ...rest } }) {
      return writeLines(texts(exportAudit.records(caller, { ...rest, actorId, subjectId })));
    },
  };
  return [giveTrail];
}

async function* texts(records: AsyncIterable<AuditRecord>): AsyncGenerator<string, void> {
  for await (const record of records) yield toText(record);
}

function toText({ id, actorKind, actorId, actorName, actorSubject, subject, ...record }: AuditRecord): string {
  const isToken = actorKind === ActorKind.TOKEN && actorId !== undefined;
  return JSON.stringify({
    id: toGlobalId('AuditEvent', id),
    occurredAt: record.occurredAt.toISOString(),
    action: record.action,
    actor: {
      ...{ kind: actorKind, id: isToken ? toGlobalId('AccessToken', actorId) : (actorId ?? null), name: actorName },
      // What the issuer calls a person: the one thing that tells who it was when names change, or are erased.
      ...(actorSubject !== undefined && { subject: actorSubject }),
    },
    subject: subject ? { kind: subject.kind, id: toGlobalId(subject.kind, subject.id) } : null,
    changes: record.changes,
    requestId: record.requestId,
  });
}
