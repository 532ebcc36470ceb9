import { Secret } from '../shared/secret.js';
import { HTTP_HOSTS_VARIABLE, policyEntry } from './address-policy.js';
import { checkCapabilities } from './capability-checks.js';
import { causeOf, subjectOf } from './check-causes.js';
import { CheckSheet } from './check-sheet.js';
import { type ConnectWiseDeps, createConnectWise } from './client.js';
import type { ApiAddress } from './company-info.js';
import { type CheckCause, type CheckSubject, type ConnectionReport, isHealthy } from './connection-report.js';
import { accessOf, type ConnectionTestInput } from './connection-test-input.js';
import { ConnectWiseError } from './connectwise-error.js';
import { type ConnectWiseAccess, type CredentialField, credentialFaults } from './credentials.js';
import { DEFAULT_LIMITS } from './limits.js';
import { checkNativeStatistics } from './native-statistics-check.js';
import type { ConnectWiseSession } from './session.js';
import { parseSite, type Site, type SiteRefusalKind } from './site.js';
import type { SystemInfo } from './system.js';
import { systemTiming } from './timing.js';

/**
 * Tries settings from the outside in and tells what it found; changes nothing in ConnectWise. Connections are its own,
 * so nothing that happens to be open already can make up for what does not work. Ends within the interactive limit, or
 * earlier by `signal`: then it rejects with the signal's reason.
 */
export async function testConnection(
  input: ConnectionTestInput,
  deps: ConnectWiseDeps,
  signal?: AbortSignal,
): Promise<ConnectionReport> {
  signal?.throwIfAborted();
  const limit = new AbortController();
  const stop = () => limit.abort(signal?.reason);
  const outOfTime = new ConnectWiseError({ kind: 'timeout', phase: 'answer' });
  const timer = setTimeout(() => limit.abort(outOfTime), deps.limits?.interactiveMs ?? DEFAULT_LIMITS.interactiveMs);
  const connectWise = createConnectWise(deps);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const open: OpenSession = (access) => connectWise.open(access, 'trial', limit.signal);
    return await new ConnectionTest(deps, open).run(input);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
    await connectWise.close();
  }
}

type OpenSession = (access: ConnectWiseAccess) => ConnectWiseSession;

const NETWORK_SUBJECTS = ['DNS', 'CONNECT', 'TLS'] as const;
const NETWORK_PASSES = {
  DNS: 'The name of the site leads to an address.',
  CONNECT: 'The site accepts connections.',
  TLS: 'The certificate of the site is valid.',
} as const;
/** Stands in for keys that cannot be sent anyway; the test ends before it would send any. */
const NO_KEY = new Secret('none');

class ConnectionTest {
  readonly #deps: ConnectWiseDeps;
  readonly #open: OpenSession;
  readonly #sheet = new CheckSheet();
  #site: Site | undefined;
  #address: ApiAddress | undefined;
  #info: SystemInfo | undefined;
  #retryAfterSeconds: number | null = null;

  constructor(deps: ConnectWiseDeps, open: OpenSession) {
    this.#deps = deps;
    this.#open = open;
  }

