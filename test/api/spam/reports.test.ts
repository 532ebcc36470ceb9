import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import type { ReportFigures, ReportOutcome, WrittenReport } from '../../../src/features/spam-reports/report.js';
import type { WritingRequest } from '../../../src/features/spam-reports/write-reports.js';
import { parseGlobalId } from '../../../src/graphql/node.js';
import type { Month } from '../../../src/shared/calendar.js';
import type { Day } from '../../../src/shared/day.js';
import { Failure } from '../../../src/shared/failure.js';
import type { UserId } from '../../../src/shared/ids.js';
import { readsOf } from '../../support/plan.js';
import type { SeedAccount, SeedUser } from '../../support/seed.js';
import { putSpam, type SpamRow } from '../../support/spam.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { given } from '../support/calls.js';
import { type Counted, type CountedPeriod, countIn, plus } from '../support/spam-count.js';

const SEED = 20_261_129;
const DOMAINS = ['a.example', 'b.example', 'xn--fiqs8s.example'];
const MOST = Number.MAX_SAFE_INTEGER;
const own = ({ id }: Pick<SeedUser, 'id'>) => given(parseGlobalId(id)).id as UserId;

let test: TestApp;

/** Days around which calendars go wrong: leap days, also the one that 2100 has not, and ends of years. */
const days = fc.constantFrom('2023-12-30', '2024-02-28', '2024-12-31', '2027-12-31', '2020-02-28', '2100-02-27');
const someDay = fc.tuple(days, fc.integer({ min: -70, max: 70 })).map(([day, by]) => plus(day, by));
const someRow = fc.record({
  ...{ user: fc.nat({ max: 3 }), domain: fc.constantFrom(...DOMAINS), day: someDay },
  counts: fc.array(fc.nat({ max: 1_000_000 }), { minLength: 5, maxLength: 5 }),
});

beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

function rowOf(userId: string, rest: Partial<SpamRow> = {}): SpamRow {
  return {
    ...{ userId, domain: 'a.example', day: '2026-10-01' },
    ...{ totalMessages: 10, accountMessages: 6, spam: 3, phishing: 2, viruses: 1 },
    ...rest,
  };
}

async function write(
  account: SeedAccount,
  users: readonly { readonly id: UserId; readonly name: string }[],
  request: Partial<WritingRequest> = {},
): Promise<ReadonlyMap<UserId, ReportOutcome>> {
  const october = { month: '2026-10' as Month, asOf: '2026-11-01' as Day, language: 'EN' as const };
  return test.app.services.writeReports.write(account.caller, { ...october, ...request }, users);
}

function reportOf(outcome: ReportOutcome | undefined): WrittenReport {
  const found = given(outcome);
  if (found instanceof Failure) throw found;
  return found;
}

function problemOf(outcome: ReportOutcome | undefined) {
  return outcome instanceof Failure ? outcome.problems[0] : undefined;
}

/** The first and the last day of a month, found by going from day to day. */
function monthOf(day: string): CountedPeriod {
  let [from, to] = [day, day];
  while (!from.endsWith('-01')) from = plus(from, -1);
  while (!plus(to, 1).endsWith('-01')) to = plus(to, 1);
  return { from, to };
}

/** The figures in the plainest way there is. */
function countPlainly(rows: readonly SpamRow[], userId: string, at: { day: string; asOf: string }): ReportFigures {
  const month = monthOf(at.day);
  const count = (period: CountedPeriod, domains?: string[]) => countIn(rows, { userIds: [userId], domains }, period);
  const ofUser = rows.filter((row) => row.userId === userId);
  const named = (from: readonly SpamRow[]) => [...new Set(from.map(({ domain }) => domain))].sort();
  const told = ofUser.filter(({ day }) => day >= month.from && day <= month.to);
  const bySpam = (one: { counters: Counted }, other: { counters: Counted }) => other.counters.spam - one.counters.spam;
  return {
    month: count(month),
    before: count(monthOf(plus(month.from, -1))),
    yearToDate: count({ from: `${month.from.slice(0, 4)}-01-01`, to: month.to }),
    domains: named(told)
      .map((domain) => ({ domain, counters: count(month, [domain]) }))
      .sort(bySpam),
    native: named(ofUser).map((domain) => ({
      domain,
      last30Days: countIn(rows, { domains: [domain] }, { from: plus(at.asOf, -29), to: at.asOf }),
      yearToDate: countIn(rows, { domains: [domain] }, { from: `${at.asOf.slice(0, 4)}-01-01`, to: at.asOf }),
    })),
  };
}

