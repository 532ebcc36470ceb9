import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Company } from '../../src/connectwise/company.js';
import type { Database } from '../../src/database/database.js';
import { MirrorRepository } from '../../src/features/companies/mirror.repository.js';
import { type CompaniesSeen, MirrorWriter, NOTHING_ABSENT } from '../../src/features/companies/mirror-writer.js';
import { testDatabase, testDatabaseUrl, withClient } from '../support/database.js';
import { type SampleAccount, sampleAccount } from '../support/sample-account.js';

const writer = new MirrorWriter(new MirrorRepository());
let database: Database;

beforeAll(async () => {
  database = await testDatabase();
});

afterAll(() => database.close());

async function emptyMirror(): Promise<SampleAccount> {
  const account = await sampleAccount(database);
  await database.write(account.id, (tx) => tx.company.deleteMany({ where: { accountId: account.id } }));
  return account;
}

function store({ id, instanceId }: SampleAccount, seen: Partial<CompaniesSeen>) {
  return database.write(id, (tx) =>
    writer.store(tx, id, { instanceId, companies: [], absent: NOTHING_ABSENT, ...seen }),
  );
}

function company(id: number, values: Partial<Company> = {}): Company {
  return {
    id,
    identifier: `C${id}`,
    name: `Company ${id}`,
    status: { id: 1, name: 'Active' },
    isInactive: false,
    types: ['Client'],
    isDeleted: false,
    lastUpdated: new Date('2026-01-01T00:00:00Z'),
    website: 'https://www.example.com/',
    phoneNumber: null,
    address: { lines: ['Main Street 1'], city: 'Springfield', state: null, zip: null, country: null },
    ...values,
  };
}

const rowsOf = ({ id }: SampleAccount) =>
  database.read(id, (db) =>
    db.selectFrom('companies').selectAll().where('account_id', '=', id).orderBy('connect_wise_id'),
  );
const versionsOf = ({ id }: SampleAccount) =>
  withClient(testDatabaseUrl(), async (client) => {
    const text = 'SELECT xmin::text, xmax::text FROM companies WHERE account_id = $1 ORDER BY connect_wise_id';
    return (await client.query(text, [id])).rows;
  });

describe('the company mirror', () => {
  test('adds, changes and counts', async () => {
    const account = await emptyMirror();
    const first = await store(account, { companies: [company(1), company(2), company(3)] });
    expect(first).toMatchObject({ added: 3, changed: 0, unchanged: 0, missing: 0, touched: [1, 2, 3] });
    const second = await store(account, {
      companies: [company(1), company(2, { name: 'Another Name' }), company(3, { phoneNumber: '1' }), company(4)],
    });
    expect(second).toMatchObject({ added: 1, changed: 2, unchanged: 1 });
    expect([...second.touched].sort()).toEqual([2, 4]);
    expect((await rowsOf(account)).map(({ name, phone_number }) => [name, phone_number])).toEqual([
      ['Company 1', null],
      ['Another Name', null],
      ['Company 3', '1'],
      ['Company 4', null],
    ]);
  });

  test('neither writes nor locks a row that says nothing new', async () => {
    const account = await emptyMirror();
    const companies = [company(1), company(2)];
    await store(account, { companies });
    const before = await versionsOf(account);
    expect(await store(account, { companies })).toMatchObject({ unchanged: 2, touched: [] });
    expect(await versionsOf(account)).toEqual(before);
  });

  test.each<[string, Partial<Company>]>([
    ['identifier', { identifier: 'NEW' }],
    ['name', { name: 'New' }],
    ['status', { status: { id: 2, name: 'On hold' } }],
    ['inactivity', { isInactive: true }],
    ['deletion', { isDeleted: true }],
  ])('tells of a change of %s', async (_, values) => {
    const account = await emptyMirror();
    await store(account, { companies: [company(1)] });
    expect(await store(account, { companies: [company(1, values)] })).toMatchObject({ changed: 1, touched: [1] });
  });

  test('marks record ids that are not there once, and takes them back', async () => {
    const account = await emptyMirror();
    await store(account, { companies: [company(1), company(2)] });
    const absent = { kind: 'ids', ids: [2, 99] } as const;
    expect(await store(account, { absent })).toMatchObject({ missing: 1, touched: [2] });
    expect(await store(account, { absent })).toMatchObject({ missing: 0, touched: [] });
    const back = await store(account, { companies: [company(2)] });
    expect(back).toMatchObject({ added: 0, changed: 1, touched: [2] });
    expect((await rowsOf(account)).map((row) => row.missing_since)).toEqual([null, null]);
  });

  test('marks what a page passes over, and nothing outside its stretch', async () => {
    const account = await emptyMirror();
    await store(account, { companies: [1, 2, 3, 4, 5, 6].map((id) => company(id)) });
    const range = { after: 1, upTo: 5 };
    const seen = { companies: [company(3), company(5)], absent: { kind: 'range', range, alsoThere: [4] } } as const;
    expect(await store(account, seen)).toMatchObject({ unchanged: 2, missing: 1, touched: [2], rest: undefined });
    const rest = { kind: 'range', range: { after: 5, upTo: undefined } } as const;
    expect(await store(account, { absent: rest })).toMatchObject({ missing: 1, touched: [6] });
  });

  test('marks at most a thousand at once and says where to go on', async () => {
    const account = await emptyMirror();
    const ids = Array.from({ length: 1_500 }, (_, index) => index + 1);
    await store(account, { companies: ids.map((id) => company(id)) });
    const all = { kind: 'range', range: { after: 0, upTo: undefined } } as const;
    const first = await store(account, { absent: all });
    expect(first).toMatchObject({ missing: 1_000, rest: { after: 1_000, upTo: undefined } });
    const range = first.rest ?? all.range;
    expect(await store(account, { absent: { kind: 'range', range } })).toMatchObject({ missing: 500, rest: undefined });
  });

  test('keeps one of two records with the same id', async () => {
    const account = await emptyMirror();
    const twice = [company(1), company(1, { name: 'Later' })];
    expect(await store(account, { companies: twice })).toMatchObject({ added: 1, unchanged: 0 });
    expect((await rowsOf(account)).map(({ name }) => name)).toEqual(['Later']);
  });

  test('writes rows anew that older rules made, which is no news', async () => {
    const account = await emptyMirror();
    await store(account, { companies: [company(1)] });
    await database.write(account.id, (tx) =>
      tx.company.updateMany({ where: { accountId: account.id }, data: { nameRules: 0, foldedName: 'old' } }),
    );
    expect(await store(account, { companies: [company(1)] })).toMatchObject({ changed: 1, touched: [] });
    expect((await rowsOf(account)).map((row) => row.folded_name)).toEqual(['company 1']);
  });

  test('takes any text, however long or odd, and finds it unchanged afterwards', async () => {
    const account = await emptyMirror();
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom('\0', '\ud800', 'ﷺ'.repeat(3_000), "'", '{"a":1}', 'NULL'),
    );
    const one = fc.record({ identifier: text, name: text, website: fc.option(text), types: fc.array(text) });
    await fc.assert(
      fc.asyncProperty(one, async (values) => {
        const companies = [company(7, values)];
        await store(account, { companies });
        expect(await store(account, { companies })).toMatchObject({ unchanged: 1 });
      }),
      { numRuns: 60 },
    );
  });
});
