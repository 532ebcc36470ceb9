import { z } from 'zod';
import { InputCheck } from './input-check.js';
import type { Changes } from './patch.js';
import { fieldsOf, flag, instant, type NamedReference, recordId, recordInfo, reference, text } from './shapes.js';

/** A service ticket of ConnectWise as we keep it. */
export interface Ticket extends TicketPlace {
  readonly id: number;
  readonly summary: string;
  readonly company: NamedReference | null;
  readonly site: NamedReference | null;
  readonly contact: NamedReference | null;
  readonly owner: NamedReference | null;
  /** Who works on it, as ConnectWise lists them. */
  readonly resources: string | null;
  readonly agreement: NamedReference | null;
  readonly externalReference: string | null;
  readonly isClosed: boolean;
  readonly closedAt: Date | null;
  readonly closedBy: string | null;
  readonly parentTicketId: number | null;
  /** The ticket into which this one was merged. */
  readonly mergedInto: NamedReference | null;
  readonly actualHours: number | null;
  readonly lastUpdated: Date | null;
  readonly updatedBy: string | null;
}

/** How a ticket is classified. A type, subtype, item, status and team belong to the board. */
interface TicketPlace {
  readonly board: NamedReference | null;
  readonly status: NamedReference | null;
  readonly type: NamedReference | null;
  readonly subType: NamedReference | null;
  readonly item: NamedReference | null;
  readonly team: NamedReference | null;
  readonly priority: NamedReference | null;
  readonly source: NamedReference | null;
}

const fields = z.object({
  id: recordId,
  summary: z.string(),
  ...{ board: reference, status: reference, type: reference, subType: reference, item: reference, team: reference },
  ...{ priority: reference, source: reference, company: reference, site: reference, contact: reference },
  ...{ owner: reference, resources: text, agreement: reference, externalXRef: text, closedFlag: flag },
  ...{ closedDate: instant, closedBy: text, parentTicketId: z.int().nullish(), mergedParentTicket: reference },
  actualHours: z.number().nullish(),
  _info: recordInfo,
});

export const TICKET_FIELDS = fieldsOf(fields);

export const ticketShape = fields.transform((answer): Ticket => {
  const { externalXRef, closedFlag, closedDate, parentTicketId, mergedParentTicket, actualHours, _info, ...same } =
    answer;
  return {
    ...same,
    ..._info,
    externalReference: externalXRef,
    isClosed: closedFlag,
    closedAt: closedDate,
    parentTicketId: parentTicketId || null,
    mergedInto: mergedParentTicket,
    actualHours: actualHours ?? null,
  };
});

/** Where a ticket is to go; what is left out ConnectWise fills from the board's or the API member's defaults. */
export interface TicketPlacement {
  readonly boardId?: number;
  readonly statusId?: number;
  readonly typeId?: number;
  readonly subTypeId?: number;
  readonly itemId?: number;
  readonly teamId?: number;
  readonly priorityId?: number;
  readonly sourceId?: number;
  readonly contactId?: number;
  readonly siteId?: number;
}

export interface NewTicket extends Omit<TicketPlacement, 'contactId'> {
  /** Null is nobody, also where ConnectWise would take the company's own contact. */
  readonly contactId?: number | null;
  /** Up to 100 characters. */
  readonly summary: string;
  readonly companyId: number;
  /** The first text, for technicians alone. */
  readonly internalAnalysis?: string;
  /** The first text, visible to the customer. */
  readonly description?: string;
  /** Our key, up to 100 characters, by which the ticket is found again. */
  readonly externalReference?: string;
  /** Whom ConnectWise mails of it; nobody unless told. */
  readonly mailTo?: TicketMail;
}

export interface TicketMail {
  readonly contact?: boolean;
  readonly resources?: boolean;
  readonly cc?: boolean;
}

/** What belongs to a board and can be without a value. */
type BoardPart = 'typeId' | 'subTypeId' | 'itemId' | 'teamId';

/** Null takes a value away, as it has to be with those of the old board when the board changes. */
export interface TicketChanges
  extends Omit<TicketPlacement, BoardPart>,
    Readonly<Partial<Record<BoardPart, number | null>>> {
  readonly summary?: string;
  readonly externalReference?: string | null;
}

const SUMMARY = { most: 100 };
const XREF = { most: 100 };
const BODY = { most: 16_384, isMultiLine: true };

export function ticketBody(ticket: NewTicket): object {
  const { summary, companyId, internalAnalysis, description, externalReference, mailTo = {}, ...placement } = ticket;
  new InputCheck()
    .text('summary', summary, SUMMARY)
    .text('internalAnalysis', internalAnalysis, BODY)
    .text('description', description, BODY)
    .text('externalReference', externalReference, XREF)
    .ids({ companyId, ...withoutNulls(placement) })
    .throwIfAny();
  const { contact = false, resources = false, cc = false } = mailTo;
  return {
    summary,
    company: { id: companyId },
    ...references(placement),
    initialInternalAnalysis: internalAnalysis,
    initialDescription: description,
    externalXRef: externalReference,
    // ConnectWise would mail by default.
    processNotifications: contact || resources || cc,
    automaticEmailContactFlag: contact,
    automaticEmailResourceFlag: resources,
    automaticEmailCcFlag: cc,
  };
}

export function ticketChanges({ summary, externalReference, ...placement }: TicketChanges): Changes {
  new InputCheck()
    .text('summary', summary, SUMMARY)
    .text('externalReference', externalReference ?? undefined, XREF)
    .ids(withoutNulls(placement))
    .throwIfAny();
  return { summary, externalXRef: externalReference, ...references(placement) };
}

function withoutNulls(placement: object): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(placement).filter(([, id]) => id !== null));
}

/** `boardId: 5` becomes `board: {id: 5}`; null stays. */
function references(placement: Readonly<Partial<Record<keyof TicketPlacement, number | null>>>): Changes {
  return Object.fromEntries(
    Object.entries(placement).map(([name, id]: [string, number | null | undefined]) => [
      name.replace(/Id$/, ''),
      typeof id === 'number' ? { id } : id,
    ]),
  );
}
