import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { type EmbeddedDatabase, startEmbedded } from '../../src/database/embedded/embedded.js';
import { createLogger } from '../../src/shared/logger.js';
import { execute, withClient } from '../support/database.js';

const PROGRAM = fileURLToPath(new URL('../support/embedded-process.js', import.meta.url));
const logger = createLogger('silent');

let scratch: string;
let template: string;
let dataDir: string;
let tests = 0;
const children: ChildProcess[] = [];

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'psa-e-'));
  template = join(scratch, 'template');
  const database = await startEmbedded({ dataDir: template, logger });
  await execute(database.url, 'CREATE TABLE marks (id INT PRIMARY KEY)');
  await database.close();
}, 60_000);

afterAll(() => rm(scratch, { recursive: true, force: true }));

beforeEach(async () => {
  tests += 1;
  dataDir = join(scratch, `d${tests}`);
  await cp(template, dataDir, { recursive: true });
});

afterEach(async () => {
  for (const child of children.splice(0)) await kill(child);
});

async function startProcess(folder: string): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [PROGRAM, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  if (!child.stdout) throw new Error('The process has no output.');
  for await (const url of createInterface(child.stdout)) return { url, child };
  throw new Error('The process ended before it served.');
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

async function ids(url: string): Promise<number[]> {
  const { rows } = await withClient(url, (client) => client.query('SELECT id FROM marks ORDER BY id'));
  return rows.map((row) => row.id);
}

const socketFolderOf = (database: EmbeddedDatabase) => new URL(database.url).searchParams.get('host') ?? '';

test('keeps its data over a clean stop, and leaves nothing but the data', async () => {
  const first = await startEmbedded({ dataDir, logger });
  await execute(first.url, 'INSERT INTO marks VALUES (1)');
  const socketFolder = await stat(socketFolderOf(first));
  expect(socketFolder.mode & 0o777).toBe(0o700);
  await first.close();
  expect(await readdir(dataDir)).toEqual(['postgres']);
  const second = await startEmbedded({ dataDir, logger });
  expect(await ids(second.url)).toEqual([1]);
  await second.close();
});

test('has trigram search at hand', async () => {
  const database = await startEmbedded({ dataDir, logger });
  await execute(database.url, 'CREATE EXTENSION pg_trgm', `SELECT similarity('acme', 'acne')`);
  await database.close();
});

test('rolls back what a lost connection left behind, and goes on serving', async () => {
  const database = await startEmbedded({ dataDir, logger });
  const lost = new pg.Client({ connectionString: database.url });
  lost.on('error', () => {});
  await lost.connect();
  await lost.query('BEGIN');
  await lost.query('INSERT INTO marks VALUES ($1)', [1]);
  lost.connection.stream.destroy();
  expect(await ids(database.url)).toEqual([]);
  await database.close();
});

test('closes while somebody is connected, and in the middle of a transaction', async () => {
  const database = await startEmbedded({ dataDir, logger });
  const clients = await Promise.all(
    [1, 2].map(async () => {
      const client = new pg.Client({ connectionString: database.url });
      client.on('error', () => {});
      await client.connect();
      return client;
    }),
  );
  await clients[0]?.query('BEGIN');
  await clients[0]?.query('INSERT INTO marks VALUES (1)');
  await database.close();
  const again = await startEmbedded({ dataDir, logger });
  expect(await ids(again.url)).toEqual([]);
  await again.close();
});

describe('a socket path too long for the system', () => {
  const long = () => join(dataDir, 'x'.repeat(60), 'y'.repeat(60));

  test('puts the socket elsewhere, and takes it away again', async () => {
    await mkdir(join(dataDir, 'x'.repeat(60)));
    await cp(template, long(), { recursive: true });
    const database = await startEmbedded({ dataDir: long(), logger });
    const folder = socketFolderOf(database);
    expect(folder.startsWith(tmpdir())).toBe(true);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    await execute(database.url, 'INSERT INTO marks VALUES (1)');
    await database.close();
    expect(existsSync(folder)).toBe(false);
    expect(await readdir(long())).toEqual(['postgres']);
  });

  test('after a killed process the next start removes what it left', async () => {
    await mkdir(join(dataDir, 'x'.repeat(60)));
    await cp(template, long(), { recursive: true });
    const { url, child } = await startProcess(long());
    const folder = new URL(url).searchParams.get('host') ?? '';
    await kill(child);
    expect(existsSync(folder)).toBe(true);
    const next = await startEmbedded({ dataDir: long(), logger });
    expect(existsSync(folder)).toBe(false);
    await next.close();
  });
});

describe('F26: one process for a folder', () => {
  test('a second process is refused with the number of the first', async () => {
    const { child } = await startProcess(dataDir);
    await expect(startEmbedded({ dataDir, logger })).rejects.toThrow(
      new RegExp(`in use by process ${child.pid} on .* choose another data folder`),
    );
  });

  test('so is a second start in the same process, and the first goes on', async () => {
    const first = await startEmbedded({ dataDir, logger });
    await expect(startEmbedded({ dataDir, logger })).rejects.toThrow(/in use by process/);
    expect(await ids(first.url)).toEqual([]);
    await first.close();
  });

  test('a lock whose process id now belongs to somebody else is taken over', async () => {
    const stranger = { pid: process.ppid, host: (await import('node:os')).hostname(), token: 'x' };
    await writeFile(join(dataDir, 'lock'), JSON.stringify(stranger));
    const database = await startEmbedded({ dataDir, logger });
    await database.close();
  });

  test('of two that find a dead owner at once, one wins', async () => {
    await writeFile(
      join(dataDir, 'lock'),
      JSON.stringify({ pid: 2 ** 22 + 1, host: (await import('node:os')).hostname(), token: 'x' }),
    );
    const starts = await Promise.allSettled([startEmbedded({ dataDir, logger }), startEmbedded({ dataDir, logger })]);
    const won = starts.filter((start) => start.status === 'fulfilled');
    expect(won).toHaveLength(1);
    for (const start of won) await start.value.close();
  });
});

test('F26, P7: killed six times under writes, no acknowledged row is lost', async () => {
  let next = 0;
  const acknowledged: number[] = [];
  const write = async (url: string) => {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => {});
    await client.connect();
    for (;;) {
      next += 1;
      const id = next;
      await client.query(`INSERT INTO marks VALUES (${id})`);
      acknowledged.push(id);
    }
  };
  for (let round = 0; round < 6; round += 1) {
    const { url, child } = await startProcess(dataDir);
    const writers = Array.from({ length: 8 }, () => write(url).catch(() => {}));
    // Somewhere in the middle of their writes, however fast the machine is.
    const enough = acknowledged.length + 100 + Math.floor(Math.random() * 50);
    while (acknowledged.length < enough) await sleep(1);
    await kill(child);
    await Promise.all(writers);
  }
  const database = await startEmbedded({ dataDir, logger });
  const kept = new Set(await ids(database.url));
  await database.close();
  expect(acknowledged.length).toBeGreaterThanOrEqual(600);
  expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
}, 120_000);
