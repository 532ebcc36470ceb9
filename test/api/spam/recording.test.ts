import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parseGlobalId } from '../../../src/graphql/node.js';
import { ask, execute, post } from '../../support/graphql-client.js';
import type { SeedAccount, SeedSource, SeedUser } from '../../support/seed.js';
import { countStatements } from '../../support/statements.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import {
  ArchiveUserDocument,
  AuditEventsDocument,
  RecordSpamStatisticsDocument,
  type RecordSpamStatisticsItemInput,
} from '../operations.generated.js';
import { given } from '../support/calls.js';
import { sql } from '../support/rows.js';
import { recordSpam, storedDays, sumsOf } from '../support/spam.js';
import { dayFromNow, errorsIn } from '../support/usage.js';

const MOST = Number.MAX_SAFE_INTEGER;

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

const COUNTERS = { totalMessages: 10, accountMessages: 6, spam: 3, phishing: 2, viruses: 1 };
const day = (rest: Partial<RecordSpamStatisticsItemInput> = {}): RecordSpamStatisticsItemInput => ({
  ...{ source: source.code, userExternalId: user.externalId, domain: 'example.com', day: '2026-01-31' },
  ...COUNTERS,
  ...rest,
});
const errorsOf = async (...items: Partial<RecordSpamStatisticsItemInput>[]) =>
  errorsIn((await recordSpam(account, items.map(day))).results);
const stored = () => storedDays(account.id);
const numbersUsed = async () => {
  const rows = await sql<{ id: number }>('SELECT id FROM spam_domains WHERE account_id = $1 ORDER BY id', [account.id]);
  return rows.map(({ id }) => id);
};

describe('M1: rows that are refused', () => {
  it.each([
    [{ totalMessages: -1 }, 'totalMessages,accountMessages,spam,phishing,viruses'],
    [{ spam: -1, viruses: -1 }, 'spam,viruses'],
    [{ accountMessages: 11 }, 'accountMessages'],
    [{ spam: 11, phishing: 11, viruses: 11 }, 'spam,phishing,viruses'],
    [{ totalMessages: 2 ** 53 }, 'totalMessages'],
    [{ totalMessages: MOST, spam: 2 ** 53 }, 'spam'],
    [{ viruses: 0.5 }, 'viruses'],
    [{ totalMessages: 1e300 }, 'totalMessages'],
    [{ domain: 'localhost' }, 'domain'],
    [{ domain: '192.0.2.1', day: '9999-12-31', spam: -1 }, 'domain,day,spam'],
  ])('M1: %j tells each field that is wrong, and the good row beside it counts', async (bad, fields) => {
    const told = fields.split(',').map((field) => `INVALID ${field}`);
    expect(await errorsOf(bad, { domain: 'good.example' })).toEqual([told.join(','), '']);
    expect(await stored()).toEqual(['good.example 2026-01-31: 10 6 3 2 1']);
  });

  it('M1: of what is not there, and of what stands above, however its domain is written', async () => {
    const foreign = await (await account.source()).user();
    expect(
      await errorsOf(
        { source: null },
        { source: 'no-such' },
        { userExternalId: 'nobody' },
        { userExternalId: foreign.externalId },
        { domain: 'BÜCHER.example.' },
        { domain: 'xn--bcher-kva.example', userExternalId: ` ${user.externalId} ` },
        { domain: 'xn--bcher-kva.example', day: '2026-01-30' },
      ),
    ).toEqual([
      ...['INVALID source', 'NOT_FOUND source', 'NOT_FOUND userExternalId', 'NOT_FOUND userExternalId'],
      ...['', 'INVALID day', ''],
    ]);
    expect(await stored()).toEqual([
      ...['xn--bcher-kva.example 2026-01-30: 10 6 3 2 1', 'xn--bcher-kva.example 2026-01-31: 10 6 3 2 1'],
    ]);
  });

  it('M1: of domains that would be more than a user may have', async () => {
    const userId = given(parseGlobalId(user.id)).id;
    await sql(
      `INSERT INTO spam_domains (account_id, id, user_id, domain)
       SELECT $1, i, $2, 'd' || i || '.example' FROM generate_series(1, 9999) AS i`,
      [account.id, userId],
    );
    const other = { userExternalId: (await source.user()).externalId, domain: 'second.example' };
    const items = [
      ...[{ domain: 'bad.example', spam: -1 }, { domain: 'first.example' }, { domain: 'second.example' }],
      ...[{ domain: 'd7.example' }, other, { domain: 'first.example', day: '2026-01-30' }],
    ];
    expect(await errorsOf(...items)).toEqual(['INVALID spam', '', 'LIMIT_EXCEEDED domain', '', '', '']);
    expect(await errorsOf(...items.slice(1, 4))).toEqual(['', 'LIMIT_EXCEEDED domain', '']);
  });

  it('M1: leave nothing of the call under REJECT_ALL', async () => {
    const { results, userErrors } = await recordSpam(account, [day(), day({ domain: 'x' })], 'REJECT_ALL');
    expect(userErrors).toMatchObject([{ code: 'INVALID', field: null }]);
    expect(results?.map(({ isRecorded }) => isRecorded)).toEqual([false, false]);
    expect([await stored(), await sumsOf(account.id)]).toEqual([[], { kept: [], counted: [] }]);
  });

  it('M1: a number that is none at all is refused before anything is done', async () => {
    for (const spam of ['3', true, null]) {
      const variables = { input: { items: [{ ...day(), spam }] } };
      const body = JSON.stringify({ query: RecordSpamStatisticsDocument.toString(), variables });
      expect(await (await post(test.url, { token: account.token, body })).text()).toContain('BAD_USER_INPUT');
    }
    expect(await stored()).toEqual([]);
  });

  it('M1: sums that could not be told any more refuse the call as a whole', async () => {
    const other = await source.user();
    const huge = { totalMessages: MOST, accountMessages: MOST };
    expect(await errorsOf(huge)).toEqual(['']);
    const items = [day({ userExternalId: other.externalId }), day({ day: '2026-02-01' })];
    const { results, userErrors } = await recordSpam(account, items);
    expect([results, userErrors]).toMatchObject([null, [{ code: 'INVALID', field: ['items'] }]]);
    const all = Array.from({ length: 1_000 }, (_, at) => day({ domain: `d${at}.example`, ...huge }));
    expect((await recordSpam(account, all)).userErrors).toMatchObject([{ code: 'INVALID', field: ['items'] }]);
    expect(await stored()).toEqual([`example.com 2026-01-31: ${MOST} ${MOST} 3 2 1`]);
  });

  it.each(['Pacific/Kiritimati', 'Pacific/Pago_Pago'])(
    'M1: may be of a day ahead of today in the time zone of the account, %s, and no further',
    async (timeZone) => {
      await sql('UPDATE accounts SET time_zone = $2 WHERE id = $1', [account.id, timeZone]);
      const days = [{ day: dayFromNow(1, timeZone) }, { day: dayFromNow(3, timeZone) }];
      expect(await errorsOf(...days)).toEqual(['', 'INVALID day']);
    },
  );
});

