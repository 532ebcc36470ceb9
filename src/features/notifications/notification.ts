import { ProblemList } from '../../shared/failure.js';
import type { NotificationId, SourceId, TicketId, UserId } from '../../shared/ids.js';
import { storable } from '../../shared/storable.js';
import { isPrintable } from '../../shared/text.js';
import type { HoldReason } from '../mappings/work-state.js';

export const NotificationSeverity = {
  ACTION_REQUIRED: 'ACTION_REQUIRED',
  WARNING: 'WARNING',
  INFORMATION: 'INFORMATION',
} as const;
export type NotificationSeverity = (typeof NotificationSeverity)[keyof typeof NotificationSeverity];

/** Where a notification stands on its way to ConnectWise. */
export const NotificationState = {
  WAITING: 'WAITING',
  HELD: 'HELD',
  SENT: 'SENT',
  FAILED: 'FAILED',
  RESOLVED: 'RESOLVED',
} as const;
export type NotificationState = (typeof NotificationState)[keyof typeof NotificationState];

/** Why a notification is held. */
export const NotificationHold = {
  NO_OWN_COMPANY: 'NO_OWN_COMPANY',
  TEMPLATE_BROKEN: 'TEMPLATE_BROKEN',
  TICKET_DELETED: 'TICKET_DELETED',
  TICKETING_OFF: 'TICKETING_OFF',
  HELD_TOO_LONG: 'HELD_TOO_LONG',
} as const;
export type NotificationHold = (typeof NotificationHold)[keyof typeof NotificationHold] | HoldReason;

export const ResolvedBy = { SOURCE: 'SOURCE', TICKET: 'TICKET', ERASURE: 'ERASURE' } as const;
export type ResolvedBy = (typeof ResolvedBy)[keyof typeof ResolvedBy];

/** What a source tells of a condition. */
export interface NotificationReport {
  /** The source's own key of the condition. */
  readonly key: string;
  readonly kind: string;
  readonly severity: NotificationSeverity;
  readonly title: string;
  readonly body: string;
  readonly occurredAt: Date;
}

export interface Notification extends NotificationReport {
  readonly id: NotificationId;
  readonly sourceId: SourceId;
  /** Absent when it concerns the whole account. */
  readonly userId: UserId | undefined;
  /** How often it happened since it was first told of. */
  readonly occurrences: number;
  readonly state: NotificationState;
  /** Whether its ticket has something to be told, or one is to be opened. */
  readonly isDue: boolean;
  readonly hold: NotificationHold | undefined;
  readonly failure:
    | { readonly code: string; readonly message: string; readonly nextTryAt: Date | undefined }
    | undefined;
  readonly resolvedAt: Date | undefined;
  readonly resolvedBy: ResolvedBy | undefined;
  readonly resolution: string | undefined;
  readonly ticketId: TicketId | undefined;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface NotificationFilter {
  readonly states?: readonly NotificationState[] | undefined;
  readonly severities?: readonly NotificationSeverity[] | undefined;
  readonly kinds?: readonly string[] | undefined;
  readonly userIds?: readonly UserId[] | undefined;
}

/** As much as each text takes. */
export const MOST = { key: 200, kind: 100, title: 500, body: 65_536, resolution: 4_000 } as const;

/** The states of what is not delivered: all of it shows as held while the whole account is. */
const UNDELIVERED: readonly NotificationState[] = ['HELD', 'WAITING', 'FAILED'];

/** A notification as it stands while something holds all that the account would send. */
export function heldWithAll(notification: Notification, hold: NotificationHold): Notification {
  const { state, isDue } = notification;
  if (state === 'RESOLVED' && isDue) return { ...notification, hold, failure: undefined };
  if (state === 'HELD' || !UNDELIVERED.includes(state)) return notification;
  return { ...notification, state: 'HELD', hold, failure: undefined };
}

/** The stored states of those that show one of these while the account is held. */
export function statesWhenHeld(shown: readonly NotificationState[]): NotificationState[] {
  return shown.flatMap((state) => (state === 'HELD' ? UNDELIVERED : UNDELIVERED.includes(state) ? [] : [state]));
}

/** A source's clock may run ahead of ours a little. */
const AHEAD_MS = 10 * 60_000;

/** Checks and normalises one report; what is wrong is added to `problems` by field. */
export function normaliseReport(
  input: NotificationReport,
  { now, problems }: { readonly now: Date; readonly problems: ProblemList },
): NotificationReport {
  const key = checkKey(input.key, problems);
  const kind = line(input.kind, 'kind', problems);
  const title = line(input.title, 'title', problems);
  const body = text(input.body, 'body', problems);
  if (input.occurredAt.getTime() > now.getTime() + AHEAD_MS) problems.add('occurredAt', 'This is in the future.');
  return { ...input, key, kind, title, body };
}

export function checkKey(given: string, problems: ProblemList): string {
  const key = given.trim();
  if (key === '' || key.length > MOST.key) problems.add('key', `This takes 1 to ${MOST.key} characters.`);
  else if (!isPrintable(key)) problems.add('key', 'Control characters are not accepted.');
  return key;
}

export function checkResolution(given: string | undefined, problems: ProblemList): string | undefined {
  return given === undefined ? undefined : text(given, 'resolution', problems) || undefined;
}

/** What the source calls something; control characters in it become spaces, for it has them from elsewhere itself. */
function line(given: string, field: 'kind' | 'title', problems: ProblemList): string {
  const clean = storable(given)
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
  if (clean === '' || clean.length > MOST[field]) problems.add(field, `This takes 1 to ${MOST[field]} characters.`);
  return clean;
}

function text(given: string, field: 'body' | 'resolution', problems: ProblemList): string {
  if (given.length > MOST[field]) problems.add(field, `This takes up to ${MOST[field]} characters.`);
  return storable(given).trim();
}
