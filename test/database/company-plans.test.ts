import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from '../../src/database/database.js';
import type { CompanyFilter } from '../../src/features/companies/directory.js';
import { DirectoryRepository } from '../../src/features/companies/directory.repository.js';
import { searchKey } from '../../src/features/companies/search-key.js';
import type { PageRequest } from '../../src/shared/page.js';
import { testDatabase, testDatabaseUrl, withClient } from '../support/database.js';
import { emptyTables, fillUsers, USERS_AND_THEIRS } from '../support/fill.js';
import { planOf, readsOf, rowsSorted, wholeTables } from '../support/plan.js';
import { type SampleAccount, sampleAccount } from '../support/sample-account.js';

const FIRST = 50;
const ROWS = 100_000;
/** Rows of one statement: the embedded database does nothing else meanwhile. */
const SLICE = 5_000;
/** What a rare text or state leaves may be sorted; what an account has may not. */
const MOST_SORTED = 2_000;

/** One company in fifty is called "Rareword", one in a thousand is inactive, deleted or missing. */
const FILL = `
  INSERT INTO companies (account_id, id, instance_id, connect_wise_id, identifier, name, status, is_inactive, types, is_deleted,
    address_lines, missing_since, folded_identifier, folded_name, normalised_name, match_keys, name_rules, search_key)
  SELECT $1, ('01900000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, $2, i + 10, 'C' || i, n.name,
    'Active', i % 1000 = 2, '{Client}', i % 1000 = 4, '{}',
    CASE WHEN i % 1000 = 5 THEN now() END, 'c' || i, lower(n.name), lower(n.name), '{}', 1, $5 || 'c' || i || ' ' || lower(n.name)
  FROM generate_series($3::int, $4::int) i,
    LATERAL (SELECT CASE WHEN i % 50 = 7 THEN 'Rareword ' ELSE 'Company ' END || (i * 7919) % 1000003 AS name) n`;

let database: Database;
let large: SampleAccount;

const list = (request: PageRequest, filter: CompanyFilter, direction: 'asc' | 'desc') =>
  new DirectoryRepository(database).page(large.id, request, {
    instanceId: large.instanceId,
    filter,
    order: { field: 'NAME', direction },
  });

async function plansOf(work: () => Promise<unknown>) {
  const plans = [];
  for (const statement of await readsOf(database, work)) plans.push(await planOf(database, statement));
  return plans;
}

const filters: Readonly<Record<string, CompanyFilter>> = {
  'no filter': {},
  inactive: { states: ['INACTIVE'] },
  deleted: { states: ['DELETED'] },
  missing: { states: ['MISSING'] },
  mapped: { isMapped: true },
  'not mapped': { isMapped: false },
  'with a text that few have': { search: 'rareword 12' },
  'with a text that nobody has': { search: 'nowhere' },
  'with the beginning of a word': { search: 'c9' },
  'of a status that nobody has': { statuses: ['None'] },
  'of a type that nobody has': { types: ['None'] },
};

describe('U12: companies of an account that has 100,000 are read through an index', () => {
  beforeAll(async () => {
    database = await testDatabase();
    large = await sampleAccount(database);
    // So few that a fifth of the companies are mapped, and so many that nobody reads them whole.
    await fillUsers(large, ROWS / 5);
    await withClient(testDatabaseUrl(), async (client) => {
      // What a sync does not write here is not what is read here.
      await client.query('ALTER TABLE companies DISABLE TRIGGER USER');
      for (let from = 1; from <= ROWS; from += SLICE) {
        const values = [large.id, large.instanceId, from, Math.min(ROWS, from + SLICE - 1), searchKey('')];
        await client.query(FILL, values);
      }
      await client.query('ALTER TABLE companies ENABLE TRIGGER USER');
      await client.query('VACUUM ANALYZE companies');
    });
  });
  afterAll(async () => {
    await emptyTables(large.id, ...USERS_AND_THEIRS, 'companies', 'company_match_keys');
    await database.close();
  });

  it.each(Object.entries(filters))('U12: companies %s', async (_name, filter) => {
    for (const direction of ['asc', 'desc'] as const) {
      const after = (await list({ first: FIRST }, filter, direction)).items.at(-1)?.cursor;
      for (const request of [{ first: FIRST }, ...(after ? [{ first: FIRST, after }] : [])]) {
        const [plan = [], ...more] = await plansOf(() => list(request, filter, direction));
        expect(more).toEqual([]);
        expect({ plan, whole: wholeTables(plan) }).toMatchObject({ whole: [] });
        expect({ plan, isSorted: rowsSorted(plan) > MOST_SORTED }).toMatchObject({ isSorted: false });
      }
    }
  });
});
