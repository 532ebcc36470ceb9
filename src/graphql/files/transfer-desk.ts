import type { ServerResponse } from 'node:http';
import { finished } from 'node:stream';
import { FailureCode } from '../../shared/failure.js';
import type { AccountId } from '../../shared/ids.js';
import { Refusal } from '../refusal.js';
import type { FileLimits, FilePlace, FilePlaces } from './file-route.js';
import { clientGone, Transfer } from './transfer.js';

export interface HeldTransfer {
  readonly transfer: Transfer;
  /** Gives the places back; may be called again. */
  readonly end: () => Promise<void>;
}

/** Lets files begin, as many at once as the account and this process may move. */
export class TransferDesk {
  readonly #places: FilePlaces;
  readonly #limits: FileLimits;
  #inHand = 0;

  constructor(places: FilePlaces, limits: FileLimits) {
    this.#places = places;
    this.#limits = limits;
  }

  /** It ends with the response, however that ends. */
  async begin(accountId: AccountId, response: ServerResponse): Promise<HeldTransfer> {
    const place = await this.#take(accountId);
    const transfer = new Transfer(this.#limits);
    let ending: Promise<void> | undefined;
    const end = () => {
      if (!ending) {
        transfer.end();
        this.#inHand -= 1;
        ending = place.leave();
      }
      return ending;
    };
    finished(response, (error) => {
      if (error) transfer.cut(clientGone(error));
      void end();
    });
    return { transfer, end };
  }

  async #take(accountId: AccountId): Promise<FilePlace> {
    if (this.#inHand >= this.#limits.atOnce) throw busy();
    this.#inHand += 1;
    let place: FilePlace | undefined;
    try {
      place = await this.#places.take(accountId);
    } finally {
      if (!place) this.#inHand -= 1;
    }
    if (!place) throw accountBusy();
    return place;
  }
}

function busy(): Refusal {
  const message = 'The server is busy with files. Try again.';
  return new Refusal({ status: 503, code: FailureCode.UNAVAILABLE, message, retryAfterSeconds: 10 });
}

function accountBusy(): Refusal {
  const message = 'This account already moves as many files as it may at once. Try again when one is done.';
  return new Refusal({ status: 429, code: FailureCode.RATE_LIMITED, message, retryAfterSeconds: 10 });
}
