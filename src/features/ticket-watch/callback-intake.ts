import type { AccountId, InstanceId } from '../../shared/ids.js';
import type { TicketCallback } from './callback.js';
import type { CallbackRepository } from './callback.repository.js';

/** Callbacks of one account that are stored together. */
interface Batch {
  readonly instanceId: InstanceId;
  readonly callbacks: TicketCallback[];
  readonly stored: Promise<void>;
}

const MOST_AT_ONCE = 500;

/**
 * Stores callbacks account by account, one write at a time: what comes while one is under way goes into the next
 * together. However fast they come, they never wait for each other in the database.
 */
export class CallbackIntake {
  /** Batches that have not begun to be stored, and still take something in. */
  readonly #open = new Map<AccountId, Batch>();
  readonly #last = new Map<AccountId, Promise<void>>();
  readonly #rows: CallbackRepository;

  constructor(rows: CallbackRepository) {
    this.#rows = rows;
  }

  /** Resolves when it is stored. */
  store(accountId: AccountId, instanceId: InstanceId, callback: TicketCallback): Promise<void> {
    const open = this.#open.get(accountId);
    const fits = open?.instanceId === instanceId && open.callbacks.length < MOST_AT_ONCE;
    const batch = open && fits ? open : this.#begin(accountId, instanceId);
    batch.callbacks.push(callback);
    return batch.stored;
  }

  #begin(accountId: AccountId, instanceId: InstanceId): Batch {
    const callbacks: TicketCallback[] = [];
    const before = this.#last.get(accountId) ?? Promise.resolve();
    const write = () => {
      if (this.#open.get(accountId) === batch) this.#open.delete(accountId);
      return this.#rows.store(accountId, instanceId, callbacks);
    };
    // Those of the batch before are told themselves when it failed.
    const stored = before.then(write, write);
    const batch: Batch = { instanceId, callbacks, stored };
    this.#open.set(accountId, batch);
    this.#last.set(accountId, stored);
    const forget = () => void (this.#last.get(accountId) === stored && this.#last.delete(accountId));
    stored.then(forget, forget);
    return batch;
  }
}
