import { z } from 'zod';

const recordId = z.int().positive().max(2_147_483_647);

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
  /** Whether the customer may read the texts; otherwise they go to the internal analysis. */
  isCustomerVisible: z.boolean(),
  /** Whether ConnectWise mails the ticket's contact. */
  mailsContact: z.boolean(),
});

export type TicketTemplate = z.infer<typeof templateShape>;

/** How an account's notifications become tickets. */
export interface TicketingSettings {
  readonly isEnabled: boolean;
  /** The account's own company in ConnectWise, for what concerns no user. */
  readonly ownCompanyId: number | undefined;
  readonly template: TicketTemplate;
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
  readonly version: number;
}