describe('M3: the figures of reports', () => {
  it('M3: are those of a plain count, of any month, user and day', async () => {
    const account = await test.account();
    const source = await account.source();
    const users = await Promise.all([0, 1, 2, 3].map(() => source.user()));
    const byKey = new Map<string, SpamRow>();
    for (const { user, domain, day, counts } of fc.sample(someRow, { seed: SEED, numRuns: 2_500 })) {
      const userId = own(given(users[user]));
      const [totalMessages = 0, ...parts] = counts.toSorted((one, other) => other - one);
      const [accountMessages = 0, spam = 0, phishing = 0, viruses = 0] = parts;
      byKey.set(`${userId}${domain}${day}`, {
        ...{ userId, domain, day, totalMessages, accountMessages },
        ...{ spam, phishing, viruses },
      });
    }
    const rows = [...byKey.values()];
    await putSpam(account.id, rows);
    const asked = fc.record({ day: someDay, asOf: someDay, of: fc.subarray([0, 1, 2, 3]) });
    await fc.assert(
      fc.asyncProperty(asked, async ({ of, ...at }) => {
        const ids = of.map((index) => own(given(users[index])));
        const request = { month: at.day.slice(0, 7) as Month, asOf: at.asOf as Day };
        const found = await write(
          account,
          ids.map((id) => ({ id, name: 'A' })),
          request,
        );
        for (const id of ids) {
          const figures = countPlainly(rows, id, at);
          const outcome = found.get(id);
          expect(outcome && reportOf(outcome).figures).toEqual(figures.domains.length > 0 ? figures : undefined);
        }
        expect([...found.keys()].filter((id) => !ids.includes(id))).toEqual([]);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  it('M3: a domain with as much spam as another comes by its name, and a user without a day in the month has no report', async () => {
    const account = await test.account();
    const source = await account.source();
    const [one, silent] = [own(await source.user()), own(await source.user())];
    const more = ['c.example', 'b.example'].map((domain) => rowOf(one, { domain }));
    const nothing = { totalMessages: 0, accountMessages: 0, spam: 0, phishing: 0, viruses: 0 };
    const days = ['2026-09-30', '2026-11-01'].map((day) => rowOf(silent, { day }));
    await putSpam(account.id, [rowOf(one, { ...nothing, day: '2026-10-31' }), ...more, ...days]);
    const users = [one, silent].map((id) => ({ id, name: 'A' }));
    const found = await write(account, users);
    expect([...found.keys()]).toEqual([one]);
    const { figures } = reportOf(found.get(one));
    expect(figures.domains.map(({ domain }) => domain)).toEqual(['b.example', 'c.example', 'a.example']);
    expect(await write(account, users, { month: '2026-08' as Month })).toEqual(new Map());
    expect(await write(account, [])).toEqual(new Map());
  });

  it('M3: are not those of another account, not even of a domain of the same name', async () => {
    const [mine, theirs] = [await test.account(), await test.account()];
    const ids = await Promise.all([mine, theirs].map(async (account) => own(await (await account.source()).user())));
    const [one, other] = [given(ids[0]), given(ids[1])];
    await putSpam(mine.id, [rowOf(one)]);
    await putSpam(theirs.id, [rowOf(other, { totalMessages: 999 })]);
    const found = await write(
      mine,
      [one, other].map((id) => ({ id, name: 'A' })),
    );
    expect([...found.keys()]).toEqual([one]);
    expect(reportOf(found.get(one)).figures.native[0]?.yearToDate.totalMessages).toBe(10);
  });

  it('M3: a sum that a number does not hold is a failure of its user alone', async () => {
    const account = await test.account();
    const source = await account.source();
    const [good, bad] = [own(await source.user()), own(await source.user())];
    await putSpam(account.id, [
      ...[rowOf(good, { totalMessages: MOST }), rowOf(bad, { domain: 'b.example', totalMessages: MOST })],
      rowOf(bad, {
        domain: 'c.example',
        totalMessages: 1 as number,
        accountMessages: 1,
        spam: 1,
        phishing: 0,
        viruses: 0,
      }),
    ]);
    const found = await write(
      account,
      [bad, good].map((id) => ({ id, name: 'A' })),
    );
    expect(problemOf(found.get(bad))).toEqual({ code: 'LIMIT_EXCEEDED', message: expect.stringContaining(`${MOST}`) });
    expect(reportOf(found.get(good)).figures.month.totalMessages).toBe(MOST);
  });

  it('M3: are read by as many statements for 50 users as for one', async () => {
    const account = await test.account();
    const source = await account.source();
    const ids = await Promise.all(Array.from({ length: 50 }, async () => own(await source.user())));
    await putSpam(
      account.id,
      ids.flatMap((id, at) => [rowOf(id), rowOf(id, { domain: `d${at}.example` })]),
    );
    const reads = async (count: number) => {
      const users = ids.slice(0, count).map((id) => ({ id, name: 'A' }));
      return (await readsOf(test.database, async () => expect((await write(account, users)).size).toBe(count))).length;
    };
    expect(await reads(1)).toBe(3);
    expect(await reads(50)).toBe(3);
  });
});

describe('M3: the file of a report', () => {
  it('M3: has each domain and day of the month once, and starts no formula in a spreadsheet', async () => {
    const account = await test.account();
    const source = await account.source();
    const names = ['=HYPERLINK("http://a.example")', '+1', '@SUM(A1)', '-1', '株式会社サンプル', 'Plain, "Ltd"'];
    const users = await Promise.all(
      names.map(async (name) => {
        const { id, externalId } = await source.user(name);
        return { id: own({ id }), name, externalId };
      }),
    );
    const days = ['2024-01-31', '2024-02-01', '2024-02-29', '2024-03-01'];
    const rows = users.flatMap(({ id }) =>
      ['b.example', 'a.example'].flatMap((domain) => days.toReversed().map((day) => rowOf(id, { domain, day }))),
    );
    await putSpam(account.id, rows);
    const found = await write(account, users, { month: '2024-02' as Month });
    for (const { id, name, externalId } of users) {
      const { csv, fileName } = reportOf(found.get(id));
      expect(csv.startsWith('\ufeffday,source,user_external_id,user_name,domain,')).toBe(true);
      const cells = parse(csv, { bom: true, columns: true }) as Record<string, string>[];
      const shown = /^[=+@-]/.test(name) ? `'${name}` : name;
      const told = { source: source.code, user_external_id: externalId, user_name: shown };
      const counts = { total_messages: '10', account_messages: '6', spam: '3', phishing: '2', viruses: '1' };
      expect(cells).toEqual(
        ['a.example', 'b.example'].flatMap((domain) =>
          ['2024-02-01', '2024-02-29'].map((day) => ({ day, domain, ...told, ...counts })),
        ),
      );
      expect(fileName).toMatch(/^spam-2024-02-[A-Za-z0-9-]+\.csv$/);
      expect(reportOf(found.get(id)).text).toContain(fileName);
    }
  });

  it('M3: one that would be too long is a failure of its user alone, and its rows are not read for nothing', async () => {
    const account = await test.account();
    const source = await account.source();
    const [short, long, longest] = await Promise.all(
      ['Short', `Long ${'x'.repeat(190)}`, 'Longest'].map(async (name) => ({ id: own(await source.user(name)), name })),
    );
    const domains = (count: number, of: string) =>
      Array.from({ length: count }, (_, at) => `${String(at).padStart(5, '0')}.${of}.example`);
    const days = Array.from({ length: 31 }, (_, at) => plus('2026-10-01', at));
    const rowsOf = (id: string, names: readonly string[]) =>
      names.flatMap((domain) => days.map((day) => rowOf(id, { domain, day })));
    // With the name of the user the file is too long, of the other one by its domains and days alone.
    const far = Array.from({ length: 3 }, () => 'y'.repeat(60)).join('.');
    await putSpam(account.id, [
      ...[rowOf(given(short).id), ...rowsOf(given(long).id, domains(700, far))],
      ...rowsOf(given(longest).id, domains(1_500, `${'y'.repeat(40)}.${far}`)),
    ]);
    const users = [given(longest), given(short), given(long)];
    let found: ReadonlyMap<UserId, ReportOutcome> = new Map();
    const reads = await readsOf(test.database, async () => {
      found = await write(account, users);
    });
    const problem = { code: 'LIMIT_EXCEEDED', message: expect.stringContaining('CSV') };
    for (const { id } of [given(long), given(longest)]) expect(problemOf(found.get(id))).toEqual(problem);
    expect(reportOf(found.get(given(short).id)).csv.split('\r\n')).toHaveLength(3);
    const rows = reads.filter(({ query }) => query.sql.includes('as "userExternalId"'));
    expect(JSON.stringify(rows.map(({ query }) => query.parameters))).not.toContain(given(longest).id);
  });
});
