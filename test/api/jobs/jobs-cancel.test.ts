import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JobKind } from '../../../src/features/jobs/job.js';
import { ask } from '../../support/graphql-client.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import {
  CancelJobDocument,
  JobsDocument,
  RetryJobDocument,
  SaveUsersDocument,
  StartMatchingDocument,
} from '../operations.generated.js';
import { auditOf, given } from '../support/calls.js';
import { startVerification } from '../support/drift.js';
import { runInterrupted, runJobs } from '../support/jobs.js';
import { manyMappings } from '../support/many-mappings.js';
import { eventsOf, sql } from '../support/rows.js';
import { furnished, named } from '../support/suggestions.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

/** As the list tells it, newest first. */
const history = async (account: SeedAccount, kind: JobKind) =>
  given((await ask(account, JobsDocument, { filter: { kinds: [kind] } })).jobs).nodes;

/** A person takes the newest job back while the part that is given is in hand. */
const cancelIn = (account: SeedAccount, kind: JobKind, at: number) =>
  runInterrupted(test, account, {
    ...{ kind, at },
    come: async () => {
      const jobId = given((await history(account, kind))[0]).id;
      const { cancelJob } = await ask(account, CancelJobDocument, { input: { jobId } });
      expect(cancelJob).toMatchObject({ job: { status: 'RUNNING', isCancelRequested: true }, userErrors: [] });
    },
  });

async function tryAgain(account: SeedAccount, kind: JobKind): Promise<void> {
  const jobId = given((await history(account, kind))[0]).id;
  const { retryJob } = await ask(account, RetryJobDocument, { input: { jobId } });
  expect(retryJob).toMatchObject({
    job: { status: 'QUEUED', done: 0, total: null, counts: [], isCancelRequested: false },
    userErrors: [],
  });
  await runJobs(test.app, account, kind);
}

/** What everybody is told of jobs that were cancelled. */
const cancellations = async (account: SeedAccount) => [
  (await eventsOf(account.id)).filter(({ kind, facts }) => kind === 'JOB_FINISHED' && facts['status'] === 'CANCELLED'),
  (await auditOf(account)).filter(({ action }) => action === 'JOB_CANCELLED'),
];

describe('C7: a job that is cancelled between its parts', () => {
  it('of verification keeps what it has found, and the next one begins at the start', async () => {
    const COUNT = 1_100;
    const account = await test.account();
    await account.integration();
    const ids = await manyMappings(test.sandbox, account, COUNT);
    test.sandbox.companies.rename(given(ids[10]), 'Found before');
    test.sandbox.companies.rename(given(ids[COUNT - 10]), 'Found after');
    await sql("UPDATE mappings SET verified_at = '2020-01-01' WHERE account_id = $1", [account.id]);
    const checked = () =>
      sql("SELECT FROM mappings WHERE account_id = $1 AND verified_at > '2021-01-01'", [account.id]);
    const drifts = () => sql('SELECT FROM drifts WHERE account_id = $1', [account.id]);
    await startVerification(account);
    await cancelIn(account, 'MAPPING_VERIFICATION', 1);

    expect(await history(account, 'MAPPING_VERIFICATION')).toMatchObject([
      { status: 'CANCELLED', done: 1_000, total: COUNT, failure: null, finishedAt: expect.anything() },
    ]);
    expect([(await checked()).length, (await drifts()).length]).toEqual([1_000, 1]);
    expect((await cancellations(account)).map(({ length }) => length)).toEqual([1, 1]);

    await tryAgain(account, 'MAPPING_VERIFICATION');
    expect(await history(account, 'MAPPING_VERIFICATION')).toMatchObject([
      { status: 'SUCCEEDED', done: COUNT, total: COUNT },
      { status: 'CANCELLED', done: 1_000 },
    ]);
    expect([(await checked()).length, (await drifts()).length]).toEqual([COUNT, 2]);
  });

  it('of matching keeps its suggestions, and the next one makes all of them once', async () => {
    const COUNT = 250;
    const companies = Array.from({ length: COUNT }, (_, at) => named(`Cancelled ${at} ${randomUUID()}`));
    const { account, source } = await furnished(test, companies);
    const items = companies.map(({ name }, at) => ({ source: source.code, externalId: `u${at}`, name }));
    await ask(account, SaveUsersDocument, { input: { items } });
    await ask(account, StartMatchingDocument, { input: {} });
    const suggested = () =>
      sql("SELECT FROM match_suggestions WHERE account_id = $1 AND 'SAME_NAME' = ANY (reasons::text[])", [account.id]);
    // The first part brings the facts of all users, the others a hundred users each.
    await cancelIn(account, 'MATCHING', 3);

    expect(await history(account, 'MATCHING')).toMatchObject([
      { status: 'CANCELLED', done: 200, total: COUNT, failure: null, finishedAt: expect.anything() },
    ]);
    expect(await suggested()).toHaveLength(200);
    expect((await cancellations(account)).map(({ length }) => length)).toEqual([1, 1]);

    await tryAgain(account, 'MATCHING');
    const [again, cancelled] = await history(account, 'MATCHING');
    expect([again, cancelled]).toMatchObject([
      { status: 'SUCCEEDED', done: COUNT, total: COUNT },
      { status: 'CANCELLED', done: 200 },
    ]);
    expect(await suggested()).toHaveLength(COUNT);
  });
});
