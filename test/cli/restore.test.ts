import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.js';
import { JobsDocument, SaveIntegrationSettingsDocument, TestConnectionDocument } from '../api/operations.generated.js';
import { askPatiently } from '../support/ask-patiently.js';
import { Workshop } from '../support/process.js';
import { until } from '../work/support/toy.js';

const workshop = new Workshop();
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ companies: 1_100 });
});
afterAll(async () => {
  await workshop.clean();
  await sandbox.close();
});

it('P18: the embedded database and its key, put into an empty folder: the credentials open, and the job goes on', async () => {
  const { host } = new URL(sandbox.url);
  const hosts = { CONNECTWISE_ALLOWED_HOSTS: host, CONNECTWISE_HTTP_HOSTS: host };
  const own = { PORT: '0', METRICS_PORT: '0', ...hosts, CONNECTWISE_CLIENT_ID: sandbox.credentials.clientId };
  const lost = await workshop.folder();
  const account = await workshop.run(['account', 'create', '--name', 'Acme MSP'], { ...own, DATA_DIR: lost });
  const token = account.stdout.trim();
  const start = async (DATA_DIR: string) => {
    const server = workshop.start(['serve'], { environment: { ...own, DATA_DIR } });
    const [, url = ''] = await server.said(/answers at (\S+)/);
    return { server, target: { url, token } };
  };
  const before = await start(lost);
  const statusAt = async (target: typeof before.target) =>
    (await askPatiently(target, JobsDocument, {})).jobs?.nodes?.[0]?.status;
  sandbox.faults.add({ route: '/company/companies', times: null, fault: { kind: 'slow', delay: 3_000 } });
  const { loginCompanyId, publicKey, privateKey } = sandbox.credentials;
  const input = { isEnabled: true, site: sandbox.url, loginCompanyId, publicKey, privateKey };
  const { saveIntegrationSettings } = await askPatiently(before.target, SaveIntegrationSettingsDocument, { input });
  expect(saveIntegrationSettings?.userErrors).toEqual([]);
  await until('the sync runs', async () => (await statusAt(before.target)) === 'RUNNING');
  // "Stop the server. Copy `database/postgres/`, and `sealing.key` to another place."
  await before.server.stop();
  sandbox.faults.clear();
  const restored = await workshop.folder();
  await mkdir(restored, { recursive: true });
  for (const part of ['database/postgres', 'sealing.key']) {
    await cp(join(lost, part), join(restored, part), { recursive: true });
  }

  const after = await start(restored);
  await until('the sync has ended', async () => (await statusAt(after.target)) === 'SUCCEEDED');
  const { testConnection } = await askPatiently(after.target, TestConnectionDocument, { input: {} });
  expect(testConnection?.report?.isHealthy).toBe(true);
  await after.server.stop();
});
