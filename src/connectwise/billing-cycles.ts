import { z } from 'zod';
import { type ListOptions, listRecords } from './pager.js';
import type { Requester } from './requester.js';
import { fieldsOf, flag, recordId, text } from './shapes.js';

export interface BillingCycle {
  readonly id: number;
  readonly identifier: string;
  readonly name: string;
  /** Monthly, Quarterly, NotRecurring and so on, or what newer servers know. */
  readonly recurrence: string | null;
  readonly isDefault: boolean;
}

const fields = z.object({
  ...{ id: recordId, identifier: z.string(), name: z.string(), billingOptions: text, defaultFlag: flag },
});
const shape = fields.transform(
  ({ billingOptions, defaultFlag, ...same }): BillingCycle => ({
    ...same,
    recurrence: billingOptions,
    isDefault: defaultFlag,
  }),
);

export class BillingCycles {
  readonly #requester: Requester;

  constructor(requester: Requester) {
    this.#requester = requester;
  }

  list(options?: ListOptions): AsyncGenerator<BillingCycle, void, undefined> {
    return listRecords(this.#requester, { route: '/finance/billingCycles', fields: fieldsOf(fields), shape }, options);
  }
}
