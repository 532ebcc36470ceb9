import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SeedAccount, SeedSource, SeedUser } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { type Asker, auditOf } from '../support/calls.js';
import { storedDays, sumsOf } from '../support/spam.js';
import { dayFromNow } from '../support/usage.js';

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

const COLUMNS = 'user_external_id,domain,day,total_messages,account_messages,spam,phishing,viruses';
const HEAD = `source,${COLUMNS}\r\n`;
const FAILED = '?onError=REJECT_FAILED';
const line = (rest: string, of = user.externalId) => `${source.code},${of},${rest}\r\n`;
/** A day each, the newest first. */
const lines = (count: number, domain = 'example.com') =>
  Array.from({ length: count }, (_, at) => line(`${domain},${dayFromNow(-at)},10,6,3,2,1`));

interface Refusal {
  readonly row: number;
  readonly line: number;
  readonly column?: string;
  readonly code: string;
  readonly message: string;
}

async function upload(asker: Asker, file: string | Buffer, query = '') {
  const headers = { authorization: `Bearer ${asker.token}`, 'content-type': 'text/csv' };
  const response = await fetch(new URL(`/files/spam/import${query}`, asker.url), {
    method: 'POST',
    headers,
    body: file,
  });
  const body = (await response.json()) as {
    readonly rows: number;
    readonly recorded: number;
    readonly refused: number;
    readonly refusals: readonly Refusal[];
    readonly errors?: readonly {
      readonly message: string;
      readonly extensions: { readonly code: string; readonly field?: readonly string[] };
    }[];
  };
  const { errors: [error] = [], ...counts } = body;
  return { ...counts, status: response.status, ...error?.extensions, message: error?.message };
}

