import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, InstanceId } from '../../shared/ids.js';
import { AuditAction, type AuditEntry } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import { EventKind, type NewEvent } from '../events/event.js';
import type { EventService } from '../events/event.service.js';
import type { DeliveryRun } from '../tickets/delivery-run.js';
import { heldWrite } from '../tickets/held-write.js';
import { type TicketChange, TicketNews } from './ticket-change.js';
import { type Concerned, changesWith, type TicketChangeRepository, ticketsWith } from './ticket-change.repository.js';

interface Deps {
  readonly database: Database;
  readonly audit: AuditService;
  readonly events: EventService;
  readonly rows: TicketChangeRepository;
}

export interface TicketsToApply {
  readonly instanceId: InstanceId;
  readonly changes: readonly TicketChange[];
}

const KINDS = {
  [TicketNews.CLOSED]: EventKind.TICKET_CLOSED_BY_PERSON,
  [TicketNews.REOPENED]: EventKind.TICKET_REOPENED_BY_PERSON,
  [TicketNews.TAKEN_OVER]: EventKind.TICKET_TAKEN_OVER,
  [TicketNews.MERGED]: EventKind.TICKET_MERGED,
  [TicketNews.DELETED]: EventKind.TICKET_DELETED,
} as const satisfies Record<TicketNews, EventKind & AuditAction>;

/** Carries over to our side what people did to tickets in ConnectWise, with audit and events, in one transaction. */
export class ApplyTickets {
  constructor(private readonly deps: Deps) {}

  /** `also` is written together with it. */
  async apply(
    run: DeliveryRun,
    { instanceId, changes }: TicketsToApply,
    also: (tx: WriteTransaction) => Promise<void> = async () => undefined,
  ): Promise<void> {
    const { database, audit, events, rows } = this.deps;
    const { caller } = run;
    const { accountId } = caller;
    const changed = changes.filter(({ news }) => news.length > 0);
    await heldWrite(database, run, async (tx) => {
      if (changed.length > 0) {
        const ids = changed.map(({ watched }) => watched.id);
        await rows.lock(tx, accountId, ids);
      }
      if (changes.length > 0) await rows.save(tx, accountId, changes);
      const told = changed.length > 0 ? await this.tell(tx, accountId, changed) : [];
      const shared = [TicketNews.MERGED, TicketNews.REOPENED].flatMap((news) => ticketsWith(changed, news));
      if (shared.length > 0) await rows.unite(tx, accountId, { instanceId, ids: shared });
      if (told.length > 0) {
        await audit.record(tx, caller, ...told.map(toAudit));
        await events.append(tx, accountId, ...told.map(toEvent));
      }
      await also(tx);
    });
  }

  private async tell(tx: WriteTransaction, accountId: AccountId, changed: readonly TicketChange[]) {
    const { rows } = this.deps;
    const byTicket = new Map(changed.map((change) => [change.watched.id, change]));
    const told: Told[] = [];
    const add = (news: TicketNews, concerned: readonly Concerned[]) => {
      for (const one of concerned) {
        const change = byTicket.get(one.ticketId);
        if (change?.news.includes(news)) told.push({ news, change, ...one });
      }
    };
    const open = await rows.open(tx, accountId, [...byTicket.keys()]);
    add(TicketNews.MERGED, open);
    add(TicketNews.TAKEN_OVER, open);
    const work = [
      [TicketNews.CLOSED, rows.resolve],
      [TicketNews.REOPENED, rows.reopen],
    ] as const;
    for (const [news, write] of work) {
      const ids = ticketsWith(changed, news);
      if (ids.length > 0) add(news, await write(tx, accountId, ids));
    }
    const deleted = changesWith(changed, TicketNews.DELETED);
    if (deleted.length > 0) add(TicketNews.DELETED, await rows.release(tx, accountId, deleted));
    return told;
  }
}

interface Told extends Concerned {
  readonly news: TicketNews;
  readonly change: TicketChange;
}

function toAudit({ id, userId, news, change: { watched, seen } }: Told): AuditEntry {
  const after = seen ? String(seen.connectWiseId) : null;
  const changes = [{ field: 'ticketNumber', before: String(watched.number), after }];
  return { action: AuditAction[KINDS[news]], subject: { kind: 'Notification', id }, userId, changes };
}

function toEvent({ id, sourceId, news, change: { watched, seen } }: Told): NewEvent {
  const facts = { ticketNumber: seen?.connectWiseId ?? watched.number };
  return { kind: KINDS[news], subject: { kind: 'Notification', id }, sourceId, facts };
}
