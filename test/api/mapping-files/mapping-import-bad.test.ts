import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { IMPORT_COLUMNS, readImportRow } from '../../../src/features/mapping-files/import-row.js';
import type { UserId } from '../../../src/shared/ids.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { given } from '../support/calls.js';
import { fingerprint } from '../support/fingerprint.js';
import { codeOf, download, importFile, resultsOf, rowsOf, slice, upload } from '../support/imports.js';
import { sql } from '../support/rows.js';

let test: TestApp;
let account: SeedAccount;
beforeAll(async () => {
  test = await startTestApp();
  account = await test.account();
  await account.integration();
});
afterAll(() => test.close());

const HEAD = 'source,user_external_id,company_record_id\r\n';
const good = 'mail,7,1\r\n';

/** Everything of the account but its places for files, which are taken while one moves. */
async function stored() {
  const { call_paces: _places, ...tables } = await fingerprint(account.id);
  return tables;
}

/** A body that never ends by itself. */
function endless(head: string, rest: string): ReadableStream {
  const chunk = Buffer.from(rest.repeat(2_000));
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      controller.enqueue(sent === 0 ? Buffer.from(head) : chunk);
      sent += 1;
    },
  });
}

describe('U9: a bad file as a whole is refused and leaves nothing', () => {
  it.each([
    ['no UTF-8', Buffer.from([...Buffer.from(HEAD + good), 0xff, 0xfe, 0x41]), 'INVALID', /Line 3 .*not UTF-8/],
    ['UTF-16', Buffer.from(HEAD + good, 'utf16le'), 'INVALID', /not UTF-8/],
    ['a quote that never closes', `${HEAD}${good}"a,b\r\n${good}`, 'INVALID', /opens in line 3/],
    ['a column nobody knows', 'source,user_external_id,compny\r\n', 'INVALID', /no column "compny"/],
    ['a column twice', 'source,source\r\n', 'INVALID', /twice/],
    ['nothing', '', 'INVALID', /empty/],
    ['a header alone', HEAD, 'INVALID', /no rows/],
    ['semicolons', 'source;user_external_id\r\n', 'INVALID', /parted by commas/],
    ['50,001 rows', HEAD + good.repeat(50_001), 'LIMIT_EXCEEDED', /50000 rows/],
  ])('%s', async (_name, file, code, message) => {
    const before = await stored();
    const answer = await upload(account, file);
    expect([answer.status >= 400 && answer.status < 500, codeOf(answer)]).toEqual([true, code]);
    expect(answer.body.errors?.[0]?.message).toMatch(message);
    expect(await stored()).toEqual(before);
  });

  it('ten million rows promised, as soon as they are too many', async () => {
    const before = await stored();
    const answer = await upload(account, endless(HEAD, good));
    expect(codeOf(answer)).toBe('LIMIT_EXCEEDED');
    expect(await stored()).toEqual(before);
  });

  it('more rows than can be written as a whole, under REJECT_ALL', async () => {
    const answer = await upload(account, HEAD + good.repeat(1_001), '?dryRun=false');
    expect([answer.status, codeOf(answer)]).toEqual([422, 'LIMIT_EXCEEDED']);
  });

  it('a connection that breaks half-way', async () => {
    const before = await stored();
    const broken = new ReadableStream({
      start: (controller) => controller.enqueue(Buffer.from(HEAD + good.repeat(1_500))),
      pull: (controller) => controller.error(new Error('gone')),
    });
    await expect(upload(account, broken)).rejects.toThrow();
    for (let looks = 0; looks < 100; looks += 1) {
      if ((await sql('SELECT FROM import_files WHERE account_id = $1', [account.id])).length === 0) break;
      await new Promise((done) => setTimeout(done, 50));
    }
    expect(await stored()).toEqual(before);
  });

  it.each(['?dryRun=maybe', '?onError=ALL', '?dryrun=true'])('an address that says %s', async (query) => {
    expect(codeOf(await upload(account, HEAD + good, query))).toBe('INVALID');
  });

  it('what a process that died left behind goes with the next import', async () => {
    const own = await test.account();
    await own.integration();
    await sql(
      `INSERT INTO import_files (account_id, id, created_at) VALUES ($1, gen_random_uuid(), now() - interval '2 hours')`,
      [own.id],
    );
    await upload(own, HEAD + good);
    expect(await sql('SELECT FROM import_files WHERE account_id = $1 AND job_id IS NULL', [own.id])).toEqual([]);
  });
});

