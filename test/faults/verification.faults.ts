import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { SecretBox } from '../../src/shared/secret-box.js';
import type { WorkTimes } from '../../src/work/times.js';
import { startVerification, verifyAll } from '../api/support/drift.js';
import { jobsOf } from '../api/support/jobs.js';
import { manyMappings } from '../api/support/many-mappings.js';
import { type Replica, startReplica } from '../api/support/replica.js';
import { sql } from '../api/support/rows.js';
import { databaseKind, testDatabaseUrl } from '../support/database.js';
import type { SeedAccount } from '../support/seed.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { until } from '../work/support/toy.js';
import { databaseKinds, openFaultDatabase } from './open-database.js';

const PROGRAM = fileURLToPath(new URL('./verify-process.js', import.meta.url));
const COUNT = 10_000;
const KILLS = 5;
/** A dead worker is noticed after three seconds instead of 75; only one lives at a time. */
const times: WorkTimes = { sweep: 50, beat: 100, freshness: 1_500, silence: 3_000, slice: 10_000, grace: 500 };
const key = randomBytes(32);

let test: TestApp;
let server: Replica;
const running: ChildProcess[] = [];
let closeDatabase: () => Promise<void>;
beforeAll(async () => {
  const [kind = 'embedded'] = await databaseKinds();
  const { url, close } = await openFaultDatabase(kind);
  closeDatabase = close;
  // What the global setup of the ordinary suites leaves for them.
  process.env['PREPARED_DATABASES'] = JSON.stringify({ kind, urls: [url] });
  test = await startTestApp();
  server = await startReplica(test, { box: new SecretBox([{ id: 'kill', bytes: key }]) });
});
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});
afterAll(async () => {
  await test.close();
  await closeDatabase();
});

async function mapped(): Promise<{ account: SeedAccount; ids: readonly number[] }> {
  const account = server.at(await test.account());
  await account.integration();
  const ids = await manyMappings(test.sandbox, account, COUNT);
  test.sandbox.journal.clear();
  return { account, ids };
}

const calls = () => test.sandbox.journal.entries.filter(({ withCredentials }) => withCredentials).length;

async function startWorker(): Promise<ChildProcess> {
  const { host } = new URL(test.sandbox.url);
  const { clientId } = test.sandbox.credentials;
  const isEmbedded = databaseKind() === 'embedded';
  const task = { url: testDatabaseUrl(), isEmbedded, key: key.toString('base64'), host, clientId, times };
  const child = spawn(process.execPath, [PROGRAM, JSON.stringify(task)], { stdio: ['ignore', 'pipe', 'inherit'] });
  running.push(child);
  await once(child.stdout, 'data');
  return child;
}

it('C6: verifies 10,000 mappings with at most 60 calls', async () => {
  const { account } = await mapped();
  const started = performance.now();
  const job = await verifyAll({ ...test, app: server.app }, account);
  const seconds = (performance.now() - started) / 1_000;
  expect(job).toMatchObject({ status: 'SUCCEEDED', done: COUNT, total: COUNT, counts: { VERIFIED: COUNT } });
  report(`C6: ${COUNT} mappings verified with ${calls()} calls in ${seconds.toFixed(1)} s`);
  expect(calls()).toBeLessThanOrEqual(60);
});

it('F18: killed in the middle, it goes on where it was, and everything is told once', async () => {
  const { account, ids } = await mapped();
  for (const [at, id] of ids.entries()) {
    if (at % 200 === 0) test.sandbox.companies.rename(id, `Renamed ${id}`);
    if (at % 200 === 50) test.sandbox.companies.inactivate(id);
    if (at % 200 === 100) test.sandbox.companies.delete(id);
    if (at % 200 === 150) test.sandbox.companies.remove(id);
  }
  await startVerification(account);
  const job = async () => (await jobsOf(server.app, account, 'MAPPING_VERIFICATION'))[0];
  const interrupted: number[] = [];
  for (let kills = 0; kills < KILLS; kills += 1) {
    const worker = await startWorker();
    const before = (await job())?.done ?? 0;
    await until(
      'a part is done, or all',
      async () => {
        const now = await job();
        return (now?.done ?? 0) > before || now?.status === 'SUCCEEDED';
      },
      120,
    );
    await sleep(Math.random() * 500);
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    interrupted.push((await job())?.done ?? 0);
  }
  await startWorker();
  await until('the job has ended', async () => (await job())?.status === 'SUCCEEDED', 120);

  report(`F18: killed ${KILLS} times after ${interrupted.join(', ')} of ${COUNT} mappings; ${calls()} calls in all`);
  expect(interrupted[0]).toBeLessThan(COUNT);
  expect(await job()).toMatchObject({ done: COUNT, total: COUNT });
  const kinds = await sql<{ line: string }>(
    `SELECT kind || ' ' || status || ' ' || count(*) AS line FROM drifts WHERE account_id = $1
     GROUP BY kind, status ORDER BY 1`,
    [account.id],
  );
  const each = COUNT / 200;
  expect(kinds.map(({ line }) => line)).toEqual(
    ['DELETED', 'INACTIVATED', 'MISSING', 'RENAMED'].map((kind) => `COMPANY_${kind} OPEN ${each}`),
  );
  const events = await sql<{ kind: string; n: number }>(
    `SELECT kind, count(*)::int AS n FROM events WHERE account_id = $1 AND kind ~ 'COMPANY_|BROKEN' GROUP BY kind ORDER BY 1`,
    [account.id],
  );
  expect(events).toEqual([
    ...['DELETED', 'INACTIVATED', 'MISSING', 'RENAMED'].map((kind) => ({ kind: `COMPANY_${kind}`, n: each })),
    { kind: 'MAPPING_BROKEN', n: 3 * each },
  ]);
});

function report(line: string): void {
  process.stdout.write(`${line}\n`);
}
