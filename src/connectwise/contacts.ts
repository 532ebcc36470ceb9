import { z } from 'zod';
import { eq, splitIn } from './conditions.js';
import { listRecords } from './pager.js';
import type { Requester } from './requester.js';
import { fieldsOf, flag, recordId, reference, text } from './shapes.js';

/** Somebody at a company. */
export interface Contact {
  readonly id: number;
  readonly name: string;
  readonly isInactive: boolean;
}

const shape = z.object({ id: recordId, company: reference });
const COLLECTION = { route: '/company/contacts', fields: fieldsOf(shape), shape };

const personFields = z.object({ id: recordId, firstName: text, lastName: text, inactiveFlag: flag });
const personShape = personFields.transform(
  ({ id, firstName, lastName, inactiveFlag }): Contact => ({
    id,
    name: [firstName, lastName].filter(Boolean).join(' '),
    isInactive: inactiveFlag,
  }),
);
const PEOPLE = { route: COLLECTION.route, fields: fieldsOf(personFields), shape: personShape };

/** The people of companies. */
export class Contacts {
  readonly #requester: Requester;

  constructor(requester: Requester) {
    this.#requester = requester;
  }

  /** Read page by page as they are taken. */
  ofCompany(companyId: number): AsyncGenerator<Contact, void, undefined> {
    return listRecords(this.#requester, PEOPLE, { conditions: eq('company/id', companyId) });
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
