import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../../src/cli/numbers.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.js';
import { SaveIntegrationSettingsDocument } from '../api/operations.generated.js';
import { execute as executeSql, findPostgresPrograms, startPostgres } from '../support/database.js';
import { ask } from '../support/graphql-client.js';
import { type Process, Workshop } from '../support/process.js';
import { diagnose } from './support/diagnose.js';

const programs = await findPostgresPrograms();

/** Has a process believe that it is three hours later. */
const LATE = `--import=data:text/javascript,${encodeURIComponent('const now = Date.now; Date.now = () => now() + 10_800_000;')}`;

it('F11, T10: what doctor sees of a server needs PostgreSQL programs', () => {
  if (!programs) process.stderr.write('No PostgreSQL programs were found: doctor was not tried beside a server.\n');
  expect([undefined, programs]).toContain(programs);
});

if (programs) {
  describe('psa-bridge doctor beside a server', () => {
    const workshop = new Workshop();
    let postgres: Awaited<ReturnType<typeof startPostgres>>;
    let sandbox: Sandbox;
    let server: Process;
    let environment: Record<string, string>;
    const privateKey = `canary${randomBytes(8).toString('hex')}`;

    beforeAll(async () => {
      postgres = await startPostgres({ max_connections: '60' });
      sandbox = await startSandbox({ companies: 30, privateKey });
      const { host } = new URL(sandbox.url);
      const PORT = String(await freePort(0));
      environment = {
        ...{ DATABASE_URL: postgres.url('postgres'), DATA_DIR: await workshop.folder(), PORT, METRICS_PORT: '0' },
        ...{ SEALING_KEYS: `old:${randomBytes(32).toString('base64')}`, PUBLIC_URL: `http://127.0.0.1:${PORT}` },
        ...{ CONNECTWISE_ALLOWED_HOSTS: host, CONNECTWISE_HTTP_HOSTS: host },
        CONNECTWISE_CLIENT_ID: sandbox.credentials.clientId,
      };
      const token = (await workshop.run(['account', 'create', '--name', 'Example MSP'], environment)).stdout.trim();
      server = workshop.start(['serve'], { environment });
      const [, url = ''] = await server.said(/answers at (\S+)/);
      const { loginCompanyId, publicKey } = sandbox.credentials;
      const input = { isEnabled: true, site: sandbox.url, loginCompanyId, publicKey, privateKey };
      const saved = await ask({ url, token }, SaveIntegrationSettingsDocument, { input });
      expect(saved.saveIntegrationSettings?.userErrors).toEqual([]);
    });
    afterAll(async () => {
      await workshop.clean();
      await sandbox.close();
      await postgres.stop();
    });

    const sql = (...statements: string[]) => executeSql(postgres.url('postgres'), ...statements);
    const look = (other: Record<string, string> = {}) => diagnose(workshop, { ...environment, ...other });

    it('while it runs: everything is looked at and in order, and no key leaves for ConnectWise', async () => {
      const before = sandbox.journal.entries.length;
      const { code, findings, text } = await look();
      expect(findings.filter(({ verdict, subject }) => verdict !== 'ok' && subject !== 'configuration')).toEqual([]);
      expect(code).toBe(0);
      const subjects = [...new Set(findings.map(({ subject }) => subject))];
      expect(subjects).toEqual([
        ...['configuration', 'data folder', 'sealing key', 'server', 'database', 'connections', 'clock', 'migrations'],
        ...['row-level security', 'background work', 'sealed values', 'ConnectWise', 'callbacks'],
      ]);
      const asked = sandbox.journal.entries.slice(before).filter(({ path }) => path.startsWith('/login/companyinfo/'));
      expect(asked.length).toBeGreaterThan(0);
      expect(asked.filter(({ withCredentials }) => withCredentials)).toEqual([]);
      for (const secret of [privateKey, environment['SEALING_KEYS']?.slice(4) ?? 'none', 'psab_']) {
        expect(text).not.toContain(secret);
      }
    });

    /** What was renamed is there in truth; only the note of it is missing. */
    async function noteLastMigration(): Promise<void> {
      const { readMigrations } = await import('../../src/database/migration-files.js');
      const last = (await readMigrations()).at(-1);
      await sql(`INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
                 VALUES (gen_random_uuid(), '${last?.checksum}', now(), '${last?.name}', 1)`);
    }

    it('F24: migrations that are missing, were changed, or are newer than this version', async () => {
      await sql(`UPDATE _prisma_migrations SET migration_name = '29990101000000_future', checksum = 'x'
                 WHERE migration_name = (SELECT max(migration_name) FROM _prisma_migrations)`);
      await sql(`UPDATE _prisma_migrations SET checksum = reverse(checksum) WHERE migration_name LIKE '%_first'`);
      const { code, complaints } = await look();
      expect(code).toBe(1);
      expect(complaints('migrations')).toEqual([
        expect.stringMatching(/^failed Migration \d+_first was changed after it had been applied/),
        expect.stringMatching(/^warning Not applied yet: 1, the first of them \d+_/),
        'warning A newer version migrated this database (29990101000000_future).',
      ]);
      await sql(`UPDATE _prisma_migrations SET checksum = reverse(checksum) WHERE migration_name LIKE '%_first'`);
      await sql(`DELETE FROM _prisma_migrations WHERE migration_name LIKE '2999%'`);
      await noteLastMigration();
    });

    it('T10: roles that would see every account, and a table without its policy', async () => {
      await sql('ALTER ROLE psa_app BYPASSRLS', 'ALTER TABLE users DISABLE ROW LEVEL SECURITY');
      const { code, complaints } = await look();
      expect(code).toBe(1);
      expect(complaints('row-level security')).toEqual([
        expect.stringMatching(/^failed The database role psa_app has BYPASSRLS/),
        'failed Row-level security is off for users.',
      ]);
      await sql('ALTER ROLE psa_app NOBYPASSRLS', 'ALTER TABLE users ENABLE ROW LEVEL SECURITY');
    });

    it('a table that is missing, in words of its own, and what else can be looked at', async () => {
      await sql('ALTER TABLE work RENAME TO work_of_others');
      const { code, complaints, findings, text } = await look();
      await sql('ALTER TABLE work_of_others RENAME TO work');
      expect(code).toBe(1);
      expect(complaints('database')).toEqual(['failed It refuses what doctor asks of it (SQLSTATE 42P01).']);
      expect(findings).toContainEqual(
        expect.objectContaining({ subject: 'database', remedy: expect.stringContaining('migrations') }),
      );
      expect(findings.at(-1)).toMatchObject({ subject: 'callbacks', verdict: 'ok' });
      expect(text).not.toMatch(/relation|does not exist/);
    });

    it('F16: too few connections for one process, or for another one', async () => {
      const none = await look({ DATABASE_POOL_MAX: '100' });
      expect(none.code).toBe(1);
      expect(none.complaints('connections')).toEqual([expect.stringMatching(/^failed .*not one process has enough/)]);
      const noOther = await look({ DATABASE_POOL_MAX: '53' });
      expect(noOther.code).toBe(0);
      expect(noOther.complaints('connections')).toEqual([expect.stringMatching(/^warning .*no room for another one/)]);
    });

    it('F11: a clock that is three hours from that of the database', async () => {
      const { code, complaints } = await look({ NODE_OPTIONS: LATE });
      expect(code).toBe(1);
      expect(complaints('clock')).toEqual([
        expect.stringMatching(/^failed The clock of this machine is 10\d{3} s ahead of/),
      ]);
      expect(complaints('ConnectWise')).toEqual([expect.stringMatching(/^warning .*its clock is 10\d{3} s from ours/)]);
    });

    it('F23: a foreign sealing key, values under an older one, and values that do not open', async () => {
      const [old = '', fresh] = [environment['SEALING_KEYS'], `new:${randomBytes(32).toString('base64')}`];
      const foreign = await look({ SEALING_KEYS: fresh });
      expect(foreign.code).toBe(1);
      expect(foreign.complaints('sealed values')).toEqual([
        expect.stringMatching(/^failed The configured sealing key is/),
      ]);
      const older = await look({ SEALING_KEYS: `${fresh},${old}` });
      expect(older.code).toBe(0);
      expect(older.complaints('sealed values')).toEqual(['warning Values under older keys: 2.']);
      await sql(
        'UPDATE integration_settings SET custom_ca = private_key_sealed, private_key_sealed = public_key_sealed',
      );
      const locked = await look();
      expect(locked.code).toBe(1);
      expect(locked.complaints('sealed values')).toEqual([
        expect.stringMatching(/^failed Accounts whose values do not open: 1 \([0-9a-f-]{36}\)\.$/),
      ]);
      await sql('UPDATE integration_settings SET private_key_sealed = custom_ca, custom_ca = NULL');
    });

    it('dead work, work that waits, and that no worker is alive', async () => {
      expect((await server.stop()).code).toBe(0);
      await sql(
        'DELETE FROM workers',
        `UPDATE work SET died_at = now(), due_at = NULL WHERE kind = (SELECT min(kind) FROM work)`,
      );
      const alone = await look();
      expect(alone.code).toBe(0);
      expect(alone.complaints('background work')).toEqual([
        'warning No worker is alive, so that nothing is done.',
        'warning Work that has used up its tries: 1.',
      ]);
      await sql(
        `INSERT INTO workers VALUES ('a-worker', now() + interval '10 minutes')`,
        `UPDATE work SET died_at = NULL, started_at = NULL, due_at = now() - interval '10 minutes'`,
      );
      expect((await look()).complaints('background work')).toEqual([
        expect.stringMatching(/^warning Work that waits for a worker: \d+, the oldest for 6\d\d s\.$/),
      ]);
    });

    it('F1, T5: a site that the rules forbid, that has no address, that refuses, that does not know the account', async () => {
      const forbidden = await look({ CONNECTWISE_ALLOWED_HOSTS: '' });
      expect(forbidden.code).toBe(1);
      expect(forbidden.complaints('ConnectWise')).toEqual([
        expect.stringMatching(/^failed Example MSP, .*CONNECTWISE_ALLOWED_HOSTS must list 127\.0\.0\.1/),
      ]);
      await sql(`UPDATE integration_settings SET login_company_id = 'nobody'`);
      const unknown = await look();
      expect(unknown.code).toBe(0);
      expect(unknown.complaints('ConnectWise')).toEqual([expect.stringMatching(/^warning Example MSP, /)]);
      await sql(`UPDATE integration_settings SET site = 'https://psa.name.invalid'`);
      expect((await look()).complaints('ConnectWise')).toEqual([expect.stringMatching(/^failed .*psa\.name\.invalid/)]);
      await sql(`UPDATE integration_settings SET site = '${sandbox.url}'`);
      await sandbox.close();
      expect((await look()).complaints('ConnectWise')).toEqual([expect.stringMatching(/^failed Example MSP, /)]);
    });
  });
}
