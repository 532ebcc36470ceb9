import { z } from 'zod';
import type { Secret } from '../shared/secret.js';
import type { Effect } from './call.js';
import { ConnectWiseError } from './connectwise-error.js';
import { checkDomains, countersOf, type DomainStatistics } from './domain-statistics.js';
import type { DirectRequest, Requester } from './requester.js';
import { readXml, writeXml, type XmlElement } from './xml.js';

/** An integrator login of ConnectWise with access to its managed-device service; not the API keys. */
export interface IntegratorLogin {
  readonly loginCompanyId: string;
  readonly name: string;
  readonly password: Secret;
}

const OPERATION = 'UpdateSpamStatsDomains';
const NAMESPACE = 'http://connectwise.com';
const PATH = '/v4_6_release/apis/2.0/ManagedDeviceApi.asmx';

/** The answer repeats the domains: that of the longest list has a quarter of this. */
const MOST_BYTES = 4 * 1024 * 1024;
const NOTHING: readonly DomainStatistics[] = [];
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
      throw ofItsOwn(error);
    }
  }

  /**
   * Replaces the figures of these domains, up to 1,000. Rejects with kind `endpoint-missing` or `wrong-route` where the
   * service is gone, `integrator-login` or `integrator-right` where it refuses the login, and `rejected` where it
   * refuses the figures.
   */
  async update(login: IntegratorLogin, solutionName: string, domains: readonly DomainStatistics[]): Promise<void> {
    checkDomains(domains);
    await this.#call(login, { solutionName, domains, effect: 'write' });
  }

  /** Tries a login without writing any figure: a list of no domains changes nothing. Rejects as `update` does. */
  async check(login: IntegratorLogin, solutionName: string): Promise<void> {
    try {
      await this.#call(login, { solutionName, domains: NOTHING, effect: 'read' });
    } catch (error) {
      // Nothing was sent that could have been refused instead.
      const isRefusal = error instanceof ConnectWiseError && error.kind === 'rejected';
      throw isRefusal ? new ConnectWiseError({ kind: 'integrator-login' }, { cause: error }) : error;
    }
  }

  async #call(
    login: IntegratorLogin,
    { solutionName, domains, effect }: { solutionName: string; domains: readonly DomainStatistics[]; effect: Effect },
  ): Promise<void> {
    const body = envelope([
      { name: 'credentials', content: credentialsOf(login) },
      { name: 'managementSolutionName', content: solutionName },
      { name: 'spamStatsDomainData', content: domains.map(domainElement) },
    ]);
    const { origin } = await this.#requester.address();
    const { value } = await this.#send({
      ...{ method: 'POST', effect, route: PATH, path: PATH, origin, isSigned: false, ...XML },
      headers: { ...XML.headers, soapaction: `"${NAMESPACE}/${OPERATION}"` },
      body: { contentType: 'text/xml; charset=utf-8', content: body },
      secrets: [login.password],
    });
    checkAnswer(String(value), effect);
  }

  async #send(request: DirectRequest) {
    try {
      return await this.#requester.direct(request);
    } catch (error) {
      // A refusal of the service comes with the status of a fault.
      const fault =
        error instanceof ConnectWiseError && error.kind === 'server-fault' ? faultIn(error.excerpt()) : undefined;
      throw fault === undefined ? ofItsOwn(error) : refusedWith(fault, error);
    }
  }
}

/** The service knows nothing of keys and roles: what reads like a refusal of those is a page of something in between. */
function ofItsOwn(error: unknown): unknown {
  if (!(error instanceof ConnectWiseError) || !OF_THE_API.has(error.kind)) return error;
  return new ConnectWiseError({ kind: 'bad-answer', reason: 'foreign-page' }, { cause: error, status: error.status });
}

const OF_THE_API = new Set<string>(['wrong-keys', 'client-id', 'permission', 'version']);

const WRONG_LOGIN =
  /pass ?word|user ?name|credential|log-?[io]n.{0,30}(invalid|incorrect|wrong|failed|unknown|not found)|(invalid|incorrect|wrong|unknown|bad).{0,30}log-?[io]n/i;
const NO_RIGHT =
  /\b(no|not|cannot|lacks?|without|insufficient|missing|denied)\b.{0,60}(access|right|permi(ssion|tted)|allowed|authori[sz]ed)|(access|right|permission).{0,30}(denied|missing|required)|unauthori[sz]ed|forbidden/i;

/** ConnectWise has no codes for these, and the texts are not documented: whatever is not clear stays a plain refusal. */
function refusedWith(fault: string, cause?: unknown): ConnectWiseError {
  const status = cause instanceof ConnectWiseError ? cause.status : undefined;
  if (WRONG_LOGIN.test(fault)) return new ConnectWiseError({ kind: 'integrator-login' }, { cause, status });
  if (NO_RIGHT.test(fault)) return new ConnectWiseError({ kind: 'integrator-right' }, { cause, status });
  return new ConnectWiseError({ kind: 'rejected', code: 'Fault', fields: [] }, { cause, status });
}

const XML = { headers: { accept: 'text/xml' }, answer: { kind: 'text', mostBytes: MOST_BYTES } } as const;

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

function domainElement({ domain, ...counters }: DomainStatistics): XmlElement {
  const elements = countersOf(counters).map(({ name, value }): XmlElement => ({ name, content: String(value) }));
  return { name: 'SpamStatsDomainData', content: [{ name: 'DomainName', content: domain }, ...elements] };
}

const answerShape = z.object({
  Envelope: z.object({ Body: z.looseObject({ Fault: z.unknown().optional() }) }),
});

/** A fault can come with a good status too. What it says is ConnectWise's text, and never shown. */
function checkAnswer(text: string, effect: Effect): void {
  const fault = faultIn(text);
  if (fault !== undefined) throw refusedWith(fault);
  const answer = answerShape.safeParse(readXml(text));
  if (answer.success && `${OPERATION}Response` in answer.data.Envelope.Body) return;
  throw new ConnectWiseError(
    effect === 'write' ? { kind: 'outcome-unknown' } : { kind: 'bad-answer', reason: 'foreign-page' },
  );
}

const LONGEST_FAULT = 10_000;

/** Everything that a fault says; undefined when there is none. */
function faultIn(text = ''): string | undefined {
  const answer = answerShape.safeParse(readXml(text));
  const fault = answer.success ? answer.data.Envelope.Body.Fault : undefined;
  return fault === undefined ? undefined : JSON.stringify(fault).slice(0, LONGEST_FAULT);
}
