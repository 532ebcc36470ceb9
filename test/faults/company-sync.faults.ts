import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Caller } from '../../src/shared/caller.js';
import type { TemporaryDatabase } from '../support/database.js';
import { ProductSite } from '../work/support/product-site.js';
import { overlapsOf } from '../work/support/product-worker.js';
import { killWorkers } from './kill-workers.js';
import { databaseKinds, openFaultDatabase } from './open-database.js';

const KILLS = 20;
const COMPANIES = 5_500;
const PAGE = 1_000;

describe.each(await databaseKinds())('syncs on a database of the kind %s', (kind) => {
  let database: TemporaryDatabase;
  let site: ProductSite;
  beforeAll(async () => {
    database = await openFaultDatabase(kind);
    site = await ProductSite.open({ url: database.url, isEmbedded: kind === 'embedded' }, COMPANIES);
  });
  afterAll(async () => {
    await site.close();
    await database.close();
  });

  const asked: string[] = [];
  const startSync = async (caller: Caller) => {
    if (await site.isOpen(caller)) return;
    const wanted = { kind: 'COMPANY_SYNC', input: { mode: 'FULL' } } as const;
    asked.push((await site.parts.services.jobs.start(caller, wanted)).id);
  };
  const calls = () => site.parts.sandbox.journal.count('GET', '/company/companies');
  /** Every column that says something of the company. */
  const contentOf = (caller: Caller) =>
    site.sql(
      `SELECT to_jsonb(c) - '{account_id,instance_id,id,created_at,updated_at}'::text[] AS company FROM companies c
       WHERE account_id = $1 AND missing_since IS NULL ORDER BY connect_wise_id`,
      [caller.accountId],
    );

  it(`F18, F20: ${KILLS} kills at any point of a sync: the mirror ends equal to ConnectWise, nothing is lost or doubled`, async () => {
    const callers = [await site.account(), await site.account()];
    site.parts.sandbox.journal.clear();
    await killWorkers(site, 'COMPANY_SYNC', {
      kills: KILLS,
      steps: calls,
      prepare: async () => {
        site.stir();
        await Promise.all(callers.map(startSync));
      },
    });
    await site.allEnded(callers);
    for (const caller of callers) await startSync(caller);
    await site.allEnded(callers);

    const jobs = (await Promise.all(callers.map((caller) => site.jobs(caller)))).flat();
    expect(new Set(jobs.map(({ status }) => status))).toEqual(new Set(['SUCCEEDED']));
    expect(jobs.map(({ id }) => id)).toEqual(expect.arrayContaining(asked));
    expect(overlapsOf(site.workers)).toEqual([]);
    // A kill can cost the page in hand of either account; what it had saved is not asked for again.
    const pages = Math.ceil((COMPANIES + site.workers.length) / PAGE) + 1;
    process.stdout.write(`${kind}: ${jobs.length} syncs, ${KILLS} kills, ${calls()} calls for companies\n`);
    expect(calls()).toBeLessThanOrEqual(jobs.length * pages + KILLS * callers.length);
    expect(await Promise.all(callers.map((caller) => site.differences(caller)))).toEqual([[], []]);

    const undisturbed = await site.account();
    await site.allEnded([undisturbed]);
    const content = await contentOf(undisturbed);
    for (const caller of callers) expect(await contentOf(caller)).toEqual(content);
  });
});
