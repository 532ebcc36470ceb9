import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Database } from '../../src/database/database.js';
import { MappingCountsRepository } from '../../src/features/mappings/mapping-counts.repository.js';
import { OverviewRepository } from '../../src/features/overview/overview.repository.js';
import { testDatabase } from '../support/database.js';
import { emptyTables, fillUsers, fillWork, USERS_AND_THEIRS } from '../support/fill.js';
import { planOf, readsOf, wholeTables } from '../support/plan.js';
import { type SampleAccount, sampleAccount } from '../support/sample-account.js';

const ROWS = 100_000;
/** Few in a database of tests, and then quicker read whole than by their key. */
const FEW = ['company_mirrors', 'work', 'accounts', 'ticketing_settings'];

let database: Database;
let large: SampleAccount;
let small: SampleAccount;
beforeAll(async () => {
  database = await testDatabase();
  small = await sampleAccount(database);
  large = await sampleAccount(database);
  const [company] = await database.read(large.id, (db) =>
    db.selectFrom('companies').select('id').where('account_id', '=', large.id),
  );
  await fillUsers(large, ROWS);
  await fillWork({ ...large, companyId: company?.id ?? '' }, ROWS);
}, 240_000);
afterAll(async () => {
  await emptyTables(large.id, ...USERS_AND_THEIRS, 'import_files', 'jobs');
  await database.close();
});

async function stepsOf(account: SampleAccount) {
  const overview = new OverviewRepository(database);
  const counts = new MappingCountsRepository(database);
  const reads = await readsOf(database, async () => {
    await counts.count(account.id, account.instanceId);
    await overview.figures(account.id, account.instanceId);
    await overview.schedules(account.id);
  });
  const plans = [];
  for (const read of reads) plans.push(await planOf(database, read));
  return plans;
}

it('U12: an account without much pays nothing for the 100,000 rows of every kind that another one has', async () => {
  const steps = (await stepsOf(small)).flat();
  expect({ steps, whole: wholeTables(steps).filter((table) => !FEW.includes(table)) }).toMatchObject({ whole: [] });
  const growing = steps.filter(({ table }) => table && !FEW.includes(table));
  const looked = growing.reduce((sum, { rows, removed }) => sum + rows + removed, 0);
  expect(looked).toBeLessThan(200);
});

it('U12: the figures of 100,000 rows look at each once, and the last runs at no more than those since then', async () => {
  const [counts = [], figures = [], schedules = []] = await stepsOf(large);
  const looked = (steps: typeof counts, table: string) =>
    steps.filter((step) => step.table === table).reduce((sum, { rows, removed }) => sum + rows + removed, 0);
  expect([looked(counts, 'users'), looked(counts, 'mappings')].every((rows) => rows < 2 * ROWS)).toBe(true);
  expect(looked(figures, 'drifts')).toBeLessThan(ROWS / 2);
  expect(looked(figures, 'match_suggestions')).toBeLessThan(2 * ROWS);
  expect(looked(figures, 'ticket_overrides')).toBeLessThan(ROWS / 100);
  expect(looked(schedules, 'jobs')).toBeLessThan(2 * ROWS);
});
