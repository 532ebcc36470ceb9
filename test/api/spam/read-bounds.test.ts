import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parseGlobalId, toGlobalId } from '../../../src/graphql/node.js';
import { execute, post } from '../../support/graphql-client.js';
import { readsOf } from '../../support/plan.js';
import type { SeedAccount, SeedSource, SeedUser } from '../../support/seed.js';
import { putSpam, type SpamRow } from '../../support/spam.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { SpamSeriesDocument, SpamStatisticsDocument, SpamTopDomainsDocument } from '../operations.generated.js';
import { given } from '../support/calls.js';

const MOST = 9_007_199_254_740_991n;
const PERIOD = { from: '2026-01-01', to: '2026-01-31' };
const NOTHING = { totalMessages: 0, accountMessages: 0, spam: 0, phishing: 0, viruses: 0 };

let test: TestApp;
let account: SeedAccount;
let source: SeedSource;
let user: SeedUser;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
beforeEach(async () => {
  account = await test.account();
  source = await account.source();
  user = await source.user();
});

const row = (rest: Partial<SpamRow> = {}, of = user): SpamRow => ({
  ...{ userId: given(parseGlobalId(of.id)).id, domain: 'a.example', day: '2026-01-31' },
  ...{ totalMessages: 10, accountMessages: 6, spam: 3, phishing: 1, viruses: 0, ...rest },
});

interface Answer {
  readonly data?: object | null;
  readonly errors?: readonly object[];
  readonly extensions?: object;
}

async function executeText(query: string, variables: object): Promise<Answer> {
  const answer = await post(test.url, { token: account.token, body: JSON.stringify({ query, variables }) });
  return (await answer.json()) as Answer;
}

