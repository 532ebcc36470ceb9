import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../../src/cli/numbers.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.js';
import { JobsDocument, SaveIntegrationSettingsDocument } from '../api/operations.generated.js';
import { askPatiently } from '../support/ask-patiently.js';
import { withClient } from '../support/database.js';
import { figure, notRun } from '../support/figure.js';
import { findPostgresPrograms } from '../support/postgres-server.js';
import { until } from '../work/support/toy.js';
import { FaultServer } from './fault-server.js';

const ACCOUNTS = 4;
const HOURS = 3;
const PAGES = '/company/companies';

/** The process sees another time than its machine; timers and the database are as ever. */
const clockOff = (hours: number) => `
  const off = ${hours} * 3600000;
  const Real = Date;
  globalThis.Date = class Date extends Real {
    constructor(...given) {
      if (given.length === 0) super(Real.now() + off);
      else super(...given);
    }
    static now() { return Real.now() + off; }
  };
`;
const preload = (hours: number) => `--import=data:text/javascript,${encodeURIComponent(clockOff(hours))}`;

describe('clocks that are wrong', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ companies: 1_500 });
  });
  afterAll(async () => {
    await FaultServer.closeAll();
    await sandbox.close();
  });

  it(`F11: two processes, one ${HOURS} hours fast and one as slow, do all work once`, async () => {
    if (!(await findPostgresPrograms()))
      return notRun('F11', 'two processes need a PostgreSQL server, and no programs were found');
    const { host } = new URL(sandbox.url);
    const hosts = { CONNECTWISE_ALLOWED_HOSTS: host, CONNECTWISE_HTTP_HOSTS: host };
    const fast = { ...hosts, CONNECTWISE_CLIENT_ID: sandbox.credentials.clientId, NODE_OPTIONS: preload(HOURS) };
    const server = await FaultServer.open({}, fast);
    const slow = { NODE_OPTIONS: preload(-HOURS), METRICS_PORT: String(await freePort(0)) };
    const other = server.workshop.start(['serve'], { environment: { ...server.environment, ...slow } });
    const [, otherUrl = ''] = await other.said(/answers at (\S+)/);
    const tokens = await server.accounts(ACCOUNTS);
    const { loginCompanyId, publicKey, privateKey } = sandbox.credentials;
    const input = { isEnabled: true, site: sandbox.url, loginCompanyId, publicKey, privateKey };
    for (const [at, token] of tokens.entries()) {
      const url = at % 2 === 0 ? server.url : otherUrl;
      await askPatiently({ url, token }, SaveIntegrationSettingsDocument, { input });
    }
    const jobs = async () =>
      (
        await Promise.all(tokens.map((token) => askPatiently({ url: otherUrl, token }, JobsDocument, { first: 5 })))
      ).map(({ jobs: all }) => all?.nodes?.map(({ status }) => status) ?? []);
    const areDone = async () =>
      (await jobs()).every((all) => all.length > 0 && all.every((status) => status === 'SUCCEEDED'));
    await until('all first syncs have ended', areDone, 200);
    const pages = sandbox.journal.count('GET', PAGES);
    const { rows: workers } = await withClient(String(server.environment['DATABASE_URL']), (client) =>
      client.query<{ age: number }>('SELECT abs(extract(epoch FROM now() - beat_at))::float8 AS age FROM workers'),
    );
    const each = await jobs();
    figure(
      'F11',
      `clocks ${HOURS} h fast and slow: ${each.flat().length} syncs of ${ACCOUNTS} accounts, ${pages} pages asked for, ${workers.length} workers alive`,
    );
    expect(each).toEqual(tokens.map(() => ['SUCCEEDED']));
    expect(workers).toHaveLength(2);
    for (const { age } of workers) expect(age).toBeLessThan(60);
    await server.close();
  });
});
