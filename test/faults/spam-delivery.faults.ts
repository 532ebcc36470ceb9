import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkKind } from '../../src/shared/work.js';
import type { TemporaryDatabase } from '../support/database.js';
import { ProductSite, type ReportStep, type ScheduleStep } from '../work/support/product-site.js';
import { overlapsOf } from '../work/support/product-worker.js';
import { ReportsToSend, ROUTES } from '../work/support/reports-to-send.js';
import { randomFrom } from '../work/support/told-conditions.js';
import { killWorkers } from './kill-workers.js';
import { databaseKinds, openFaultDatabase } from './open-database.js';

const IN_SLICES: readonly ReportStep[] = ['planning', 'planned', 'ended'];
const IN_DELIVERIES: readonly ReportStep[] = ['begun', 'intended', 'written', 'recorded', 'delivering', 'delivered'];
const STEPS = [...IN_SLICES, ...IN_DELIVERIES];
/** The first time the records are made, then they are replaced. */
const ROUNDS = 2;
/** Customers whose reports are sent together when a worker dies at a step of them. */
const TOGETHER = 2;
/** More in all than one slice of users has. */
const CUSTOMERS = 14;
const KILLS_AT_RANDOM = 12;
/** More than are sent until the next kill. */
const FEW = 20;
const BEGINNINGS: readonly ScheduleStep[] = ['due', 'beginning', 'scheduled'];
const IN_THE_JOB: readonly ReportStep[] = ['intended', 'written', 'delivered'];
const MONTHS = 4;

describe.each(await databaseKinds())('sending reports on a database of the kind %s', (kind) => {
  const random = randomFrom(31);
  let database: TemporaryDatabase;
  let site: ProductSite;
  beforeAll(async () => {
    database = await openFaultDatabase(kind);
    site = await ProductSite.open({ url: database.url, isEmbedded: kind === 'embedded' }, 30);
  });
  afterEach(async () => {
    site.parts.sandbox.faults.clear();
    await Promise.all(site.workers.splice(0).map((worker) => site.kill(worker)));
  });
  afterAll(async () => {
    await site.close();
    await database.close();
  });

  const tell = (what: string, kills: number, deliveries: number) =>
    process.stdout.write(`${kind}, ${what}: ${kills} kills, ${deliveries} deliveries\n`);

  it.each(ROUTES)(
    'P8, M3, F18: %s: killed at each step, each report stands there once, and shows its last figures',
    async (route) => {
      const customers = STEPS.length * TOGETHER;
      const reports = await ReportsToSend.open(site, { routes: [route], customers, random });
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const [at, dieAt] of STEPS.entries()) {
          const some = reports.customers.slice(at * TOGETHER, (at + 1) * TOGETHER);
          const times = IN_DELIVERIES.includes(dieAt) ? 1 + Math.floor(random() * TOGETHER) : 1;
          await reports.send(some);
          reports.disturb(site.parts.sandbox);
          await reports.dead(site.start({ steps: { dieAt, times } }));
          site.parts.sandbox.faults.clear();
          expect(await reports.doubled(some)).toEqual([]);
          const next = site.start();
          await reports.settled();
          await site.kill(next);
        }
        expect(await reports.problems()).toEqual([]);
      }
      expect(overlapsOf(site.workers)).toEqual([]);
      tell(route, ROUNDS * STEPS.length, reports.count);
    },
  );

  it(`P8, M3, F18: ${KILLS_AT_RANDOM} kills at any moment of jobs of all routes: each report stands there once`, async () => {
    const reports = await ReportsToSend.open(site, { routes: ROUTES, customers: CUSTOMERS, random });
    const prepare = async () => {
      site.parts.sandbox.faults.clear();
      expect(await reports.doubled()).toEqual([]);
      // One that is about to end would leave nobody to be killed.
      if (reports.count - (await reports.ended()) < FEW) {
        await reports.settled();
        await reports.send();
      }
      reports.disturb(site.parts.sandbox);
      await reports.passTime();
    };
    const steps = () => reports.ended();
    await killWorkers(site, WorkKind.SPAM_DELIVERY, { kills: KILLS_AT_RANDOM, prepare, steps });
    site.parts.sandbox.faults.clear();
    await reports.settled();
    expect(await reports.problems()).toEqual([]);
    // Once more, with nobody in the way.
    await reports.send();
    await reports.settled();
    expect(await reports.problems()).toEqual([]);
    expect(overlapsOf(site.workers)).toEqual([]);
    tell('all routes', KILLS_AT_RANDOM, reports.count);
  });

  it(`M3, F18: three workers race for ${MONTHS} months that are due, and die at it: each has one job`, async () => {
    const deaths = [...BEGINNINGS, ...IN_THE_JOB];
    let deliveries = 0;
    for (let month = 0; month < MONTHS; month += 1) {
      const reports = await ReportsToSend.open(site, { routes: ROUTES, customers: 2, random });
      await reports.record();
      await reports.race(BEGINNINGS);
      for (const dieAt of IN_THE_JOB) await reports.dead(site.start({ steps: { dieAt } }));
      const last = site.start();
      expect(await reports.scheduled()).toBe(1);
      expect(await reports.problems()).toEqual([]);
      deliveries += reports.count;
      await site.kill(last);
    }
    expect(overlapsOf(site.workers)).toEqual([]);
    tell('months that are due', MONTHS * deaths.length, deliveries);
  });

  it('F19: what a frozen worker had meant to write it does not write any more when it wakes, for others have', async () => {
    const reports = await ReportsToSend.open(site, { routes: ['COMPANY_NOTE'], customers: 1, random });
    await reports.send();
    const frozen = site.start({ steps: { freezeAt: 'intended' } });
    await frozen.said('step intended', 60);
    const since = Date.now();
    await site.freeze(frozen);
    site.start();
    await reports.settled();
    expect(await reports.problems()).toEqual([]);
    // It may send what it meant to for 20 seconds; others look for it after 75, which here have passed by decree.
    await sleep(Math.max(0, 21_000 - (Date.now() - since)));
    await frozen.wake(`${WorkKind.SPAM_DELIVERY} lost`, 60);
    expect(await reports.problems()).toEqual([]);
  });
});