describe('M2: what is refused', () => {
  it.each([
    [{ from: '2026-02-01', to: '2026-01-31' }, 'INVALID', 'The last day is before the first one.'],
    [{ from: '2016-01-01', to: '2025-12-31' }, undefined, undefined],
    [{ from: '2016-01-01', to: '2026-01-01' }, 'LIMIT_EXCEEDED', 'A period has ten years at most.'],
  ])('M2: of the period %p: %s', async (period, code, message) => {
    const { data, errors } = await execute(account, SpamStatisticsDocument, period);
    if (!code) return expect({ errors, totals: data?.spamStatistics?.totals }).toEqual({ errors: [], totals: NOTHING });
    expect(data).toEqual({ spamStatistics: null });
    expect(errors).toMatchObject([{ message, extensions: { code, field: ['to'] } }]);
  });

  it('M2: a series has 1,000 points and no more, and the other fields are answered nevertheless', async () => {
    const query = (to: string) => `{ spamStatistics(from: "2020-01-01", to: "${to}") {
      totals { spam } series(by: DAY) { from } weeks: series(by: WEEK) { from } } }`;
    const whole = await execute<{ spamStatistics: { series: unknown[] } }, never>(account, query('2022-09-26'));
    expect(whole.data?.spamStatistics.series).toHaveLength(1_000);
    const { data, errors } = await execute<{ spamStatistics: object }, never>(account, query('2022-09-27'));
    expect(data?.spamStatistics).toMatchObject({ totals: { spam: 0 }, series: null, weeks: { length: 144 } });
    const message = 'A series has 1000 points at most; this one would have 1001.';
    expect(errors).toMatchObject([{ message, extensions: { code: 'LIMIT_EXCEEDED', field: ['by'] } }]);
  });

  it('M2: the series of a request have 5,000 points together', async () => {
    await Promise.all(Array.from({ length: 13 }, () => source.user()));
    const query = (to: string) => `{ users(first: 100) { nodes { spamStatistics(from: "2025-01-01", to: "${to}") {
      totals { spam } series(by: DAY) { from } } } } }`;
    expect((await execute(account, query('2025-12-23'))).errors).toEqual([]);
    const { data, errors } = await execute<{ users: { nodes: object[] } }, never>(account, query('2025-12-24'));
    const message = 'The series of this request would have 5012 points; the limit is 5000.';
    expect(errors).toHaveLength(14);
    expect(errors[0]).toMatchObject({ message, extensions: { code: 'LIMIT_EXCEEDED', field: ['by'] } });
    expect(data?.users.nodes[0]).toEqual({ spamStatistics: { totals: { spam: 0 }, series: null } });
  });

  it('M2: the domains with the most of a whole account are of a year at most, those of users and domains of ten', async () => {
    const query = `query($filter: SpamFilter, $from: Date!, $to: Date!) { spamStatistics(filter: $filter, from: $from, to: $to) {
      totals { spam } topDomains { domain } } }`;
    const ask = (variables: object) => executeText(query, variables);
    const year = { from: '2024-01-01', to: '2024-12-31' };
    const [longer, ten] = [
      { ...year, to: '2025-01-01' },
      { ...year, to: '2033-12-31' },
    ];
    for (const filter of [undefined, {}, { sources: [source.code] }]) {
      expect((await ask({ filter, ...year })).errors).toBeUndefined();
      const { data, errors } = await ask({ filter, ...longer });
      expect(data).toEqual({ spamStatistics: { totals: { spam: 0 }, topDomains: null } });
      const message = /of a whole account are told for 366 days at most; these are 367/;
      const extensions = { code: 'LIMIT_EXCEEDED', field: ['filter'] };
      expect(errors).toMatchObject([{ message: expect.stringMatching(message), extensions }]);
    }
    for (const filter of [{ userIds: [user.id] }, { domains: ['a.example'] }])
      expect((await ask({ filter, ...ten })).errors).toBeUndefined();
    const users = `{ users(first: 5) { nodes { spamStatistics(from: "2024-01-01", to: "2033-12-31") { topDomains { domain } } } } }`;
    expect((await executeText(users, {})).errors).toBeUndefined();
  });

  it('M2: those of a request have four years together, and others are answered nevertheless', async () => {
    const years = (count: number) =>
      Array.from({ length: count }, (_, at) => `a${at}: ${of(`from: "${2000 + at}-01-01", to: "${2000 + at}-12-31"`)}`);
    const of = (args: string) => `spamStatistics(${args}) { topDomains(first: 1) { domain } }`;
    expect((await executeText(`{ ${years(4).join(' ')} }`, {})).errors).toBeUndefined();
    const others = of(`from: "2000-01-01", to: "2009-12-30", filter: { domains: ["a.example"] }`);
    const { data, errors } = await executeText(`{ ${years(5).join(' ')} ${others} }`, {});
    expect(errors).toHaveLength(5);
    expect(errors).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED' } }, {}, {}, {}, {}]);
    expect(data).toMatchObject({ a0: { topDomains: null }, spamStatistics: { topDomains: [] } });
  });

  it.each([
    ['a decade of the account', 'from: "2016-01-01", to: "2025-12-31"', 37],
    ['a day of a user', 'from: "2025-12-31", to: "2025-12-31", filter: { userIds: ["a"] }', 1],
    ['a year of 100 users', 'from: "2025-01-01", to: "2025-12-31", filter: { userIds: $ids }', 365],
    ['no time', 'from: "2025-12-31", to: "2025-01-01"', 0],
  ])('P4: %s costs a row for each hundred days of a user or domain', async (_name, args, cost) => {
    const { extensions } = await executeText(
      `query($ids: [ID!]! = []) { spamStatistics(${args}) { totals { spam } } nodes(ids: $ids) { id } }`,
      { ids: Array.from({ length: 100 }, (_, at) => String(at)) },
    );
    expect(extensions).toMatchObject({ cost: { requested: cost + 100 } });
  });

  it('P4: what would look at too many days is refused before it begins', async () => {
    const ids = Array.from({ length: 1_000 }, () => user.id);
    const query = `query($ids: [ID!], $to: Date!) { spamStatistics(from: "2020-01-01", to: $to, filter: { userIds: $ids }) { totals { spam } } }`;
    expect((await executeText(query, { ids, to: '2020-12-31' })).errors).toBeUndefined();
    const { errors } = await executeText(query, { ids, to: '2021-12-31' });
    expect(errors).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED', requested: 7_310, limit: 5_000 } }]);
    const overview = `query($ids: [ID!]) { spamOverview(filter: { userIds: $ids }) { yearToDate { totals { spam } } } }`;
    expect((await executeText(overview, { ids })).extensions).toMatchObject({ cost: { requested: 3_960 } });
  });

  it.each([0, -1, 101])('M2: topDomains(first: %d)', async (first) => {
    const { errors } = await execute(account, SpamTopDomainsDocument, { ...PERIOD, first, by: 'SPAM' });
    expect(errors).toMatchObject([{ message: 'first takes 1 to 100.', extensions: { code: 'INVALID' } }]);
  });

  it('M2: the ends of the calendar are days like others', async () => {
    const first = await execute(account, SpamStatisticsDocument, { from: '0001-01-01', to: '0001-01-01' });
    expect(first).toMatchObject({ errors: [], data: { spamStatistics: { totals: NOTHING, before: null } } });
    for (const by of ['DAY', 'WEEK', 'MONTH'] as const) {
      for (const day of ['0001-01-01', '9999-12-31']) {
        const { data, errors } = await execute(account, SpamSeriesDocument, { from: day, to: day, by });
        expect(errors).toEqual([]);
        expect(data?.spamStatistics?.series).toEqual([{ from: day, to: day, counters: NOTHING }]);
      }
    }
  });

  it('M2: sums are exact up to the largest Count; above it they are refused and not rounded', async () => {
    const other = await source.user();
    const large = { totalMessages: MOST, accountMessages: MOST - 1n, spam: 1, phishing: 0, viruses: 0 };
    await putSpam(account.id, [row({ ...large, day: '2026-01-30' }), row(), row({}, other)]);
    const query = `{ users(first: 10) { nodes { id
      exact: spamStatistics(from: "2026-01-30", to: "2026-01-30") { totals { totalMessages accountMessages } }
      spamStatistics(from: "2026-01-01", to: "2026-01-31") { totals { totalMessages } before { totals { spam } } } } } }`;
    const { data, errors } = await execute<{ users: { nodes: { id: string }[] } }, never>(account, query);
    const message = 'The sum is above 9007199254740991. Ask for fewer days.';
    expect(errors).toMatchObject([{ message, extensions: { code: 'LIMIT_EXCEEDED' } }]);
    expect(data?.users.nodes.find(({ id }) => id === user.id)).toMatchObject({
      exact: { totals: { totalMessages: 9_007_199_254_740_991, accountMessages: 9_007_199_254_740_990 } },
      spamStatistics: { totals: null, before: { totals: { spam: 0 } } },
    });
    expect(data?.users.nodes.find(({ id }) => id === other.id)).toMatchObject({
      spamStatistics: { totals: { totalMessages: 10 } },
    });
  });
});

