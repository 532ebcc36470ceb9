import type { SourceId } from '../../shared/ids.js';

/** State changes that others act on. Added to, never renamed: feeds hold them for 30 days. */
export const EventKind = {
  INTEGRATION_ENABLED: 'INTEGRATION_ENABLED',
  INTEGRATION_DISABLED: 'INTEGRATION_DISABLED',
  INSTANCE_CHANGED: 'INSTANCE_CHANGED',
  INTEGRATION_PAUSED: 'INTEGRATION_PAUSED',
  INTEGRATION_RESUMED: 'INTEGRATION_RESUMED',
  WORK_HELD: 'WORK_HELD',
  WORK_RESUMED: 'WORK_RESUMED',
  VERSION_CHANGED: 'VERSION_CHANGED',
  USER_MAPPED: 'USER_MAPPED',
  USER_UNMAPPED: 'USER_UNMAPPED',
  MAPPING_BROKEN: 'MAPPING_BROKEN',
  MAPPING_MENDED: 'MAPPING_MENDED',
  COMPANY_RENAMED: 'COMPANY_RENAMED',
  COMPANY_REIDENTIFIED: 'COMPANY_REIDENTIFIED',
  COMPANY_INACTIVATED: 'COMPANY_INACTIVATED',
  COMPANY_DELETED: 'COMPANY_DELETED',
  COMPANY_MERGED: 'COMPANY_MERGED',
  COMPANY_MISSING: 'COMPANY_MISSING',
  COMPANY_BACK: 'COMPANY_BACK',
  JOB_FINISHED: 'JOB_FINISHED',
  NOTIFICATION_HELD: 'NOTIFICATION_HELD',
  TICKET_OPENED: 'TICKET_OPENED',
  TICKET_CLOSED: 'TICKET_CLOSED',
  BOARD_CHANGED: 'BOARD_CHANGED',
  BOARD_BACK: 'BOARD_BACK',
  TICKET_CLOSED_BY_PERSON: 'TICKET_CLOSED_BY_PERSON',
  TICKET_REOPENED_BY_PERSON: 'TICKET_REOPENED_BY_PERSON',
  TICKET_TAKEN_OVER: 'TICKET_TAKEN_OVER',
  TICKET_MERGED: 'TICKET_MERGED',
  TICKET_DELETED: 'TICKET_DELETED',
  CALLBACKS_REPAIRED: 'CALLBACKS_REPAIRED',
  BILLING_PLAN_READY: 'BILLING_PLAN_READY',
  BILLING_PLAN_DONE: 'BILLING_PLAN_DONE',
  BILLING_PLAN_FAILED: 'BILLING_PLAN_FAILED',
  BILLING_PLAN_EXPIRED: 'BILLING_PLAN_EXPIRED',
  BILLING_RUN_MISSED: 'BILLING_RUN_MISSED',
  BILLING_LINE_UNCLEAR: 'BILLING_LINE_UNCLEAR',
  BILLING_DIFFERS: 'BILLING_DIFFERS',
  SPAM_REPORTS_DONE: 'SPAM_REPORTS_DONE',
  SPAM_REPORTS_MISSED: 'SPAM_REPORTS_MISSED',
  USER_ERASED: 'USER_ERASED',
} as const;
export type EventKind = (typeof EventKind)[keyof typeof EventKind];

/** One event to be appended. `sourceId` lets an INGEST token see what concerns its own users. */
export interface NewEvent {
  readonly kind: EventKind;
  readonly subject?: { readonly kind: string; readonly id: string };
  readonly sourceId?: SourceId;
  /** Codes and numbers only: personal text stays in the columns that can be erased. */
  readonly facts?: Readonly<Record<string, string | number | boolean | null>>;
}

/** One event as it stands in the feed. */
export interface EventRecord {
  /** Where in the feed it is; a reader that keeps it goes on from there. */
  readonly cursor: string;
  readonly kind: EventKind;
  readonly sourceId: SourceId | undefined;
  readonly subject: { readonly kind: string; readonly id: string } | undefined;
  readonly facts: readonly { readonly name: string; readonly value: string | null }[];
  readonly occurredAt: Date;
}

export interface EventFilter {
  readonly kinds?: readonly EventKind[] | undefined;
  readonly subjectIds?: readonly string[] | undefined;
  readonly from?: Date | undefined;
  /** The only source whose events are seen. */
  readonly sourceId?: SourceId | undefined;
}
