import { children, type Element, escapeXml, textOf } from './envelope.js';
import { SoapFault } from './fault.js';

const COUNTERS = [
  'SpamRemovedLast30Days',
  'SpamRemovedYTD',
  'EmailVirusesRemovedLast30Days',
  'EmailVirusesRemovedYTD',
  'AccountMessagesLast30Days',
  'AccountMessagesYTD',
  'TotalMessagesLast30Days',
  'TotalMessagesYTD',
] as const;

/** The figures of one mail domain as they were last sent. */
export interface DomainStatistics {
  readonly solution: string;
  readonly domain: string;
  readonly counters: Readonly<Record<(typeof COUNTERS)[number], number>>;
  readonly at: Date;
}

/** What the managed-device service was told of spam: a later report of a domain replaces the one before. */
export class SpamStatistics {
  readonly #domains = new Map<string, DomainStatistics>();

  put(statistics: DomainStatistics): void {
    this.#domains.set(`${statistics.solution}\n${statistics.domain}`.toLowerCase(), statistics);
  }

  list(): readonly DomainStatistics[] {
    return [...this.#domains.values()];
  }

  clear(): void {
    this.#domains.clear();
  }
}

/** The arguments of UpdateSpamStatsDomains. A number that is none fails the whole call, before anything is kept. */
export function readStatistics(call: Element, at: Date): readonly DomainStatistics[] {
  const solution = textOf(call, 'managementSolutionName');
  if (solution === undefined) {
    throw SoapFault.server('The managementSolutionName is required.');
  }
  const rows = children(call, 'spamStatsDomainData').flatMap((list) => children(list, 'SpamStatsDomainData'));
  return rows.map((row) => {
    const domain = textOf(row, 'DomainName');
    if (domain === undefined) {
      throw SoapFault.server('The DomainName is required.');
    }
    const counters = Object.fromEntries(COUNTERS.map((name) => [name, readCounter(row, name)]));
    return { solution, domain, counters: counters as DomainStatistics['counters'], at };
  });
}

/** What is left out is 0, as an integer of the service's own language is. */
function readCounter(row: unknown, name: string): number {
  const text = textOf(row, name) ?? '0';
  const value = Number(text);
  if (!/^[+-]?\d+$/.test(text) || value < -2_147_483_648 || value > 2_147_483_647) {
    throw SoapFault.client(`Server was unable to read request. ---> ${name} is not an integer of 32 bits.`);
  }
  return value;
}

export function writeStatistics(rows: readonly DomainStatistics[]): string {
  const elements = rows.map(({ domain, counters }) => {
    const figures = COUNTERS.map((name) => `<${name}>${counters[name]}</${name}>`).join('');
    return `<SpamStatsDomainData><DomainName>${escapeXml(domain)}</DomainName>${figures}</SpamStatsDomainData>`;
  });
  return `<UpdateSpamStatsDomainsResponse xmlns="http://connectwise.com"><UpdateSpamStatsDomainsResult>${elements.join('')}</UpdateSpamStatsDomainsResult></UpdateSpamStatsDomainsResponse>`;
}
