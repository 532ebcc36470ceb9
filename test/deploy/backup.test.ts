import { execFile, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.js';
import { JobsDocument, SaveIntegrationSettingsDocument, TestConnectionDocument } from '../api/operations.generated.js';
import { execute as executeSql, findPostgresPrograms, startPostgres } from '../support/database.js';
import { ask } from '../support/graphql-client.js';
import { type Process, Workshop } from '../support/process.js';

const run = promisify(execFile);
const hasClients = ['pg_dump', 'pg_restore', 'psql'].every((name) => spawnSync(name, ['--version']).status === 0);

describe('what deploy/backup.sh and deploy/restore.sh call', () => {
  const workshop = new Workshop();
  afterAll(() => workshop.clean());

  /** Stands for PostgreSQL's programs: keeps what anybody may see of a call, and what only it may. */
  const STAND_IN = `#!/bin/sh
printf '%s\\n' "$0 $*" >> "$SEEN"
printf '%s\\n' "$PGPASSWORD" >> "$TOLD"
for argument; do case $argument in --file=*) : > "\${argument#--file=}" ;; esac; done
case $0 in *psql) echo 0 ;; esac
`;

  it.each(['p%40ss:w%2Frd%25', 'simple'])(
    'T3: the password %s is in no argument, and PostgreSQL gets it as it is',
    async (password) => {
      const folder = dirname(await workshop.folder());
      const programs = join(folder, 'programs');
      await mkdir(programs);
      for (const name of ['pg_dump', 'pg_restore', 'psql'])
        await writeFile(join(programs, name), STAND_IN, { mode: 0o755 });
      await writeFile(join(folder, 'key'), 'a key', { mode: 0o600 });
      const env = {
        ...{ PATH: `${programs}:${process.env['PATH']}`, SEEN: join(folder, 'seen'), TOLD: join(folder, 'told') },
        ...{
          DATABASE_URL: `postgres://psa:${password}@db.example.com:5433/bridge?sslmode=require`,
          PSA_BRIDGE: 'true',
        },
      };
      const [data, keys] = [join(folder, 'data of today'), join(folder, 'keys')];
      await run('sh', ['deploy/backup.sh', data, keys], { env: { ...env, SEALING_KEY_FILE: join(folder, 'key') } });
      await run('sh', ['deploy/restore.sh', data, keys], { env: { ...env, SEALING_KEY_FILE: join(folder, 'back') } });
      expect(await readFile(join(folder, 'back'), 'utf8')).toBe('a key');
      const seen = (await readFile(env.SEEN, 'utf8')).trim().split('\n');
      const withDatabase = seen.filter((call) =>
        call.includes('postgres://psa@db.example.com:5433/bridge?sslmode=require'),
      );
      expect(withDatabase).toHaveLength(5);
      expect(seen).toHaveLength(6);
      for (const text of [password, decodeURIComponent(password)]) expect(seen.join()).not.toContain(text);
      const told = (await readFile(env.TOLD, 'utf8')).trim().split('\n');
      expect(new Set(told)).toEqual(new Set([decodeURIComponent(password)]));
    },
  );
});

if (hasClients && (await findPostgresPrograms())) {
  describe('deploy/backup.sh and deploy/restore.sh', () => {
    const workshop = new Workshop();
    let sandbox: Sandbox;
    let folder: string;
    let environment: Record<string, string>;
    let token: string;
    let lost: Awaited<ReturnType<typeof startPostgres>>;
    let machine: Awaited<ReturnType<typeof startPostgres>>;

    beforeAll(async () => {
      sandbox = await startSandbox({ companies: 30 });
      folder = dirname(await workshop.folder());
      await writeFile(join(folder, 'sealing.key'), `k1:${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
      lost = await startPostgres();
      const { host } = new URL(sandbox.url);
      environment = {
        ...{ DATABASE_URL: await emptyOn(lost), SEALING_KEY_FILE: join(folder, 'sealing.key') },
        ...{ DATA_DIR: join(folder, 'data'), PORT: '0', METRICS_PORT: '0' },
        ...{ CONNECTWISE_ALLOWED_HOSTS: host, CONNECTWISE_HTTP_HOSTS: host },
        CONNECTWISE_CLIENT_ID: sandbox.credentials.clientId,
      };
      token = (await workshop.run(['account', 'create', '--name', 'Kept MSP'], environment)).stdout.trim();
      const api = workshop.start(['serve', '--role', 'api'], { environment });
      const { loginCompanyId, publicKey, privateKey } = sandbox.credentials;
      const input = { isEnabled: true, site: sandbox.url, loginCompanyId, publicKey, privateKey };
      const saved = await ask({ url: await urlOf(api), token }, SaveIntegrationSettingsDocument, { input });
      expect(saved.saveIntegrationSettings?.userErrors).toEqual([]);
      await api.stop();
    });
    afterAll(async () => {
      await workshop.clean();
      await machine?.stop();
      await sandbox.close();
    });

    /** A login that is no superuser, and a database that it owns, as the README has them. */
    async function emptyOn(postgres: typeof lost): Promise<string> {
      await executeSql(postgres.url('postgres'), 'CREATE ROLE psa_bridge LOGIN CREATEROLE');
      await executeSql(postgres.url('postgres'), 'CREATE DATABASE psa_bridge OWNER psa_bridge');
      return postgres.url('psa_bridge').replace('postgres@', 'psa_bridge@');
    }

    async function urlOf(server: Process): Promise<string> {
      return (await server.said(/answers at (\S+)/))[1] ?? '';
    }

    const script = (name: string, folders: readonly string[], variables = environment) =>
      run('sh', [`deploy/${name}.sh`, ...folders], { env: { PATH: process.env['PATH'], ...variables } });

    it('P18: restored on an empty machine all credentials open, and the job that waited goes on', async () => {
      const [data, keys] = [join(folder, 'backup of today'), join(folder, 'keys')];
      await script('backup', [data, keys]);
      await lost.stop();
      expect((await readdir(data)).toSorted()).toEqual(['psa-bridge.dump', 'roles.sql']);
      expect(await readdir(keys)).toEqual(['sealing.key']);
      for (const file of [join(data, 'psa-bridge.dump'), join(keys, 'sealing.key')]) {
        expect((await stat(file)).mode & 0o077).toBe(0);
      }
      const secret = (await readFile(join(keys, 'sealing.key'), 'utf8')).trim().split(':')[1] ?? '';
      expect((await readFile(join(data, 'psa-bridge.dump'), 'latin1')).includes(secret)).toBe(false);

      machine = await startPostgres();
      environment = {
        ...environment,
        ...{ DATABASE_URL: await emptyOn(machine), SEALING_KEY_FILE: join(folder, 'restored.key') },
      };
      const restored = await script('restore', [data, keys], { ...environment, PORT: '0' });
      expect(restored.stdout).toMatch(/^ok +sealed values: All 2 open\.$/m);
      expect(restored.stdout).toMatch(/^ok +row-level security: /m);
      expect(restored.stdout).toMatch(/ 0 failed\.$/m);
      expect(restored.stderr).toBe('');

      const server = workshop.start(['serve'], { environment });
      const target = { url: await urlOf(server), token };
      const { testConnection } = await ask(target, TestConnectionDocument, { input: {} });
      expect(testConnection?.report?.isHealthy).toBe(true);
      for (let status: string | undefined; status !== 'SUCCEEDED'; ) {
        status = (await ask(target, JobsDocument, { first: 1 })).jobs?.nodes[0]?.status;
        expect(['WAITING', 'RUNNING', 'SUCCEEDED']).toContain(status);
        if (status !== 'SUCCEEDED') await new Promise((resolve) => setTimeout(resolve, 200));
      }
      expect((await server.stop()).code).toBe(0);
    });

    it('refuses to put the key beside the data, to write over a backup or a key, and to fill a database that is not empty', async () => {
      const [data, keys] = [join(folder, 'backup of today'), join(folder, 'keys')];
      await expect(script('backup', [join(folder, 'one'), join(folder, 'one')])).rejects.toThrow(/give two folders/);
      await expect(script('backup', [data, keys])).rejects.toThrow(/is there already/);
      await expect(script('restore', [data, keys])).rejects.toThrow(/a key is never written over/);
      const elsewhere = { ...environment, SEALING_KEY_FILE: join(folder, 'another.key') };
      await expect(script('restore', [data, keys], elsewhere)).rejects.toThrow(/the database is not empty/);
      await mkdir(join(folder, 'nothing'));
      await expect(script('restore', [join(folder, 'nothing'), keys], elsewhere)).rejects.toThrow(/cannot be read/);
    });
  });
} else {
  it('says why the backup was not tried here', async () => {
    expect(hasClients && (await findPostgresPrograms())).toBeFalsy();
    process.stderr.write('P18: no PostgreSQL programs were found, so deploy/backup.sh was not tried.\n');
  });
}
