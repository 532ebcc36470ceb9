import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { emptyTables } from '../../support/fill.js';
import { ask } from '../../support/graphql-client.js';
import { planOf, readsOf, rowsSorted, wholeTables } from '../../support/plan.js';
import type { SeedAccount, SeedSource } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { ArchiveUserDocument, type MapCompanyInput } from '../operations.generated.js';
import { copiedCompany } from '../support/bulk.js';
import { given, map } from '../support/calls.js';
import { fingerprint } from '../support/fingerprint.js';
import { download, importFile, rowsOf, slice, upload, WRITE } from '../support/imports.js';
import { sql } from '../support/rows.js';

let test: TestApp;
let account: SeedAccount;
let source: SeedSource;
beforeAll(async () => {
  test = await startTestApp();
  account = await test.account();
  await account.integration();
  source = await account.source();
  const shared = await copiedCompany(test, account, { name: '=HYPERLINK("x"), 株式会社 "A"\n' });
  const company = { connectWiseId: shared.id };
  const choice = { isEnabled: true, replaceExisting: false, allowShared: false, allowInactive: false };
  const mapTo = async (rest: Partial<MapCompanyInput>) => {
    const user = await source.user('-Customer, "A"');
    const { userErrors } = await map(account, { ...choice, userId: user.id, company, ...rest });
    expect(userErrors).toEqual([]);
    return user;
  };
  await mapTo({});
  await mapTo({ allowShared: true });
  await mapTo({ company: { identifier: (await copiedCompany(test, account)).identifier }, isEnabled: false });
  const gone = await mapTo({ company: { connectWiseId: (await copiedCompany(test, account)).id } });
  await ask(account, ArchiveUserDocument, { input: { userId: gone.id } });
  await source.user('unmapped');
});
afterAll(() => test.close());

const EXPORT = '/files/mappings/export';

it('U9: an export that is imported again changes nothing, and asks nobody', async () => {
  const { response, text } = await download(account, EXPORT);
  expect(response.headers.get('content-disposition')).toMatch(/filename="mappings-\d{4}-\d\d-\d\d\.csv"/);
  expect(rowsOf(text).map((row) => row['mapping_status'])).toEqual([
    'VERIFIED',
    'VERIFIED',
    expect.any(String),
    'UNMAPPED',
  ]);
  const before = await fingerprint(account.id);
  test.sandbox.journal.clear();

  const { lines } = await importFile(test, account, text, WRITE);

  expect(lines).toEqual(['UNCHANGED', 'UNCHANGED', 'UNCHANGED', 'SKIPPED']);
  const after = await fingerprint(account.id);
  expect([after['mappings'], after['users']]).toEqual([before['mappings'], before['users']]);
  expect(test.sandbox.journal.total).toBe(0);
});

it('U9: an export is safe for a spreadsheet, and tells only of the own account', async () => {
  const { text } = await download(account, EXPORT);
  expect(text).toContain(`"'-Customer, ""A"""`);
  expect(text).not.toMatch(/[,\n]"?[=+\-@]/);
  const other = await test.account();
  expect(rowsOf((await download(other, EXPORT)).text)).toEqual([]);
});

it('U9: an export is narrowed down by source, by whether users are mapped, and by standing', async () => {
  const count = async (query: string) => rowsOf((await download(account, EXPORT + query)).text).length;
  expect(await count('?isMapped=false')).toBe(1);
  expect(await count('?isMapped=true')).toBe(3);
  expect(await count('?status=BROKEN')).toBe(0);
  expect(await count(`?source=${source.code}`)).toBe(4);
  expect((await download(account, `${EXPORT}?source=none`)).response.status).toBe(404);
  expect((await download(account, `${EXPORT}?status=FINE`)).response.status).toBe(400);
});

/** An account that has ten times as much in the same tables. */
async function addNeighbour(): Promise<SeedAccount> {
  const neighbour = await test.account();
  const from = await neighbour.source();
  await upload(neighbour, `source,user_external_id,company_record_id\r\n${from.code},n,1\r\n`);
  await sql(
    `INSERT INTO import_rows (account_id, file_id, "row", line, cells, is_readable)
     SELECT account_id, id, n, n + 1, '{}', true FROM import_files, generate_series(2, 60000) n WHERE account_id = $1`,
    [neighbour.id],
  );
  await addUsers(neighbour, 60_000);
  return neighbour;
}

const addUsers = (of: SeedAccount, count: number) =>
  sql(
    `INSERT INTO users (account_id, id, source_id, external_id, name, mail_domains)
     SELECT account_id, gen_random_uuid(), id, 'n' || n, 'name ' || n, '{}' FROM sources, generate_series(1, $2) n
     WHERE account_id = $1`,
    [of.id, count],
  );

it('U9: every page of an export and of results comes from an index, however many rows there are', async () => {
  const neighbour = await addNeighbour();
  const own = await test.account();
  await own.integration();
  const code = (await own.source()).code;
  const rows = Array.from({ length: 6_000 }, (_, number) => `${code},n${number},1\r\n`).join('');
  const { body } = await upload(own, `source,user_external_id,company_record_id\r\n${rows}`);
  await addUsers(own, 6_000);
  await sql('ANALYZE import_rows, users, mappings, import_files');
  const statements = await readsOf(test.database, async () => {
    await download(own, body.resultsUrl);
    await download(own, EXPORT);
    await slice(test, own);
  });
  const ofRows = statements.filter(({ query }) => /import_rows|join/.test(query.sql));
  expect(ofRows.length).toBeGreaterThan(14);
  for (const statement of ofRows) {
    const plan = await planOf(test.database, statement);
    const whole = wholeTables(plan).filter((table) => table === 'import_rows' || table === 'users');
    expect({ sql: statement.query.sql, whole }).toEqual({ sql: statement.query.sql, whole: [] });
    // The account's own rows PostgreSQL may sort rather than look up one by one: its users, and the one mapping or so.
    expect(rowsSorted(plan)).toBeLessThan(6_100);
  }
  expect(given(body).rows).toBe(6_000);
  for (const { id } of [own, neighbour]) await emptyTables(id, 'import_rows', 'users');
});
