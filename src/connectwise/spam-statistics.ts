import { z } from 'zod';
import { Failure, FailureCode } from '../shared/failure.js';
import type { Secret } from '../shared/secret.js';
import { ConnectWiseError } from './connectwise-error.js';
import type { DirectRequest, Requester } from './requester.js';
import { readXml, writeXml, type XmlElement } from './xml.js';

/** An integrator login of ConnectWise with access to its managed-device service; not the API keys. */
export interface IntegratorLogin {
  readonly loginCompanyId: string;
  readonly name: string;
  readonly password: Secret;
}

/** Counters of one mail domain; whole numbers from 0 up. */
export interface DomainStatistics {
  readonly domain: string;
  readonly last30Days: DomainCounters;
  readonly yearToDate: DomainCounters;
}

export interface DomainCounters {
  readonly spamRemoved: number;
  readonly emailVirusesRemoved: number;
  readonly accountMessages: number;
  readonly totalMessages: number;
}

const OPERATION = 'UpdateSpamStatsDomains';
const NAMESPACE = 'http://connectwise.com';
const PATH = '/v4_6_release/apis/2.0/ManagedDeviceApi.asmx';
const MOST_DOMAINS = 1_000;
/** The service's counters have 32 bits, and one that does not fit has all domains refused. */
export const LARGEST_COUNTER = 2_147_483_647;
/** A refusal of the service comes with the status of a fault; none of them is about the account's own keys. */
const REFUSALS = new Set<string>(['server-fault', 'wrong-keys', 'client-id', 'permission']);
const NOT_OFFERED = new Set<string>(['wrong-route', 'endpoint-missing', 'not-found']);

/** ConnectWise's own spam statistics, which only its older SOAP service takes. Many tenants no longer offer it. */
export class SpamStatistics {
  readonly #requester: Requester;

  constructor(requester: Requester) {
    this.#requester = requester;
  }

  /** Whether this ConnectWise still shows the service's own page. Sends no credentials. */
  async isOffered(): Promise<boolean> {
    try {
      const { origin } = await this.#requester.address();
      const request = { method: 'GET', effect: 'read', route: PATH, path: PATH, origin } as const;
      const { value } = await this.#requester.direct({ ...request, ...XML, isSigned: false });
      // Anything may answer here, a sign-in page too; the service names itself.
      return String(value).includes('ManagedDeviceApi');
    } catch (error) {
      if (error instanceof ConnectWiseError && NOT_OFFERED.has(error.kind)) return false;
      throw error;
    }
  }

  /**
   * Replaces the figures of these domains, up to 1,000. Rejects with kind `endpoint-missing` or `wrong-route` where the
   * service is gone, and `rejected` where it refuses the login or the figures.
   */
  async update(login: IntegratorLogin, solutionName: string, domains: readonly DomainStatistics[]): Promise<void> {
    checkDomains(domains);
    const body = envelope([
      { name: 'credentials', content: credentialsOf(login) },
      { name: 'managementSolutionName', content: solutionName },
      { name: 'spamStatsDomainData', content: domains.map(domainElement) },
    ]);
    const { origin } = await this.#requester.address();
    const { value } = await this.#send({
      ...{ method: 'POST', effect: 'write', route: PATH, path: PATH, origin, isSigned: false, ...XML },
      headers: { ...XML.headers, soapaction: `"${NAMESPACE}/${OPERATION}"` },
      body: { contentType: 'text/xml; charset=utf-8', content: body },
      secrets: [login.password],
    });
    checkAnswer(String(value));
  }

  async #send(request: DirectRequest) {
    try {
      return await this.#requester.direct(request);
    } catch (error) {
      const isRefusal = error instanceof ConnectWiseError && REFUSALS.has(error.kind);
      throw isRefusal ? refused(error) : error;
    }
  }
}

function refused(cause?: ConnectWiseError): ConnectWiseError {
  return new ConnectWiseError({ kind: 'rejected', code: 'Fault', fields: [] }, { cause, status: cause?.status });
}

const XML = { headers: { accept: 'text/xml' }, answer: { kind: 'text' } } as const;

function envelope(content: readonly XmlElement[]): string {
  const operation = { name: OPERATION, attributes: { xmlns: NAMESPACE }, content };
  const attributes = { 'xmlns:soap': 'http://schemas.xmlsoap.org/soap/envelope/' };
  const body = { name: 'soap:Body', content: [operation] };
  return `<?xml version="1.0" encoding="utf-8"?>${writeXml({ name: 'soap:Envelope', attributes, content: [body] })}`;
}

function credentialsOf({ loginCompanyId, name, password }: IntegratorLogin): XmlElement[] {
  return [
    { name: 'CompanyId', content: loginCompanyId },
    { name: 'IntegratorLoginId', content: name },
    { name: 'IntegratorPassword', content: password.reveal() },
  ];
}

function domainElement({ domain, last30Days, yearToDate }: DomainStatistics): XmlElement {
  const counter = (name: string, value: number): XmlElement => ({ name, content: String(value) });
  return {
    name: 'SpamStatsDomainData',
    content: [
      { name: 'DomainName', content: domain },
      counter('SpamRemovedLast30Days', last30Days.spamRemoved),
      counter('SpamRemovedYTD', yearToDate.spamRemoved),
      counter('EmailVirusesRemovedLast30Days', last30Days.emailVirusesRemoved),
      counter('EmailVirusesRemovedYTD', yearToDate.emailVirusesRemoved),
      counter('AccountMessagesLast30Days', last30Days.accountMessages),
      counter('AccountMessagesYTD', yearToDate.accountMessages),
      counter('TotalMessagesLast30Days', last30Days.totalMessages),
      counter('TotalMessagesYTD', yearToDate.totalMessages),
    ],
  };
}

function checkDomains(domains: readonly DomainStatistics[]): void {
  const counters = domains.flatMap(({ last30Days, yearToDate }) => [
    ...Object.values(last30Days),
    ...Object.values(yearToDate),
  ]);
  const isGood = counters.every((value) => Number.isInteger(value) && value >= 0 && value <= LARGEST_COUNTER);
  if (isGood && domains.length > 0 && domains.length <= MOST_DOMAINS) return;
  const message = `Give 1 to ${MOST_DOMAINS} domains with whole numbers from 0 to ${LARGEST_COUNTER}.`;
  throw new Failure({ code: FailureCode.INVALID, message, field: ['domains'] });
}

const answerShape = z.object({
  Envelope: z.object({ Body: z.looseObject({ Fault: z.unknown().optional() }) }),
});

/** A fault can come with a good status too. What it says is ConnectWise's text, so only that it came is told. */
function checkAnswer(text: string): void {
  const answer = answerShape.safeParse(readXml(text));
  if (!answer.success) throw new ConnectWiseError({ kind: 'outcome-unknown' });
  const { Body } = answer.data.Envelope;
  if (Body.Fault !== undefined) throw refused();
  if (!(`${OPERATION}Response` in Body)) throw new ConnectWiseError({ kind: 'outcome-unknown' });
}
