import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import { type InstanceId, newId, type TicketId } from '../../shared/ids.js';
import { AuditAction } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import { EventKind } from '../events/event.js';
import type { EventService } from '../events/event.service.js';
import type { BackgroundWork, Question } from '../integration/background-work.js';
import { OutgoingWork } from '../integration/health.js';
import { requireInstance } from '../integration/require-instance.js';
import { isSurelyNotDone, latestSend, SETTLE_SECONDS } from '../integration/written-once.js';
import type { UserService } from '../users/user.service.js';
import type { BoardStatuses } from './board-statuses.js';
import type { DeliveryRepository } from './delivery.repository.js';
import type { DeliveryRun } from './delivery-run.js';
import type { PlacedRecipient } from './find-addressee.js';
import { heldWrite } from './held-write.js';
import { withContact } from './new-ticket.js';
import {
  type Delivery,
  groupKeyOf,
  type Intent,
  isOfOthers,
  type OwnTicket,
  referenceOf,
  type TicketSeen,
  TicketStep,
} from './ticket.js';
import type { TicketRepository } from './ticket.repository.js';
import { lookFor, seenOf, writeTicket } from './write-ticket.js';

interface Deps {
  readonly database: Database;
  readonly users: UserService;
  readonly tickets: TicketRepository;
  readonly deliveries: DeliveryRepository;
  readonly backgroundWork: BackgroundWork;
  readonly audit: AuditService;
  readonly events: EventService;
  readonly statuses: BoardStatuses;
}

export interface StepToTake {
  readonly step: TicketStep;
  readonly delivery: Delivery;
  readonly addressee: PlacedRecipient;
}

/** A write to one ticket that was carried out. */
interface Done {
  readonly step: TicketStep;
  readonly delivery: Delivery;
  readonly ticketId: TicketId;
  readonly seen: TicketSeen | undefined;
  /** The instance where it was found, when that is another one than it was sent to. */
  readonly movedTo?: InstanceId | undefined;
}

/** Writes to ConnectWise so that each write is done once: what is intended is stored before, and what became of it after. */
export class TakeStep {
  constructor(private readonly deps: Deps) {}

  /** @throws what the write ended in; `outcome-unknown` leaves the intent standing, for `clearUp` */
  async take(run: DeliveryRun, { step, delivery, addressee }: StepToTake): Promise<void> {
    // What is asked behind the intent could have the write arrive when nobody waits for it any more.
    const place = step === TicketStep.CREATE ? await this.settle(run, addressee) : addressee.place;
    const sendBy = latestSend();
    const ticketId = await this.intend(run, { step, delivery, addressee });
    if (!ticketId) return;
    const { statuses } = this.deps;
    try {
      const seen = await this.ask(run, step, (session, at) => {
        requireInstance(at, addressee.instanceId);
        return writeTicket(session, { ...addressee, place, step, delivery, ticketId, statuses, sendBy });
      });
      await this.done(run, { step, delivery, ticketId, seen });
    } catch (error) {
      if (isSurelyNotDone(error))
        await this.write(run, (tx) => this.deps.tickets.takeBack(tx, run.caller.accountId, ticketId));
      throw error;
    }
  }

  /**
   * Looks for a ticket that is of others: one of another instance by its key, as it moved here with all other data; one
   * of another company by its number, as a person has corrected that too. Where it is a stranger's, the notification has
   * none any more.
   */
  async follow(
    run: DeliveryRun,
    { ticket, delivery, addressee }: Omit<StepToTake, 'step'> & { readonly ticket: OwnTicket },
  ): Promise<void> {
    const { tickets, deliveries } = this.deps;
    const { accountId } = run.caller;
    const { instanceId } = addressee;
    const { id, connectWiseId } = ticket;
    const [found] = await this.ask(run, TicketStep.NOTE, async (session, at) => {
      requireInstance(at, instanceId);
      if (at !== ticket.instanceId) return session.tickets.findByExternalReference(referenceOf(id));
      return connectWiseId === undefined ? [] : session.tickets.findByIds([connectWiseId]);
    });
    await this.write(run, async (tx) => {
      const companyId = found?.company?.id ?? ticket.companyId;
      if (!found || isOfOthers({ instanceId, companyId }, delivery, addressee)) {
        return deliveries.part(tx, accountId, delivery.id);
      }
      await tickets.move(tx, accountId, { id, instanceId, companyId });
      // Who has closed it since, if anybody has, is told by reading it like any other.
      return tickets.done(tx, accountId, { id, seen: { ...seenOf(found), isClosed: ticket.state === 'CLOSED' } });
    });
  }

