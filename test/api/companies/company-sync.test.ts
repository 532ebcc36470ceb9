import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { DatabaseTime } from '../../../src/database/database-time.js';
import { CompanyMirrorRepository } from '../../../src/features/companies/company-mirror.repository.js';
import type { NoticedChange } from '../../../src/features/companies/company-watch.js';
import { MirrorRepository } from '../../../src/features/companies/mirror.repository.js';
import { MirrorWriter } from '../../../src/features/companies/mirror-writer.js';
import { SyncCompanies } from '../../../src/features/companies/sync-companies.js';
import { JobRepository } from '../../../src/features/jobs/job.repository.js';
import { JobWork } from '../../../src/features/jobs/job-work.js';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.js';
import { ask } from '../../support/graphql-client.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { StartCompanySyncDocument } from '../operations.generated.js';
import { given, save } from '../support/calls.js';
import { checkHealth } from '../support/health.js';
import { holdWork, jobsOf, runJobs, runSlice } from '../support/jobs.js';
import { idsIn, inConnectWise, letMinutesPass, mirrored, syncCalls } from '../support/mirror.js';
import { type Replica, startReplica } from '../support/replica.js';
import { sql } from '../support/rows.js';

jest.setTimeout(120_000);

const KIND = 'COMPANY_SYNC';
const SIZES = [0, 1, 999, 1_000, 1_001, 2_500];
let test: TestApp;
let server: Replica;
let sandboxes: ReadonlyMap<number, Sandbox>;

beforeAll(async () => {
  test = await startTestApp({ sandbox: { companies: 1_200 } });
  const made: [number, Sandbox][] = [];
  for (const size of SIZES) {
    const sandbox = await startSandbox({ companies: Math.max(10, size) });
    for (const id of idsIn(sandbox).slice(size)) sandbox.companies.remove(id);
    made.push([size, sandbox]);
  }
  sandboxes = new Map(made);
  server = await startReplica(test, { reaches: [test.sandbox, ...sandboxes.values()] });
});
afterAll(async () => {
  await test.close();
  for (const sandbox of sandboxes.values()) await sandbox.close();
});
beforeEach(() => {
  test.sandbox.faults.clear();
  test.sandbox.permissions.reset();
});

async function accountOn(sandbox: Sandbox): Promise<SeedAccount> {
  const account = server.at(await test.account());
  const { loginCompanyId, publicKey, privateKey } = sandbox.credentials;
  await account.integration({ site: sandbox.url, loginCompanyId, publicKey, privateKey });
  sandbox.journal.clear();
  return account;
}

async function syncedAccount(): Promise<SeedAccount> {
  const account = await accountOn(test.sandbox);
  await runJobs(server.app, account, KIND);
  test.sandbox.journal.clear();
  return account;
}

async function start(account: SeedAccount, mode: 'FULL' | 'INCREMENT') {
  const { startCompanySync } = await ask(account, StartCompanySyncDocument, { input: { mode } });
  expect(given(startCompanySync).userErrors).toEqual([]);
}

async function sync(account: SeedAccount, mode: 'FULL' | 'INCREMENT') {
  await start(account, mode);
  await runJobs(server.app, account, KIND);
  return lastJob(account);
}

async function lastJob(account: SeedAccount) {
  return given((await jobsOf(server.app, account, KIND))[0]);
}

/** A sync that tells of each page in the middle of its transaction. */
function watched(noticed: (change: NoticedChange) => void): JobWork {
  const { integration, backgroundWork, jobs } = server.app.services;
  const { database } = test;
  const task = new SyncCompanies({
    ...{ integration, backgroundWork, jobs },
    mirrors: new CompanyMirrorRepository(database),
    time: new DatabaseTime(database),
    writer: new MirrorWriter(new MirrorRepository()),
    watch: { noticed: async (_tx, _caller, change) => noticed(change) },
  });
  return new JobWork({ database, jobs, rows: new JobRepository(database) }, task);
}

async function runWatched(account: SeedAccount, noticed: (change: NoticedChange) => void): Promise<void> {
  const work = watched(noticed);
  for (;;) {
    const next = await work.run(account.caller, new AbortController().signal, await holdWork(account, KIND));
    if (next.kind !== 'soon') return;
  }
}

/** The first page of a full sync; then the worker is told to stop. */
async function runFirstPage(account: SeedAccount): Promise<void> {
  await start(account, 'FULL');
  const stopping = new AbortController();
  const work = watched(() => stopping.abort());
  await expect(work.run(account.caller, stopping.signal, await holdWork(account, KIND))).rejects.toThrow(/abort/);
}

let made = 0;
function name(): string {
  made += 1;
  return `made-${made}`;
}

