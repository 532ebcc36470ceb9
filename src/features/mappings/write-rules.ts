import { FailureCode, type Problem } from '../../shared/failure.js';
import type { InstanceId, UserId } from '../../shared/ids.js';
import type { AuditAction } from '../audit/audit.js';
import type { NewEvent } from '../events/event.js';
import type { CompanyHolders } from './company-holders.js';
import type { Mapping } from './mapping.js';
import { auditOf, tellsSomething } from './mapping-audit.js';
import type { LockedSettings, MappingVersion } from './mapping-rows.repository.js';
import { ALREADY_MAPPED, archived, companyInUse, conflict, integrationOff } from './mapping-rules.js';

/** One mapping to be written, and how it is told. The mapping before is the one that was read. */
export interface MappingWrite {
  readonly before: Mapping | undefined;
  readonly after: Mapping;
  readonly action: AuditAction;
  readonly events: readonly NewEvent[];
  /** Whether a mapping that somebody else made meanwhile might have been moved, had it been seen. */
  readonly mayReplace: boolean;
  /** Where a caller named the user or mapping, and the company. */
  readonly fields: { readonly subject: readonly string[]; readonly company: readonly string[] };
}

export interface MappingWrites {
  /** The instance under which they were planned. */
  readonly instanceId: InstanceId;
  /** No two of one user. */
  readonly writes: readonly MappingWrite[];
}

/** What is going on while writes are judged for the last time. */
export interface Moment {
  readonly instanceId: InstanceId;
  readonly settings: LockedSettings;
  /** Of those who are to be mapped for the first time. */
  readonly archived: ReadonlySet<UserId>;
  readonly versions: ReadonlyMap<UserId, MappingVersion>;
  readonly holders: CompanyHolders;
}

/** Why a write that was fine when it was planned cannot be made now. Notes the company it takes. */
export function problemOf(write: MappingWrite, moment: Moment): Problem | undefined {
  const { before, after, fields } = write;
  if (moment.settings.instanceId !== moment.instanceId) return movedAway();
  if (after.isEnabled && !before?.isEnabled && !moment.settings.isEnabled) return integrationOff();
  if (moment.archived.has(after.userId)) return archived(fields.subject);
  const now = moment.versions.get(after.userId);
  if (!before && now) return mappedMeanwhile(write, now);
  if (before && (now?.id !== before.id || now.version !== before.version))
    return conflict(now?.version ?? 0).problems[0];
  const { connectWiseId, userId, sourceId, isShared } = after;
  if (connectWiseId === undefined || !comesToCompany(write)) return undefined;
  const isFree = moment.holders.take({ connectWiseId, userId, sourceId }, isShared);
  return isFree ? undefined : companyInUse(fields.company).problems[0];
}

function comesToCompany({ before, after }: MappingWrite): boolean {
  if (!before || (before.isShared && !after.isShared)) return true;
  return before.connectWiseId !== after.connectWiseId || before.instanceId !== after.instanceId;
}

/** What says nothing new is not written, so that its version and time of change stand. */
export function isChange(write: MappingWrite): boolean {
  const { before, after } = write;
  if (!before || tellsSomething(auditOf(before, after))) return true;
  const isSamePlace = before.instanceId === after.instanceId && before.returnsBy === after.returnsBy;
  return !isSamePlace || before.verifiedAt?.getTime() !== after.verifiedAt?.getTime();
}

export function mappedMeanwhile({ mayReplace, fields }: MappingWrite, { version }: MappingVersion): Problem {
  if (mayReplace) return conflict(version).problems[0];
  return { code: FailureCode.ALREADY_MAPPED, message: ALREADY_MAPPED, field: fields.subject };
}

function movedAway(): Problem {
  const message = 'The account moved to another ConnectWise system at this moment. Look it up there, and try again.';
  return { code: FailureCode.UNAVAILABLE, message, retryAfterSeconds: 1 };
}
