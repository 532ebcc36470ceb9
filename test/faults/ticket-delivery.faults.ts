import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkKind } from '../../src/shared/work.js';
import type { TemporaryDatabase } from '../support/database.js';
import { ticketsIn } from '../support/told-tickets.js';
import { type DeliveryStep, ProductSite } from '../work/support/product-site.js';
import { overlapsOf } from '../work/support/product-worker.js';
import { disturb, passTime, randomFrom, ToldConditions } from '../work/support/told-conditions.js';
import { until } from '../work/support/toy.js';
import { killWorkers } from './kill-workers.js';
import { databaseKinds, openFaultDatabase } from './open-database.js';

const CONDITIONS_EACH = 300;
const KILLS_AT_RANDOM = 14;
const STEPS: readonly DeliveryStep[] = ['intended', 'written', 'recorded'];
const KILLS = KILLS_AT_RANDOM + 2 * STEPS.length;
/** So that all 300 of each account are told by the last kill. */
const TOLD_AT_ONCE = Math.ceil(CONDITIONS_EACH / KILLS);
const WRITES = ['POST /service/tickets', 'POST /service/tickets/{parentId}/notes', 'PATCH /service/tickets/{id}'];

describe.each(await databaseKinds())('delivery to tickets on a database of the kind %s', (kind) => {
  let database: TemporaryDatabase;
  let site: ProductSite;
  beforeAll(async () => {
    database = await openFaultDatabase(kind);
    site = await ProductSite.open({ url: database.url, isEmbedded: kind === 'embedded' }, 30);
  });
  afterEach(() => Promise.all(site.workers.splice(0).map((worker) => site.kill(worker))));
  afterAll(async () => {
    await site.close();
    await database.close();
  });

  it(`P8, N3, F18: ${2 * CONDITIONS_EACH} notifications, ${KILLS} kills: one ticket for each condition or group, nothing lost or doubled`, async () => {
    const random = randomFrom(20);
    const accounts = [
      await ToldConditions.open(site, { customers: 5, random }),
      await ToldConditions.open(site, { customers: 5, random, groupingMinutes: 60 }),
    ];
    const prepare = async () => {
      site.parts.sandbox.faults.clear();
      for (const conditions of accounts) {
        await conditions.tell(Math.min(TOLD_AT_ONCE, CONDITIONS_EACH - conditions.count));
      }
      disturb(site.parts.sandbox, random);
      await passTime(site);
    };
    for (const dieAt of [...STEPS, ...STEPS]) {
      await prepare();
      const victim = site.start({ steps: { dieAt, times: 1 + Math.floor(random() * 10) } });
      await until('it is dead', () => victim.hasEnded);
      await site.kill(victim);
    }
    const { journal } = site.parts.sandbox;
    const writes = () => WRITES.reduce((sum, write) => sum + (journal.counts[write] ?? 0), 0);
    await killWorkers(site, WorkKind.TICKETS, { kills: KILLS_AT_RANDOM, prepare, steps: writes });
    for (const conditions of accounts) await conditions.settled();

    for (const conditions of accounts) expect(await conditions.problems()).toEqual([]);
    expect(accounts.map(({ count }) => count)).toEqual([CONDITIONS_EACH, CONDITIONS_EACH]);
    expect(overlapsOf(site.workers)).toEqual([]);
    const figures = await Promise.all(accounts.map((conditions) => conditions.figures()));
    process.stdout.write(`${kind}: ${KILLS} kills, ${writes()} writes; ${figures.join('; grouped: ')}\n`);
  });

  it('F19: what a frozen worker had meant to write it does not write any more when it wakes, for others have', async () => {
    const conditions = await ToldConditions.open(site, { customers: 1, random: () => 0.5 });
    await conditions.tell(1);
    await passTime(site);
    const frozen = site.start({ steps: { freezeAt: 'intended' } });
    await frozen.said('step intended', 60);
    const since = Date.now();
    await site.freeze(frozen);
    site.start();
    await conditions.settled();
    const before = ticketsIn(site.parts.sandbox).length;
    expect(await conditions.problems()).toEqual([]);
    // It may send what it meant to for 20 seconds; others look for it after 75, which here have passed by decree.
    await sleep(Math.max(0, 21_000 - (Date.now() - since)));
    await frozen.wake(`${WorkKind.TICKETS} lost`, 60);

    expect(ticketsIn(site.parts.sandbox)).toHaveLength(before);
    expect(await conditions.problems()).toEqual([]);
  });
});
