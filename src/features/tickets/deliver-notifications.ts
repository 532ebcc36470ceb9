import { ConnectWiseError } from '../../connectwise/connectwise-error.js';
import { toFailure } from '../../connectwise/failures.js';
import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { NotificationId } from '../../shared/ids.js';
import { PutOff, timeOf } from '../../shared/put-off.js';
import { type NextWake, type WorkHandler, type WorkHold, WorkKind } from '../../shared/work.js';
import { EventKind } from '../events/event.js';
import type { EventService } from '../events/event.service.js';
import { AccountHold } from '../integration/health.js';
import { SETTLE_SECONDS } from '../integration/written-once.js';
import { NotificationHold } from '../notifications/notification.js';
import type { WatchTickets } from '../ticket-watch/watch-tickets.js';
import type { TicketingService } from '../ticketing-settings/ticketing.service.js';
import type { WatchTemplates } from '../ticketing-settings/watch-templates.js';
import type { DeliveryRepository } from './delivery.repository.js';
import type { DeliveryRun } from './delivery-run.js';
import type { Addressee, FindAddressee } from './find-addressee.js';
import { heldWrite } from './held-write.js';
import type { StepToTake, TakeStep } from './take-step.js';
import type { Delivery } from './ticket.js';
import { isHeldTooLong, isOfOthers, nextStep, TicketStep } from './ticket.js';

interface Deps {
  readonly database: Database;
  readonly ticketing: TicketingService;
  readonly events: EventService;
  readonly deliveries: DeliveryRepository;
  readonly addressees: FindAddressee;
  readonly steps: TakeStep;
  readonly templates: WatchTemplates;
  readonly watch: WatchTickets;
}

/** A slice goes on with the next notification no later than this. */
const SLICE_MS = 30_000;
const BATCH = 50;
const FIRST_RETRY_SECONDS = 300;
const LAST_RETRY_SECONDS = 6 * 3_600;

/**
 * Brings notifications to their tickets. What a ticket is to be told is the difference between what the source said last
 * and what the ticket knows, so that after an outage of any length there is one ticket for what is still open, and none
 * for what has passed.
 */
export class DeliverNotifications implements WorkHandler {
  readonly kind = WorkKind.TICKETS;

  constructor(private readonly deps: Deps) {}

  async run(caller: Caller, signal: AbortSignal, hold: WorkHold): Promise<NextWake> {
    const settings = await this.deps.ticketing.find(caller);
    // Whoever ends what holds the account wakes it.
    if (!settings?.isEnabled || (await this.deps.ticketing.hold(caller))) return { kind: 'rest' };
    const run = { caller, signal, hold, settings };
    const until = performance.now() + SLICE_MS;
    await this.deps.watch.catchUp(run);
    const due = await this.deps.deliveries.due(caller.accountId, BATCH);
    for (const id of due) {
      if (performance.now() > until) return { kind: 'soon' };
      signal.throwIfAborted();
      await this.deliver(run, id);
    }
    if (due.length === BATCH) return { kind: 'soon' };
    return firstOf(await this.deps.deliveries.nextDue(caller.accountId), await this.deps.watch.nextAt(run));
  }

  /** Step after step, until the ticket knows all that there is to know. */
  private async deliver(run: DeliveryRun, id: NotificationId): Promise<void> {
    const { deliveries, steps } = this.deps;
    const { accountId } = run.caller;
    // Not before its turn: what came before it may have the same ticket.
    let delivery = await deliveries.find(accountId, id);
    while (delivery) {
      try {
        const isClear = !delivery.ticket?.intent;
        const goesOn: boolean = await (isClear ? this.step(run, delivery) : steps.clearUp(run, delivery));
        if (!goesOn) return;
      } catch (error) {
        return this.learnFrom(error, run, delivery);
      }
      delivery = await deliveries.find(accountId, id);
    }
  }

  /** False when that was all. */
  private async step(run: DeliveryRun, delivery: Delivery): Promise<boolean> {
    const { deliveries, addressees, steps, templates } = this.deps;
    const step = nextStep(delivery, run.settings);
    if (!step) {
      await this.write(run, (tx, accountId) => deliveries.settle(tx, accountId, delivery));
      return false;
    }
    if (step === TicketStep.CREATE) run.settings = await templates.fresh(run, delivery.now);
    const addressee: Addressee = await addressees.find(run.caller, delivery, run.settings);
    if ('hold' in addressee) return this.hold(run, delivery, addressee.hold);
    if (step === TicketStep.CREATE && isHeldTooLong(delivery, run.settings.heldDays)) {
      return this.hold(run, delivery, NotificationHold.HELD_TOO_LONG);
    }
    // What would be refused waits for whoever mends the template; a ticket that is there is told all the same.
    if (step === TicketStep.CREATE && addressee.place.isBroken) {
      return this.hold(run, delivery, NotificationHold.TEMPLATE_BROKEN);
    }
    const { ticket } = delivery;
    if (ticket && step !== TicketStep.CREATE && isOfOthers(ticket, delivery, addressee)) {
      await steps.follow(run, { ticket, delivery, addressee });
      return true;
    }
    const todo = { step, delivery, addressee };
    return (await this.joins(run, todo)) || this.take(run, todo);
  }

