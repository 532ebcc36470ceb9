import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.js';
import type { AccountId } from '../../src/shared/ids.js';
import type { WorkHandler } from '../../src/shared/work.js';
import { type Replica, startReplica } from '../api/support/replica.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { toyKind, until, Workers, wakeNow, workRow } from './support/toy.js';

let app: TestApp;
let silent: Sandbox;
let server: Replica;
const workers = new Workers(() => app.database);

beforeAll(async () => {
  app = await startTestApp();
  silent = await startSandbox({ companies: 10 });
  server = await startReplica(app, { reaches: [app.sandbox, silent] });
});
afterAll(async () => {
  await workers.stopAll();
  await app.close();
  await silent.close();
});

test('F2: a ConnectWise that does not answer keeps up its own account alone', async () => {
  const stuck = server.at(await app.account());
  await stuck.integration({ site: silent.url });
  const others = await Promise.all([1, 2, 3].map(() => app.account()));
  await Promise.all(others.map((account) => account.integration()));
  const kind = toyKind();
  const slices = new Map<AccountId, number>();
  const run: WorkHandler['run'] = async (caller, signal) => {
    const piece = { work: 'COMPANY_SYNC', capability: 'READ_COMPANIES', signal } as const;
    await server.app.services.backgroundWork.run(caller, piece, ({ probes }) => probes.readCompanies());
    const done = (slices.get(caller.accountId) ?? 0) + 1;
    slices.set(caller.accountId, done);
    return { kind: done < 5 ? 'soon' : 'rest' };
  };
  silent.faults.add({ times: null, fault: { kind: 'silent' } });
  silent.journal.clear();

  // The limit of the call itself is what ends such a slice in real use.
  await workers.start([{ kind, run }], { lanes: 2, times: { slice: 60_000, silence: 90_000 } });
  await wakeNow(app.database, stuck.id, kind);
  await until('it asks the silent one', () => silent.journal.total > 0);
  await Promise.all(others.map(({ id }) => wakeNow(app.database, id, kind)));
  await until('the others are done', () => others.every(({ id }) => slices.get(id) === 5));

  expect(await workRow(app.database, stuck.id, kind)).toMatchObject({ isStarted: true, attempt: 1, tries: 0 });
  expect(silent.journal.total).toBe(1);
});
