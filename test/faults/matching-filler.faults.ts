import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrate } from '../../src/database/migrate.js';
import { createLogger } from '../../src/shared/logger.js';
import { findPostgresPrograms, startPostgres } from '../support/database.js';
import { fillerCompanies, measure, suggestLabelled } from '../support/labelled.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const FILLERS = [20_000, 60_000];
const kinds = (await findPostgresPrograms()) ? ['server'] : [];
if (kinds.length === 0) process.stderr.write('No PostgreSQL programs were found: the labelled pairs are not hidden\n');

describe.each(kinds)('the labelled pairs on a PostgreSQL %s', () => {
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  let test: TestApp;
  beforeAll(async () => {
    postgres = await startPostgres();
    const url = postgres.url('postgres');
    await migrate({ url, logger: createLogger('silent') });
    // What the global setup of the ordinary suites leaves for them.
    process.env['PREPARED_DATABASES'] = JSON.stringify({ kind: 'server', urls: [url] });
    test = await startTestApp();
  });
  afterAll(async () => {
    await test.close();
    await postgres.stop();
  });

  it.each(FILLERS)('C3: are found among %i other companies, and none is sure of a wrong one', async (count) => {
    const account = await test.account();
    await account.integration();
    const found = await suggestLabelled(test, account, fillerCompanies(count));
    const { lines, shareRight, sureAndWrong, sure } = measure(found);
    process.stdout.write(`among ${count} others: ${lines.join('; ')}\n`);
    expect(shareRight).toBeGreaterThanOrEqual(0.95);
    expect(sureAndWrong).toEqual([]);
    expect(sure).toBeGreaterThan(0);
  });
});
