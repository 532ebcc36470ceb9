import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SeedAccount, SeedSource, SeedUser } from '../../support/seed.js';
import { countStatements } from '../../support/statements.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import type { RecordSpamStatisticsItemInput } from '../operations.generated.js';
import { given } from '../support/calls.js';
import { sql } from '../support/rows.js';
import { recordSpam, storedDays, sumsOf } from '../support/spam.js';
import { dayFromNow, errorsIn } from '../support/usage.js';

let test: TestApp;
let account: SeedAccount;
let sources: SeedSource[];
let users: { readonly source: SeedSource; readonly user: SeedUser }[];

beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
beforeEach(async () => {
  account = await test.account();
  sources = [await account.source(), await account.source()];
  users = [];
  for (const source of [...sources, ...sources]) users.push({ source, user: await source.user() });
});

type Counters = Pick<
  RecordSpamStatisticsItemInput,
  'totalMessages' | 'accountMessages' | 'spam' | 'phishing' | 'viruses'
>;

interface Told extends Counters {
  readonly who: number;
  readonly domain: string;
  readonly day: string;
}

const counters = fc
  .tuple(
    fc.oneof(fc.nat({ max: 9 }), fc.nat({ max: 2 ** 31 })),
    fc.array(fc.nat({ max: 100 }), { minLength: 4, maxLength: 4 }),
  )
  .map(([totalMessages, percents]): Counters => {
    const [accountMessages = 0, spam = 0, phishing = 0, viruses = 0] = percents.map((percent) =>
      Math.floor((totalMessages * percent) / 100),
    );
    return { totalMessages, accountMessages, spam, phishing, viruses };
  });
const place = fc.record({
  who: fc.nat({ max: 3 }),
  domain: fc.constantFrom('a.example', 'b.example', 'bücher.example'),
  day: fc.constantFrom('2024-02-29', '2026-01-01', '2026-01-02'),
});
const told = fc.tuple(place, counters).map(([where, what]): Told => ({ ...where, ...what }));
const keyOf = ({ who, domain, day }: Told) => `${who} ${domain} ${day}`;
const call = fc.uniqueArray(told, { selector: keyOf, minLength: 1, maxLength: 20 });

function toItem({ who, ...rest }: Told): RecordSpamStatisticsItemInput {
  const { source, user } = given(users[who]);
  return { ...rest, source: source.code, userExternalId: user.externalId };
}

async function tell(items: readonly Told[]): Promise<void> {
  const { results, userErrors } = await recordSpam(account, items.map(toItem));
  expect([errorsIn(results).join(''), userErrors]).toEqual(['', []]);
}

/** Of a source and day, from the numbers alone. */
function countPlainly(last: Iterable<Told>): string[] {
  const sums = new Map<string, bigint[]>();
  for (const { who, day, totalMessages, accountMessages, spam, phishing, viruses } of last) {
    const key = `${given(users[who]).source.code} ${day}`;
    const before = sums.get(key) ?? [0n, 0n, 0n, 0n, 0n];
    const more = [totalMessages, accountMessages, spam, phishing, viruses];
    sums.set(
      key,
      before.map((sum, at) => sum + BigInt(more[at] ?? 0)),
    );
  }
  return [...sums].map(([key, sum]) => `${key}: ${sum.join(' ')}`).sort();
}

async function keptSums(): Promise<string[]> {
  const { kept, counted } = await sumsOf(account.id);
  expect(kept).toEqual(counted);
  const codes = await sql<{ id: string; code: string }>('SELECT id, code FROM sources WHERE account_id = $1', [
    account.id,
  ]);
  const codeOf = new Map(codes.map(({ id, code }) => [id, code]));
  return kept.map((sum) => sum.replace(/^\S+/, (id) => codeOf.get(id) ?? id)).sort();
}

async function forget(): Promise<void> {
  for (const table of ['spam_days', 'spam_totals'])
    await sql(`DELETE FROM ${table} WHERE account_id = $1`, [account.id]);
}

describe('M1: the sums of a source and day', () => {
  it('M1: are those of its days, whatever is told and told again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 6 }), async (calls) => {
        await forget();
        const last = new Map<string, Told>();
        for (const items of calls) {
          await tell(items);
          for (const item of items) last.set(keyOf(item), item);
          expect(await keptSums()).toEqual(countPlainly(last.values()));
        }
      }),
      { seed: 20_261_129, numRuns: 12 },
    );
  });

  it('M1: are those of its days when many calls tell of the same at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 2, maxLength: 6 }), async (calls) => {
        await forget();
        await Promise.all(calls.map(tell));
        await keptSums();
        // Each day is what one of the calls said of it.
        const said = new Set(calls.flat().map((item) => `${item.domain.replace('ü', '')} ${countersOf(item)}`));
        for (const one of await storedDays(account.id)) {
          const [domain = '', , ...rest] = one.split(' ');
          expect(said).toContain(`${domain.replace('xn--bcher-kva', 'bcher')} ${rest.join(' ')}`);
        }
      }),
      { seed: 20_261_129, numRuns: 12 },
    );
  });

  it('M1: told by many at once in any order are kept, and no call has to try again after a deadlock', async () => {
    const items = (more: number) =>
      Array.from({ length: 300 }, (_, at): Told => {
        const [who, domain, day] = [at % 4, `d${at % 7}.example`, dayFromNow(-at)];
        return { who, domain, day, totalMessages: at + more, accountMessages: at, spam: 0, phishing: 0, viruses: 0 };
      });
    await tell(items(1));
    await forget();
    const adding = await countStatements(() => tell(items(1)));
    const replacing = await countStatements(() => tell(items(2)));
    await forget();
    // The first of all finds nothing there.
    for (const [turn, statements] of [
      [0, adding + 5 * replacing],
      [10, 6 * replacing],
    ] as const) {
      // Each says something else than all others, so that each takes all its statements.
      const calls = Array.from({ length: 6 }, (_, at) => (at % 2 ? items(turn + at) : items(turn + at).reverse()));
      // Fewer only where callers of one token were looked up together.
      expect(await countStatements(() => Promise.all(calls.map(tell)))).toBeLessThanOrEqual(statements);
      expect(calls.map((call) => countPlainly(call))).toContainEqual(await keptSums());
    }
  });
});

function countersOf({ totalMessages, accountMessages, spam, phishing, viruses }: Counters): string {
  return [totalMessages, accountMessages, spam, phishing, viruses].join(' ');
}
