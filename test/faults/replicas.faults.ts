import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_DATABASE_TIMES } from '../../src/database/times.js';
import type { Caller } from '../../src/shared/caller.js';
import { DEFAULT_TIMES } from '../../src/work/times.js';
import type { TemporaryDatabase } from '../support/database.js';
import { ProductSite } from '../work/support/product-site.js';
import { overlapsOf, type ProductWorker } from '../work/support/product-worker.js';
import { until } from '../work/support/toy.js';
import { databaseKinds, openFaultDatabase } from './open-database.js';

const PAGES = '/company/companies';
const QUARTER_OF_AN_HOUR = 15;
const DAY = 24 * 60;

describe.each(await databaseKinds())('two replicas over one database of the kind %s', (kind) => {
  let database: TemporaryDatabase;
  let site: ProductSite;
  beforeAll(async () => {
    database = await openFaultDatabase(kind);
    site = await ProductSite.open({ url: database.url, isEmbedded: kind === 'embedded' }, 2_100);
  });
  afterEach(async () => {
    site.parts.sandbox.faults.clear();
    await Promise.all(site.workers.splice(0).map((worker) => site.kill(worker)));
    // What the accounts of a test still want is not for the next one to see.
    await site.sql('DELETE FROM work');
  });
  afterAll(async () => {
    await site.close();
    await database.close();
  });

  const someAccounts = (count: number) => Promise.all(Array.from({ length: count }, () => site.account()));
  const doneOf = async (caller: Caller) => (await site.jobs(caller))[0]?.done ?? 0;

  /** Until nothing is under way, and nothing more is due at this moment of the simulated time. */
  const settled = () =>
    until(
      'all work rests or waits',
      async () => (await site.sql('SELECT FROM work WHERE due_at <= now() OR started_at IS NOT NULL')).length === 0,
      120,
    );

  /** In one statement, so that no replica sees half of it. */
  const passTime = (minutes: number) =>
    site.sql(
      `WITH span AS (SELECT $1 * interval '1 minute' AS by),
       mirrors AS (UPDATE company_mirrors SET synced_at = synced_at - by, compared_at = compared_at - by FROM span),
       ended AS (UPDATE jobs SET created_at = created_at - by, started_at = started_at - by,
         finished_at = finished_at - by FROM span),
       checks AS (UPDATE integration_settings SET next_check_at = next_check_at - by FROM span)
       UPDATE work SET due_at = due_at - by FROM span`,
      [minutes],
    );

  it('fire each schedule once for each account: every quarter of an hour, and once a day', async () => {
    const callers = await someAccounts(6);
    site.start();
    site.start();
    await site.allEnded(callers);
    await settled();
    const modes = async () =>
      (await Promise.all(callers.map((caller) => site.jobs(caller)))).map((jobs) =>
        jobs.map(({ input }) => (input as { mode: string }).mode).join(' '),
      );
    const expected = (line: string) => callers.map(() => line);
    expect(await modes()).toEqual(expected('FULL'));
    for (const line of ['INCREMENT FULL', 'INCREMENT INCREMENT FULL']) {
      await passTime(QUARTER_OF_AN_HOUR);
      await settled();
      expect(await modes()).toEqual(expected(line));
    }
    site.parts.sandbox.journal.clear();
    await passTime(DAY);
    await settled();
    expect(await modes()).toEqual(expected('FULL INCREMENT INCREMENT FULL'));
    // The hourly check of the settings was due as well.
    expect(site.parts.sandbox.journal.count('GET', '/system/info')).toBe(callers.length);
    expect(overlapsOf(site.workers)).toEqual([]);
    expect(site.workers.map(({ slices }) => slices.length > 0)).toEqual([true, true]);
  });

  it('work for different accounts at the same time', async () => {
    const callers = await someAccounts(2);
    // Each has one lane: while the first waits for its answer, only the other can ask for the second account.
    site.parts.sandbox.faults.add({ route: PAGES, times: 2, fault: { kind: 'slow', delay: 15_000 } });
    const replicas = [site.start({ lanes: 1 }), site.start({ lanes: 1 })];
    await site.allEnded(callers);
    const [one = [], other = []] = replicas.map(({ slices }) =>
      slices.filter((slice) => slice.kind === 'COMPANY_SYNC'),
    );
    const parallel = one.flatMap((left) => other.filter((right) => left.from < right.to && right.from < left.to));
    expect(parallel.length).toBeGreaterThan(0);
    expect(overlapsOf(replicas)).toEqual([]);
  });

  it('P8, F19: go on within 90 seconds with the sync of one that is stopped, and of one that is killed', async () => {
    const callers = await someAccounts(2);
    site.parts.sandbox.faults.add({ route: PAGES, times: null, fault: { kind: 'slow', delay: 5_000 } });
    const real = { times: DEFAULT_TIMES, databaseTimes: DEFAULT_DATABASE_TIMES };
    const [stopped, killed] = [site.start({ ...real, lanes: 1 }), site.start({ ...real, lanes: 1 })];
    const first = async () => (await Promise.all(callers.map(doneOf))).every((done) => done === 1_000);
    await until('both have their first page', first, 120);
    const goesOn = site.start(real);
    await goesOn.said('ready', 60);
    stopped.child.kill('SIGSTOP');
    await killed.end('SIGKILL');
    const lost = [stopped, killed].map((worker) => worker.at('COMPANY_SYNC')?.accountId);
    site.parts.sandbox.faults.clear();
    const since = Date.now();
    const before = await Promise.all(callers.map(doneOf));
    const all = async () =>
      (await Promise.all(callers.map(doneOf))).every((done, index) => done > (before[index] ?? done));
    await until('both syncs have gone on', all, 90);
    const seconds = Math.round((Date.now() - since) / 1_000);
    process.stdout.write(`${kind}: the syncs of a stopped and a killed replica went on within ${seconds} s\n`);
    await site.allEnded(callers);
    stopped.child.kill('SIGCONT');
    await stopped.said('COMPANY_SYNC lost', 120);

    expect(lost.toSorted()).toEqual(callers.map(({ accountId }) => accountId).toSorted());
    expect(takenOver(goesOn)).toEqual(lost.toSorted());
    for (const caller of callers) {
      expect(await site.jobs(caller)).toMatchObject([{ status: 'SUCCEEDED' }]);
      expect(await site.differences(caller)).toEqual([]);
    }
  });
});

function takenOver({ slices }: ProductWorker): string[] {
  const accounts = slices.flatMap((slice) => (slice.kind === 'COMPANY_SYNC' ? slice.accountId : []));
  return [...new Set(accounts)].toSorted();
}
