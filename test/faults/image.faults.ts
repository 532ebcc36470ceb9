import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../../src/cli/numbers.js';
import { Container, isolationHere, makeRemovable } from '../support/container.js';
import { findPostgresPrograms, startPostgres } from '../support/database.js';
import { imageOf, readStages } from '../support/dockerfile.js';
import { Workshop } from '../support/process.js';

const run = promisify(execFile);
const image = imageOf(await readStages());
const workshop = new Workshop();
const isolation = isolationHere();
let app: string;

beforeAll(async () => {
  if (isolation !== 'namespaces') {
    process.stderr.write(
      `O6: this machine gives no namespaces (${isolation === 'user' ? 'but other users' : 'nor other users'}): what the image needs of them is not shown here.\n`,
    );
  }
  app = await workshop.folder('psa bridge');
  await run('sh', ['deploy/pack.sh', app]);
  await chmod(join(app, '..'), 0o755);
});
afterAll(async () => {
  makeRemovable(app);
  await workshop.clean();
});

interface Locked {
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly dependencies?: Record<string, string>;
}

async function containerWith(environment: Record<string, string>): Promise<Container> {
  const parent = await workshop.folder('data');
  await chmod(join(parent, '..'), 0o755);
  const container = new Container({ workshop, image, app, data: parent, environment });
  await container.prepare();
  return container;
}

describe('O6: what the image holds', () => {
  it('no development dependency, no source, and nothing that anybody may write', () => {
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> };
    const isThere = (path: string) => statSync(join(app, path), { throwIfNoEntry: false }) !== undefined;
    const tools = Object.entries(packages).filter(([, { dev, devOptional }]) => dev || devOptional);
    expect(tools.map(([path]) => path).filter(isThere)).toEqual([]);
    const needed = Object.keys(packages['']?.dependencies ?? {});
    expect(needed.filter((name) => !isThere(join('node_modules', name)))).toEqual([]);
    expect(readdirSync(app).toSorted()).toEqual([
      '.npmrc',
      'LICENSE',
      'dist',
      'node_modules',
      'package-lock.json',
      'package.json',
      'prisma',
      'schema.graphql',
    ]);
    const all = readdirSync(app, { recursive: true, withFileTypes: true });
    const writable = all.filter((entry) => {
      const path = join(entry.parentPath, entry.name);
      return !entry.isSymbolicLink() && (statSync(path).mode & 0o222) !== 0;
    });
    expect(writable.map(({ name }) => name)).toEqual([]);
    expect(all.length).toBeGreaterThan(1_000);
  });

  it('O1: carries the whole demo out on the embedded database, as its user and without writing to the image', async () => {
    const container = await containerWith({});
    const args = ['demo', '--exit', '--port', '0', '--sandbox-port', '0', '--companies', '40', '--users', '30'];
    const { code, stdout, stderr } = await container.run(args);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toMatch(/All steps went as they should/);
  });

  it('the first process of a container ends on SIGTERM also while it starts', async () => {
    const silent = createServer((socket) => socket.on('error', () => undefined));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { port: number };
    const connected = new Promise((resolve) => silent.once('connection', resolve));
    const container = await containerWith({
      DATABASE_URL: `postgres://nobody@127.0.0.1:${port}/nothing`,
      SEALING_KEYS: `k:${randomBytes(32).toString('base64')}`,
      ...{ TLS_ENDED_BY_PROXY: 'true', PORT: '0', METRICS_PORT: '0' },
    });
    const starting = container.start();
    await Promise.race([connected, starting.ended()]);
    expect(starting).toMatchObject({ stderr: '', child: { exitCode: null } });
    expect((await container.stop(starting)).code).toBe(143);
    silent.close();
  });
});

if (await findPostgresPrograms()) {
  describe('O4, O6: what compose and Kubernetes run', () => {
    let postgres: Awaited<ReturnType<typeof startPostgres>>;
    let container: Container;
    beforeAll(async () => {
      postgres = await startPostgres();
      // Its socket lies in a folder that is its own user's alone.
      await chmod(new URL(postgres.url('postgres')).searchParams.get('host') ?? '', 0o755);
      const { stdout } = await (await containerWith({ TLS_ENDED_BY_PROXY: 'true' })).run(['keys', 'new']);
      container = await containerWith({
        ...{ DATABASE_URL: postgres.url('postgres'), SEALING_KEYS: stdout.trim(), TLS_ENDED_BY_PROXY: 'true' },
      });
    });
    afterAll(() => postgres?.stop());

    it('migration, API and worker apart, each as its user, with no right and no file to write but its folder', async () => {
      const migrated = await container.run(['migrate']);
      expect(migrated).toMatchObject({ code: 0, stdout: 'The database is up to date.\n' });

      const roles = ['api', 'worker'];
      const started = await Promise.all(
        roles.map(async (role) => {
          const ports = { PORT: String(await freePort(0)), METRICS_PORT: '0' };
          const server = container.start(['serve', '--role', role], ports);
          await server.said(/answers at|its health is at/);
          return { server, ports };
        }),
      );
      for (const { server, ports } of started) {
        expect(await container.checkHealth(ports)).toEqual({ code: 0, stdout: '', stderr: '' });
        const status = readFileSync(`/proc/${container.pidOf(server)}/status`, 'utf8');
        if (isolation !== 'none') expect(status).toMatch(/^Uid:\t10001\t10001\t10001\t10001$/m);
        if (isolation === 'namespaces') {
          expect(status).toMatch(/^NSpid:\t\d+\t1$/m);
          expect(status).toMatch(/^CapBnd:\t0+$/m);
          const mounts = readFileSync(`/proc/${container.pidOf(server)}/mountinfo`, 'utf8');
          expect(mounts).toMatch(/ \/ \/ ro/);
        }
      }
      for (const { server, ports } of started) {
        expect((await container.stop(server)).code).toBe(0);
        const { code, stderr } = await container.checkHealth(ports);
        expect(code).toBe(1);
        expect(stderr).toMatch(/^not ready: .+\n$/);
      }
      process.stderr.write(
        `O6: ran with ${isolation === 'none' ? 'no isolation' : isolation} as user ${image.user.uid}\n`,
      );
    });
  });
} else {
  process.stderr.write('O4, O6: no PostgreSQL programs were found, so API and worker were not started apart.\n');
}