  /**
   * Finds out what became of a write that nobody knows of. False while it may still arrive.
   * @throws what looking for it ended in
   */
  async clearUp(run: DeliveryRun, delivery: Delivery): Promise<boolean> {
    const { tickets, deliveries } = this.deps;
    const { ticket, id, now } = delivery;
    if (!ticket?.intent) return true;
    const { step, notificationId, revision, at }: Intent = ticket.intent;
    const readyAt = new Date(at.getTime() + SETTLE_SECONDS * 1_000);
    if (now < readyAt) {
      await this.write(run, (tx) => deliveries.lookAgain(tx, run.caller.accountId, { id, at: readyAt }));
      return false;
    }
    const told = notificationId === id ? delivery : await deliveries.find(run.caller.accountId, notificationId);
    if (!told) throw new Error('What a ticket is told of is never deleted.');
    const intended = { ...told, revision };
    // What was meant for a number of another instance is not here; our key finds what has moved with all other data.
    const found = await this.ask(run, TicketStep.NOTE, async (session, at) => {
      const isAskable = at === ticket.instanceId || step === TicketStep.CREATE;
      const left = isAskable && (await lookFor(session, { step, delivery: intended, ticketId: ticket.id }));
      return left ? { ...left, movedTo: at === ticket.instanceId ? undefined : at } : undefined;
    });
    if (found) await this.done(run, { step, delivery: intended, ticketId: ticket.id, ...found });
    else await this.write(run, (tx) => tickets.takeBack(tx, run.caller.accountId, ticket.id));
    return true;
  }

  /** Undefined when the condition has moved on by now, so that the question what comes next has to be asked again. */
  private async intend(run: DeliveryRun, { step, delivery, addressee }: StepToTake): Promise<TicketId | undefined> {
    const { users, tickets, deliveries } = this.deps;
    const { accountId } = run.caller;
    const { userId, ticket } = delivery;
    const isNew = step === TicketStep.CREATE && ticket?.state !== 'PLANNED';
    const ticketId = isNew || !ticket ? newId<TicketId>() : ticket.id;
    const { instanceId, companyId } = addressee;
    const groupKey = run.settings.groupingMinutes === undefined ? undefined : groupKeyOf(delivery);
    const planned = { id: ticketId, instanceId, userId, companyId, groupKey };
    return this.write(run, async (tx) => {
      if (await users.isErased(tx, run.caller, userId)) return undefined;
      if (!(await deliveries.lock(tx, accountId, delivery))) return undefined;
      if (step === TicketStep.CREATE) await tickets.plan(tx, accountId, { id: delivery.id, ticket: planned });
      await tickets.intend(tx, accountId, { id: ticketId, step, delivery });
      return ticketId;
    });
  }

  private done(run: DeliveryRun, done: Done): Promise<void> {
    const { tickets, deliveries, audit, events } = this.deps;
    const { caller } = run;
    const { step, delivery, ticketId, seen, movedTo } = done;
    const { id, revision, sourceId, userId } = delivery;
    const isOpening = step === TicketStep.CREATE;
    return this.write(run, async (tx) => {
      if (movedTo) await tickets.move(tx, caller.accountId, { id: ticketId, instanceId: movedTo });
      await tickets.done(tx, caller.accountId, { id: ticketId, seen });
      if (step === TicketStep.CREATE || step === TicketStep.NOTE) {
        await deliveries.told(tx, caller.accountId, { id, revision });
      } else await deliveries.lookAgain(tx, caller.accountId, { id, at: delivery.now });
      if (!isOpening && step !== TicketStep.CLOSE) return;
      const subject = { kind: 'Notification', id };
      const number = seen?.connectWiseId ?? null;
      const action = isOpening ? AuditAction.TICKET_OPENED : AuditAction.TICKET_CLOSED;
      const kind = isOpening ? EventKind.TICKET_OPENED : EventKind.TICKET_CLOSED;
      const changes = [{ field: 'ticketNumber', before: null, after: String(number) }];
      await audit.record(tx, caller, { action, subject, userId, changes });
      await events.append(tx, caller.accountId, { kind, subject, sourceId, facts: { ticketNumber: number } });
    });
  }

  /** Asks whom the company names where our copy of it cannot tell. */
  private async settle({ caller, signal }: DeliveryRun, { place, companyId }: StepToTake['addressee']) {
    if (place.contactId !== undefined) return place;
    const way = { work: OutgoingWork.TICKETS, capability: 'READ_COMPANIES', signal } as const;
    return this.deps.backgroundWork.run(caller, way, (session) => withContact(session, place, companyId));
  }

  private ask<Answer>({ caller, signal }: DeliveryRun, step: TicketStep, question: Question<Answer>): Promise<Answer> {
    const isClosing = step === TicketStep.CLOSE;
    const work = isClosing ? OutgoingWork.TICKET_CLOSING : OutgoingWork.TICKETS;
    const capability = isClosing ? 'CLOSE_TICKETS' : 'WRITE_TICKETS';
    return this.deps.backgroundWork.run(caller, { work, capability, signal }, question);
  }

  private write<T>(run: DeliveryRun, work: (tx: WriteTransaction) => Promise<T>): Promise<T> {
    return heldWrite(this.deps.database, run, work);
  }
}