describe('C1: a full sync', () => {
  it.each(SIZES)('of %d companies takes one call for each thousand and one more', async (size) => {
    const sandbox = given(sandboxes.get(size));
    const account = await accountOn(sandbox);
    await runJobs(server.app, account, KIND);
    const most = Math.ceil(size / 1_000) + 1;
    expect(syncCalls(sandbox)).toBeLessThanOrEqual(most);
    expect(await mirrored(account.id)).toEqual(await inConnectWise(server.app.services, account.caller));
    const job = await lastJob(account);
    expect(job).toMatchObject({ status: 'SUCCEEDED', actor: { kind: 'SYSTEM' }, done: size, total: size });
    expect(job.counts).toMatchObject({ ADDED: size, CHANGED: 0, UNCHANGED: 0, MISSING: 0 });
    expect(job.counts.CALLED).toBeLessThanOrEqual(most);
  });

  it('with nothing changed writes no company', async () => {
    const account = await syncedAccount();
    const rows = 'SELECT xmin::text, xmax::text FROM companies WHERE account_id = $1 ORDER BY connect_wise_id';
    const before = await sql(rows, [account.id]);
    expect((await sync(account, 'FULL')).counts).toMatchObject({ ADDED: 0, CHANGED: 0, UNCHANGED: before.length });
    expect(await sql(rows, [account.id])).toEqual(before);
  });

  it('finds merges, deletions and restorations, which no increment does', async () => {
    const account = await syncedAccount();
    const { companies } = test.sandbox;
    const [removed, deleted] = [given(idsIn(test.sandbox)[20]), given(idsIn(test.sandbox)[21])];
    companies.remove(removed);
    companies.delete(deleted);
    const increment = await sync(account, 'INCREMENT');
    expect(increment.counts).toMatchObject({ CHANGED: 0, MISSING: 0 });
    const told: number[] = [];
    await start(account, 'FULL');
    await runWatched(account, ({ connectWiseIds }) => void told.push(...connectWiseIds));
    expect((await lastJob(account)).counts).toMatchObject({ CHANGED: 1, MISSING: 1 });
    expect(told.sort()).toEqual([removed, deleted].sort());
    expect(await mirrored(account.id)).toEqual(await inConnectWise(server.app.services, account.caller));
  });

  it('ends equal to ConnectWise, or the next increment does, whatever changes between its pages', async () => {
    const account = await accountOn(test.sandbox);
    const { companies } = test.sandbox;
    const ids = idsIn(test.sandbox);
    const changed: number[] = [];
    await runWatched(account, () => {
      companies.rename(given(ids[3]), name());
      companies.reidentify(given(ids.at(-3)), name());
      companies.inactivate(given(ids[500]));
      companies.remove(given(ids.at(-5 - changed.length)));
      changed.push(companies.add({ identifier: name(), name: 'Newcomer' }).id);
    });
    expect(changed.length).toBeGreaterThan(1);
    await sync(account, 'INCREMENT');
    const there = await inConnectWise(server.app.services, account.caller);
    // What was removed once the last page had been asked for: while that of the page before was being written, or later.
    const unseen = (await mirrored(account.id)).filter((line) => !there.includes(line));
    expect(unseen.length).toBeLessThanOrEqual(2);
    await sync(account, 'FULL');
    expect(await mirrored(account.id)).toEqual(await inConnectWise(server.app.services, account.caller));
  });
});

describe('C1: an increment', () => {
  it('reads what changed and nothing else', async () => {
    const account = await syncedAccount();
    await letMinutesPass(account, 20);
    await sync(account, 'INCREMENT');
    // The minutes passed for us alone: stamps have whole seconds, and what follows must not share one with what was before.
    test.sandbox.clock.advance(5);
    const added = test.sandbox.companies.add({ identifier: name(), name: 'Added' });
    test.sandbox.companies.rename(added.id, 'Renamed');
    test.sandbox.companies.rename(given(idsIn(test.sandbox)[7]), name());
    test.sandbox.journal.clear();
    const { counts } = await sync(account, 'INCREMENT');
    expect(counts).toMatchObject({ ADDED: 1, CHANGED: 1, MISSING: 0 });
    expect(syncCalls(test.sandbox)).toBeLessThanOrEqual(2);
    expect(await mirrored(account.id)).toEqual(await inConnectWise(server.app.services, account.caller));
  });

  it('takes one call when nothing changed, also after everything changed at once', async () => {
    const account = await syncedAccount();
    for (const id of idsIn(test.sandbox)) test.sandbox.companies.rename(id, name());
    const all = idsIn(test.sandbox).length;
    test.sandbox.journal.clear();
    expect((await sync(account, 'INCREMENT')).counts).toMatchObject({ CHANGED: all });
    expect(syncCalls(test.sandbox)).toBeLessThanOrEqual(Math.ceil(all / 1_000) + 1);
    // One later increment looks at them once more, for what was committed late; then they are done with.
    await letMinutesPass(account, 15);
    await sync(account, 'INCREMENT');
    await letMinutesPass(account, 15);
    test.sandbox.journal.clear();
    expect((await sync(account, 'INCREMENT')).counts).toMatchObject({ CALLED: 1, UNCHANGED: 0, CHANGED: 0 });
    expect(syncCalls(test.sandbox)).toBe(1);
  });

  it('is a full sync where there was none before', async () => {
    const account = await accountOn(test.sandbox);
    await sync(account, 'INCREMENT');
    expect((await jobsOf(server.app, account, KIND)).map(({ counts }) => counts.ADDED)).toEqual([
      idsIn(test.sandbox).length,
    ]);
  });
});

