import type { Ticket } from '../../connectwise/ticket.js';
import type { Database } from '../../database/database.js';
import { wake } from '../../database/wake.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import { type NotificationId, newId, type TicketId } from '../../shared/ids.js';
import { WorkKind } from '../../shared/work.js';
import { AuditAction } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import type { IntegrationService } from '../integration/integration.service.js';
import type { TicketingService } from '../ticketing-settings/ticketing.service.js';
import type { UserService } from '../users/user.service.js';
import type { DeliveryRepository } from './delivery.repository.js';
import type { FindAddressee } from './find-addressee.js';
import type { Delivery, Recipient } from './ticket.js';
import type { TicketRepository } from './ticket.repository.js';
import { seenOf } from './write-ticket.js';

interface Deps {
  readonly database: Database;
  readonly audit: AuditService;
  readonly users: UserService;
  readonly integration: IntegrationService;
  readonly ticketing: TicketingService;
  readonly tickets: TicketRepository;
  readonly deliveries: DeliveryRepository;
  readonly addressees: FindAddressee;
}

/** Has a notification tell a ticket that a person opened, in place of one of its own. */
export class AttachTicket {
  constructor(private readonly deps: Deps) {}

  /**
   * The ticket gets what is known of the condition as a note, and what comes later too.
   * @throws Failure NOT_FOUND, INVALID when notification or ticket cannot be used for it, NOT_CONFIGURED, and why
   * ConnectWise cannot be asked
   */
  async attach(caller: Caller, id: NotificationId, number: number): Promise<void> {
    const { database, audit, users, integration, tickets, deliveries } = this.deps;
    const { accountId } = caller;
    const delivery = requireFree(await deliveries.find(accountId, id));
    const { instanceId, companyId } = await this.addresseeOf(caller, delivery);
    const ticket = requireUsable(
      await integration.ask(caller, (session) => session.tickets.findById(number)),
      companyId,
    );
    const row = { id: newId<TicketId>(), instanceId, userId: delivery.userId, companyId, groupKey: undefined };
    await database.write(accountId, async (tx) => {
      if (await users.isErased(tx, caller, delivery.userId)) throw refused('The user was erased.');
      if (!(await deliveries.lock(tx, accountId, delivery)))
        throw refused('The notification changed just now. Try again.');
      await tickets.attach(tx, accountId, { id, ticket: row, seen: seenOf(ticket) });
      const changes = [{ field: 'ticketNumber', before: null, after: String(number) }];
      await audit.record(tx, caller, {
        action: AuditAction.TICKET_ATTACHED,
        subject: { kind: 'Notification', id },
        ...{ userId: delivery.userId, changes },
      });
      await wake(tx, accountId, WorkKind.TICKETS);
    });
  }

  private async addresseeOf(caller: Caller, delivery: Delivery): Promise<Recipient> {
    const { ticketing, addressees } = this.deps;
    const settings = await ticketing.find(caller);
    if (!settings) {
      throw new Failure({ code: FailureCode.NOT_CONFIGURED, message: 'Save the ticketing settings first.' });
    }
    const addressee = await addressees.find(caller, delivery, settings);
    if ('hold' in addressee) throw refused('The notification is held; its hold says why.');
    return addressee;
  }
}

/** @throws Failure */
function requireFree(delivery: Delivery | undefined): Delivery {
  if (!delivery) {
    const message = 'There is no Notification with this id.';
    throw new Failure({ code: FailureCode.NOT_FOUND, message, field: ['notificationId'] });
  }
  const { isOpen, ticket } = delivery;
  if (!isOpen) throw refused('The condition is over.');
  if (ticket?.intent) throw refused('A ticket is being opened for it just now. See what comes of that first.');
  if (ticket?.state === 'OPEN') throw refused(`It has a ticket already, number ${ticket.connectWiseId}.`);
  return delivery;
}

/** @throws Failure */
function requireUsable(ticket: Ticket | undefined, companyId: number): Ticket {
  const field = ['ticketNumber'];
  if (!ticket) {
    throw new Failure({ code: FailureCode.NOT_FOUND, message: 'ConnectWise has no ticket with this number.', field });
  }
  if (ticket.isClosed) throw new Failure({ code: FailureCode.INVALID, message: 'The ticket is closed.', field });
  // Its text would come before the eyes of another customer.
  if (ticket.company?.id !== companyId) {
    throw new Failure({ code: FailureCode.INVALID, message: 'The ticket is of another company.', field });
  }
  return ticket;
}

function refused(message: string): Failure {
  return new Failure({ code: FailureCode.INVALID, message, field: ['notificationId'] });
}
