import { z } from 'zod';
import type { Condition } from './conditions.js';
import { ifFound } from './if-found.js';
import { type ListOptions, type ListPage, listRecords, readPage } from './pager.js';
import { idPart } from './query.js';
import type { Requester } from './requester.js';
import { day, fieldsOf, flag, type NamedReference, recordId, recordInfo, reference, text } from './shapes.js';

/** A contract of a company. Dates are days. */
export interface Agreement {
  readonly id: number;
  readonly name: string;
  readonly type: NamedReference | null;
  readonly company: NamedReference | null;
  readonly parentAgreement: NamedReference | null;
  readonly billingCycle: NamedReference | null;
  /** Active, Cancelled, Expired, Inactive, or what newer servers know; computed by ConnectWise. */
  readonly status: string | null;
  readonly isCancelled: boolean;
  readonly cancelledOn: string | null;
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly hasNoEnd: boolean;
  /** Billed once, not in every period. */
  readonly isOneTime: boolean;
  readonly nextInvoiceOn: string | null;
  readonly lastUpdated: Date | null;
  readonly updatedBy: string | null;
}

const fields = z.object({
  id: recordId,
  name: z.string(),
  ...{ type: reference, company: reference, parentAgreement: reference, billingCycle: reference },
  ...{ agreementStatus: text, cancelledFlag: flag, dateCancelled: day, startDate: day, endDate: day },
  ...{ noEndingDateFlag: flag, oneTimeFlag: flag, nextInvoiceDate: day, _info: recordInfo },
});

const shape = fields.transform((answer): Agreement => {
  const { id, name, type, company, parentAgreement, billingCycle, _info } = answer;
  return {
    ...{ id, name, type, company, parentAgreement, billingCycle, ..._info },
    status: answer.agreementStatus,
    isCancelled: answer.cancelledFlag,
    cancelledOn: answer.dateCancelled,
    startsOn: answer.startDate,
    endsOn: answer.endDate,
    hasNoEnd: answer.noEndingDateFlag,
    isOneTime: answer.oneTimeFlag,
    nextInvoiceOn: answer.nextInvoiceDate,
  };
});

const ROUTE = '/finance/agreements';
const COLLECTION = { route: ROUTE, fields: fieldsOf(fields), shape };

/** Agreements, read only: what is billed are their additions. */
export class Agreements {
  readonly #requester: Requester;

  constructor(requester: Requester) {
    this.#requester = requester;
  }

  list(options?: ListOptions): AsyncGenerator<Agreement, void, undefined> {
    return listRecords(this.#requester, COLLECTION, options);
  }

  /** The first agreements behind a record id; 0 begins at the first one. */
  page(options: { readonly conditions?: Condition | undefined; readonly after: number }): Promise<ListPage<Agreement>> {
    return readPage(this.#requester, COLLECTION, options);
  }

  /** Undefined when there is no such agreement. */
  async findById(id: number): Promise<Agreement | undefined> {
    const target = { route: `${ROUTE}/{id}`, path: `${ROUTE}/${idPart(id, 'agreementId')}` };
    return (await ifFound(this.#requester.get({ ...target, query: { fields: fieldsOf(fields) }, shape })))?.value;
  }
}
