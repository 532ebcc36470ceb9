import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Services } from '../../src/app/services.js';
import type { WaitingDelivery } from '../../src/features/spam-delivery/delivery.js';
import type { ReportFigures } from '../../src/features/spam-reports/report.js';
import { referenceOf } from '../../src/features/spam-reports/report.js';
import type { SpamRoute } from '../../src/features/spam-settings/spam-settings.js';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { BulkErrorPolicy } from '../../src/shared/bulk.js';
import type { Month } from '../../src/shared/calendar.js';
import type { Caller } from '../../src/shared/caller.js';
import type { Day } from '../../src/shared/day.js';
import { type JobId, newId, type UserId } from '../../src/shared/ids.js';

/** What reports of a test stand on. */
export interface ReportGround {
  readonly services: Services;
  readonly sandbox: Sandbox;
  readonly caller: Caller;
}

/** A user mapped to a company of its own. */
export interface ReportedCustomer {
  readonly userId: UserId;
  readonly companyId: number;
  readonly identifier: string;
}

export interface WantedReport {
  readonly route: SpamRoute;
  readonly month?: string;
  /** All figures of the report are this one number. */
  readonly figure: number;
}

const counters = (figure: number) => ({
  totalMessages: figure,
  accountMessages: figure,
  spam: figure,
  phishing: 0,
  viruses: figure,
});

/** Reports of an account's customers, written by a test itself, and what stands of them in ConnectWise. */
export class SpamReports {
  private constructor(
    readonly ground: ReportGround,
    readonly source: string,
  ) {}

  static async open(ground: ReportGround): Promise<SpamReports> {
    const source = `source-${randomUUID()}`;
    await ground.services.sources.create(ground.caller, { code: source, name: source });
    return new SpamReports(ground, source);
  }

  async customer(): Promise<ReportedCustomer> {
    const { services, caller } = this.ground;
    const identifier = randomUUID();
    const companyId = this.company(identifier);
    const item = { source: this.source, externalId: identifier, name: identifier };
    const user = { ...item, mailDomains: [], contactEmail: undefined };
    const { results } = await services.saveUsers.save(caller, [user], BulkErrorPolicy.REJECT_ALL);
    const userId = results[0]?.result;
    if (!userId) throw new Error(`Not saved: ${JSON.stringify(results)}`);
    const choice = { isEnabled: true, replaceExisting: false, allowShared: false, allowInactive: false };
    await services.mapCompany.map(caller, { userId, company: { kind: 'identifier', identifier }, ...choice });
    return { userId, companyId, identifier };
  }

  company(identifier: string = randomUUID()): number {
    return this.ground.sandbox.companies.add({ identifier, name: `Reported ${identifier}` }).id;
  }

  async delivery(
    { userId, companyId, identifier }: ReportedCustomer,
    { route, month = '2026-01', figure }: WantedReport,
  ): Promise<WaitingDelivery> {
    const { services, caller } = this.ground;
    const instance = await services.integration.instance(caller);
    const figures: ReportFigures = {
      month: counters(figure),
      before: counters(0),
      yearToDate: counters(figure),
      domains: [],
      native: [{ domain: `${identifier}.example`, last30Days: counters(figure), yearToDate: counters(figure) }],
    };
    const reference = referenceOf(userId, month as Month);
    return {
      ...{ id: newId(), jobId: newId<JobId>(), userId, month: month as Month, asOf: `${month}-28` as Day },
      ...{ route, language: 'EN', instanceId: instance.id, companyId, figures },
      subject: `Spam statistics of ${month}`,
      text: `Spam: ${figure}\n\nRef: ${reference}`,
      fileName: `spam-${month}.csv`,
      csv: `spam\r\n${figure}\r\n`,
    };
  }

  /** All that stands of a customer's reports in ConnectWise, in a line each; what it shows is the figure. */
  async there(customer: ReportedCustomer): Promise<string[]> {
    const all = await this.standing(customer);
    return all.map(({ kind, shows }) => [kind, ...figuresIn(kind, shows)].join(' ')).sort();
  }

