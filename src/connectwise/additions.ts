import {
  ADDITION_FIELDS,
  type Addition,
  type AdditionChanges,
  additionBody,
  additionChanges,
  additionShape,
  type NewAddition,
} from './addition.js';
import { ifFound } from './if-found.js';
import { type ListOptions, listRecords } from './pager.js';
import { idPart } from './query.js';
import type { Requester } from './requester.js';

const ROUTE = '/finance/agreements/{id}/additions';

/** Additions of agreements. Every method rejects with a ConnectWiseError, or a Failure on what was handed in. */
export class Additions {
  readonly #requester: Requester;

  constructor(requester: Requester) {
    this.#requester = requester;
  }

  list(agreementId: number, options?: ListOptions): AsyncGenerator<Addition, void, undefined> {
    const collection = { ...of(agreementId), fields: ADDITION_FIELDS, shape: additionShape };
    return listRecords(this.#requester, collection, options);
  }

  /** Undefined when the agreement has no such addition. */
  async findById(agreementId: number, id: number): Promise<Addition | undefined> {
    const query = { fields: ADDITION_FIELDS };
    return (await ifFound(this.#requester.get({ ...one(agreementId, id), query, shape: additionShape })))?.value;
  }

  /** After `outcome-unknown`: list the additions and compare product, date and the ids known before. */
  create(agreementId: number, addition: NewAddition): Promise<Addition> {
    return this.#requester.post({ ...of(agreementId), body: additionBody(addition), shape: additionShape });
  }

  change(agreementId: number, id: number, changes: AdditionChanges): Promise<Addition> {
    const target = one(agreementId, id);
    return this.#requester.patch({ ...target, changes: additionChanges(changes), shape: additionShape });
  }
}

function of(agreementId: number) {
  return { route: ROUTE, path: `/finance/agreements/${idPart(agreementId, 'agreementId')}/additions` };
}

function one(agreementId: number, id: number) {
  return { route: `${ROUTE}/{additionId}`, path: `${of(agreementId).path}/${idPart(id, 'additionId')}` };
}
