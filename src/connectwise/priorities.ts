import { z } from 'zod';
import { type ListOptions, listRecords } from './pager.js';
import type { Requester } from './requester.js';
import { fieldsOf, flag, recordId, text } from './shapes.js';

export interface Priority {
  readonly id: number;
  readonly name: string;
  readonly color: string | null;
  /** Critical, High, Medium, Low, or what newer servers know. */
  readonly level: string | null;
  readonly sortOrder: number | null;
  readonly isDefault: boolean;
}

const fields = z.object({
  ...{ id: recordId, name: z.string(), color: text, level: text },
  ...{ sortOrder: z.int().nullish(), defaultFlag: flag },
});

const shape = fields.transform(
  ({ sortOrder, defaultFlag, ...same }): Priority => ({
    ...same,
    sortOrder: sortOrder ?? null,
    isDefault: defaultFlag,
  }),
);

/** Priorities that tickets can have. */
export class Priorities {
  readonly #requester: Requester;

  constructor(requester: Requester) {
    this.#requester = requester;
  }

  list(options?: ListOptions): AsyncGenerator<Priority, void, undefined> {
    return listRecords(this.#requester, { route: '/service/priorities', fields: fieldsOf(fields), shape }, options);
  }
}