describe('M1: days that are told', () => {
  it('M1: replace what was told of them before, of the user and domain they name', async () => {
    const other = await source.user();
    await recordSpam(account, [day(), day({ userExternalId: other.externalId, domain: 'other.example' })]);
    await recordSpam(account, [day({ totalMessages: 4, accountMessages: 0, spam: 4 }), day({ day: '2024-02-29' })]);
    expect(await stored()).toEqual([
      ...['example.com 2024-02-29: 10 6 3 2 1', 'example.com 2026-01-31: 4 0 4 2 1'],
      'other.example 2026-01-31: 10 6 3 2 1',
    ]);
    const { kept, counted } = await sumsOf(account.id);
    expect(kept).toEqual(counted);
    expect(kept.map((sum) => sum.split(' ').slice(1).join(' '))).toEqual([
      ...['2024-02-29: 10 6 3 2 1', '2026-01-31: 14 6 7 4 2'],
    ]);
  });

  it('M1: that are the same again change no row', async () => {
    const rows = () =>
      sql(
        `SELECT xmin::text, ctid::text, 'day' FROM spam_days WHERE account_id = $1
         UNION ALL SELECT '', ctid::text, 'sum' FROM spam_totals WHERE account_id = $1`,
        [account.id],
      );
    await recordSpam(account, [day()]);
    const before = await rows();
    expect((await recordSpam(account, [day({ domain: 'EXAMPLE.com' })])).results).toMatchObject([{ isRecorded: true }]);
    expect(await rows()).toEqual(before);
  });

  it('M1: use up a number for a new domain only, however often they are told, and none in a call that is refused', async () => {
    await recordSpam(account, [day()]);
    for (const on of ['2026-01-01', '2026-01-02', '2026-01-02']) {
      await recordSpam(account, [day({ day: on }), day({ domain: 'new.example', day: on })]);
      const tooMuch = { domain: `never-${on}.example`, totalMessages: MOST };
      expect((await recordSpam(account, [day(tooMuch), day({ day: on })])).userErrors).toHaveLength(1);
    }
    await recordSpam(account, [day({ domain: 'last.example' })]);
    expect(await numbersUsed()).toEqual([1, 2, 3]);
  });

  it('U11: are taken for a user who is not mapped, or archived', async () => {
    await ask(account, ArchiveUserDocument, { input: { userId: user.id } });
    expect(await errorsOf({ ...COUNTERS, totalMessages: 6, spam: 0 })).toEqual(['']);
    expect(await stored()).toHaveLength(1);
  });

  it('M1: fit in a call by 1,000, in as many statements as 5; 1,001 do not', async () => {
    const items = Array.from({ length: 1_001 }, (_, at) =>
      day({
        day: dayFromNow(-(at % 100)),
        domain: `d${at % 10}-${Math.floor(at / 100)}.example`,
        totalMessages: 10 + at,
      }),
    );
    const few = await countStatements(() => recordSpam(account, items.slice(0, 5)));
    const all = items.slice(0, 1_000);
    expect(await countStatements(() => recordSpam(account, all))).toBe(few);
    expect(await stored()).toHaveLength(1_000);
    expect(
      await countStatements(() =>
        recordSpam(
          account,
          all.map((one) => ({ ...one, spam: 0 })),
        ),
      ),
    ).toBeLessThan(few);
    const { kept, counted } = await sumsOf(account.id);
    expect([kept.length, kept]).toEqual([100, counted]);
    const answer = await execute(account, RecordSpamStatisticsDocument, { input: { items } });
    expect(JSON.stringify(answer)).toContain('LIMIT_EXCEEDED');
  });

  it('P16: are counted for the planner as soon as they have become many', async () => {
    const known = async () => {
      const [row] = await sql<{ rows: number }>(`SELECT reltuples AS rows FROM pg_class WHERE relname = 'spam_days'`);
      return Number(row?.rows);
    };
    // Earlier tests may have left many.
    await sql('TRUNCATE spam_days');
    for (let call = 0; call < 3; call += 1) {
      await recordSpam(
        account,
        Array.from({ length: 1_000 }, (_, at) => day({ domain: `d${call}-${at}.example` })),
      );
    }
    expect(await known()).toBeGreaterThan(1_000);
  });

  it('A2: INGEST tells of users of its own source', async () => {
    const ingest = { url: test.url, token: await account.tokenOf('INGEST', { source: source.code }) };
    const elsewhere = await account.source();
    const theirs = { source: elsewhere.code, userExternalId: (await elsewhere.user()).externalId };
    const nobody = { userExternalId: 'nobody' };
    const others = [theirs, { source: elsewhere.code, ...nobody }, { source: 'no-such', ...nobody }];
    const { results } = await recordSpam(ingest, [day({ source: null }), ...others.map(day)]);
    // Nothing else is told: not which users another source has, nor whether there is such a source.
    expect(errorsIn(results)).toEqual(['', ...others.map(() => 'FORBIDDEN source')]);
  });

  it('A3: stay out of sight of other accounts, whose users and domains may be called the same', async () => {
    const other = await test.account();
    const [theirs] = [await other.source()];
    const { externalId } = await theirs.user();
    await recordSpam(other, [day({ source: theirs.code, userExternalId: externalId, spam: 9 })]);
    await recordSpam(account, [day()]);
    expect(await storedDays(other.id)).toEqual(['example.com 2026-01-31: 10 6 9 2 1']);
    expect(await stored()).toEqual(['example.com 2026-01-31: 10 6 3 2 1']);
  });

  it('A4: leave one event for a call, with counts, and none for a call that changed nothing', async () => {
    await recordSpam(account, [day(), day({ day: '2026-01-30' })]);
    await recordSpam(account, [day({ spam: 0 }), day({ day: '2026-01-30' }), day({ domain: 'b.example' })]);
    await recordSpam(account, [day({ spam: 0 })]);
    const filter = { actions: ['SPAM_STATISTICS_RECORDED' as const] };
    const { auditEvents } = await ask(account, AuditEventsDocument, { filter });
    const changes = (added: string, replaced: string) => [
      { field: 'added', before: null, after: added },
      { field: 'replaced', before: null, after: replaced },
    ];
    expect(auditEvents?.nodes.map((event) => event.changes)).toEqual([changes('1', '1'), changes('2', '0')]);
  });
});
