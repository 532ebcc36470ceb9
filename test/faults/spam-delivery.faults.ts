import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkKind } from '../../src/shared/work.js';
import type { TemporaryDatabase } from '../support/database.js';
import { ProductSite, type WriteStep } from '../work/support/product-site.js';
import { overlapsOf } from '../work/support/product-worker.js';
import { ReportsToSend, ROUTES } from '../work/support/reports-to-send.js';
import { randomFrom } from '../work/support/told-conditions.js';
import { killWorkers } from './kill-workers.js';
import { databaseKinds, openFaultDatabase } from './open-database.js';

const STEPS: readonly WriteStep[] = ['begun', 'intended', 'written', 'recorded'];
/** Each route makes its records first, and replaces them after. */
const ROUNDS = 2;
const KILLS_AT_RANDOM = 12;
const KILLS = KILLS_AT_RANDOM + ROUNDS * ROUTES.length * STEPS.length;
/** Of each route. */
const CUSTOMERS = 3;

describe.each(await databaseKinds())('sending reports on a database of the kind %s', (kind) => {
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

  it(`P8, M3, F18: ${KILLS} kills: each report stands there once at every moment, and shows its last figures`, async () => {
    const random = randomFrom(31);
    const { sandbox } = site.parts;
    const reports = await ReportsToSend.open(site, { customers: CUSTOMERS, random });
    const killed = async () => {
      sandbox.faults.clear();
      expect(await reports.doubled()).toEqual([]);
    };
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const route of ROUTES) {
        for (const dieAt of STEPS) {
          await reports.send(CUSTOMERS, route);
          reports.disturb(sandbox);
          await reports.dead(site.start({ steps: { dieAt, times: 1 + Math.floor(random() * CUSTOMERS) } }));
          await killed();
        }
      }
    }
    const prepare = async () => {
      await killed();
      await reports.send(2 * ROUTES.length);
      reports.disturb(sandbox);
      await reports.passTime();
    };
    await killWorkers(site, WorkKind.SPAM_DELIVERY, {
      ...{ kills: KILLS_AT_RANDOM, prepare },
      steps: () => reports.ended(),
    });
    await killed();
    await reports.settled();

    expect(await reports.problems()).toEqual([]);
    expect(overlapsOf(site.workers)).toEqual([]);
    process.stdout.write(`${kind}: ${KILLS} kills, ${reports.count} deliveries\n`);
  });

  it('F19: what a frozen worker had meant to write it does not write any more when it wakes, for others have', async () => {
    const reports = await ReportsToSend.open(site, { customers: 1, random: () => 0 });
    await reports.send(1, 'COMPANY_NOTE');
    const frozen = site.start({ steps: { freezeAt: 'intended' } });
    await frozen.said('step intended', 60);
    const since = Date.now();
    await site.freeze(frozen);
    site.start();
    await reports.settled();
    expect(await reports.problems()).toEqual([]);
    // It may send what it meant to for 20 seconds; others look for it after 75, which here have passed by decree.
    await sleep(Math.max(0, 21_000 - (Date.now() - since)));
    frozen.child.kill('SIGCONT');
    await frozen.said(`${WorkKind.SPAM_DELIVERY} lost`, 60);
    expect(await reports.problems()).toEqual([]);
  });
});
