import { z } from 'zod';
import { ConnectWiseError } from './connectwise-error.js';
import { InputCheck } from './input-check.js';
import { type ListOptions, listRecords } from './pager.js';
import { idPart } from './query.js';
import type { Requester } from './requester.js';
import { fieldsOf, recordId, recordInfo, reference, text } from './shapes.js';

/** A management summary report of a company, as far as we fill it. */
export interface SummaryReport {
  readonly id: number;
  /** Our key: one report for each. */
  readonly groupIdentifier: string;
  readonly agreementId: number | null;
  readonly virusesRemoved: number | null;
  readonly spywareItemsRemoved: number | null;
  readonly alertsGenerated: string | null;
  readonly lastUpdated: Date | null;
  readonly updatedBy: string | null;
}

export interface NewSummaryReport {
  /** Up to 100 characters. */
  readonly groupIdentifier: string;
  readonly agreementId?: number;
  readonly deviceType?: 'WorkstationsAndServers' | 'Servers' | 'Workstations';
  /** Whole numbers. */
  readonly virusesRemoved?: number;
  readonly spywareItemsRemoved?: number;
  readonly alertsGenerated?: number;
}

const count = z
  .int()
  .nullish()
  .transform((value) => value ?? null);
const fields = z.object({
  id: recordId,
  groupIdentifier: z.string(),
  agreement: reference,
  ...{ virusesRemoved: count, spywareItemsRemoved: count, alertsGenerated: text, _info: recordInfo },
});
const shape = fields.transform(
  ({ agreement, _info, ...same }): SummaryReport => ({ ...same, ..._info, agreementId: agreement?.id ?? null }),
);

const COUNTERS = ['virusesRemoved', 'spywareItemsRemoved'] as const;
const ROUTE = '/company/companies/{id}/managementSummaryReports';

/** Management summary reports. Creating one may be answered with 200, and so may deleting one. */
export class SummaryReports {
  readonly #requester: Requester;

  constructor(requester: Requester) {
    this.#requester = requester;
  }

  list(companyId: number, options?: ListOptions): AsyncGenerator<SummaryReport, void, undefined> {
    return listRecords(this.#requester, { ...of(companyId), fields: fieldsOf(fields), shape }, options);
  }

  create(companyId: number, report: NewSummaryReport): Promise<SummaryReport> {
    return this.#requester.post({ ...of(companyId), body: bodyOf(report), shape });
  }

  /** Writes all counters anew; those left out are reset. Rejects with kind `change-ignored` when it comes back with others. */
  async replace(companyId: number, reportId: number, report: NewSummaryReport): Promise<SummaryReport> {
    const body = { id: reportId, ...bodyOf(report) };
    const answer = await this.#requester.put({ ...one(companyId, reportId), body, shape });
    const fields = COUNTERS.filter((counter) => report[counter] !== undefined && report[counter] !== answer[counter]);
    if (fields.length > 0) throw new ConnectWiseError({ kind: 'change-ignored', fields });
    return answer;
  }

  delete(companyId: number, reportId: number): Promise<void> {
    return this.#requester.delete(one(companyId, reportId));
  }
}

function bodyOf({ agreementId, alertsGenerated, ...same }: NewSummaryReport): object {
  new InputCheck().text('groupIdentifier', same.groupIdentifier, { most: 100 }).ids({ agreementId }).throwIfAny();
  return {
    ...same,
    agreement: agreementId === undefined ? undefined : { id: agreementId },
    // A count, yet ConnectWise keeps it as text.
    alertsGenerated: alertsGenerated === undefined ? undefined : String(alertsGenerated),
  };
}

function of(companyId: number) {
  return { route: ROUTE, path: `/company/companies/${idPart(companyId, 'companyId')}/managementSummaryReports` };
}

function one(companyId: number, reportId: number) {
  return { route: `${ROUTE}/{reportId}`, path: `${of(companyId).path}/${idPart(reportId, 'reportId')}` };
}
