import { ConnectWiseError } from '../../connectwise/connectwise-error.js';
import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { BackgroundWork } from '../integration/background-work.js';
import type { IntegrationService } from '../integration/integration.service.js';
import type { DeliveryRun } from '../tickets/delivery-run.js';
import { heldWrite } from '../tickets/held-write.js';
import type { ApplyTickets } from './apply-tickets.js';
import { askTickets } from './ask-tickets.js';
import type { PollTickets } from './poll-tickets.js';
import { readTickets } from './read-tickets.js';
import type { TicketChange } from './ticket-change.js';
import type { TicketWatch } from './ticket-watch.js';
import type { TicketWatchRepository } from './ticket-watch.repository.js';
import type { WatchCallbacks } from './watch-callbacks.js';
import type { WatchedTicketRepository, Watching } from './watched-ticket.repository.js';

interface Deps {
  readonly database: Database;
  readonly integration: IntegrationService;
  readonly backgroundWork: BackgroundWork;
  readonly rows: TicketWatchRepository;
  readonly tickets: WatchedTicketRepository;
  readonly applying: ApplyTickets;
  readonly polling: PollTickets;
  readonly callbacks: WatchCallbacks;
}

/** Of one slice, so that there is time to deliver as well. */
const READING_MS = 10_000;
const REFUSED_SECONDS = 300;

/**
 * Learns what people do to our tickets in ConnectWise, before anything more is delivered: by what ConnectWise tells us,
 * by reading all of them now and then, and by looking at those whose status is about to be set.
 */
export class WatchTickets {
  constructor(private readonly deps: Deps) {}

  /** @throws PutOff while nothing may go out */
  async catchUp(run: DeliveryRun): Promise<void> {
    const { callbacks, polling } = this.deps;
    const watching = await this.watching(run);
    if (!watching) return;
    const watch = await this.open(run, watching);
    const mayRead = !watch.readAfter || watch.readAfter <= watch.now;
    const until = performance.now() + READING_MS;
    if (mayRead) {
      await this.reading(run, async () => {
        await this.followHints(run, watching, until);
        await this.lookAhead(run, watching);
      });
    }
    // Tickets may be on other boards by now, and what a callback did not tell is to be read.
    await callbacks.check(run, { watch, watching });
    if (!mayRead) return;
    await this.reading(run, async () => polling.poll(run, { watch: await this.current(run), watching, until }));
  }

  /** Whether the ticket of this number is gone, or goes on as another; then that is noted. */
  async isElsewhere(run: DeliveryRun, number: number): Promise<boolean> {
    const watching = await this.watching(run);
    if (!watching) return false;
    const changes = await this.read(run, watching, [number]);
    return changes.some(({ seen }) => seen?.connectWiseId !== number);
  }

  /** When there is something to be read next; undefined while there is nothing to watch. */
  async nextAt(run: DeliveryRun): Promise<Date | undefined> {
    const { rows, tickets, callbacks } = this.deps;
    const { accountId } = run.caller;
    const watching = await this.watching(run);
    const watch = watching && (await rows.find(accountId));
    if (!watch) return undefined;
    const { messageIds } = await tickets.hints(accountId, watching.instanceId);
    const isWatching = (await tickets.count(accountId, watching)) > 0;
    const readAt =
      messageIds.length > 0 || watch.poll ? watch.now : isWatching ? (watch.pollAt ?? watch.now) : undefined;
    const { readAfter = watch.now } = watch;
    const times = [
      readAt && (readAt > readAfter ? readAt : readAfter),
      await callbacks.nextCheck(run, { watch, watching }),
    ];
    return times.reduce((first, time) => (time && (!first || time < first) ? time : first), undefined);
  }

  private async watching({ caller, settings }: DeliveryRun): Promise<Watching | undefined> {
    const instanceId = (await this.deps.integration.find(caller))?.instanceId;
    return instanceId && { instanceId, closedDays: Math.max(settings.reopenDays, settings.quietDays) };
  }

  private async open(run: DeliveryRun, { instanceId }: Watching): Promise<TicketWatch> {
    const { rows } = this.deps;
    const { accountId } = run.caller;
    const known = await rows.find(accountId);
    if (known?.instanceId === instanceId) return known;
    await heldWrite(this.deps.database, run, (tx) => rows.begin(tx, accountId, instanceId));
    return this.current(run);
  }

  /** What it is refused must not keep tickets from being written. */
  private async reading(run: DeliveryRun, read: () => Promise<void>): Promise<void> {
    try {
      await read();
    } catch (error) {
      if (!(error instanceof ConnectWiseError)) throw error;
      await heldWrite(this.deps.database, run, (tx) =>
        this.deps.rows.restReading(tx, run.caller.accountId, REFUSED_SECONDS),
      );
    }
  }

  private async followHints(run: DeliveryRun, watching: Watching, until: number): Promise<void> {
    const { tickets } = this.deps;
    const { accountId } = run.caller;
    for (;;) {
      const { messageIds, numbers } = await tickets.hints(accountId, watching.instanceId);
      if (messageIds.length === 0 || performance.now() > until) return;
      await this.read(run, watching, numbers, (tx) => tickets.followed(tx, accountId, messageIds));
    }
  }

  /** Whoever has closed, reopened or taken over a ticket just now is not to be overruled. */
  private async lookAhead(run: DeliveryRun, watching: Watching): Promise<void> {
    const numbers = await this.deps.tickets.aboutToChange(run.caller.accountId, watching, run.settings);
    if (numbers.length > 0) await this.read(run, watching, numbers);
  }

  /** Reads tickets and carries over what became of them; `also` is written together with it. */
  private async read(
    run: DeliveryRun,
    watching: Watching,
    ...[numbers, also]: [numbers: readonly number[], also?: (tx: WriteTransaction) => Promise<void>]
  ): Promise<readonly TicketChange[]> {
    const { tickets, applying, backgroundWork } = this.deps;
    const { instanceId } = watching;
    const watched = await tickets.watched(run.caller.accountId, instanceId, numbers);
    const changes =
      watched.length > 0
        ? await askTickets(backgroundWork, { run, watching }, (session) => readTickets(session, watched))
        : [];
    await applying.apply(run, { instanceId, changes }, also);
    return changes;
  }

  private async current({ caller }: DeliveryRun): Promise<TicketWatch> {
    const watch = await this.deps.rows.find(caller.accountId);
    if (!watch) throw new Error('A watch that was begun is there.');
    return watch;
  }
}
