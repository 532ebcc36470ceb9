import type { ActorKind } from '../../shared/caller.js';
import type { UserId } from '../../shared/ids.js';

/** Everything that is recorded. A value is never renamed: rows hold it for years. */
export const AuditAction = {
  ACCOUNT_CREATED: 'ACCOUNT_CREATED',
  ACCOUNT_SUSPENDED: 'ACCOUNT_SUSPENDED',
  ACCOUNT_RESUMED: 'ACCOUNT_RESUMED',
  TOKEN_CREATED: 'TOKEN_CREATED',
  TOKEN_REVOKED: 'TOKEN_REVOKED',
  SIGN_IN_REFUSED: 'SIGN_IN_REFUSED',
  OPERATION_DENIED: 'OPERATION_DENIED',
  SETTINGS_SAVED: 'SETTINGS_SAVED',
  INTEGRATION_ENABLED: 'INTEGRATION_ENABLED',
  INTEGRATION_DISABLED: 'INTEGRATION_DISABLED',
  INSTANCE_CHANGED: 'INSTANCE_CHANGED',
  INTEGRATION_PAUSED: 'INTEGRATION_PAUSED',
  INTEGRATION_RESUMED: 'INTEGRATION_RESUMED',
  WORK_HELD: 'WORK_HELD',
  WORK_RESUMED: 'WORK_RESUMED',
  SEALED_KEYS_RESET: 'SEALED_KEYS_RESET',
  SOURCE_CREATED: 'SOURCE_CREATED',
  USER_CREATED: 'USER_CREATED',
  USER_CHANGED: 'USER_CHANGED',
  USER_ARCHIVED: 'USER_ARCHIVED',
  USER_REOPENED: 'USER_REOPENED',
  USER_IGNORED: 'USER_IGNORED',
  USER_NO_LONGER_IGNORED: 'USER_NO_LONGER_IGNORED',
  COMPANY_MAPPED: 'COMPANY_MAPPED',
  COMPANY_UNMAPPED: 'COMPANY_UNMAPPED',
  MAPPING_ENABLED: 'MAPPING_ENABLED',
  MAPPING_DISABLED: 'MAPPING_DISABLED',
  MAPPING_VERIFIED: 'MAPPING_VERIFIED',
  MAPPING_DRIFTED: 'MAPPING_DRIFTED',
  DRIFT_RESOLVED: 'DRIFT_RESOLVED',
  DRIFT_IGNORED: 'DRIFT_IGNORED',
  SUGGESTION_ACCEPTED: 'SUGGESTION_ACCEPTED',
  SUGGESTION_DISMISSED: 'SUGGESTION_DISMISSED',
  SUGGESTION_REOPENED: 'SUGGESTION_REOPENED',
  MATCHING_SETTINGS_SAVED: 'MATCHING_SETTINGS_SAVED',
  NOTIFICATIONS_RAISED: 'NOTIFICATIONS_RAISED',
  NOTIFICATIONS_RESOLVED: 'NOTIFICATIONS_RESOLVED',
  NOTIFICATIONS_RETRIED: 'NOTIFICATIONS_RETRIED',
  TICKETING_SETTINGS_SAVED: 'TICKETING_SETTINGS_SAVED',
  TICKET_ATTACHED: 'TICKET_ATTACHED',
  TICKET_OVERRIDE_SAVED: 'TICKET_OVERRIDE_SAVED',
  TICKET_OVERRIDE_REMOVED: 'TICKET_OVERRIDE_REMOVED',
  TICKET_TEMPLATES_CHECKED: 'TICKET_TEMPLATES_CHECKED',
  TICKET_OPENED: 'TICKET_OPENED',
  TICKET_CLOSED: 'TICKET_CLOSED',
  TICKET_CLOSED_BY_PERSON: 'TICKET_CLOSED_BY_PERSON',
  TICKET_REOPENED_BY_PERSON: 'TICKET_REOPENED_BY_PERSON',
  TICKET_TAKEN_OVER: 'TICKET_TAKEN_OVER',
  TICKET_MERGED: 'TICKET_MERGED',
  TICKET_DELETED: 'TICKET_DELETED',
  CALLBACKS_REPAIRED: 'CALLBACKS_REPAIRED',
  PRODUCT_CREATED: 'PRODUCT_CREATED',
  PRODUCT_CHANGED: 'PRODUCT_CHANGED',
  USAGE_RECORDED: 'USAGE_RECORDED',
  SPAM_STATISTICS_RECORDED: 'SPAM_STATISTICS_RECORDED',
  SPAM_SETTINGS_SAVED: 'SPAM_SETTINGS_SAVED',
  SPAM_OVERRIDE_SAVED: 'SPAM_OVERRIDE_SAVED',
  SPAM_OVERRIDE_REMOVED: 'SPAM_OVERRIDE_REMOVED',
  SPAM_REPORT_SENT: 'SPAM_REPORT_SENT',
  SPAM_REPORTS_MISSED: 'SPAM_REPORTS_MISSED',
  BILLING_SETTINGS_SAVED: 'BILLING_SETTINGS_SAVED',
  BILLING_OVERRIDE_SAVED: 'BILLING_OVERRIDE_SAVED',
  BILLING_OVERRIDE_REMOVED: 'BILLING_OVERRIDE_REMOVED',
  BILLING_PLAN_STARTED: 'BILLING_PLAN_STARTED',
  BILLING_PLAN_MADE: 'BILLING_PLAN_MADE',
  BILLING_PLAN_FAILED: 'BILLING_PLAN_FAILED',
  BILLING_PLAN_DISCARDED: 'BILLING_PLAN_DISCARDED',
  BILLING_PLAN_EXPIRED: 'BILLING_PLAN_EXPIRED',
  BILLING_RUN_MISSED: 'BILLING_RUN_MISSED',
  BILLING_LINES_APPROVED: 'BILLING_LINES_APPROVED',
  BILLING_LINES_REJECTED: 'BILLING_LINES_REJECTED',
  BILLING_LINES_WITHDRAWN: 'BILLING_LINES_WITHDRAWN',
  BILLING_LINE_WRITTEN: 'BILLING_LINE_WRITTEN',
  BILLING_LINE_REFUSED: 'BILLING_LINE_REFUSED',
  BILLING_LINE_CLEARED: 'BILLING_LINE_CLEARED',
  JOB_STARTED: 'JOB_STARTED',
  JOB_CANCELLED: 'JOB_CANCELLED',
  AUDIT_EXPORTED: 'AUDIT_EXPORTED',
  USER_EXPORTED: 'USER_EXPORTED',
  USER_ERASED: 'USER_ERASED',
  USER_ERASURE_ENDED: 'USER_ERASURE_ENDED',
  RETENTION_SETTINGS_SAVED: 'RETENTION_SETTINGS_SAVED',
  OLD_ROWS_REMOVED: 'OLD_ROWS_REMOVED',
} as const;
export type AuditAction = (typeof AuditAction)[keyof typeof AuditAction];

