/** Why a mail went out: a new ticket, a note customers can read, or a status that tells them. */
export type Occasion = 'ticket' | 'note' | 'status';

/** One mail to a customer that ConnectWise would have sent. */
export interface Mail {
  readonly number: number;
  readonly at: Date;
  /** Whose change caused it: an API member, or `person`. */
  readonly author: string;
  readonly ticketId: number;
  readonly occasion: Occasion;
  readonly from: string;
  /** Addresses, or the name of a contact whose address the sandbox does not know. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

const KEPT = 10_000;

/** The mails that customers would have had by now; none is sent. The last 10,000 are kept. */
export class Mails {
  #entries: Mail[] = [];
  #number = 0;

  add(mail: Omit<Mail, 'number'>): void {
    this.#number += 1;
    this.#entries.push({ number: this.#number, ...mail });
    if (this.#entries.length >= KEPT * 2) {
      this.#entries = this.#entries.slice(-KEPT);
    }
  }

  /** Oldest first. */
  get entries(): readonly Mail[] {
    return this.#entries.slice(-KEPT);
  }

  /** All mails since the start or the last `clear()`. */
  get count(): number {
    return this.#number;
  }

  clear(): void {
    this.#entries = [];
    this.#number = 0;
  }
}
