import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.js';
import { SaveIntegrationSettingsDocument } from '../api/operations.generated.js';
import { post } from '../support/graphql-client.js';
import { Workshop } from '../support/process.js';

const ANSWERS = /answers at (\S+)/;
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
/** At the end of a process, tells which of OpenTelemetry's packages it had loaded. */
const TELL_LOADED = `
  import { createRequire } from 'node:module';
  process.on('exit', () => {
    const paths = Object.keys(createRequire(process.argv[1]).cache);
    console.error('loaded: ' + paths.filter((path) => path.includes('@opentelemetry')).length);
  });
`;
const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(TELL_LOADED)}`;

interface Told {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly { readonly key: string; readonly value: unknown }[];
}

/** What speaks OTLP over HTTP and keeps what it hears. */
class Collector {
  readonly bodies: string[] = [];
  readonly #server: Server;

  constructor() {
    this.#server = createServer(async (request, response) => {
      this.bodies.push(await text(request));
      response.setHeader('content-type', 'application/json').end('{}');
    });
  }

  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  spans(): Told[] {
    return this.bodies.flatMap((body) =>
      JSON.parse(body).resourceSpans.flatMap((resource: { scopeSpans: { spans: Told[] }[] }) =>
        resource.scopeSpans.flatMap(({ spans }) => spans),
      ),
    );
  }

  close(): void {
    this.#server.close();
  }
}

describe('O5: traces', () => {
  const workshop = new Workshop();
  const collector = new Collector();
  let sandbox: Sandbox;
  let told: Told[];
  let log: string;
  let input: Record<string, unknown>;

  beforeAll(async () => {
    sandbox = await startSandbox({ companies: 10 });
    const { host } = new URL(sandbox.url);
    const DATA_DIR = await workshop.folder();
    const server = workshop.start(['serve'], {
      environment: {
        ...{ DATA_DIR, PORT: '0', METRICS_PORT: '0', NODE_OPTIONS },
        ...{ CONNECTWISE_ALLOWED_HOSTS: host, CONNECTWISE_HTTP_HOSTS: host },
        CONNECTWISE_CLIENT_ID: sandbox.credentials.clientId,
        OTEL_EXPORTER_OTLP_ENDPOINT: await collector.listen(),
        OTEL_SERVICE_NAME: 'our-psa-bridge',
        OTEL_BSP_SCHEDULE_DELAY: '100',
      },
    });
    const [, url = ''] = await server.said(ANSWERS);
    const token = (await readFile(join(DATA_DIR, 'first-token'), 'utf8')).trim();
    const { loginCompanyId, publicKey, privateKey } = sandbox.credentials;
    input = { site: sandbox.url, loginCompanyId, publicKey, privateKey, isEnabled: true };
    const headers = { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` };
    const body = JSON.stringify({ query: SaveIntegrationSettingsDocument.toString(), variables: { input } });
    const saved = await post(url, { token, headers, body });
    expect(await saved.json()).toMatchObject({ data: { saveIntegrationSettings: { userErrors: [] } } });
    await fetch(new URL('/readyz', url));
    while (!collector.spans().some(({ name }) => name.startsWith('work '))) await sleep(50);
    ({ stdout: log } = await server.stop());
    told = collector.spans();
  });
  afterAll(async () => {
    collector.close();
    await sandbox.close();
    await workshop.clean();
  });

  it('go from the operation to its service, and from there to SQL and ConnectWise, each once', () => {
    const root = told.find(({ name }) => name === 'mutation saveIntegrationSettings');
    const parts = told.filter(({ parentSpanId }) => root && parentSpanId === root.spanId);
    const field = parts.find(({ name }) => name === 'Mutation.saveIntegrationSettings');
    const below = told.filter(({ parentSpanId }) => parentSpanId === field?.spanId).map(({ name }) => name);
    expect(below).toEqual(expect.arrayContaining(['SELECT', 'INSERT', expect.stringMatching(/^GET \/.*companyinfo/)]));
    expect(told.filter(({ name }) => name.startsWith('GET ') && !name.includes(' /graphql'))).toHaveLength(
      sandbox.journal.entries.length,
    );
  });

  it("continue the caller's own", () => {
    expect(told.find(({ name }) => name === 'mutation saveIntegrationSettings')).toMatchObject({
      traceId: TRACE,
      parentSpanId: '00f067aa0ba902b7',
    });
    expect(log).toContain(`"traceId":"${TRACE}"`);
  });

  it('name the service as the environment does', () => {
    expect(collector.bodies.join()).toContain('our-psa-bridge');
  });

  it('tell of background work, and neither of its waiting nor of health', () => {
    const roots = told.filter(({ parentSpanId }) => !parentSpanId).map(({ name }) => name);
    expect(roots).toEqual(expect.arrayContaining([expect.stringMatching(/^work [A-Z_]+$/)]));
    expect(roots.filter((name) => !name.startsWith('work '))).toEqual([]);
  });

  it('P13: hold nothing that was entered', () => {
    const all = collector.bodies.join();
    const { privateKey, publicKey, loginCompanyId } = input;
    for (const value of [privateKey, publicKey, loginCompanyId, 'Bearer']) expect(all).not.toContain(value);
  });

  it('go nowhere else: ConnectWise sees nothing of them', () => {
    expect(JSON.stringify(sandbox.journal.entries)).not.toContain('traceparent');
  });

  it('cost nothing without a collector: not even their packages are loaded', async () => {
    const environment = { DATA_DIR: await workshop.folder(), PORT: '0', METRICS_PORT: '0', NODE_OPTIONS };
    const server = workshop.start(['serve'], { environment });
    await server.said(ANSWERS);
    expect((await server.stop()).stderr).toContain('loaded: 0\n');
  });

  it('do not keep a server from answering or stopping when their collector is away', async () => {
    const gone = new Collector();
    const OTEL_EXPORTER_OTLP_ENDPOINT = await gone.listen();
    gone.close();
    const environment = {
      DATA_DIR: await workshop.folder(),
      PORT: '0',
      METRICS_PORT: '0',
      OTEL_EXPORTER_OTLP_ENDPOINT,
    };
    const server = workshop.start(['serve'], { environment });
    const [, url = ''] = await server.said(ANSWERS);
    const answer = await fetch(url, { method: 'POST', headers: { 'x-request-id': randomUUID() } });
    expect(answer.status).toBe(401);
    expect((await server.stop()).code).toBe(0);
  });

  it('are refused where the collector is no URL, by its name alone', async () => {
    const { code, stderr } = await workshop.run(['serve'], { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' });
    expect(code).not.toBe(0);
    expect(stderr).toContain('OTEL_EXPORTER_OTLP_ENDPOINT must be the http or https URL of a collector');
    expect(stderr).not.toContain('4318');
  });
});
