import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.js';
import { SaveIntegrationSettingsDocument } from '../api/operations.generated.js';
import { type Asker } from '../api/support/calls.js';
import { download, newestJob, upload } from '../api/support/imports.js';
import { ask } from '../support/graphql-client.js';
import { Workshop } from '../support/process.js';

const ROWS = 50_000;
const HEAD = 'source,user_external_id,company_identifier,enabled\r\n';

const workshop = new Workshop();
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ companies: 30 });
});
afterAll(async () => {
  await workshop.clean();
  await sandbox.close();
});

const megabytesOf = (pid: number) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;

async function doneImport(asker: Asker, rows: number): Promise<{ readonly resultsUrl: string }> {
  const file =
    HEAD + Array.from({ length: rows }, (_, row) => `mail,customer ${row},"Company, ${row}",true\r\n`).join('');
  const { status, body } = await upload(asker, file);
  expect([status, body.rows]).toEqual([202, rows]);
  while ((await newestJob(asker)).finishedAt === null) await sleep(250);
  return body;
}

// The figure is that of a process with its embedded database in it.
it('U9: 50,000 rows in, looked at, and out again in a memory that does not grow with them', async () => {
  const data = await workshop.folder();
  const { host } = new URL(sandbox.url);
  const environment = {
    ...{ DATA_DIR: data, PORT: '0', METRICS_PORT: '0', REQUESTS_PER_MINUTE: '1000000' },
    ...{ CONNECTWISE_CLIENT_ID: sandbox.credentials.clientId, CONNECTWISE_ALLOWED_HOSTS: host },
    CONNECTWISE_HTTP_HOSTS: host,
  };
  const server = workshop.start(['serve'], { environment });
  const [, url = ''] = await server.said(/answers at (\S+)/);
  const token = (await readFile(join(data, 'first-token'), 'utf8')).trim();
  const { loginCompanyId, publicKey, privateKey } = sandbox.credentials;
  const input = { site: sandbox.url, loginCompanyId, publicKey, privateKey, isEnabled: true };
  const { saveIntegrationSettings } = await ask({ url, token }, SaveIntegrationSettingsDocument, { input });
  expect(saveIntegrationSettings?.userErrors).toEqual([]);
  const pid = server.child.pid ?? 0;
  await doneImport({ url, token }, 5_000);
  const before = megabytesOf(pid);
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, megabytesOf(pid));
  }, 100);

  const started = performance.now();
  const { resultsUrl } = await doneImport({ url, token }, ROWS);
  const { text } = await download({ url, token }, resultsUrl);

  clearInterval(timer);
  const seconds = Math.round((performance.now() - started) / 1_000);
  process.stdout.write(`${ROWS} rows: ${Math.round(before)} MB before, ${Math.round(most)} MB at most, ${seconds} s\n`);
  expect(text.split('\r\n')).toHaveLength(ROWS + 2);
  expect(most - before).toBeLessThan(150);
  await server.stop();
});