  /** The same as it stands there, word for word. */
  async standing({ companyId, identifier }: ReportedCustomer): Promise<StandingRecord[]> {
    const { sandbox } = this.ground;
    const company = `/company/companies/${companyId}`;
    const tickets = await this.#list('/service/tickets', { conditions: `company/id = ${companyId}` });
    const ofTickets = tickets.map(async ({ id }) => [
      { kind: 'ticket', shows: '' } as const,
      ...(await this.#list(`/service/tickets/${id}/notes`)).map(({ text }) => record('text', text)),
      ...(await this.#documents('Ticket', id)),
    ]);
    const native = sandbox.spamStatistics.list().filter(({ domain }) => domain === `${identifier}.example`);
    return [
      ...(await this.#list(`${company}/notes`)).map(({ text }) => record('note', text)),
      ...(await this.#documents('Company', companyId)),
      ...(await Promise.all(ofTickets)).flat(),
      ...(await this.#list(`${company}/managementSummaryReports`)).map((report) =>
        record('counters', String(report['virusesRemoved'])),
      ),
      ...native.map(({ counters: told }) => record('domain', JSON.stringify(told))),
    ];
  }

  async #documents(recordType: string, recordId: number): Promise<StandingRecord[]> {
    const documents = await this.#list('/system/documents', { recordType, recordId: String(recordId) });
    const contents = documents.map(({ id }) => this.#read(`/system/documents/${id}/download`, {}));
    return (await Promise.all(contents)).map((csv) => record('document', csv));
  }

  async #list(path: string, query: Readonly<Record<string, string>> = {}): Promise<readonly Shown[]> {
    return z.array(shownShape).parse(JSON.parse(await this.#read(path, { pageSize: '1000', ...query })));
  }

  /** Not by our own client, which rests when it is told to. */
  async #read(path: string, query: Readonly<Record<string, string>>): Promise<string> {
    const { url, credentials } = this.ground.sandbox;
    const { loginCompanyId, publicKey, privateKey, clientId } = credentials;
    const authorization = `Basic ${Buffer.from(`${loginCompanyId}+${publicKey}:${privateKey}`).toString('base64')}`;
    const target = `${url}/v4_6_release/apis/3.0${path}?${new URLSearchParams(query)}`;
    const answer = await fetch(target, { headers: { authorization, clientId } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    // As it is: `text` would leave out the mark that a file begins with.
    return Buffer.from(await answer.arrayBuffer()).toString();
  }
}

const shownShape = z.looseObject({ id: z.number(), text: z.string().nullish() });
type Shown = z.output<typeof shownShape>;

/** What has to stand there when a report was sent, and nothing else was. */
export function shown(route: SpamRoute, figure: number): string[] {
  const lines: Readonly<Record<SpamRoute, string[]>> = {
    COMPANY_NOTE: [`document ${figure}`, `note ${figure}`],
    TICKET: [`document ${figure}`, `text ${figure}`, 'ticket'],
    SUMMARY_REPORT: [`counters ${figure}`],
    NATIVE_STATISTICS: [`domain ${figure}`],
  };
  return lines[route].sort();
}

/** Something of a report that a customer sees in ConnectWise. */
export interface StandingRecord {
  readonly kind: 'note' | 'ticket' | 'text' | 'document' | 'counters' | 'domain';
  /** Its text or file, the viruses of the summary report, or all counters of the domain. */
  readonly shows: string;
}

function record(kind: StandingRecord['kind'], shows: string | null | undefined): StandingRecord {
  return { kind, shows: shows ?? '' };
}

function figuresIn(kind: StandingRecord['kind'], shows: string): (string | undefined)[] {
  if (kind === 'ticket') return [];
  if (kind === 'document') return [shows.split(/\r\n/)[1]];
  return [shows.match(FIGURES[kind])?.[1]];
}

const FIGURES = {
  note: /Spam: (\d+)/,
  text: /Spam: (\d+)/,
  counters: /(\d+)/,
  domain: /"SpamRemovedLast30Days":(\d+)/,
} as const;
