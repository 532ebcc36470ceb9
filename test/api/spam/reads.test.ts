import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseGlobalId } from '../../../src/graphql/node.js';
import { ask } from '../../support/graphql-client.js';
import type { SeedAccount, SeedSource, SeedUser } from '../../support/seed.js';
import { putSpam, type SpamRow } from '../../support/spam.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import {
  SpamOverviewDocument,
  SpamSeriesDocument,
  SpamStatisticsDocument,
  SpamTopDomainsDocument,
  UserSpamStatisticsDocument,
} from '../operations.generated.js';
import { given } from '../support/calls.js';
import { sql } from '../support/rows.js';
import {
  before,
  type CountedPeriod,
  changeBetween,
  countIn,
  plus,
  seriesIn,
  topIn,
  type Wanted,
} from '../support/spam-count.js';

const SEED = 20_261_129;
const DOMAINS = ['a.example', 'b.example', 'xn--fiqs8s.example'];
const clock = { at: new Date('2024-03-01T12:00:00Z'), now: () => clock.at };

let test: TestApp;
let account: SeedAccount;
let sources: SeedSource[];
let users: SeedUser[];
let rows: SpamRow[];
const own = ({ id }: SeedUser) => given(parseGlobalId(id)).id;

/** Days around which calendars go wrong: leap days, ends of years, and weeks that belong to another year. */
const days = fc.constantFrom('2023-12-30', '2024-02-28', '2024-12-29', '2027-12-31', '2020-02-27');
const someDay = fc.tuple(days, fc.integer({ min: -40, max: 40 })).map(([day, by]) => plus(day, by));
const someRow = fc.record({
  ...{ user: fc.nat({ max: 3 }), domain: fc.constantFrom(...DOMAINS), day: someDay },
  counts: fc.array(fc.nat({ max: 1_000_000 }), { minLength: 5, maxLength: 5 }),
});
const somePeriod = fc
  .tuple(someDay, fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 400 })))
  .map(([from, length]) => ({ from, to: plus(from, length) }));

beforeAll(async () => {
  test = await startTestApp({ clock });
  account = await test.account();
  sources = [await account.source(), await account.source()];
  users = [];
  for (const at of [0, 0, 0, 1]) users.push(await given(sources[at]).user());
  const sample = fc.sample(someRow, { seed: SEED, numRuns: 2_500 });
  const byKey = new Map<string, SpamRow>();
  for (const { user, domain, day, counts } of sample) {
    const userId = own(given(users[user]));
    const [total = 0, ...parts] = counts.toSorted((one, other) => other - one);
    const [accountMessages = 0, spam = 0, phishing = 0, viruses = 0] = parts;
    const row = { userId, domain, day, totalMessages: total, accountMessages, spam, phishing, viruses };
    byKey.set(`${userId}${domain}${day}`, row);
  }
  rows = [...byKey.values()];
  await putSpam(account.id, rows);
});
afterAll(() => test.close());

/** Filters, each with the users and domains that it comes to. */
const someFilter = fc
  .record({
    users: fc.option(fc.subarray([0, 1, 2, 3])),
    domains: fc.option(fc.subarray(DOMAINS)),
    sources: fc.option(fc.subarray([0, 1])),
  })
  .map((filter) => () => {
    const ofSources = filter.sources && users.filter((_, at) => filter.sources?.includes(at === 3 ? 1 : 0));
    const chosen = filter.users?.map((at) => given(users[at])) ?? users;
    const wanted: Wanted = {
      userIds: chosen.filter((user) => ofSources?.includes(user) ?? true).map(own),
      domains: filter.domains ?? undefined,
    };
    const asked = {
      userIds: filter.users?.map((at) => given(users[at]).id),
      domains: filter.domains?.map((domain) => (domain.startsWith('xn') ? '中国.Example' : domain)),
      sources: filter.sources?.map((at) => given(sources[at]).code),
    };
    return { wanted, asked };
  });

function statisticsOf(wanted: Wanted, period: CountedPeriod) {
  const [totals, earlier] = [countIn(rows, wanted, period), countIn(rows, wanted, before(period))];
  const change = changeBetween(earlier, totals);
  return { ...period, totals, before: { ...before(period), totals: earlier, change } };
}

