import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.js';
import { JobsDocument, SaveIntegrationSettingsDocument, TestConnectionDocument } from '../api/operations.generated.js';
import { askPatiently } from '../support/ask-patiently.js';
import { withClient } from '../support/database.js';
import { figure, notRun } from '../support/figure.js';
import { findPostgresPrograms, type PostgresServer, startPostgres } from '../support/postgres-server.js';
import { until } from '../work/support/toy.js';
import { FaultServer } from './fault-server.js';

const run = promisify(execFile);
const ACCOUNTS = 3;
/** What docs/operations.md has an administrator run on an empty server, with the login that the tests have. */
const ROLES = ['CREATE ROLE psa_app NOLOGIN', 'CREATE ROLE psa_system NOLOGIN'];

describe('backup and restore, as docs/operations.md says', () => {
  let sandbox: Sandbox;
  let folder: string;
  let machine: PostgresServer | undefined;
  beforeAll(async () => {
    sandbox = await startSandbox({ companies: 3_100 });
    folder = await mkdtemp(join(tmpdir(), 'psa-backup-'));
  });
  afterAll(async () => {
    await FaultServer.closeAll();
    await machine?.stop();
    await sandbox.close();
    await rm(folder, { recursive: true });
  });

  it('P18: on an empty machine all credentials open, and all jobs go on', async () => {
    const programs = await findPostgresPrograms();
    if (!programs) return notRun('P18', 'no PostgreSQL programs were found');
    const { host } = new URL(sandbox.url);
    const hosts = { CONNECTWISE_ALLOWED_HOSTS: host, CONNECTWISE_HTTP_HOSTS: host };
    const lost = await FaultServer.open({}, { ...hosts, CONNECTWISE_CLIENT_ID: sandbox.credentials.clientId });
    const tokens = await lost.accounts(ACCOUNTS);
    // Each account's first sync is in the middle of its pages when the machine is lost.
    sandbox.faults.add({ route: '/company/companies', times: null, fault: { kind: 'slow', delay: 4_000 } });
    const { loginCompanyId, publicKey, privateKey } = sandbox.credentials;
    const input = { isEnabled: true, site: sandbox.url, loginCompanyId, publicKey, privateKey };
    for (const token of tokens) {
      const { saveIntegrationSettings } = await askPatiently(
        { url: lost.url, token },
        SaveIntegrationSettingsDocument,
        {
          input,
        },
      );
      expect(saveIntegrationSettings?.userErrors).toEqual([]);
    }
    const jobsAt = (url: string) => async () =>
      (await Promise.all(tokens.map((token) => askPatiently({ url, token }, JobsDocument, { first: 5 })))).flatMap(
        ({ jobs }) => jobs?.nodes ?? [],
      );
    const before = jobsAt(lost.url);
    await until(
      'all syncs run',
      async () => (await before()).filter(({ status }) => status === 'RUNNING').length === ACCOUNTS,
    );

    const dump = join(folder, 'psa-bridge.dump');
    await run(programIn(programs, 'pg_dump'), ['-Fc', '-f', dump, String(lost.environment['DATABASE_URL'])]);
    await lost.process?.stop('SIGKILL');
    await lost.postgres?.stop();
    sandbox.faults.clear();

    machine = await startPostgres();
    const url = machine.url('postgres');
    await withClient(url, async (client) => {
      for (const role of ROLES) await client.query(role);
    });
    await run(programIn(programs, 'pg_restore'), ['--no-owner', '-d', url, dump]);
    lost.environment['DATABASE_URL'] = url;
    await lost.start();
    const after = jobsAt(lost.url);
    const started = performance.now();
    await until('all syncs have ended', async () => (await after()).every(({ status }) => status === 'SUCCEEDED'), 200);
    const seconds = Math.round((performance.now() - started) / 1_000);
    const reports = await Promise.all(
      tokens.map((token) => askPatiently({ url: lost.url, token }, TestConnectionDocument, { input: {} })),
    );

    const opened = reports.filter(({ testConnection }) => testConnection?.report?.isHealthy).length;
    figure(
      'P18',
      `${opened} of ${ACCOUNTS} accounts' keys open, ${ACCOUNTS} of ${ACCOUNTS} jobs ended, ${seconds} s after the start`,
    );
    expect(opened).toBe(ACCOUNTS);
  });
});

/** Debian keeps the server's programs in one folder and the clients' on the path. */
function programIn(folder: string, name: string): string {
  const path = join(folder, name);
  return existsSync(path) ? path : name;
}
