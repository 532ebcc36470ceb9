/** One try to bring a callback to its url. */
export interface Attempt {
  /** By the sandbox's clock. */
  readonly at: Date;
  /** What was answered; null when nothing was. */
  readonly status: number | null;
  /** Why nothing was answered. */
  readonly error: string | null;
}

/** One callback that was sent, or should have been: one change told to one registered url. */
export interface Delivery {
  readonly id: number;
  /** Id of the callback entry. */
  readonly callbackId: number;
  readonly messageId: string;
  readonly url: string;
  readonly type: string;
  readonly action: 'added' | 'updated' | 'deleted';
  readonly recordId: number;
  /** Exactly as sent. */
  readonly body: string;
  /** The header `x-content-signature`. */
  readonly signature: string;
  readonly at: Date;
  readonly attempts: Attempt[];
  /** `pending` while a try is under way or still to come. */
  state: 'pending' | 'delivered' | 'failed';
}

/** What is known before the first try. */
export type NewDelivery = Omit<Delivery, 'id' | 'attempts' | 'state'>;

const KEPT = 10_000;

/** The last 10,000 deliveries, and an exact count of all. */
export class DeliveryJournal {
  #entries: Delivery[] = [];
  #number = 0;
  #total = 0;

  add(entry: NewDelivery): Delivery {
    this.#number += 1;
    this.#total += 1;
    const delivery: Delivery = { ...entry, id: this.#number, attempts: [], state: 'pending' };
    this.#entries.push(delivery);
    if (this.#entries.length >= KEPT * 2) {
      this.#entries = this.#entries.slice(-KEPT);
    }
    return delivery;
  }

  /** Oldest first. */
  get entries(): readonly Delivery[] {
    return this.#entries.slice(-KEPT);
  }

  get total(): number {
    return this.#total;
  }

  get(id: number): Delivery | undefined {
    return this.#entries.find((entry) => entry.id === id);
  }

  clear(): void {
    this.#entries = [];
    this.#total = 0;
  }
}