describe('C7: a sync', () => {
  it('is started by a person once at a time, and the same key answers the same job', async () => {
    const account = await syncedAccount();
    const started = await ask(account, StartCompanySyncDocument, { input: { idempotencyKey: 'k' } });
    expect(started.startCompanySync?.job).toMatchObject({ kind: KIND, status: 'QUEUED', actor: { kind: 'TOKEN' } });
    const again = await ask(account, StartCompanySyncDocument, { input: { idempotencyKey: 'k' } });
    expect(again.startCompanySync?.job?.id).toBe(started.startCompanySync?.job?.id);
    const second = await ask(account, StartCompanySyncDocument, { input: {} });
    expect(second.startCompanySync?.userErrors).toMatchObject([{ code: 'JOB_IN_PROGRESS' }]);
  });

  it('cannot be started before the set-up', async () => {
    const { startCompanySync } = await ask(await test.account(), StartCompanySyncDocument, { input: {} });
    expect(startCompanySync?.userErrors).toMatchObject([{ code: 'NOT_CONFIGURED' }]);
  });

  it('is cancelled between two pages, and keeps what it has', async () => {
    const account = await accountOn(test.sandbox);
    await runFirstPage(account);
    const { id } = await lastJob(account);
    await server.app.services.jobs.cancel(account.caller, id);
    await runSlice(server.app, account, KIND);
    expect(await lastJob(account)).toMatchObject({ id, status: 'CANCELLED', done: 1_000 });
    expect(await sql('SELECT FROM companies WHERE account_id = $1', [account.id])).toHaveLength(1_000);
    // The next one is not started at once: somebody did not want it.
    expect((await runSlice(server.app, account, KIND)).kind).toBe('at');
  });
});

describe('S11: switched off in the middle, a sync', () => {
  it('waits, and goes on at the page it was at', async () => {
    const account = await accountOn(test.sandbox);
    await start(account, 'FULL');
    test.sandbox.faults.add({
      route: '/company/companies',
      times: null,
      skip: 1,
      fault: { kind: 'answer', status: 503, body: '' },
    });
    await runSlice(server.app, account, KIND);
    const half = await lastJob(account);
    expect(half).toMatchObject({ status: 'RUNNING', waitsFor: expect.any(String) });
    await save(account, { isEnabled: false });
    test.sandbox.faults.clear();
    expect(await runSlice(server.app, account, KIND)).toEqual({ kind: 'rest' });
    expect(await lastJob(account)).toMatchObject({ status: 'RUNNING', waitsFor: 'INTEGRATION_OFF', done: half.done });
    test.sandbox.journal.clear();
    await save(account, { isEnabled: true });
    test.sandbox.journal.clear();
    await runJobs(server.app, account, KIND);
    expect(await lastJob(account)).toMatchObject({ status: 'SUCCEEDED', waitsFor: undefined });
    expect(await mirrored(account.id)).toEqual(await inConnectWise(server.app.services, account.caller));
  });
});

describe('S14: settings for another ConnectWise in the middle', () => {
  it('begin the sync anew for it, and mix nothing', async () => {
    const account = await accountOn(test.sandbox);
    const other = given(sandboxes.get(1_001));
    const { loginCompanyId, publicKey, privateKey } = other.credentials;
    const values = { site: other.url, loginCompanyId, publicKey, privateKey, isEnabled: true } as const;
    await runFirstPage(account);
    expect(await save(account, { ...values, instanceChange: 'OTHER_DATA' })).toMatchObject({ userErrors: [] });
    await runJobs(server.app, account, KIND);
    expect(await mirrored(account.id)).toEqual(await inConnectWise(server.app.services, account.caller));
    const instances = await sql<{ n: string }>(
      'SELECT count(*) AS n FROM companies WHERE account_id = $1 GROUP BY instance_id',
      [account.id],
    );
    expect(instances).toHaveLength(2);
  });
});

describe('F10: without the right to read companies', () => {
  it('a sync is held, and goes on once a check finds the right', async () => {
    const account = await syncedAccount();
    test.sandbox.permissions.set('Company Maintenance', { inquire: 'None' });
    await start(account, 'FULL');
    await runSlice(server.app, account, KIND);
    expect(await lastJob(account)).toMatchObject({ status: 'RUNNING', waitsFor: 'WORK_NOT_PERMITTED' });
    test.sandbox.permissions.reset();
    await checkHealth(test, account);
    await runJobs(server.app, account, KIND);
    expect(await lastJob(account)).toMatchObject({ status: 'SUCCEEDED', waitsFor: undefined });
  });
});

describe('the schedule', () => {
  it('rests while the integration is off, and names the next time when it is on', async () => {
    const off = await test.account();
    expect(await runJobs(server.app, off, KIND)).toEqual({ kind: 'rest' });
    const account = await syncedAccount();
    const next = await runJobs(server.app, account, KIND);
    expect(next.kind).toBe('at');
    await letMinutesPass(account, 16);
    await runJobs(server.app, account, KIND);
    expect(await jobsOf(server.app, account, KIND)).toHaveLength(2);
  });
});
