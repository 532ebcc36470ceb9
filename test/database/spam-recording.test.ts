import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Database, openDatabase } from '../../src/database/database.js';
import { Prisma } from '../../src/database/generated/client/client.js';
import { migrate } from '../../src/database/migrate.js';
import { refreshStatistics } from '../../src/database/statistics.js';
import type { WriteTransaction } from '../../src/database/write-door.js';
import { type DayToRecord, recordDays } from '../../src/features/spam/spam-recording.repository.js';
import type { Day } from '../../src/shared/day.js';
import { createLogger } from '../../src/shared/logger.js';
import { databaseKind, emptyDatabase, execute, PATIENT_DATABASE, type TemporaryDatabase } from '../support/database.js';
import { type PlanStep, planIn } from '../support/plan.js';
import { type SampleAccount, sampleAccount } from '../support/sample-account.js';

const logger = createLogger('silent');

let place: TemporaryDatabase;
let database: Database;
let account: SampleAccount;

/** A database of its own: the planner must know of no rows that other tests left. */
beforeAll(async () => {
  place = await emptyDatabase();
  await migrate({ url: place.url, logger });
  const isEmbedded = databaseKind() === 'embedded';
  database = await openDatabase({ url: place.url, logger, isEmbedded, times: PATIENT_DATABASE });
  account = await sampleAccount(database);
});
afterAll(async () => {
  await database.close();
  await place.close();
});

/** Days of 1,000 domains, other ones for each call. */
const daysOf = (call: number, day = '2026-01-31'): DayToRecord[] =>
  Array.from({ length: 1_000 }, (_, at) => ({
    ...{ sourceId: account.sourceId, userId: account.userId, domain: `d${call}-${at}.example`, day: day as Day },
    ...{ totalMessages: 10, accountMessages: 6, spam: 3, phishing: 1, viruses: 0 },
  }));

/** Records them as a call does, and answers how many rows all steps of all statements looked at. */
function rowsLookedAt(days: readonly DayToRecord[]): Promise<number> {
  return database.write(account.id, async (tx) => {
    const plans: (readonly PlanStep[])[] = [];
    const { added } = await recordDays(explaining(tx, plans), account.id, days);
    if (added > 0) await refreshStatistics(tx);
    return plans.flat().reduce((sum, { rows, removed }) => sum + rows + removed, 0);
  });
}

/** Has each statement carried out twice, the first time for its plan alone. */
function explaining(tx: WriteTransaction, plans: (readonly PlanStep[])[]): WriteTransaction {
  const explained =
    (run: 'queryRaw' | 'executeRaw') =>
    async (texts: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) => {
      const { text, values: given } = 'text' in texts ? texts : Prisma.sql(texts, ...values);
      await tx.$executeRawUnsafe('SAVEPOINT before');
      plans.push(planIn(await tx.$queryRawUnsafe(`EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${text}`, ...given)));
      await tx.$executeRawUnsafe('ROLLBACK TO before');
      return run === 'queryRaw' ? tx.$queryRawUnsafe(text, ...given) : tx.$executeRawUnsafe(text, ...given);
    };
  return new Proxy(tx, {
    get: (target, name) =>
      name === '$queryRaw'
        ? explained('queryRaw')
        : name === '$executeRaw'
          ? explained('executeRaw')
          : Reflect.get(target, name),
  });
}

const numbers = async () => {
  const found = await database.read(account.id, (db) => db.selectFrom('spam_domains').select('id').orderBy('id'));
  return found.map(({ id }) => id);
};

describe('P16: days of an account that is new', () => {
  it('P16: are recorded without looking at more rows than later ones, though the tables were empty', async () => {
    const looked: number[] = [];
    for (let call = 0; call < 14; call += 1) looked.push(await rowsLookedAt(daysOf(call)));
    await execute(place.url, 'ANALYZE');
    const later = await rowsLookedAt(daysOf(14));
    // Some steps for each of the 1,000 rows, of which the first call takes one more.
    expect(later).toBeLessThan(20_000);
    expect({ looked, more: looked.filter((rows) => rows > later + 1_100) }).toMatchObject({ more: [] });
  });
});

describe('M1: numbers of domains', () => {
  it('M1: follow each other whoever gives them out at the same time, and none is lost to a call that comes to nothing', async () => {
    const before = (await numbers()).length;
    const record = (call: number, day: string) =>
      database.write(account.id, (tx) => recordDays(tx, account.id, daysOf(call, day)));
    const refused = database.write(account.id, async (tx) => {
      await recordDays(tx, account.id, daysOf(99, '2026-02-09'));
      throw new Error('refused');
    });
    // Two of them add the same domains, on other days.
    const recording = [record(20, '2026-02-01'), record(20, '2026-02-02'), record(21, '2026-02-03')];
    await expect(refused).rejects.toThrow('refused');
    await Promise.all(recording);
    expect(await numbers()).toEqual(Array.from({ length: before + 2_000 }, (_, at) => at + 1));
  });

  it('M1: begin with 1 in each account', async () => {
    const other = await sampleAccount(database);
    const days = daysOf(0).map((day) => ({ ...day, sourceId: other.sourceId, userId: other.userId }));
    await database.write(other.id, (tx) => recordDays(tx, other.id, days));
    const found = await database.read(other.id, (db) => db.selectFrom('spam_domains').select('id').orderBy('id'));
    expect(found.map(({ id }) => id)).toEqual(Array.from({ length: 1_001 }, (_, at) => at + 1));
  });
});