  /** That the role may not close tickets keeps none from being opened: what is over waits until that is tested again. */
  private async take(run: DeliveryRun, todo: StepToTake): Promise<boolean> {
    try {
      await this.deps.steps.take(run, todo);
      return true;
    } catch (error) {
      const reason = AccountHold.WORK_NOT_PERMITTED;
      const isForbidden = error instanceof PutOff && error.message === reason;
      if (todo.step !== TicketStep.CLOSE || !isForbidden) throw error;
      const { id, revision, now } = todo.delivery;
      const until = timeOf(error, now);
      await this.write(run, (tx, accountId) =>
        this.deps.deliveries.hold(tx, accountId, { id, revision, reason, until }),
      );
      return false;
    }
  }

  private async hold(run: DeliveryRun, delivery: Delivery, reason: NotificationHold): Promise<boolean> {
    const { id, revision, hold, dueAt, isOpen, sourceId } = delivery;
    // Looked at once more after it is stored: what changed before that has stirred nothing.
    if (hold === reason && !dueAt) return false;
    const { deliveries, events } = this.deps;
    await this.write(run, async (tx, accountId) => {
      const isHeld = await deliveries.hold(tx, accountId, { id, revision, reason });
      // What is over shows why its ticket is not told, and nobody waits for it.
      if (!isHeld || !isOpen || hold === reason) return;
      const subject = { kind: 'Notification', id };
      await events.append(tx, accountId, {
        ...{ kind: EventKind.NOTIFICATION_HELD, subject, sourceId },
        facts: { reason },
      });
    });
    return true;
  }

  /** Whether it shares a ticket that is there from now on, where the settings let it. */
  private async joins(run: DeliveryRun, { step, delivery, addressee }: StepToTake): Promise<boolean> {
    const minutes = run.settings.groupingMinutes;
    if (step !== TicketStep.CREATE || delivery.ticket?.state === 'PLANNED' || minutes === undefined) return false;
    return this.write(run, (tx, accountId) =>
      this.deps.deliveries.join(tx, accountId, { delivery, addressee, minutes }),
    );
  }

  /** What the notification itself brought about is noted with it, and the others go on; everything else ends the slice. */
  private async learnFrom(error: unknown, run: DeliveryRun, delivery: Delivery): Promise<void> {
    const { id, revision, tries, now, ticket } = delivery;
    const number = ticket?.connectWiseId;
    const { deliveries, templates } = this.deps;
    if (error instanceof ConnectWiseError && error.kind === 'outcome-unknown') {
      const at = new Date(now.getTime() + SETTLE_SECONDS * 1_000);
      return this.write(run, (tx, accountId) => deliveries.lookAgain(tx, accountId, { id, at }));
    }
    if (error instanceof ConnectWiseError && error.kind === 'not-found' && number !== undefined) {
      if (await this.deps.watch.isElsewhere(run, number)) return;
    }
    const failure = error instanceof ConnectWiseError ? toFailure(error) : error;
    if (!(failure instanceof Failure)) throw error;
    const [{ code, message }] = failure.problems;
    const retryAfterSeconds = Math.min(FIRST_RETRY_SECONDS * 2 ** tries, LAST_RETRY_SECONDS);
    await this.write(run, async (tx, accountId) => {
      await deliveries.fail(tx, accountId, { id, revision, failure: { code, message, retryAfterSeconds } });
      if (code === FailureCode.CONNECTWISE_REJECTED) await templates.suspect(tx, accountId);
    });
  }

  private write<T>(
    run: DeliveryRun,
    work: (tx: WriteTransaction, accountId: Caller['accountId']) => Promise<T>,
  ): Promise<T> {
    return heldWrite(this.deps.database, run, (tx) => work(tx, run.caller.accountId));
  }
}

function firstOf(...times: readonly (Date | undefined)[]): NextWake {
  const [at] = times.filter((time) => time !== undefined).sort((a, b) => a.getTime() - b.getTime());
  return at ? { kind: 'at', at } : { kind: 'rest' };
}
