import { z } from 'zod';
import { listRecords } from './pager.js';
import { idPart } from './query.js';
import type { Requester } from './requester.js';
import { fieldsOf, flag, recordId } from './shapes.js';

export interface Site {
  readonly id: number;
  readonly name: string;
  readonly isInactive: boolean;
}

const fields = z.object({ id: recordId, name: z.string(), inactiveFlag: flag });
const shape = fields.transform(({ inactiveFlag, ...same }): Site => ({ ...same, isInactive: inactiveFlag }));

/** The places of companies. */
export class Sites {
  readonly #requester: Requester;

  constructor(requester: Requester) {
    this.#requester = requester;
  }

  ofCompany(companyId: number): AsyncGenerator<Site, void, undefined> {
    const path = `/company/companies/${idPart(companyId, 'companyId')}/sites`;
    return listRecords(this.#requester, {
      ...{ route: '/company/companies/{id}/sites', path },
      ...{ fields: fieldsOf(fields), shape },
    });
  }
}