/** What changed in one field; secrets read "changed", absent values are null. */
export interface AuditChange {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface AuditSubject {
  readonly kind: string;
  readonly id: string;
}

/** One change to be recorded. What names a person or company goes into `personal`, which can be erased. */
export interface AuditEntry {
  readonly action: AuditAction;
  readonly subject?: AuditSubject;
  /** The user whom it concerns, by which its personal part is found again; the subject itself when that is a user. */
  readonly userId?: UserId | undefined;
  readonly changes?: readonly AuditChange[];
  readonly personal?: readonly AuditChange[];
}

export interface AuditRecord {
  readonly id: string;
  readonly action: AuditAction;
  readonly actorKind: ActorKind;
  readonly actorId: string | undefined;
  readonly actorName: string;
  readonly actorSubject: string | undefined;
  readonly subject: AuditSubject | undefined;
  readonly changes: readonly AuditChange[];
  readonly requestId: string;
  readonly occurredAt: Date;
}

export interface AuditFilter {
  readonly actions?: readonly AuditAction[];
  readonly subjectId?: string;
  readonly from?: Date;
  readonly to?: Date;
}

type Fields = Readonly<Record<string, unknown>>;

/** The fields that differ, as text. A new object has no `before`, a deleted one no `after`. */
export function changesBetween(before: Fields | undefined, after: Fields | undefined): AuditChange[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names]
    .map((field) => ({ field, before: toText(before?.[field]), after: toText(after?.[field]) }))
    .filter((change) => change.before !== change.after);
}

function toText(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
