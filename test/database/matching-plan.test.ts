import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Database } from '../../src/database/database.js';
import type { SuggestionFilter } from '../../src/features/matching/suggestion.js';
import { SuggestionRepository } from '../../src/features/matching/suggestion.repository.js';
import { testDatabase, testDatabaseUrl, withClient } from '../support/database.js';
import { emptyTables } from '../support/fill.js';
import { plansOf } from '../support/list-indexes.js';
import { rowsSorted, wholeTables } from '../support/plan.js';
import { type SampleAccount, sampleAccount } from '../support/sample-account.js';

let database: Database;
let account: SampleAccount;

beforeAll(async () => {
  database = await testDatabase();
  account = await sampleAccount(database);
  const { id, sourceId, instanceId } = account;
  await withClient(testDatabaseUrl(), async (client) => {
    const run = (text: string, ...values: string[]) => client.query(text, values);
    await run('DELETE FROM mappings WHERE account_id = $1', id);
    await run(
      `INSERT INTO users (account_id, id, source_id, external_id, name, mail_domains)
       SELECT $1, gen_random_uuid(), $2, 'many' || n, 'many', '{}' FROM generate_series(1, 100) n`,
      id,
      sourceId,
    );
    await run(
      `INSERT INTO companies (account_id, id, instance_id, connect_wise_id, identifier, name, is_inactive, types, is_deleted,
         address_lines, folded_identifier, folded_name, normalised_name, match_keys, name_rules)
       SELECT $1, gen_random_uuid(), $2, n, 'c' || n, 'c', false, '{}', false, '{}', 'c' || n, 'c', 'c', '{}', 2
       FROM generate_series(1001, 2000) n`,
      id,
      instanceId,
    );
    for (let part = 0; part < 10; part += 1) {
      await run(
        `INSERT INTO match_suggestions (account_id, id, user_id, instance_id, company_id, connect_wise_id, score, reasons, is_sure)
         SELECT $1, gen_random_uuid(), u.id, $2, c.id, c.connect_wise_id, random(), '{SIMILAR_NAME}', false
         FROM (SELECT id FROM users WHERE account_id = $1 AND external_id LIKE 'many%' ORDER BY id OFFSET ${part * 10} LIMIT 10) u
         CROSS JOIN companies c WHERE c.account_id = $1 AND c.connect_wise_id > 1000`,
        id,
        instanceId,
      );
    }
    await client.query('ANALYZE match_suggestions, companies, users, mappings');
  });
}, 120_000);
afterAll(async () => {
  await emptyTables(account.id, 'match_suggestions', 'companies');
  await database.close();
});

it.each<[string, SuggestionFilter]>([
  ['all', {}],
  ['the open ones', { statuses: ['OPEN'] }],
  ['the good ones', { statuses: ['OPEN'], minimumScore: 0.5 }],
])('a page of suggestions, %s, is read in the order of an index at 100,000 rows', async (_, filter) => {
  const wanted = { instanceId: account.instanceId, filter };
  const read = async () => {
    const page = await new SuggestionRepository(database).page(account.id, { first: 20 }, wanted);
    expect(page.items).toHaveLength(20);
  };
  const [plan = [], ...more] = await plansOf(database, read);
  expect(more).toEqual([]);
  const step = plan.find(({ table }) => table === 'match_suggestions');
  expect(step?.index).toMatch(/^match_suggestions_account_id_instance_id_(status_)?score_id_idx$/);
  expect(wholeTables(plan)).not.toContain('match_suggestions');
  expect(rowsSorted(plan)).toBe(0);
});
