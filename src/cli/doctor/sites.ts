import type { Dispatcher } from 'undici';
import { subjectOf } from '../../connectwise/check-causes.js';
import { type ConnectWise, type ConnectWiseDeps, createConnectWise } from '../../connectwise/client.js';
import { openGuarded } from '../../connectwise/connections.js';
import { ConnectWiseError } from '../../connectwise/connectwise-error.js';
import { DEFAULT_LIMITS } from '../../connectwise/limits.js';
import { systemResolver } from '../../connectwise/resolver.js';
import { parseSite } from '../../connectwise/site.js';
import type { AccountId } from '../../shared/ids.js';
import { Secret } from '../../shared/secret.js';
import type { Finding } from './finding.js';
import { Sheet } from './finding.js';

/** Where an account's ConnectWise is; no key of it. */
export interface AccountSite {
  readonly accountId: AccountId;
  readonly name: string;
  readonly site: string;
  readonly loginCompanyId: string;
  readonly customCa: string | undefined;
}

const AT_ONCE = 5;
/** For all of them together. */
const LIMIT_MS = 60_000;
const MOST_GOOD_TOLD = 20;
const FAR_MS = 60_000;
/** No call that is made here is signed. */
const NO_KEY = new Secret('none');

/**
 * Asks each site what it tells anybody: by the account's own address rules, authorities and proxy, and without its keys.
 * A site that cannot be reached is this machine's matter, what it answers the account's.
 */
export async function checkSites(sites: readonly AccountSite[], deps: ConnectWiseDeps): Promise<Sheet> {
  const sheet = new Sheet('ConnectWise');
  const limit = AbortSignal.timeout(LIMIT_MS);
  const waiting = [...sites.entries()];
  const found: Finding[][] = [];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [place, site] = next;
      found[place] = (await checkSite(site, deps, limit)).findings;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const all = found.flat();
  const good = all.filter(({ verdict }) => verdict === 'ok');
  sheet.findings.push(...good.slice(0, MOST_GOOD_TOLD), ...all.filter(({ verdict }) => verdict !== 'ok'));
  if (sites.length === 0) sheet.ok('No account uses it yet.');
  if (good.length > MOST_GOOD_TOLD) sheet.ok(`${good.length - MOST_GOOD_TOLD} more answer.`);
  return sheet;
}

async function checkSite(account: AccountSite, deps: ConnectWiseDeps, limit: AbortSignal): Promise<Sheet> {
  const sheet = new Sheet('ConnectWise');
  const called = `${account.name}, ${account.site}`;
  if (limit.aborted) {
    return sheet.warn(`${called}: not tried, the time for all sites was over.`, 'Run doctor again.');
  }
  const parsed = parseSite(account.site, deps.policy);
  if (parsed.kind === 'refused') return sheet.fail(`${called}: ${parsed.refusal.message}`);
  const clock = new AnswerClock();
  const connectWise = createConnectWise({ ...deps, openDispatcher: clock.watch(deps) });
  try {
    const address = await ask(connectWise, { ...account, site: parsed.site }, limit);
    sheet.ok(`${called}: answers as version ${address.serverVersion ?? address.apiVersion}.`);
    const away = clock.awayMs;
    if (away !== undefined && Math.abs(away) > FAR_MS) {
      sheet.warn(`${called}: its clock is ${Math.round(Math.abs(away) / 1000)} s from ours.`, 'Look at both.');
    }
  } catch (error) {
    if (!(error instanceof ConnectWiseError)) throw error;
    const isOurs = OURS.has(subjectOf(error.problem) ?? '');
    if (isOurs) sheet.fail(`${called}: ${error.message}`);
    else sheet.warn(`${called}: ${error.message}`, 'Test the connection of this account.');
  } finally {
    await connectWise.close();
  }
  return sheet;
}

const OURS: ReadonlySet<string> = new Set(['POLICY', 'DNS', 'CONNECT', 'TLS']);

type Addressed = Omit<AccountSite, 'site'> & Pick<Parameters<ConnectWise['open']>[0], 'site'>;

async function ask(connectWise: ConnectWise, account: Addressed, limit: AbortSignal) {
  try {
    const access = { ...account, publicKey: NO_KEY, privateKey: NO_KEY, clientId: '' };
    return await connectWise.open(access, 'trial', limit).newAddress();
  } catch (error) {
    throw limit.aborted ? new ConnectWiseError({ kind: 'timeout', phase: 'answer' }) : error;
  }
}

/** What time it was where the last answer came from. */
class AnswerClock {
  /** Milliseconds from our clock; undefined when no answer told. */
  awayMs: number | undefined;

  /** The way to ConnectWise as it is, with a look at what comes back. */
  watch({ policy, serverCa, proxy }: ConnectWiseDeps): ConnectWiseDeps['openDispatcher'] {
    const open = openGuarded({ policy, serverCa, proxy, resolver: systemResolver, limits: DEFAULT_LIMITS });
    return (origin, customCa) => open(origin, customCa).compose((dispatch) => this.#look(dispatch));
  }

  #look(dispatch: Dispatcher.Dispatch): Dispatcher.Dispatch {
    return (options, handler) =>
      dispatch(options, {
        ...forward(handler),
        onResponseStart: (...[controller, status, headers, text]: ResponseStart) => {
          const { date } = headers;
          if (typeof date === 'string' && !Number.isNaN(Date.parse(date))) this.awayMs = Date.parse(date) - Date.now();
          handler.onResponseStart?.(controller, status, headers, text);
        },
      });
  }
}

type ResponseStart = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>;

function forward(handler: Dispatcher.DispatchHandler): Dispatcher.DispatchHandler {
  return {
    onRequestStart: (...args) => handler.onRequestStart?.(...args),
    onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
    onResponseData: (...args) => handler.onResponseData?.(...args),
    onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
    onResponseError: (...args) => handler.onResponseError?.(...args),
  };
}