describe('M1: spam statistics from a file', () => {
  const mixed = () =>
    HEAD +
    line('Bücher.example,2026-01-31,10,6,3,2,1') +
    line('example.com,2026-01-31,10,6,3,2') +
    line('localhost,2026-02-30,10,eleven,-3,2,11') +
    `${line('"exam\r\nple.com",2026-01-31,1,1,1,1,1')}${line('example.com,2026-01-31,0,0,0,0,0', 'nobody')}` +
    line('xn--bcher-kva.example,2026-01-31,5,5,5,5,5') +
    line('example.com,2026-01-30,9007199254740993,0,0,0,0') +
    line('example.com,2026-01-30,007,,0,0,0') +
    line('example.com,2026-01-30,7,0,0,0,0');
  const REFUSED = [
    ...['2 3 INVALID undefined', '3 4 INVALID domain', '3 4 INVALID day', '3 4 INVALID account_messages'],
    ...['3 4 INVALID spam', '3 4 INVALID viruses', '4 5 INVALID domain', '5 7 NOT_FOUND user_external_id'],
    ...['6 8 INVALID day', '7 9 INVALID total_messages', '8 10 INVALID account_messages'],
  ];

  it('M1: counts the good rows under REJECT_FAILED, and tells the others with their lines', async () => {
    const { refusals, ...answer } = await upload(account, mixed(), FAILED);
    expect(answer).toEqual({ status: 200, rows: 9, recorded: 2, refused: 7 });
    expect(refusals.map(({ row, line: at, code, column }) => `${row} ${at} ${code} ${column}`)).toEqual(REFUSED);
    expect(await storedDays(account.id)).toEqual([
      ...['example.com 2026-01-30: 7 0 0 0 0', 'xn--bcher-kva.example 2026-01-31: 10 6 3 2 1'],
    ]);
  });

  it('M1: counts none of them under REJECT_ALL, which is the default', async () => {
    for (const query of ['', '?onError=REJECT_ALL']) {
      const { status, rows, recorded, refused } = await upload(account, mixed(), query);
      expect([status, rows, recorded, refused]).toEqual([200, 9, 0, 7]);
    }
    expect(await storedDays(account.id)).toEqual([]);
    expect(await upload(account, HEAD + lines(1_000).join(''))).toMatchObject({ recorded: 1_000, refused: 0 });
    const answer = await upload(account, HEAD + lines(1_001, 'late.example').join(''));
    expect([answer.status, answer.code]).toEqual([422, 'LIMIT_EXCEEDED']);
    expect(await storedDays(account.id)).toHaveLength(1_000);
  });

  it('M1: goes in by slices, and a day that stands above in another one is refused', async () => {
    const file = HEAD + [...lines(1_200), ...lines(1_000, 'EXAMPLE.com'), ...lines(300, 'b.example')].join('');
    const { refusals, ...answer } = await upload(account, file, FAILED);
    expect(answer).toEqual({ status: 200, rows: 2_500, recorded: 1_500, refused: 1_000 });
    expect(refusals.map(({ line: at }) => at)).toEqual(Array.from({ length: 100 }, (_, at) => 1_202 + at));
    const { kept, counted } = await sumsOf(account.id);
    expect([kept.length, kept]).toEqual([1_200, counted]);
    const told = (await auditOf(account)).filter(({ action }) => action === 'SPAM_STATISTICS_RECORDED');
    expect(told).toHaveLength(3);
    await upload(account, file, FAILED);
    expect((await auditOf(account)).filter(({ action }) => action === 'SPAM_STATISTICS_RECORDED')).toEqual(told);
  });

  it('M1: that breaks off tells how much of it counted', async () => {
    const whole = [...lines(1_500), '"a,b\r\n'].join('');
    const { status, code, message } = await upload(account, HEAD + whole, FAILED);
    expect([status, code]).toEqual([400, 'INVALID']);
    expect(message).toMatch(/opens in line 1502 .* 1000 rows were recorded/);
    expect(await storedDays(account.id)).toHaveLength(1_000);
    expect((await upload(account, `${HEAD}${lines(2).join('')}"a`)).message).not.toMatch(/recorded/);
  });

  it('M1: that breaks off tells what is wrong as a call would', async () => {
    const most = `a.example,2020-01-01,${Number.MAX_SAFE_INTEGER},0,0,0,0`;
    const other = await source.user();
    const { code, field, message } = await upload(
      account,
      HEAD + [...lines(1_000), line(most), line(most, other.externalId)].join(''),
      FAILED,
    );
    expect([code, field]).toEqual(['INVALID', ['items']]);
    expect(message).toMatch(/would be more\. Before that 1000 rows were recorded/);
  });

  it('M1: may be one that was given out: sent back as it is, it changes nothing', async () => {
    const named = await source.user('=Sum, Ltd');
    await upload(account, HEAD + lines(3).join('') + line('a.example,2026-01-31,9,6,3,2,1', named.externalId));
    const before = await storedDays(account.id);
    const headers = { authorization: `Bearer ${account.token}` };
    const [from, to] = [dayFromNow(-400), dayFromNow(1)];
    const response = await fetch(new URL(`/files/spam/export?from=${from}&to=${to}`, account.url), { headers });
    const file = Buffer.from(await response.arrayBuffer());
    expect(file.toString()).toContain('user_name');
    expect(await upload(account, file, FAILED)).toMatchObject({ status: 200, rows: 4, recorded: 4, refused: 0 });
    expect(await storedDays(account.id)).toEqual(before);
  });

  it.each([
    ['a column is missing', 'source,domain\r\n', /user_external_id is missing/],
    ['a column nobody knows', `${COLUMNS},x\r\n`, /no column "x"/],
    ['a header alone', HEAD, /no rows/],
    ['nothing', '', /empty/],
  ])('M1: is refused as a whole: %s', async (_name, file, message) => {
    const answer = await upload(account, file, FAILED);
    expect([answer.status, answer.code]).toEqual([400, 'INVALID']);
    expect(answer.message).toMatch(message);
  });

  it('A2: INGEST sends days of its own source, whose column may be left out; who only reads may not', async () => {
    const ingest = { url: test.url, token: await account.tokenOf('INGEST', { source: source.code }) };
    const row = `${user.externalId},example.com,2026-01-31,10,6,3,2,1\r\n`;
    expect(await upload(ingest, `${COLUMNS}\r\n${row}`)).toMatchObject({ recorded: 1 });
    expect((await upload(account, `${COLUMNS}\r\n${row}`)).refusals).toMatchObject([{ column: 'source' }]);
    const other = (await account.source()).code;
    expect((await upload(ingest, `${HEAD}${other},${row}`)).refusals[0]).toMatchObject({ code: 'FORBIDDEN' });
    const reader = { url: test.url, token: await account.tokenOf('READER') };
    expect((await upload(reader, `${COLUMNS}\r\n${row}`)).status).toBe(403);
  });
});
