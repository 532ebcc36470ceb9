import { z } from 'zod';
import type { InstanceId, UserId } from '../../shared/ids.js';
import { NotificationSeverity } from '../notifications/notification.js';
import type { TemplateProblem } from './template-problem.js';

export const recordId = z.int().positive().max(2_147_483_647);

/** Whom a ticket names as its contact. */
export const TicketContact = { NONE: 'NONE', COMPANY_DEFAULT: 'COMPANY_DEFAULT' } as const;
export type TicketContact = (typeof TicketContact)[keyof typeof TicketContact];

/** Where a ticket goes in ConnectWise, and who may read it. Ids are ConnectWise's record ids. */
export const templateShape = z.object({
  boardId: recordId,
  /** Of a new ticket; the board's default unless given. */
  statusId: recordId.nullable(),
  /** Of a resolved one; the board's first closed status unless given. */
  closedStatusId: recordId.nullable(),
  typeId: recordId.nullable(),
  subTypeId: recordId.nullable(),
  itemId: recordId.nullable(),
  teamId: recordId.nullable(),
  priorityId: recordId.nullable(),
  sourceId: recordId.nullable(),
  /** Templates of before there was a choice name nobody. */
  contact: z.enum(TicketContact).default(TicketContact.NONE),
  /** Whether the customer may read the texts; otherwise they go to the internal analysis. */
  isCustomerVisible: z.boolean(),
  /** Whether ConnectWise mails the ticket's contact. */
  mailsContact: z.boolean(),
});

export type TicketTemplate = z.output<typeof templateShape>;

export const ruleShape = z.object({
  /** Null means all; so it does with severities. */
  kinds: z.array(z.string()).nullable(),
  severities: z.array(z.enum(NotificationSeverity)).nullable(),
  template: templateShape,
});

/** Which conditions take another template than the account's default one. */
export type TicketRule = z.output<typeof ruleShape>;

/** A contact and a site of one company; of another one ConnectWise refuses them. */
export interface FixedPlace {
  readonly contactId: number | null;
  readonly siteId: number | null;
  /** The company that they are of; null when there is neither. */
  readonly companyId: number | null;
}

/** Where the tickets of one user go instead. */
export interface TicketOverride {
  readonly userId: UserId;
  readonly template: TicketTemplate;
  readonly place: FixedPlace;
  readonly problems: readonly TemplateProblem[];
  /** Whose record ids these are; undefined when no ConnectWise was set up when they were saved. */
  readonly instanceId: InstanceId | undefined;
  readonly version: number;
}

/** How an account's notifications become tickets. */
export interface TicketingSettings {
  readonly isEnabled: boolean;
  /** The account's own company in ConnectWise, for what concerns no user. */
  readonly ownCompanyId: number | undefined;
  readonly template: TicketTemplate;
  /** The first one that fits a condition decides. */
  readonly rules: readonly TicketRule[];
  /** Whether a resolved condition closes its ticket; otherwise it only gets a note. */
  readonly closesTickets: boolean;
  /** The same of tickets that a person has taken over. */
  readonly closesTakenOver: boolean;
  /** For so long what recurs reopens its ticket; later it gets another one. */
  readonly reopenDays: number;
  /** For so long a condition whose ticket a person closed stays quiet, however often its source tells of it. */
  readonly quietDays: number;
  /** For so long after a ticket was opened it takes in what else concerns its user at the same severity. */
  readonly groupingMinutes: number | undefined;
  /** What its user held for longer becomes no ticket any more, unless it is told of again. */
  readonly heldDays: number;
  /** Whose record ids these are; undefined when no ConnectWise was set up when they were saved. */
  readonly instanceId: InstanceId | undefined;
  /** Where templates did not fit their boards when they were last held against them. */
  readonly problems: readonly TemplateProblem[];
  /** When that was, by the database's clock; undefined while it never was. */
  readonly checkedAt: Date | undefined;
  readonly version: number;
}
