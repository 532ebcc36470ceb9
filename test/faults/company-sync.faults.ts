import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrate } from '../../src/database/migrate.js';
import { JobKind } from '../../src/features/jobs/job.js';
import { createLogger } from '../../src/shared/logger.js';
import { findPostgresPrograms, startPostgres } from '../support/database.js';
import { SyncSite } from '../work/support/sync-site.js';
import { until } from '../work/support/toy.js';

const KILLS = 20;
const kinds = (await findPostgresPrograms()) ? ['server'] : [];
if (kinds.length === 0) process.stderr.write('No PostgreSQL programs were found: no worker is killed in a sync\n');

describe.each([...kinds])('syncs on a PostgreSQL %s', () => {
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  let site: SyncSite;
  beforeAll(async () => {
    postgres = await startPostgres();
    const url = postgres.url('postgres');
    await migrate({ url, logger: createLogger('silent') });
    site = await SyncSite.open({ url, isEmbedded: false }, 5_500);
  });
  afterAll(async () => {
    await site.close();
    await postgres.stop();
  });

  it(`F18: ${KILLS} kills at any point of a sync: the mirror ends equal to ConnectWise, nothing is lost or doubled`, async () => {
    const callers = [await site.account(), await site.account()];
    const running = [site.start(), site.start()];
    const start = async () => {
      for (const caller of callers) {
        const isOpen = (await site.jobs(caller)).some(({ finishedAt }) => !finishedAt);
        if (isOpen) continue;
        await site.parts.services.jobs
          .start(caller, { kind: JobKind.COMPANY_SYNC, input: { mode: 'FULL' } })
          .catch(() => {});
      }
    };
    for (let kills = 0; kills < KILLS; kills += 1) {
      await start();
      await until('a sync is under way', async () =>
        (await Promise.all(callers.map((caller) => site.jobs(caller))))
          .flat()
          .some(({ status }) => status === 'RUNNING'),
      );
      await sleep(Math.random() * 1_500);
      await running.shift()?.end('SIGKILL');
      site.stir();
      running.push(site.start());
    }
    await site.allEnded(callers, 120);
    await start();
    await site.allEnded(callers, 120);
    for (const caller of callers) {
      const jobs = (await site.jobs(caller)).toReversed();
      expect(new Set(jobs.map(({ status }) => status))).toEqual(new Set(['SUCCEEDED']));
      const overlaps = jobs.filter(({ startedAt }, index) => {
        const before = jobs[index - 1]?.finishedAt;
        return before && startedAt && startedAt < before;
      });
      expect(overlaps).toEqual([]);
      expect(await site.differences(caller)).toEqual([]);
    }
  });
});
