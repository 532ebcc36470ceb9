import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from '@jest/globals';
import { figure } from '../support/figure.js';
import { unlessBelow } from '../support/load.js';
import { AcknowledgedWrites } from './acknowledged-writes.js';
import { FaultServer } from './fault-server.js';

const KILLS = 20;
const WRITES = 5_000;

afterAll(() => FaultServer.closeAll());

it(`P7, P17: ${KILLS} kills of the server under load: none of at least ${WRITES} acknowledged writes is missing`, async () => {
  const server = await FaultServer.open();
  try {
    const writes = new AcknowledgedWrites(server);
    await writes.prepare();
    const running = writes.run(12);
    const starts: number[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const before = writes.acknowledged.length;
      // In the middle of the writing, and at another moment of it each time.
      while (writes.acknowledged.length < before + WRITES / KILLS) await sleep(5);
      await sleep(Math.random() * 200);
      await server.process?.stop('SIGKILL');
      await server.start();
      starts.push(server.startSeconds);
    }
    writes.stop();
    await running;
    const lost = await writes.countLost();
    figure(
      'P7',
      `${KILLS} kills of the server, ${lost} of ${writes.acknowledged.length} acknowledged writes lost, on ${server.kind}`,
    );
    const [median = 0] = starts.toSorted((one, other) => one - other).slice(KILLS / 2);
    figure(
      'P17',
      `ready ${median.toFixed(1)} s after a start beside the load (median of ${KILLS})${unlessBelow(median <= 5)}`,
    );
    expect(lost).toBe(0);
    expect(writes.acknowledged.length).toBeGreaterThanOrEqual(WRITES);
  } finally {
    await server.close();
  }
}, 1_800_000);
