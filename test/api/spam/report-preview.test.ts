import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseGlobalId } from '../../../src/graphql/node.js';
import { ask, execute } from '../../support/graphql-client.js';
import { readsOf } from '../../support/plan.js';
import type { SeedAccount, SeedUser } from '../../support/seed.js';
import { putSpam, type SpamRow } from '../../support/spam.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { SpamReportPreviewDocument, type SpamReportPreviewQueryVariables } from '../operations.generated.js';
import { given, unmap } from '../support/calls.js';
import { sql } from '../support/rows.js';
import { countIn, plus } from '../support/spam-count.js';

const clock = { at: new Date('2026-11-05T12:00:00Z'), now: () => clock.at };

let test: TestApp;
let account: SeedAccount;
let user: SeedUser;
let mappingId: string;
let companyId: number;
beforeAll(async () => {
  test = await startTestApp({ clock });
});
afterAll(() => test.close());
beforeEach(async () => {
  clock.at = new Date('2026-11-05T12:00:00Z');
  account = await test.account();
  user = await (await account.integration()).user('Fabrikam Ltd');
  const { id, identifier } = test.sandbox.landmarks.ordinary[0];
  companyId = id;
  mappingId = (await user.map(identifier)).id;
  await putSpam(account.id, [row(), row({ domain: 'b.example', day: '2026-11-05', spam: 4 })]);
});

const own = ({ id }: SeedUser) => given(parseGlobalId(id)).id;

function row(rest: Partial<SpamRow> = {}, of = user): SpamRow {
  return {
    ...{ userId: own(of), domain: 'a.example', day: '2026-10-31' },
    ...{ totalMessages: 10, accountMessages: 6, spam: 3, phishing: 2, viruses: 1 },
    ...rest,
  };
}

const asked = (rest: Partial<SpamReportPreviewQueryVariables> = {}) => ({
  ...{ userId: user.id, month: '2026-10-01' },
  ...rest,
});
const preview = async (rest: Partial<SpamReportPreviewQueryVariables> = {}) =>
  given((await ask(account, SpamReportPreviewDocument, asked(rest))).spamReportPreview);

async function say(settings: { route: string; language: string }): Promise<void> {
  await sql(
    `INSERT INTO spam_settings (account_id, is_scheduled, route, language, calendar) VALUES ($1, false, $2, $3, '[]')
     ON CONFLICT (account_id) DO UPDATE SET route = excluded.route, language = excluded.language`,
    [account.id, settings.route, settings.language],
  );
}

const NOTHING_WRITTEN = { subject: null, text: null, fileName: null, csv: null };

