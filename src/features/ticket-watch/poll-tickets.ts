import type { Database } from '../../database/database.js';
import type { BackgroundWork } from '../integration/background-work.js';
import type { DeliveryRun } from '../tickets/delivery-run.js';
import { heldWrite } from '../tickets/held-write.js';
import type { ApplyTickets } from './apply-tickets.js';
import { askTickets } from './ask-tickets.js';
import { judgeTickets } from './read-tickets.js';
import type { TicketChange } from './ticket-change.js';
import {
  beginPoll,
  isDearer,
  NUMBERS_A_CALL,
  newestOf,
  type PollState,
  pollSeconds,
  type TicketWatch,
} from './ticket-watch.js';
import type { TicketWatchRepository } from './ticket-watch.repository.js';
import type { WatchedTicketRepository, Watching } from './watched-ticket.repository.js';

interface Deps {
  readonly database: Database;
  readonly backgroundWork: BackgroundWork;
  readonly rows: TicketWatchRepository;
  readonly tickets: WatchedTicketRepository;
  readonly applying: ApplyTickets;
}

interface Part {
  readonly run: DeliveryRun;
  readonly watching: Watching;
  readonly state: PollState;
}

interface Found {
  readonly changes: readonly TicketChange[];
  readonly stamps: readonly { readonly lastUpdated: Date | null }[];
  /** Behind which number the next part begins; undefined at the end. */
  readonly after: number | undefined;
}

/** Reads all watched tickets now and then, part by part, with as few calls as can be. */
export class PollTickets {
  constructor(private readonly deps: Deps) {}

  /** What does not fit into this slice goes on in the next one. @throws PutOff, ConnectWiseError */
  async poll(
    run: DeliveryRun,
    { watch, watching, until }: { readonly watch: TicketWatch; readonly watching: Watching; readonly until: number },
  ): Promise<void> {
    const { database, rows, tickets } = this.deps;
    const { accountId } = run.caller;
    if (!watch.poll && watch.pollAt && watch.pollAt > watch.now) return;
    const count = await tickets.count(accountId, watching);
    if (count === 0) return heldWrite(database, run, (tx) => rows.pollWithin(tx, accountId, pollSeconds(watch)));
    let state: PollState | undefined = watch.poll ?? beginPoll(watch, count);
    while (state && performance.now() < until) {
      if (isDearer(state, count)) state = { ...state, changedAfter: undefined, after: 0 };
      state = await this.part({ run, watching, state }, watch);
    }
  }

  /** Undefined at the end. */
  private async part(part: Part, watch: TicketWatch): Promise<PollState | undefined> {
    const { rows, applying } = this.deps;
    const { run, watching, state } = part;
    const { accountId } = run.caller;
    const { changes, stamps, after } = await (state.changedAfter
      ? this.changed(part, state.changedAfter)
      : this.numbered(part));
    const newest = newestOf(stamps, { newest: state.newest, now: watch.now });
    const next = { ...state, newest, pages: state.pages + 1, after: after ?? state.after };
    await applying.apply(run, { instanceId: watching.instanceId, changes }, (tx) =>
      after === undefined
        ? rows.endPoll(tx, accountId, { state: next, seconds: pollSeconds(watch) })
        : rows.savePoll(tx, accountId, next),
    );
    return after === undefined ? undefined : next;
  }

  /** The next page of all that changed, of which some are ours. */
  private async changed({ run, watching, state }: Part, changedAfter: Date): Promise<Found> {
    const { backgroundWork, tickets } = this.deps;
    return askTickets(backgroundWork, { run, watching }, async (session) => {
      const { items, isFull, hasNext } = await session.tickets.page({ after: state.after, changedAfter });
      const numbers = items.map(({ id }) => id);
      const watched = await tickets.watched(run.caller.accountId, watching.instanceId, numbers);
      const ours = new Set(watched.map(({ number }) => number));
      const found = items.filter(({ id }) => ours.has(id));
      const changes = await judgeTickets(session, watched, found);
      return { changes, stamps: items, after: isFull || hasNext ? numbers.at(-1) : undefined };
    });
  }

  private async numbered({ run, watching, state }: Part): Promise<Found> {
    const { backgroundWork, tickets } = this.deps;
    const { accountId } = run.caller;
    const numbers = await tickets.numbersAfter(accountId, watching, state.after);
    const after = numbers.length < NUMBERS_A_CALL ? undefined : numbers.at(-1);
    const watched = await tickets.watched(accountId, watching.instanceId, numbers);
    if (watched.length === 0) return { changes: [], stamps: [], after };
    return askTickets(backgroundWork, { run, watching }, async (session) => {
      const found = await session.tickets.findByIds(watched.map(({ number }) => number));
      return { changes: await judgeTickets(session, watched, found), stamps: found, after };
    });
  }
}
