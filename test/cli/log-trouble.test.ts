import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../../src/cli/numbers.js';
import { ViewerDocument } from '../api/operations.generated.js';
import { askPatiently } from '../support/ask-patiently.js';
import { figure } from '../support/figure.js';
import { type ProcessOptions, Workshop } from '../support/process.js';

const REQUESTS = 500;

describe('F25: the server, when its log', () => {
  const workshop = new Workshop();
  let data: string;
  let token: string;
  beforeAll(async () => {
    data = await workshop.folder();
    token = (await workshop.run(['account', 'create', '--name', 'Acme MSP'], { DATA_DIR: data })).stdout.trim();
  });
  afterAll(() => workshop.clean());

  /** Asks so often that a pipe overflows, and gives the lines that the server says it dropped. */
  async function serve(options: ProcessOptions, afterStart: (server: ReturnType<Workshop['start']>) => void) {
    const metricsPort = String(await freePort(0));
    const environment = { DATA_DIR: data, PORT: '0', METRICS_PORT: metricsPort, LOG_LEVEL: 'debug' };
    const server = workshop.start(['serve'], { ...options, environment });
    const [, url = ''] = await server.said(/answers at (\S+)/);
    afterStart(server);
    for (let asked = 0; asked < REQUESTS; asked += 10) {
      await Promise.all(Array.from({ length: 10 }, () => askPatiently({ url, token }, ViewerDocument)));
    }
    // Lines leave together, a tenth of a second late at most.
    await sleep(200);
    const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    const dropped = Number(/^psa_bridge_log_lines_dropped_total (\d+)$/m.exec(metrics)?.[1]);
    const { code } = await server.stop();
    return { dropped, code };
  }

  it('F25: goes to a full disk, answers all the same, and counts the lines', async () => {
    const log = openSync('/dev/full', 'w');
    const { dropped, code } = await serve({ log }, () => {});
    closeSync(log);
    expect(dropped).toBeGreaterThanOrEqual(REQUESTS);
    expect(code).toBe(0);
    figure('F25', `full disk: ${REQUESTS} of ${REQUESTS} requests answered, ${dropped} lines dropped and counted`);
  });

  it('F25: goes to a pipe that was closed, answers all the same, and counts the lines', async () => {
    const { dropped, code } = await serve({}, ({ child }) => child.stdout?.destroy());
    expect(dropped).toBeGreaterThanOrEqual(REQUESTS);
    expect(code).toBe(0);
  });

  it('F25: goes to a pipe that nobody reads, answers all the same, and ends when it is told to', async () => {
    const { code } = await serve({ isLogUnread: true }, () => {});
    expect(code).toBe(0);
  });
});
