import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.js';
import { JobsDocument, SaveIntegrationSettingsDocument, ViewerDocument } from '../api/operations.generated.js';
import { askPatiently } from '../support/ask-patiently.js';
import { figure } from '../support/figure.js';
import { type Process, Workshop } from '../support/process.js';
import { until } from '../work/support/toy.js';

/** Bugs on demand, in the server's own process and outside of everything that catches. */
const BUGS = {
  exception: "throw new Error('a bug in a timer')",
  rejection: "void Promise.reject(new Error('a bug in a timer'))",
};
const preload = (bug: string) =>
  `--import=data:text/javascript,${encodeURIComponent(`process.on('SIGUSR2', () => setTimeout(() => { ${bug}; }, 10));`)}`;

describe('F27: a bug that nobody caught', () => {
  const workshop = new Workshop();
  let sandbox: Sandbox;
  let environment: Record<string, string>;
  let token: string;
  beforeAll(async () => {
    sandbox = await startSandbox({ companies: 2_100 });
    const { host } = new URL(sandbox.url);
    const hosts = { CONNECTWISE_ALLOWED_HOSTS: host, CONNECTWISE_HTTP_HOSTS: host };
    const data = { DATA_DIR: await workshop.folder(), PORT: '0', METRICS_PORT: '0' };
    environment = { ...data, ...hosts, CONNECTWISE_CLIENT_ID: sandbox.credentials.clientId };
    token = (await workshop.run(['account', 'create', '--name', 'Acme MSP'], environment)).stdout.trim();
  });
  afterAll(async () => {
    await workshop.clean();
    await sandbox.close();
  });

  async function start(bug = ''): Promise<{ server: Process; target: { url: string; token: string } }> {
    const server = workshop.start(['serve'], { environment: { ...environment, NODE_OPTIONS: preload(bug) } });
    const [, url = ''] = await server.said(/answers at (\S+)/);
    return { server, target: { url, token } };
  }
  const jobs = async (target: { url: string; token: string }) =>
    (await askPatiently(target, JobsDocument, { first: 5 })).jobs?.nodes ?? [];

  it.each(Object.entries(BUGS))(
    'F27: an %s is logged with the request in hand, which is finished; then the process ends with 1',
    async (_kind, bug) => {
      const { server, target } = await start(bug);
      const request = openRequest(target);
      await once(request.socket, 'connect');
      // Once another request has been answered, the head of this one has been read as well.
      await askPatiently(target, ViewerDocument);
      server.child.kill('SIGUSR2');
      const [line] = await server.said(/^.*unexpected error outside a request.*$/m);
      const readiness = await fetch(new URL('/readyz', target.url)).then(
        ({ status }) => status,
        () => 'refused',
      );
      request.finish();

      expect([503, 'refused']).toContain(readiness);
      expect(await request.answer).toMatch(/^HTTP\/1\.1 200 /);
      const { code } = await server.ended();
      expect(code).toBe(1);
      expect(JSON.parse(line)).toMatchObject({
        level: 'fatal',
        requestIds: [request.id],
        err: { message: 'a bug in a timer' },
      });
    },
  );

  it('F27: what the process had in hand in the background goes on in the next one', async () => {
    const { server, target } = await start(BUGS.exception);
    // The second page of companies does not come while this process lives.
    sandbox.faults.add({ route: '/company/companies', times: null, fault: { kind: 'slow', delay: 3_000 } });
    const { loginCompanyId, publicKey, privateKey } = sandbox.credentials;
    const values = { site: sandbox.url, loginCompanyId, publicKey, privateKey };
    const saved = await askPatiently(target, SaveIntegrationSettingsDocument, {
      input: { isEnabled: true, ...values },
    });
    expect(saved.saveIntegrationSettings?.userErrors).toEqual([]);
    await until('the sync runs', async () => (await jobs(target))[0]?.status === 'RUNNING', 60);
    server.child.kill('SIGUSR2');
    const { code } = await server.ended();
    sandbox.faults.clear();

    const next = await start();
    await until('the sync has ended', async () => (await jobs(next.target))[0]?.status === 'SUCCEEDED', 120);
    expect(await jobs(next.target)).toHaveLength(1);
    await next.server.stop();
    expect(code).toBe(1);
    figure('F27', 'logged, drained, exit 1; the request in hand answered, 1 of 1 jobs went on');
  });
});

/** A request whose head has arrived, and whose body comes when it is told to. */
function openRequest({ url, token }: { url: string; token: string }) {
  const { hostname, port } = new URL(url);
  const id = `in-hand-${port}`;
  const body = JSON.stringify({ query: '{ viewer { account { name } } }' });
  const head = ['POST /graphql HTTP/1.1', 'host: x', `authorization: Bearer ${token}`, 'connection: close'];
  const rest = ['content-type: application/json', `content-length: ${body.length}`, `x-request-id: ${id}`, '', ''];
  const socket = connect(Number(port), hostname, () => socket.write([...head, ...rest].join('\r\n')));
  let text = '';
  socket.on('data', (chunk) => {
    text += String(chunk);
  });
  const answer = once(socket, 'close').then(() => text);
  return { id, socket, answer, finish: () => socket.write(body) };
}
