import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import type { AccountId } from '../../shared/ids.js';
import type { Page, PageRequest } from '../../shared/page.js';
import type { EventFilter, EventRecord, NewEvent } from './event.js';
import type { EventRepository } from './event.repository.js';

export class EventService {
  constructor(private readonly events: EventRepository) {}

  /** Call it last in a transaction: it takes a lock of the whole account. */
  async append(tx: WriteTransaction, accountId: AccountId, ...events: readonly NewEvent[]): Promise<void> {
    if (events.length > 0) await this.events.append(tx, accountId, events);
  }

  /** What is older than 30 days, of the oldest ones that are there. @returns how many went */
  removeOld(tx: WriteTransaction, accountId: AccountId, most: number): Promise<number> {
    return this.events.removeOld(tx, accountId, most);
  }

  /** An INGEST token sees the events of its own source only, and counts no others. */
  page({ accountId, sourceId }: Caller, request: PageRequest, filter: EventFilter): Promise<Page<EventRecord>> {
    return this.events.page(accountId, request, { ...filter, sourceId });
  }
}