describe('M2: whose days are read', () => {
  it('M2: a domain without any of what is asked for is not among those with the most', async () => {
    await putSpam(account.id, [row(), row({ domain: 'b.example', viruses: 1 })]);
    const top = async (by: 'VIRUSES' | 'SPAM') => {
      const { data } = await execute(account, SpamTopDomainsDocument, { ...PERIOD, first: 10, by });
      return data?.spamStatistics?.topDomains?.map(({ domain }) => domain);
    };
    expect(await top('VIRUSES')).toEqual(['b.example']);
    expect(await top('SPAM')).toEqual(['a.example', 'b.example']);
  });

  it('P16: ids, domains and sources that are unknown, foreign or none of ours match nothing', async () => {
    await putSpam(account.id, [row()]);
    const their = await test.account();
    const theirSource = await their.source();
    const theirUser = await theirSource.user();
    await putSpam(their.id, [row({ domain: 'theirs.example', totalMessages: 77 }, theirUser)]);
    const nothing = [
      ...[{ userIds: [] }, { userIds: ['rubbish'] }, { userIds: [theirUser.id] }, { domains: [] }, { sources: [] }],
      ...[{ userIds: [toGlobalId('Source', given(parseGlobalId(user.id)).id)] }, { domains: ['not a domain'] }],
      ...[{ domains: ['theirs.example'] }, { domains: ['b.example'] }, { sources: [theirSource.code] }],
      ...[
        { userIds: [user.id], sources: [theirSource.code] },
        { userIds: [user.id], domains: ['b.example'] },
      ],
    ];
    for (const filter of nothing) {
      const answer = await execute(account, SpamStatisticsDocument, { filter, ...PERIOD });
      expect({ filter, totals: answer.data?.spamStatistics?.totals }).toEqual({ filter, totals: NOTHING });
      const top = await execute(account, SpamTopDomainsDocument, { filter, ...PERIOD, first: 10, by: 'TOTAL' });
      expect({ filter, top: top.data?.spamStatistics?.topDomains }).toEqual({ filter, top: [] });
    }
    const found = [{}, { userIds: [user.id, 'rubbish'] }, { domains: ['A.Example.'] }, { sources: [source.code, ''] }];
    for (const filter of found) {
      const { data } = await execute(account, SpamStatisticsDocument, { filter, ...PERIOD });
      expect({ filter, total: data?.spamStatistics?.totals?.totalMessages }).toEqual({ filter, total: 10 });
    }
  });

  it('A2: those that read may, INGEST and the platform may not', async () => {
    for (const role of ['OPERATOR', 'BILLING', 'READER'] as const) {
      const asker = { url: test.url, token: await account.tokenOf(role) };
      expect((await execute(asker, SpamStatisticsDocument, PERIOD)).errors).toEqual([]);
    }
    const ingest = await account.tokenOf('INGEST', { source: source.code });
    for (const token of [ingest, await test.platformToken()]) {
      const { data, errors } = await execute({ url: test.url, token }, SpamStatisticsDocument, PERIOD);
      expect(data).toEqual({ spamStatistics: null });
      expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
      const overview = await execute({ url: test.url, token }, '{ spamOverview { yearToDate { from } } }');
      expect(overview.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    }
  });
});

describe('U12: how often the database is asked', () => {
  const count = async (query: string) => {
    const reads = await readsOf(test.database, async () => {
      expect((await execute(account, query)).errors).toEqual([]);
    });
    return reads.length;
  };
  const within = 'from: "2026-01-01", to: "2026-01-31"';

  it('M2: once for each thing that is asked for, and not for what is not', async () => {
    await putSpam(account.id, [row()]);
    const statistics = (fields: string) => count(`{ spamStatistics(${within}) { ${fields} } }`);
    expect(await statistics('from to')).toBe(0);
    expect(await statistics('totals { spam }')).toBe(1);
    expect(await statistics('totals { spam viruses } again: totals { phishing }')).toBe(1);
    expect(await statistics('before { from totals { spam } }')).toBe(1);
    expect(await statistics('totals { spam } before { totals { spam } change { spam } }')).toBe(2);
    expect(await statistics('series(by: DAY) { from }')).toBe(1);
    expect(await statistics('series(by: DAY) { from } months: series(by: MONTH) { from }')).toBe(2);
    expect(await statistics('topDomains { domain }')).toBe(1);
    expect(await statistics('topDomains { domain user { name } }')).toBe(2);
    expect(await count('{ spamOverview { last30Days { totals { spam } } yearToDate { totals { spam } } } }')).toBe(3);
  });

  it('M2: as often for a list of 40 users as for 2', async () => {
    const users = await Promise.all(Array.from({ length: 39 }, () => source.user()));
    await putSpam(
      account.id,
      users.flatMap((one) => [row({}, one), row({ domain: 'b.example' }, one)]),
    );
    const ofUsers = (first: number) =>
      count(`{ users(first: ${first}) { nodes { name spamStatistics(${within}) { totals { spam }
        before { totals { spam } change { spam } } series(by: WEEK) { counters { spam } }
        topDomains(first: 1) { domain user { name } } } } } }`);
    const few = await ofUsers(2);
    expect(few).toBe(6);
    expect(await ofUsers(40)).toBe(few);
  });
});
