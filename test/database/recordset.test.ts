import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Database } from '../../src/database/database.js';
import { recordset } from '../../src/database/recordset.js';
import { testDatabase } from '../support/database.js';
import { type SampleAccount, sampleAccount } from '../support/sample-account.js';

const COLUMNS = {
  ...{ id: 'uuid', text: 'text', count: 'int', large: 'bigint', exact: 'numeric', isOn: 'boolean' },
  ...{ at: 'timestamptz(3)', facts: 'jsonb' },
} as const;

const id = '0190a000-0000-7000-8000-000000000001';
const at = new Date('2026-01-31T18:04:26.123Z');
const texts = [
  'plain',
  '',
  ' ',
  'NULL',
  'null',
  'a,b',
  '{a}',
  '"',
  '\\',
  '\\"',
  "it's",
  'a\nb\tc',
  'ß €',
  '\u2028\u0001',
  '\u{1F600}',
  '$1',
];

let database: Database;
let account: SampleAccount;
beforeAll(async () => {
  database = await testDatabase();
  account = await sampleAccount(database);
});
afterAll(() => database.close());

const through = (rows: readonly Readonly<Partial<Record<keyof typeof COLUMNS, unknown>>>[]) =>
  database.write(account.id, (tx) => tx.$queryRaw`SELECT r.* FROM ${recordset(rows, COLUMNS)}`);

it('gives a statement the rows as they are', async () => {
  const row = {
    id,
    text: 'x',
    count: -1,
    large: 9_007_199_254_740_991n,
    isOn: false,
    at,
    facts: { a: [1, null, { b: 'c' }] },
  };
  expect(await through([row, { isOn: true }])).toMatchObject([
    row,
    { id: null, text: null, count: null, large: null, exact: null, isOn: true, at: null, facts: null },
  ]);
});

it.each(texts)('keeps %j, as a text and within JSON', async (text) => {
  expect(await through([{ text, facts: { [text]: [text] } }])).toMatchObject([{ text, facts: { [text]: [text] } }]);
});

it('keeps an exact number exact', async () => {
  const rows = await through([{ exact: '123456789012.123456' }]);
  expect(JSON.stringify(rows)).toContain('"123456789012.123456"');
});

it('takes no rows', async () => {
  expect(await through([])).toEqual([]);
});
