import type { ConnectWiseSession } from '../../connectwise/session.js';
import type { NewTicket } from '../../connectwise/ticket.js';
import type { TicketTemplate } from '../ticketing-settings/template.js';
import type { TicketPlace } from '../ticketing-settings/template-for.js';
import { summaryOf } from './ticket-text.js';

export interface TicketDraft {
  readonly companyId: number;
  readonly title: string;
  readonly text: string;
  /** Our key. */
  readonly reference: string;
}

/** A ticket as its template wants it. */
export function newTicket(
  { template, contactId = null, siteId }: TicketPlace,
  { companyId, title, text, reference }: TicketDraft,
): NewTicket {
  return {
    summary: summaryOf(title),
    companyId,
    contactId,
    ...(siteId === null ? {} : { siteId }),
    externalReference: reference,
    ...(template.isCustomerVisible ? { description: text } : { internalAnalysis: text }),
    mailTo: { contact: template.mailsContact },
    ...placementOf(template),
  };
}

/** Asks whom the company names. */
export async function withContact(
  { companies }: Pick<ConnectWiseSession, 'companies'>,
  place: TicketPlace,
  companyId: number,
): Promise<TicketPlace> {
  const company = await companies.findById(companyId);
  return { ...place, contactId: company?.defaultContactId ?? null };
}

function placementOf({ boardId, statusId, typeId, subTypeId, itemId, teamId, priorityId, sourceId }: TicketTemplate) {
  const optional = { statusId, typeId, subTypeId, itemId, teamId, priorityId, sourceId };
  return { boardId, ...Object.fromEntries(Object.entries(optional).filter(([, id]) => id !== null)) };
}