  async run(input: ConnectionTestInput): Promise<ConnectionReport> {
    let subject: CheckSubject = 'COMPANY_KNOWN';
    try {
      const session = await this.#connect(input);
      if (session) {
        subject = 'KEYS';
        await this.#signIn(session);
        subject = 'READ_COMPANIES';
        await checkCapabilities(session, this.#sheet);
        const { nativeLogin, loginCompanyId } = input;
        await checkNativeStatistics(session, this.#sheet, nativeLogin && { ...nativeLogin, loginCompanyId });
      }
    } catch (error) {
      if (!(error instanceof ConnectWiseError)) throw error;
      this.#fail(subject, error);
    }
    return this.#report();
  }

  /** Answers undefined when the test ends here because something typed cannot be right. */
  async #connect(input: ConnectionTestInput): Promise<ConnectWiseSession | undefined> {
    const parsed = parseSite(input.site, this.#deps.policy);
    if (parsed.kind === 'refused') {
      this.#sheet.fail('POLICY', SITE_CAUSES[parsed.refusal.kind] ?? 'SITE_INVALID', parsed.refusal.message);
      return undefined;
    }
    this.#site = parsed.site;
    this.#sheet.pass('POLICY', 'The site may be reached from this server.');

    const access = accessOf(input, parsed.site);
    const faults = credentialFaults(access);
    const faultOf = (...fields: CredentialField[]) => faults.find(({ field }) => fields.includes(field))?.message;
    const loginFault = faultOf('loginCompanyId');
    if (loginFault) this.#sheet.fail('COMPANY_KNOWN', 'LOGIN_COMPANY_ID_INVALID', loginFault);
    if (loginFault) return undefined;

    const sendable = faults.length === 0 ? access : { ...access, publicKey: NO_KEY, privateKey: NO_KEY, clientId: '' };
    const session = this.#open(sendable);
    this.#address = await session.address();
    this.#passNetwork();
    this.#sheet.pass('COMPANY_KNOWN', 'ConnectWise knows the login company id.');
    const keyFault = faultOf('publicKey', 'privateKey');
    if (keyFault) this.#sheet.fail('KEYS', 'KEYS_INVALID', keyFault);
    else if (access.clientId === '') this.#failClientId('CLIENT_ID_MISSING', CLIENT_ID_HELP);
    else if (faults.length > 0) this.#failClientId('CLIENT_ID_REFUSED', faultOf('clientId') ?? CLIENT_ID_HELP);
    return faults.length === 0 && access.clientId !== '' ? session : undefined;
  }

  async #signIn(session: ConnectWiseSession): Promise<void> {
    try {
      this.#info = await session.system.info();
    } catch (error) {
      // Refused for lack of permission means: recognised all the same.
      if (!(error instanceof ConnectWiseError) || error.kind !== 'permission') throw error;
    }
    this.#sheet.pass('KEYS', 'ConnectWise accepts the keys.');
    this.#sheet.pass('CLIENT_ID', 'ConnectWise accepts the clientId.');
  }

  #fail(current: CheckSubject, error: ConnectWiseError): void {
    const { problem } = error;
    const subject = subjectOf(problem) ?? current;
    const cause = causeOf(problem);
    if (problem.kind === 'rate-limited') this.#retryAfterSeconds = problem.retryAfterSeconds;
    if (cause === 'CLIENT_ID_REFUSED') {
      this.#failClientId(cause, `${error.message} ${CLIENT_ID_HELP}`);
      return;
    }
    // A custom CA that cannot be read is noticed before anything is sent.
    if (cause !== 'TLS_UNREADABLE_CA') this.#passNetwork();
    const hint = cause === 'TLS_PLAIN_HTTP' ? this.#httpHint() : '';
    this.#sheet.fail(subject, cause, error.message + hint);
  }

  #failClientId(cause: CheckCause, message: string): void {
    this.#passNetwork();
    this.#sheet.put('KEYS', {
      outcome: 'NOT_PROVABLE',
      cause: 'EARLIER_CHECK',
      message: 'The keys cannot be judged without a clientId that ConnectWise accepts.',
    });
    this.#sheet.fail('CLIENT_ID', cause, message);
  }

  /** Whoever got further than the network has passed it; a failure on the way takes back what comes after it. */
  #passNetwork(): void {
    for (const subject of NETWORK_SUBJECTS) this.#sheet.pass(subject, NETWORK_PASSES[subject]);
    if (this.#site?.origin.startsWith('http:')) {
      const message = 'Not needed: the site is reached over plain http, which the policy of this server allows.';
      this.#sheet.put('TLS', { outcome: 'SKIPPED', cause: 'NOT_NEEDED', message });
    }
  }

  #httpHint(): string {
    const { hostname, port } = this.#site ?? { hostname: '', port: 0 };
    const isAllowed = this.#deps.policy.allowsHttp(hostname, port);
    const entry = policyEntry(hostname, port);
    const also = isAllowed ? '' : `, and the server's operator sets: ${HTTP_HOSTS_VARIABLE} must list ${entry}`;
    return ` If http is really meant, enter the site as the URL http://${entry}${also}.`;
  }

  #report(): ConnectionReport {
    const checks = this.#sheet.checks();
    const address = this.#address;
    return {
      checks,
      isHealthy: isHealthy(checks),
      checkedAt: (this.#deps.timing ?? systemTiming).clock.now(),
      version: this.#info?.version ?? address?.serverVersion ?? null,
      region: this.#info?.cloudRegion ?? null,
      isCloud: this.#info?.isCloud ?? address?.isCloud ?? null,
      apiBaseUrl: address ? address.origin + address.basePath : null,
      retryAfterSeconds: this.#retryAfterSeconds,
    };
  }
}

const SITE_CAUSES: Readonly<Partial<Record<SiteRefusalKind, CheckCause>>> = {
  'non-public-address': 'ADDRESS_FORBIDDEN',
  'single-label-name': 'ADDRESS_FORBIDDEN',
  'http-not-allowed': 'HTTP_FORBIDDEN',
};

const CLIENT_ID_HELP =
  "Register a clientId at developer.connectwise.com: a private one for an MSP's own system, a public one for a vendor whose product several MSPs use. Then set CONNECTWISE_CLIENT_ID on this server.";
