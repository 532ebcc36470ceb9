import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from '@jest/globals';
import { figure, notRun } from '../support/figure.js';
import { findPostgresPrograms, startPostgres } from '../support/postgres-server.js';
import { Workshop } from '../support/process.js';
import { AcknowledgedWrites } from './acknowledged-writes.js';

const ANSWERS = /answers at (\S+)/;

describe('nothing acknowledged is lost', () => {
  const workshop = new Workshop();
  afterAll(() => workshop.clean());

  it('F26: the embedded database, killed six times under writes', async () => {
    const environment = {
      DATA_DIR: await workshop.folder(),
      PORT: '0',
      METRICS_PORT: '0',
      REQUESTS_PER_MINUTE: '1000000',
    };
    const { stdout } = await workshop.run(['account', 'create', '--name', 'Load'], environment);
    const token = stdout.trim();
    let acknowledged = 0;
    for (let kill = 0; kill < 6; kill += 1) {
      const server = workshop.start(['serve'], { environment });
      const [, url = ''] = await server.said(ANSWERS);
      const writes = new AcknowledgedWrites({ url, token });
      await writes.prepare();
      const running = writes.run(8);
      await sleep(1_500);
      await server.stop('SIGKILL');
      writes.stop();
      await running;

      const again = workshop.start(['serve'], { environment });
      const [, newUrl = ''] = await again.said(ANSWERS);
      Object.assign(writes, { target: { url: newUrl, token } });
      expect(await writes.countLost()).toBe(0);
      acknowledged += writes.acknowledged.length;
      await again.stop();
    }
    figure('F26', `6 kills, 0 of ${acknowledged} acknowledged writes lost`);
    expect(acknowledged).toBeGreaterThan(0);
  });

  it('F12, P7: PostgreSQL killed three times under load; the server lives and serves again by itself', async () => {
    if (!(await findPostgresPrograms())) {
      notRun('F12', 'no PostgreSQL programs were found');
      return;
    }
    const postgres = await startPostgres({ fsync: 'on', synchronous_commit: 'on', restart_after_crash: 'on' });
    try {
      const environment = {
        DATABASE_URL: postgres.url('postgres'),
        SEALING_KEYS: `k:${randomBytes(32).toString('base64')}`,
        PORT: '0',
        METRICS_PORT: '0',
        REQUESTS_PER_MINUTE: '1000000',
      };
      const { stdout } = await workshop.run(['account', 'create', '--name', 'Load'], environment);
      const server = workshop.start(['serve'], { environment });
      const [, url = ''] = await server.said(ANSWERS);
      const writes = new AcknowledgedWrites({ url, token: stdout.trim() });
      await writes.prepare();
      const running = writes.run(8);
      const gaps: number[] = [];
      for (let kill = 0; kill < 3; kill += 1) {
        await sleep(2_000);
        await killBackends(postgres.pid);
        const killedAt = Date.now();
        // What was on its way comes first; a kill before PostgreSQL is back would hit its recovery.
        const before = writes.acknowledged.length;
        while (writes.acknowledged.length <= before + 8) await sleep(20);
        gaps.push(Date.now() - killedAt);
      }
      writes.stop();
      await running;
      expect(await writes.countLost()).toBe(0);
      expect(server.child.exitCode).toBeNull();
      figure('P7', `3 kills of PostgreSQL, 0 of ${writes.acknowledged.length} acknowledged writes lost`);
      figure('F12', `next write acknowledged ${gaps.join(', ')} ms after each kill`);
      await server.stop();
    } finally {
      await postgres.stop();
    }
  });
});

/** Kills a backend with SIGKILL: PostgreSQL then ends all others and recovers from its log, as after a crash. */
async function killBackends(postmaster: number): Promise<void> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'pid=,args=', '--ppid', String(postmaster)]);
  const backend = stdout.split('\n').find((line) => line.includes('idle') || line.includes('postgres: postgres'));
  const pid = Number(backend?.trim().split(/\s+/)[0]);
  if (!pid) throw new Error(`No backend to kill:\n${stdout}`);
  process.kill(pid, 'SIGKILL');
}
