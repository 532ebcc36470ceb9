import { execFile } from 'node:child_process';
import { chmod, mkdtemp, open, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withClient } from '../support/database.js';
import { figure, notRun } from '../support/figure.js';
import { Load, type LoadSeen, Tally } from '../support/load.js';
import { findPostgresPrograms } from '../support/postgres-server.js';
import { until } from '../work/support/toy.js';
import { FaultServer } from './fault-server.js';

const run = promisify(execFile);
const MEGABYTE = 2 ** 20;
const WRITERS = 8;
/** The size of a write, so that the room that tables still have is soon used up. */
const USERS = 100;

describe("PostgreSQL's disk is full", () => {
  let disk: string | undefined;
  let why = '';
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'psa-disk-'));
    try {
      if (!(await findPostgresPrograms())) throw new Error('no PostgreSQL programs were found');
      await run('mount', ['-t', 'tmpfs', '-o', 'size=200m', 'none', folder]).catch(() => {
        throw new Error('a small file system cannot be mounted here');
      });
      await chmod(folder, 0o777);
      disk = folder;
    } catch (error) {
      why = error instanceof Error ? error.message : String(error);
      await rm(folder, { recursive: true });
    }
  });
  afterAll(async () => {
    await FaultServer.closeAll();
    if (disk === undefined) return;
    await run('umount', ['-l', disk]);
    await rm(disk, { recursive: true });
  });

  it('F15: writes fail cleanly, no acknowledged row is missing, and the server goes on by itself once there is room', async () => {
    if (disk === undefined) return notRun('F15', why);
    const server = await FaultServer.open({ under: disk });
    const load = await Load.open(server, 20);
    const before = await load.run({ callers: 20, seconds: 3 });
    const ballast = join(disk, 'ballast');
    await fill(disk, ballast);
    const full = await writeUntilRefused(load);
    // Without room for its log PostgreSQL gives up altogether; sooner or later it would come to that by itself.
    const near = server.postgres?.url('postgres') ?? '';
    await withClient(near, (client) => client.query('SELECT pg_switch_wal()')).catch(() => undefined);
    const down = await writeUntilRefused(load);
    const isDown = !(await withClient(near, async () => true).catch(() => false));
    await rm(ballast);
    // What an operator has to do where PostgreSQL gave up; our own process is left alone.
    const freed = performance.now();
    await until(
      'PostgreSQL is back',
      () =>
        server.postgres?.launch().then(
          () => true,
          () => false,
        ) ?? false,
      60,
    );
    await until(
      'the server writes again',
      async () => (await load.run({ callers: 1, seconds: 1 })).acknowledged.length > 0,
      60,
    );
    const back = (performance.now() - freed) / 1_000;
    await sleep(1_000);
    const after = await load.run({ callers: 20, seconds: 3 });

    const acknowledged = [before, full, down, after].flatMap((seen) => seen.acknowledged);
    const lost = await withClient(near, async (client) => {
      const { rows } = await client.query<{ external_id: string }>('SELECT external_id FROM users');
      const present = new Set(rows.map((row) => row.external_id));
      return acknowledged.filter((id) => !present.has(id)).length;
    });
    figure(
      'F15',
      `${full.statuses[503] ?? 0} refusals by 503 while full, ${down.statuses[503] ?? 0} once PostgreSQL ${isDown ? 'was down' : 'had crashed'}; ${lost} of ${acknowledged.length} acknowledged rows missing; wrote again ${back.toFixed(1)} s after there was room`,
    );
    expect(bugsIn(server.process?.stdout ?? '')).toEqual([]);
    for (const seen of [full, down]) {
      expect(seen.statuses[503]).toBeGreaterThan(0);
      expect(seen.wrong).toEqual([]);
      expect(Object.keys(seen.statuses).filter((status) => !['200', '503'].includes(status))).toEqual([]);
    }
    expect(lost).toBe(0);
    expect(after.acknowledged.length).toBeGreaterThan(0);
    expect(server.process?.child.exitCode).toBeNull();
    await load.close();
    await server.close();
  });
});

/** Takes all the room there is. */
async function fill(disk: string, path: string): Promise<void> {
  const { bavail, bsize } = await statfs(disk);
  const file = await open(path, 'w');
  const block = Buffer.alloc(MEGABYTE);
  try {
    for (let left = bavail * bsize; left > 0; left -= MEGABYTE) await file.write(block);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    await file.close();
  }
}

/** Until each writer has been refused several times. */
async function writeUntilRefused(load: Load): Promise<LoadSeen> {
  const tally = new Tally();
  const started = performance.now();
  const isOver = () => (tally.statuses[503] ?? 0) >= WRITERS * 5 || performance.now() - started > 120_000;
  await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      while (!isOver()) await load.save(USERS, tally);
    }),
  );
  return tally.end((performance.now() - started) / 1_000);
}

/** What the server took for more than an outage. */
function bugsIn(log: string): readonly string[] {
  return log.split('\n').filter((line) => line.startsWith('{"level":"error"') || line.startsWith('{"level":"fatal"'));
}