it('U9: bad rows are reported by row, with the line, and the others are looked at', async () => {
  const rows = [
    ['mail,7', /2 cells instead of 3/],
    ['mail,"7"x,1', /behind the quote/],
    ['mail,7"7,1', /quote in the middle/],
    [`mail,${'x'.repeat(1_048_576)},1`, /more than 8192 characters/],
    [`mail,${'x'.repeat(2_000)},1`, /too long/],
    ['mail,7,one', /not a number/],
    [',7,1', /source is missing/],
    ['mail,,1', /Name the user/],
    ['"multi\r\nline",7,1', /no user of this external id/],
    ["mail,'=cmd|A0,1", /no user of this external id/],
  ] as const;
  const { body } = await importFile(test, account, HEAD + rows.map(([row]) => `${row}\r\n`).join(''));
  expect([body.rows, body.badRows]).toEqual([10, 8]);
  const results = await resultsOf(account, body.jobId);
  for (const [index, { message }] of results.entries()) expect(message).toMatch(given(rows[index])[1]);
  expect(results.map(({ line }) => line)).toEqual(['2', '3', '4', '5', '6', '7', '8', '9', '10', '12']);
  const { text } = await download(account, body.resultsUrl);
  expect(text).toContain("mail,'=cmd|A0,");
});

it('U9: whatever stands in the cells comes back in the results as it was, and safe for a spreadsheet', async () => {
  const own = await test.account();
  await own.integration();
  const cell = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((text) => !text.includes('\0'));
  const cells = fc.sample(cell, 300);
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const { body } = await upload(own, HEAD + cells.map((text) => `mail,${quoted(text)},1\r\n`).join(''));
  await slice(test, own);
  const { response, text } = await download(own, body.resultsUrl);
  expect(response.headers.get('content-disposition')).toMatch(/filename="import-results-\d{4}-\d\d-\d\d\.csv"/);
  const again = await upload(await fresh(), text);
  expect([again.status, again.body.rows]).toEqual([202, 300]);
  const kept = await sql<{ cell: string }>(
    `SELECT cells->>'user_external_id' AS cell FROM import_rows r JOIN import_files f ON f.id = r.file_id
     WHERE f.account_id = $1 ORDER BY "row"`,
    [own.id],
  );
  expect(kept.map((one) => one.cell)).toEqual(cells.map((one) => one.replace(/^'(?='*[=+\-@\t\r＝＋－＠])/, '')));
  for (const row of rowsOf(text)) {
    for (const shown of Object.values(row)) expect(shown).not.toMatch(/^[=+\-@\t\r]/);
  }
});

async function fresh(): Promise<SeedAccount> {
  const own = await test.account();
  await own.integration();
  return own;
}

it('U9: another account has no results, and a job that is no import has none', async () => {
  const other = await test.account();
  const { body } = await importFile(test, account, HEAD + good);
  expect((await download(other, body.resultsUrl)).response.status).toBe(404);
  expect((await download(other, '/files/mappings/import/results?jobId=nonsense')).response.status).toBe(404);
  expect((await download(other, '/files/mappings/import/results')).response.status).toBe(400);
});

it('reads any cells into a row, or tells what is wrong, and never throws', () => {
  const record = fc.record(
    Object.fromEntries(IMPORT_COLUMNS.map((column) => [column, fc.string({ unit: 'grapheme' })])),
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(record, (cells) => {
      const read = readImportRow(cells, (id) => (id.length % 2 === 0 ? (id as UserId) : undefined));
      if (read.kind === 'problem') expect(read.message).not.toBe('');
      if (read.kind === 'asked') expect(Object.values(cells).join('').trim()).not.toBe('');
    }),
  );
});
