import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { jobsOf, runJobs } from './support/jobs.js';
import { sql } from './support/rows.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ sandbox: { companies: 2_500 } });
});
afterAll(() => app.close());

test('x', async () => {
  const account = await app.account();
  await account.integration();
  app.sandbox.journal.clear();
  const t = performance.now();
  const next = await runJobs(app.app, account, 'COMPANY_SYNC');
  console.error(
    performance.now() - t,
    next,
    app.sandbox.journal.entries.map((e) => [e.route, e.query]),
    await jobsOf(app.app, account, 'COMPANY_SYNC'),
  );
  console.error(
    await sql('select count(*) from companies where account_id = $1', [account.id]),
    await sql('select * from company_mirrors where account_id = $1', [account.id]),
    await sql('select * from companies where account_id = $1 limit 2', [account.id]),
  );
});
