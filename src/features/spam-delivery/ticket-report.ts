import { ConnectWiseError } from '../../connectwise/connectwise-error.js';
import type { ConnectWiseSession } from '../../connectwise/session.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import { NotificationSeverity } from '../notifications/notification.js';
import { referenceOf } from '../spam-reports/report.js';
import type { PlaceTicket } from '../ticketing-settings/place-ticket.js';
import type { TicketPlace } from '../ticketing-settings/template-for.js';
import { newTicket, withContact } from '../tickets/new-ticket.js';
import type { AskForReport } from './ask-for-report.js';
import type { WaitingDelivery } from './delivery.js';
import { documentStep } from './document-step.js';
import { endsWithReference } from './marks.js';
import type { RemoteRecord, Standing } from './record.js';
import type { ReportRoute, Sending } from './report-route.js';
import type { ReportStep, Sought } from './report-step.js';
import type { WriteOnce } from './write-once.js';

interface Deps {
  readonly once: WriteOnce;
  readonly places: PlaceTicket;
  readonly asking: AskForReport;
}

/** As rules of the ticketing settings look at it. */
const ROUTED = { kind: 'SPAM_STATISTICS', severity: NotificationSeverity.INFORMATION } as const;

/** A ticket with the figures attached to it. Whatever a person did with the ticket stays done. */
export class TicketRoute implements ReportRoute {
  constructor(private readonly deps: Deps) {}

  async send(sending: Sending): Promise<RemoteRecord> {
    const { once, places } = this.deps;
    const { caller, delivery } = sending;
    const place = await places.find(caller, { ...delivery, ...ROUTED });
    const figures = documentStep(delivery, (standing) => ({ recordType: 'Ticket', recordId: ticketIn(standing) }));
    const steps = [
      this.ticketStep(sending, place),
      textStep(delivery, place),
      { ...figures, belongsTo: 'TICKET' as const },
    ];
    try {
      return await once.carryOut(sending, steps);
    } catch (error) {
      if (error instanceof ConnectWiseError && error.kind === 'rejected') {
        await sending.run.write((tx) => places.suspect(tx, caller));
      }
      throw error;
    }
  }

  private ticketStep(sending: Sending, place: TicketPlace): ReportStep {
    const { userId, month, companyId, subject: title, text } = sending.delivery;
    const reference = referenceOf(userId, month);
    return {
      part: 'TICKET',
      capability: 'WRITE_TICKETS',
      prepare: async () => {
        // What would be refused is not asked; a ticket that is there is written to all the same.
        if (place.isBroken) throw templateBroken();
        const ticket = newTicket(await this.settle(sending, place), { companyId, title, text, reference });
        return async ({ tickets }) => (await tickets.create(ticket)).id;
      },
      again: { kind: 'KEEP', isThere: async ({ tickets }, id) => (await tickets.findById(id)) !== undefined },
      find: async ({ tickets }) => {
        // The user may have been at another company before, which has one of the same report.
        const found = await tickets.findByExternalReference(reference);
        return found.filter(({ company }) => company?.id === companyId).map(({ id }) => id);
      },
    };
  }

  /** Asks whom the company names where our copy of it cannot tell. */
  private async settle(sending: Sending, place: TicketPlace): Promise<TicketPlace> {
    if (place.contactId !== undefined) return place;
    return this.deps.asking.ask(sending, 'READ_COMPANIES', (session) =>
      withContact(session, place, sending.delivery.companyId),
    );
  }
}

/** The note that holds a ticket's first text. */
function textStep(delivery: WaitingDelivery, { template }: TicketPlace): ReportStep {
  const { text } = delivery;
  const find = async ({ ticketNotes }: ConnectWiseSession, { standing }: Sought) => {
    for await (const note of ticketNotes.list(ticketIn(standing))) {
      if (endsWithReference(note.text, delivery)) return [note.id];
    }
    return [];
  };
  return {
    part: 'NOTE',
    capability: 'WRITE_TICKETS',
    belongsTo: 'TICKET',
    comesAlong: true,
    prepare: async (standing) => {
      const ticketId = ticketIn(standing);
      const kind = template.isCustomerVisible ? 'customer' : 'internal';
      const note = { text, kind, sendsMail: template.mailsContact } as const;
      return async ({ ticketNotes }) => (await ticketNotes.create(ticketId, note)).id;
    },
    again: {
      kind: 'REPLACE',
      write:
        (id, standing) =>
        ({ ticketNotes }) =>
          ticketNotes.changeText(ticketIn(standing), id, text),
    },
    find,
  };
}

function ticketIn({ parts }: Standing): number {
  if (!parts.TICKET) throw new Error('What belongs to a ticket comes after it.');
  return parts.TICKET.id;
}

function templateBroken(): Failure {
  const message = 'The ticket template does not fit its board any more. Mend it in the ticketing settings.';
  return new Failure({ code: FailureCode.NOT_CONFIGURED, message });
}
