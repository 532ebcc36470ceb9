import { EventEmitter } from 'node:events';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import pg from 'pg';
import { BriskPool, PoolBusy } from '../../src/database/brisk-pool.js';

const MAX = 2;
const LONGEST_WAIT = 260;

/** What a pool asks of a connection; it goes nowhere. */
class Connection extends EventEmitter {
  connect(callback: () => void): void {
    process.nextTick(callback);
  }
  end(callback?: () => void): void {
    process.nextTick(() => callback?.());
  }
}

let now = 0;
const later = (milliseconds: number) => {
  now += milliseconds;
};

function openPool(): BriskPool {
  now = 1_000_000;
  jest.spyOn(performance, 'now').mockImplementation(() => now);
  const options = { max: MAX, Client: Connection as unknown as new () => pg.Client };
  return new BriskPool(options, LONGEST_WAIT);
}

const take = (pool: BriskPool, count = MAX) => Promise.all(Array.from({ length: count }, () => pool.connect()));

const takeAndRelease = async (pool: BriskPool) => (await pool.connect()).release();

/** Uses all connections at once, so many times in a row. */
async function use(pool: BriskPool, times: number, milliseconds: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    const clients = await take(pool);
    later(milliseconds);
    for (const client of clients) client.release();
  }
}

/** Whoever asks while all connections are in use: how many are let in before one is refused. */
async function countLetIn(pool: BriskPool): Promise<number> {
  const clients = await take(pool);
  const waiting: Promise<pg.PoolClient>[] = [];
  let isRefused = false;
  while (!isRefused && waiting.length < 100) {
    const asked = pool.connect();
    isRefused = await Promise.race([
      asked.then(
        () => false,
        (error) => error instanceof PoolBusy,
      ),
      soon(),
    ]);
    if (!isRefused) waiting.push(asked);
  }
  for (const client of clients) client.release();
  for (const client of waiting) (await client).release();
  return waiting.length;
}

const soon = () => new Promise<boolean>((resolve) => setImmediate(resolve, false));

afterEach(() => {
  jest.restoreAllMocks();
});

describe('F14: the queue for a connection', () => {
  test('holds as many as are served within the longest wait', async () => {
    const pool = openPool();
    await use(pool, 20, 50);
    // After 50 ms the first two have a connection, after 100 ms the next two, and so on.
    expect(await countLetIn(pool)).toBe(10);
  });

  test('is no longer for those who ask all at once while connections are free', async () => {
    const pool = openPool();
    await use(pool, 20, 100);
    const asked = await Promise.allSettled(Array.from({ length: 50 }, () => takeAndRelease(pool)));
    // Two at once, and so many more as are served within the longest wait.
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(2 + 6);
  });

  test('is nobody where one use takes longer than that, until one is about to end', async () => {
    const pool = openPool();
    await use(pool, 20, 1_000);
    expect(await countLetIn(pool)).toBe(0);
    const clients = await take(pool);
    later(800);
    const waiting = take(pool);
    for (const client of clients) client.release();
    for (const client of await waiting) client.release();
  });

  test('P1: one stall among many quick uses sends nobody away', async () => {
    const pool = openPool();
    await use(pool, 100, 20);
    await use(pool, 1, 600);
    expect(await countLetIn(pool)).toBeGreaterThan(10);
  });

  test('is short soon after the database became slow, and long again after that', async () => {
    const pool = openPool();
    await use(pool, 100, 10);
    await use(pool, 5, 2_000);
    expect(await countLetIn(pool)).toBe(0);
    await use(pool, 1_000, 10);
    expect(await countLetIn(pool)).toBeGreaterThan(40);
  });
});