describe('M2: what was recorded is read as a plain count has it', () => {
  it('M2: totals, and those of the period before with the change, by user, domain, source and all', async () => {
    await fc.assert(
      fc.asyncProperty(someFilter, somePeriod, async (filter, period) => {
        const { wanted, asked } = filter();
        const { spamStatistics } = await ask(account, SpamStatisticsDocument, { filter: asked, ...period });
        expect(spamStatistics).toEqual(statisticsOf(wanted, period));
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  it('M2: series by day, ISO week and month, without a gap', async () => {
    const by = fc.constantFrom('DAY' as const, 'WEEK' as const, 'MONTH' as const);
    await fc.assert(
      fc.asyncProperty(someFilter, somePeriod, by, async (filter, period, step) => {
        const { wanted, asked } = filter();
        const variables = { filter: asked, ...period, by: step };
        const { spamStatistics } = await ask(account, SpamSeriesDocument, variables);
        expect(spamStatistics?.series).toEqual(seriesIn(rows, wanted, { ...period, by: step }));
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  it.each(['UTC', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Asia/Kolkata', 'America/New_York'])(
    'M2: the last 30 days and the year to date, as it is in %s',
    async (timeZone) => {
      await sql('UPDATE accounts SET time_zone = $2 WHERE id = $1', [account.id, timeZone]);
      const instants = ['2024-03-01T03:00:00Z', '2024-02-29T23:30:00Z', '2024-01-01T11:00:00Z', '2024-12-31T18:30:00Z'];
      for (const instant of [...instants, '2024-01-01T04:00:00Z', '2028-01-01T00:00:00Z']) {
        clock.at = new Date(instant);
        const today = clock.at.toLocaleDateString('sv-SE', { timeZone });
        const { spamOverview } = await ask(account, SpamOverviewDocument, {
          filter: { userIds: [users[0]?.id ?? ''] },
        });
        const wanted = { userIds: [own(given(users[0]))] };
        expect(spamOverview).toEqual({
          last30Days: statisticsOf(wanted, { from: plus(today, -29), to: today }),
          yearToDate: statisticsOf(wanted, { from: `${today.slice(0, 4)}-01-01`, to: today }),
        });
      }
    },
  );

  it('M2: the domains with the most, by each counter', async () => {
    const counters = { SPAM: 'spam', TOTAL: 'totalMessages', PHISHING: 'phishing', VIRUSES: 'viruses' } as const;
    const by = fc.constantFrom('SPAM' as const, 'TOTAL' as const, 'PHISHING' as const, 'VIRUSES' as const);
    await fc.assert(
      fc.asyncProperty(someFilter, somePeriod, by, async (filter, period, order) => {
        const { wanted, asked } = filter();
        const variables = { filter: asked, ...period, first: 3, by: order };
        const { spamStatistics } = await ask(account, SpamTopDomainsDocument, variables);
        const { userIds = [], domains = DOMAINS } = wanted;
        const among = rows.filter(({ userId, domain }) => userIds.includes(userId) && domains.includes(domain));
        const top = spamStatistics?.topDomains?.map(({ user, ...rest }) => ({
          ...{ ...rest, userId: parseGlobalId(user.id)?.id },
        }));
        expect(top).toEqual(topIn(among, period, counters[order]).slice(0, 3));
      }),
      { seed: SEED, numRuns: 40 },
    );
  });

  it('M2: of each user in a list', async () => {
    const period = { from: '2024-02-01', to: '2024-03-15' };
    const { users: found } = await ask(account, UserSpamStatisticsDocument, { first: 10, ...period, by: 'WEEK' });
    expect(found?.nodes).toHaveLength(users.length);
    for (const { id, spamStatistics } of given(found).nodes) {
      const wanted = { userIds: [given(parseGlobalId(id)).id] };
      const { series, topDomains, ...sums } = given(spamStatistics);
      expect(sums).toEqual(statisticsOf(wanted, period));
      expect(series).toEqual(seriesIn(rows, wanted, { ...period, by: 'WEEK' }));
      const among = rows.filter(({ userId }) => wanted.userIds.includes(userId));
      const top = topIn(among, period, 'totalMessages').slice(0, 2);
      expect(topDomains).toEqual(top.map(({ domain, counters }) => ({ domain, user: { id }, counters })));
    }
  });
});
