import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { figure } from '../support/figure.js';
import { Load, type LoadSeen, said, unlessBelow } from '../support/load.js';
import { FaultServer } from './fault-server.js';

const MINUTE = 60;
/** Of the memory's ten minutes; all of them on demand. */
const MINUTES = process.env['FAULTS'] === 'full' ? 10 : 3;
const PROMISED_RATE = 500;
const MEGABYTE = 2 ** 20;

/** A machine that is too slow for the promise may turn callers away, but then it tells each of them when to come back. */
function expectNoErrors(seen: LoadSeen): void {
  expect(seen.wrong).toEqual([]);
  expect(Object.keys(seen.statuses).filter((status) => !['200', '503'].includes(status))).toEqual([]);
  if (seen.perSecond >= PROMISED_RATE) expect(seen.shed).toBe(0);
}

describe('a server under load', () => {
  let server: FaultServer;
  let load: Load;
  beforeEach(async () => {
    server = await FaultServer.open();
    load = await Load.open(server, 500);
  });
  afterEach(async () => {
    await load.close();
    await server.close();
  });
  const loopDelay = async () => (await server.metric('nodejs_eventloop_lag_p99_seconds')) * 1_000;

  it('P1, P4: 50 callers for a minute: no errors, and the event loop is free', async () => {
    await load.run({ callers: 50, seconds: 5 });
    await loopDelay();
    const seen = await load.run({ callers: 50, seconds: MINUTE });
    const delay = await loopDelay();
    const isKept = seen.perSecond >= PROMISED_RATE && seen.at(0.99) <= 250;
    figure('P1', `${said(seen)}, ${seen.wrong.length} errors, on ${server.kind}${unlessBelow(isKept)}`);
    figure(
      'P4',
      `under P1: delay p99 ${delay.toFixed(0)} ms, longest answer ${seen.at(1).toFixed(0)} ms${unlessBelow(delay <= 100)}`,
    );
    expectNoErrors(seen);
  });

  it('P2: 500 callers for ten seconds get answers or are told when to come back, and five seconds later all is as before', async () => {
    const burst = await load.run({ callers: 500, seconds: 10 });
    await sleep(5_000);
    const after = await load.run({ callers: 50, seconds: 10 });
    const statuses = Object.entries(burst.statuses).map(([status, times]) => `${times} × ${status}`);
    const isKept = after.perSecond >= PROMISED_RATE && after.at(0.99) <= 250;
    figure('P2', `${statuses.join(', ')}; 5 s later ${said(after)}${unlessBelow(isKept)}`);
    expect(burst.wrong).toEqual([]);
    expect(Object.keys(burst.statuses).filter((status) => !['200', '429', '503'].includes(status))).toEqual([]);
    expectNoErrors(after);
  });

  it(
    `P3: after ${MINUTES} minutes of load the memory is bounded`,
    async () => {
      const resident: number[] = [];
      for (let minute = 0; minute < MINUTES; minute += 1) {
        const seen = await load.run({ callers: 50, seconds: MINUTE });
        resident.push((await server.metric('process_resident_memory_bytes')) / MEGABYTE);
        expectNoErrors(seen);
      }
      const [, second = 0] = resident;
      const last = resident.at(-1) ?? 0;
      const growth = Math.round((last / second - 1) * 100);
      figure('P3', `${last.toFixed(0)} MB after ${MINUTES} min, ${growth} % above minute 2 (${second.toFixed(0)} MB)`);
      expect(last).toBeLessThan(350);
      expect(growth).toBeLessThanOrEqual(20);
    },
    (MINUTES + 3) * MINUTE * 1_000,
  );
});
