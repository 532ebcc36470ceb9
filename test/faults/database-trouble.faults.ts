import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DatabaseProxy } from '../support/database-proxy.js';
import { figure, notRun } from '../support/figure.js';
import { Load, type LoadSeen, said, unlessBelow } from '../support/load.js';
import { findPostgresPrograms } from '../support/postgres-server.js';
import { until } from '../work/support/toy.js';
import { FaultServer } from './fault-server.js';

const hasPrograms = (await findPostgresPrograms()) !== undefined;
/** What a busy machine may add to a promised time before the test fails. */
const BUSY_MS = 10_000;

const refusals = ({ statuses }: LoadSeen) => Object.keys(statuses).filter((status) => !['200', '503'].includes(status));
const counted = ({ statuses }: LoadSeen) => Object.entries(statuses).map(([status, times]) => `${times} × ${status}`);

describe('a PostgreSQL that does not answer, or late', () => {
  let proxy: DatabaseProxy;
  let server: FaultServer;
  let load: Load;
  beforeAll(async () => {
    if (!hasPrograms) return;
    const reach = async (url: string) => {
      proxy = await DatabaseProxy.start(url);
      return proxy.url;
    };
    server = await FaultServer.open({ reach });
    load = await Load.open(server, 50);
  });
  afterAll(async () => {
    if (!hasPrograms) return;
    await load.close();
    await server.close();
    await proxy.close();
  });

  const isWell = async () => {
    const seen = await load.run({ callers: 10, seconds: 3 });
    expect(seen.wrong).toEqual([]);
    expect(refusals(seen)).toEqual([]);
    expect(seen.acknowledged.length).toBeGreaterThan(0);
    expect(server.process?.child.exitCode).toBeNull();
  };

  it('F12: killed with -9 and started again: every request is answered meanwhile, and the first succeeds soon after', async () => {
    if (!hasPrograms) return notRun('F12', 'no PostgreSQL programs were found');
    await isWell();
    process.kill(server.postgres?.pid ?? 0, 'SIGKILL');
    const seen = await load.run({ callers: 50, seconds: 8 });
    await until(
      'PostgreSQL is back',
      () =>
        server.postgres?.launch().then(
          () => true,
          () => false,
        ) ?? false,
    );
    const back = performance.now();
    await until('a write succeeds', async () => (await load.run({ callers: 1, turns: 1 })).acknowledged.length === 1);
    const [longest, gap] = [seen.at(1) / 1_000, (performance.now() - back) / 1_000];
    const isKept = longest <= 3 && gap <= 5;
    figure(
      'F12',
      `while it is gone: ${counted(seen).join(', ')}, longest ${longest.toFixed(1)} s; first write ${gap.toFixed(1)} s after its return${unlessBelow(isKept)}`,
    );
    expect(seen.wrong).toEqual([]);
    expect(refusals(seen)).toEqual([]);
    expect(longest).toBeLessThan(3 + BUSY_MS / 1_000);
    expect(gap).toBeLessThan(5 + BUSY_MS / 1_000);
    await isWell();
  });

  it('F13: half-open: every request is answered meanwhile, and all is well without a restart', async () => {
    if (!hasPrograms) return notRun('F13', 'no PostgreSQL programs were found');
    await isWell();
    proxy.freeze();
    const seen = await load.run({ callers: 50, seconds: 20 });
    proxy.thaw();
    await sleep(5_000);
    await isWell();
    const longest = seen.at(1);
    figure(
      'F13',
      `half-open: ${counted(seen).join(', ')}, longest ${(longest / 1_000).toFixed(1)} s${unlessBelow(longest <= 6_000)}`,
    );
    expect(seen.wrong).toEqual([]);
    expect(refusals(seen)).toEqual([]);
    expect(longest).toBeLessThan(6_000 + BUSY_MS);
  });

  it('F13: frozen processes: every request is answered meanwhile, and all is well without a restart', async () => {
    if (!hasPrograms) return notRun('F13', 'no PostgreSQL programs were found');
    await isWell();
    const frozen = await freeze(server.postgres?.pid ?? 0);
    const seen = await load.run({ callers: 50, seconds: 15 });
    for (const pid of frozen) process.kill(pid, 'SIGCONT');
    await sleep(5_000);
    await isWell();
    const longest = seen.at(1);
    figure(
      'F13',
      `stopped: ${counted(seen).join(', ')}, longest ${(longest / 1_000).toFixed(1)} s${unlessBelow(longest <= 6_000)}`,
    );
    expect(refusals(seen)).toEqual([]);
    expect(longest).toBeLessThan(6_000 + BUSY_MS);
  });

  it('F13, P17: with a database that says nothing the process ends all the same when it is told to', async () => {
    if (!hasPrograms) return notRun('F13', 'no PostgreSQL programs were found');
    proxy.freeze();
    const asked = Promise.all(
      Array.from({ length: 20 }, () => load.ask('{ viewer { account { id } } }', {}).catch(() => undefined)),
    );
    await sleep(200);
    const started = performance.now();
    const ended = once(server.process?.child ?? process, 'exit');
    server.process?.child.kill('SIGTERM');
    await ended;
    await asked;
    figure(
      'P17',
      `stopped ${((performance.now() - started) / 1_000).toFixed(1)} s after it was told to, with a frozen database`,
    );
    proxy.thaw();
    await server.start();
    await load.close();
    load = await Load.open(server, 50);
    await isWell();
  });

  it('F14: each of its packets 200 ms late: few callers wait, many are answered or told to come back, and nothing piles up', async () => {
    if (!hasPrograms) return notRun('F14', 'no PostgreSQL programs were found');
    await isWell();
    proxy.slowDown(200);
    await load.run({ callers: 5, seconds: 5 });
    const few = await load.run({ callers: 5, seconds: 15 });
    const many = await load.run({ callers: 50, seconds: 15 });
    proxy.slowDown(0);
    await sleep(5_000);
    const after = await load.run({ callers: 50, seconds: 5 });
    figure('F14', `5 callers: ${said(few)} (${counted(few).join(', ')})${unlessBelow(few.at(0.99) <= 3_000)}`);
    const longest = many.at(1);
    figure(
      'F14',
      `50 callers: ${counted(many).join(', ')}, longest ${(longest / 1_000).toFixed(1)} s${unlessBelow(longest <= 4_000)}; 5 s after: ${said(after)}`,
    );
    for (const seen of [few, many]) {
      expect(seen.wrong).toEqual([]);
      expect(refusals(seen)).toEqual([]);
    }
    expect(longest).toBeLessThan(4_000 + BUSY_MS);
    expect(after.wrong).toEqual([]);
    expect(refusals(after)).toEqual([]);
    expect(after.acknowledged.length).toBeGreaterThan(0);
  });
});

/** PostgreSQL with all its backends, as a machine that has no time for it leaves it. */
async function freeze(postmaster: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'pid=', '--ppid', String(postmaster)]);
  const all = [postmaster, ...stdout.trim().split(/\s+/).map(Number)];
  for (const pid of all) process.kill(pid, 'SIGSTOP');
  return all;
}
