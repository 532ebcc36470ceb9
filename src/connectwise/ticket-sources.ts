import { z } from 'zod';
import { type ListOptions, listRecords } from './pager.js';
import type { Requester } from './requester.js';
import { fieldsOf, flag, recordId } from './shapes.js';

/** Where a ticket came from, in ConnectWise's classification; not one of our own sources. */
export interface TicketSource {
  readonly id: number;
  readonly name: string;
  readonly isDefault: boolean;
}

const fields = z.object({ id: recordId, name: z.string(), defaultFlag: flag });
const shape = fields.transform(({ defaultFlag, ...same }): TicketSource => ({ ...same, isDefault: defaultFlag }));

export class TicketSources {
  readonly #requester: Requester;

  constructor(requester: Requester) {
    this.#requester = requester;
  }

  list(options?: ListOptions): AsyncGenerator<TicketSource, void, undefined> {
    return listRecords(this.#requester, { route: '/service/sources', fields: fieldsOf(fields), shape }, options);
  }
}
