import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ConnectWiseError } from '../../src/connectwise/connectwise-error.js';
import { PutOff } from '../../src/shared/put-off.js';
import { databaseKind, testDatabaseUrl } from '../support/database.js';
import { HASTY } from '../support/timing.js';
import { ProductSite } from './support/product-site.js';
import { disturb, passTime, randomFrom, ToldConditions } from './support/told-conditions.js';

const ROUNDS = 25;

let site: ProductSite;
beforeAll(async () => {
  const at = { url: testDatabaseUrl(), isEmbedded: databaseKind() === 'embedded' };
  site = await ProductSite.open(at, 30, { timing: HASTY });
});
afterAll(() => site.close());
afterEach(() => {
  jest.restoreAllMocks();
  site.parts.sandbox.faults.clear();
});

class Died extends Error {}

/** Has the process die at a chance piece of its work: before ConnectWise was asked, or before anybody knew the answer. */
function mayDie(random: () => number): void {
  const { backgroundWork } = site.parts.services;
  const run = backgroundWork.run.bind(backgroundWork);
  const mortal: typeof backgroundWork.run = async (...piece) => {
    const chance = random();
    if (chance < 0.02) throw new Died();
    const answer = await run(...piece);
    if (chance < 0.06) throw new Died();
    return answer;
  };
  jest.spyOn(backgroundWork, 'run').mockImplementation(mortal);
}

/** Slices until one of them is over, or dies. */
async function work(conditions: ToldConditions): Promise<void> {
  try {
    while ((await conditions.slice()).kind === 'soon');
  } catch (error) {
    if (error instanceof Died || error instanceof PutOff || error instanceof ConnectWiseError) return;
    throw error;
  }
}

describe('P8, N3, N4, N5, N6: whatever happens in between, every ticket is right in the end', () => {
  it.each([
    [2, undefined],
    [4, 60],
  ])('(%i, minutes of grouping: %s)', async (seed, groupingMinutes) => {
    const random = randomFrom(seed);
    const conditions = await ToldConditions.open(site, { customers: 3, random, groupingMinutes });
    mayDie(random);
    for (let round = 0; round < ROUNDS; round += 1) {
      const chance = random();
      await conditions.tell(2);
      if (chance < 0.3) disturb(site.parts.sandbox, random);
      if (chance > 0.4 && chance < 0.6) await conditions.turn(false, 0.4);
      if (chance > 0.6) await conditions.turn(true, 0.6);
      if (random() < 0.7) await work(conditions);
      if (random() < 0.5) await passTime(site, '0 seconds');
    }
    jest.restoreAllMocks();
    site.parts.sandbox.faults.clear();
    await conditions.turn(true);
    await conditions.settled({ seconds: 30, meanwhile: () => work(conditions) });

    expect(await conditions.problems()).toEqual([]);
  });
});