describe('M3: the preview of a report', () => {
  it('M3: shows what a note would have, in the words and with the file of the report', async () => {
    test.sandbox.journal.clear();
    const found = await preview();
    expect(found).toMatchObject({
      ...{ month: '2026-10-01', route: 'COMPANY_NOTE', language: 'EN', companyId, reason: null, hold: null },
      ...{ subject: 'Mail filter report, October 2026: Fabrikam Ltd', fileName: 'spam-2026-10-Fabrikam-Ltd.csv' },
      ...{ summaryCounters: null, nativeDomains: null },
    });
    expect(given(found.text).split('\n').at(-1)).toBe(`Ref: psa-bridge:spam:2026-10:${own(user)}`);
    expect(given(found.csv).split('\r\n')).toEqual([
      expect.stringMatching(/^\ufeffday,/),
      expect.stringMatching(/^2026-10-31,.*,Fabrikam Ltd,a\.example,10,6,3,2,1$/),
      '',
    ]);
    expect(await preview({ route: 'TICKET' })).toEqual({ ...found, route: 'TICKET' });
    expect(test.sandbox.journal.entries).toEqual([]);
  });

  it('M3: goes by route and language of the settings, then of the user, then of what is asked', async () => {
    await say({ route: 'TICKET', language: 'JA' });
    expect(await preview()).toMatchObject({ route: 'TICKET', language: 'JA' });
    expect((await preview()).text).toMatch(/^迷惑メール対策レポート\n\nお客様名: Fabrikam Ltd 様\n/);
    const values = [account.id, own(user)];
    await sql("INSERT INTO spam_overrides (account_id, user_id, route) VALUES ($1, $2, 'SUMMARY_REPORT')", values);
    expect(await preview()).toMatchObject({ route: 'SUMMARY_REPORT', language: 'JA' });
    expect(await preview({ route: 'COMPANY_NOTE', language: 'EN' })).toMatchObject({
      ...{ route: 'COMPANY_NOTE', language: 'EN', text: expect.stringMatching(/^Mail filter report\n/) },
    });
  });

  it('M3: has the counters alone where a route takes nothing else', async () => {
    expect(await preview({ route: 'SUMMARY_REPORT' })).toMatchObject({
      ...NOTHING_WRITTEN,
      ...{ summaryCounters: [{ name: 'virusesRemoved', value: 1 }], nativeDomains: null, reason: null },
    });
    const counters = (...values: number[]) =>
      [
        ...['SpamRemovedLast30Days', 'SpamRemovedYTD', 'EmailVirusesRemovedLast30Days', 'EmailVirusesRemovedYTD'],
        ...['AccountMessagesLast30Days', 'AccountMessagesYTD', 'TotalMessagesLast30Days', 'TotalMessagesYTD'],
      ].map((name, at) => ({ name, value: values[at] }));
    // Others share the domain; its figures are those of all.
    await putSpam(account.id, [row({ day: '2026-10-01', viruses: 7 }, await user.source.user())]);
    expect(await preview({ route: 'NATIVE_STATISTICS' })).toMatchObject({
      ...NOTHING_WRITTEN,
      nativeDomains: [
        { domain: 'a.example', counters: counters(3, 6, 1, 8, 6, 12, 10, 20) },
        { domain: 'b.example', counters: counters(4, 4, 1, 1, 6, 6, 10, 10) },
      ],
      ...{ summaryCounters: null, reason: null },
    });
  });

  it('M3: counts back from the day that it is in the time zone of the account', async () => {
    const days = fc.constantFrom('2024-02-29', '2024-03-01', '2027-12-31', '2028-01-01', '2026-07-15');
    const zones = fc.constantFrom('UTC', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Asia/Kolkata', 'America/New_York');
    const busy = await user.source.user();
    const told = ['2024-01-15', '2027-12-10', '2026-07-01'].flatMap((day) =>
      Array.from({ length: 80 }, (_, by) => row({ day: plus(day, by - 20), spam: by % 7, viruses: by % 3 }, busy)),
    );
    const rows = [...new Map(told.map((one) => [one.day, one])).values()];
    await putSpam(account.id, rows);
    await fc.assert(
      fc.asyncProperty(days, fc.nat({ max: 23 }), zones, async (day, hour, timeZone) => {
        await sql('UPDATE accounts SET time_zone = $2 WHERE id = $1', [account.id, timeZone]);
        clock.at = new Date(`${day}T${String(hour).padStart(2, '0')}:30:00Z`);
        const today = clock.at.toLocaleDateString('sv-SE', { timeZone });
        const found = await preview({ userId: busy.id, month: `${today.slice(0, 7)}-01`, route: 'NATIVE_STATISTICS' });
        const all = [...rows, row()];
        const count = (from: string) => countIn(all, { domains: ['a.example'] }, { from, to: today });
        const [lately, year] = [count(plus(today, -29)), count(`${today.slice(0, 4)}-01-01`)];
        expect(found.nativeDomains?.[0]?.counters.map(({ value }) => value)).toEqual([
          ...[lately.spam, year.spam, lately.viruses, year.viruses],
          ...[lately.accountMessages, year.accountMessages, lately.totalMessages, year.totalMessages],
        ]);
      }),
      { seed: 20_261_129, numRuns: 25 },
    );
  });

  it('M3: tells why nothing would be sent, and still what there is to send', async () => {
    expect(await preview({ month: '2026-09-01' })).toMatchObject({
      ...NOTHING_WRITTEN,
      reason: 'NO_FIGURES',
      companyId,
    });
    await unmap(account, { mappingId });
    const text = expect.stringContaining('Fabrikam Ltd');
    expect(await preview()).toMatchObject({ reason: 'HELD', hold: 'NOT_MAPPED', companyId: null, text });
    await say({ route: 'NONE', language: 'EN' });
    expect(await preview()).toMatchObject({
      ...NOTHING_WRITTEN,
      route: 'NONE',
      reason: 'NO_ROUTE',
      hold: 'NOT_MAPPED',
    });
  });

  it('M3: is refused where ConnectWise has no room for a figure', async () => {
    await putSpam(account.id, [row({ domain: 'large.example', totalMessages: 2 ** 31, viruses: 2 ** 31 })]);
    for (const [route, name] of [
      ['SUMMARY_REPORT', 'viruses'],
      ['NATIVE_STATISTICS', 'large.example'],
    ] as const) {
      const { data, errors } = await execute(account, SpamReportPreviewDocument, asked({ route }));
      expect(data).toEqual({ spamReportPreview: null });
      const message = expect.stringContaining(name);
      expect(errors).toMatchObject([{ message, extensions: { code: 'LIMIT_EXCEEDED' } }]);
    }
    expect(await preview()).toMatchObject({ reason: null });
  });

  it('M3: is refused for months that are none, users that are not there, and tokens that do not read', async () => {
    const errorOf = async (rest: Partial<SpamReportPreviewQueryVariables>, token = account.token) => {
      const { errors } = await execute({ url: test.url, token }, SpamReportPreviewDocument, asked(rest));
      const { code, field } = (errors[0]?.extensions ?? {}) as { code?: string; field?: string[] };
      return [code ?? '', ...(field ?? [])].join(' ');
    };
    // It is December in the time zone of the account only.
    clock.at = new Date('2026-11-30T20:00:00Z');
    await sql("UPDATE accounts SET time_zone = 'Asia/Tokyo' WHERE id = $1", [account.id]);
    expect(await errorOf({ month: '2026-12-01' })).toBe('');
    expect(await errorOf({ month: '2027-01-01' })).toBe('INVALID month');
    expect(await errorOf({ month: '1999-12-01' })).toBe('INVALID month');
    expect(await errorOf({ month: '2000-01-01' })).toBe('');
    expect(await errorOf({ month: '2026-10-02' })).toBe('INVALID month');
    const stranger = await (await (await test.account()).source()).user();
    for (const userId of [stranger.id, 'rubbish', '']) expect(await errorOf({ userId })).toBe('NOT_FOUND userId');
    for (const role of ['OPERATOR', 'BILLING', 'READER'] as const) {
      expect(await errorOf({}, await account.tokenOf(role))).toBe('');
    }
    const ingest = await account.tokenOf('INGEST', { source: user.source.code });
    expect(await errorOf({}, ingest)).toBe('FORBIDDEN');
  });

  it('M3: asks the database as often, however many domains and days there are', async () => {
    const reads = async () => (await readsOf(test.database, () => preview())).length;
    const few = await reads();
    await putSpam(
      account.id,
      Array.from({ length: 600 }, (_, at) => row({ domain: `d${at % 20}.example`, day: plus('2026-10-01', at / 20) })),
    );
    expect(await reads()).toBe(few);
  });
});
