import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Database, openDatabase } from '../../src/database/database.js';
import { createLogger } from '../../src/shared/logger.js';
import { DEFAULT_TIMES } from '../../src/work/times.js';
import { withClient } from '../support/database.js';
import { figure } from '../support/figure.js';
import { until } from '../work/support/toy.js';
import { type ToyProcess, ToySite } from '../work/support/toy-site.js';
import { databaseKinds, openFaultDatabase } from './open-database.js';

const logger = createLogger('silent');

describe.each(await databaseKinds())('workers on a %s database', (kind) => {
  let url: string;
  let closeDatabase: () => Promise<void>;
  let database: Database;
  let site: ToySite;

  beforeAll(async () => {
    ({ url, close: closeDatabase } = await openFaultDatabase(kind));
    database = await openDatabase({ url, logger, isEmbedded: kind === 'embedded' });
  });
  beforeEach(() => {
    site = new ToySite({ url, isEmbedded: kind === 'embedded', database });
  });
  afterEach(() => site.clean());
  afterAll(async () => {
    await database.close();
    await closeDatabase();
  });

  const effects = async () => ({ written: await site.written(), doubled: await site.doubled() });
  const allDone = (seconds = 60) => until('everything is done', async () => (await site.undone()) === 0, seconds);

  it.each(['begun', 'looked-up', 'intended', 'written', 'recorded', 'finished'])(
    'F18: killed at "%s": the next holder looks, then goes on',
    async (dieAt) => {
      await site.prepare(2, 3);
      const first = site.start({ dieAt });
      await until('it is dead', () => first.hasEnded);
      await site.giveUp(first);
      site.start();
      await allDone();
      expect(await effects()).toEqual({ written: 6, doubled: 0 });
    },
  );

  it('F19: frozen for 100 seconds with the real figures: refused, and the far side is written once', async () => {
    await site.prepare(1, 2);
    const frozen = site.start({ freezeAt: 'written', times: DEFAULT_TIMES });
    await frozen.said('written');
    const frozenAt = Date.now();
    site.start({ times: DEFAULT_TIMES });
    await allDone(100);
    const takenOver = (Date.now() - frozenAt) / 1_000;
    await sleep(Math.max(0, 100_000 - (Date.now() - frozenAt)));
    await frozen.wake('refused');
    await sleep(2_000);
    expect(frozen.steps).not.toContain('recorded');
    expect(await effects()).toEqual({ written: 2, doubled: 0 });
    figure(
      'F19',
      `on the ${kind} database the work of a frozen worker was done by another after ${takenOver.toFixed(0)} s`,
    );
  });

  it('P8: 600 jobs of 60 accounts and 20 kills with the real figures: none lost, none doubled', async () => {
    await site.prepare(60, 10);
    const options = { times: DEFAULT_TIMES, lanes: 4, pause: 700 };
    const running: ToyProcess[] = [site.start(options), site.start(options), site.start(options)];
    const longest = watch(url);
    const started = Date.now();
    for (let kills = 0; kills < 20; kills += 1) {
      const [victim] = running.splice(Math.floor(Math.random() * running.length), 1);
      // On a quick machine the dead hold the work of most accounts by now: the next slice begins once they are known.
      await victim?.said('begun', 120);
      await sleep(Math.random() * 2_000);
      await victim?.end('SIGKILL');
      running.push(site.start(options));
    }
    const undone = await site.undone();
    await allDone(300);
    const seconds = await longest.stop();
    figure(
      'P8',
      `on the ${kind} database: 600 jobs, 20 kills (${undone} jobs open after the last), 0 lost, ${await site.doubled()} doubled, ` +
        `${((Date.now() - started) / 1_000).toFixed(0)} s; longest until a dead worker's job went on: ${seconds.toFixed(0)} s`,
    );
    expect(await effects()).toEqual({ written: 600, doubled: 0 });
    expect(undone).toBeGreaterThan(0);
    expect(seconds).toBeLessThan(90);
  });
});

/** Watches how long a slice stays begun; one that a worker left behind stays so until another takes it up. */
function watch(url: string): { stop(): Promise<number> } {
  let isOver = false;
  const watching = withClient(url, async (client) => {
    let longest = 0;
    while (!isOver) {
      const { rows } = await client.query<{ age: number | null }>(
        'SELECT extract(epoch FROM max(now() - started_at))::float8 AS age FROM work',
      );
      longest = Math.max(longest, rows[0]?.age ?? 0);
      await sleep(250);
    }
    return longest;
  });
  return {
    stop: () => {
      isOver = true;
      return watching;
    },
  };
}
