import { z } from 'zod';
import { splitIn } from './conditions.js';
import { listRecords } from './pager.js';
import type { Requester } from './requester.js';
import { fieldsOf, recordId, reference } from './shapes.js';

const shape = z.object({ id: recordId, company: reference });
const COLLECTION = { route: '/company/contacts', fields: fieldsOf(shape), shape };

/** The people of companies. */
export class Contacts {
  readonly #requester: Requester;

  constructor(requester: Requester) {
    this.#requester = requester;
  }

  /** The record id of the company that each contact belongs to now, by the contact's; those without one are left out. */
  async companiesOf(ids: readonly number[]): Promise<ReadonlyMap<number, number>> {
    const companies = new Map<number, number>();
    for (const conditions of splitIn('id', ids)) {
      for await (const { id, company } of listRecords(this.#requester, COLLECTION, { conditions })) {
        if (company) companies.set(id, company.id);
      }
    }
    return companies;
  }
}
