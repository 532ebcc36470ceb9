import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ViewerDocument } from '../api/operations.generated.js';
import { findPostgresPrograms, startPostgres } from '../support/database.js';
import { ask, execute } from '../support/graphql-client.js';
import { Workshop } from '../support/process.js';

const workshop = new Workshop();
afterAll(() => workshop.clean());

describe('psa-bridge serve --role', () => {
  it('refuses to divide the work on the embedded database, and a role that it does not know', async () => {
    for (const role of ['api', 'worker']) {
      const { code, stderr } = await workshop.run(['serve', '--role', role], { DATA_DIR: await workshop.folder() });
      expect(code).toBe(1);
      expect(stderr).toMatch(/DATABASE_URL/);
      expect(stderr).not.toMatch(/\n\s+at /);
    }
    const { code, stderr } = await workshop.run(['serve', '--role', 'boss']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/all, api, worker/);
  });
});

// Several processes over one database need a server.
if (await findPostgresPrograms()) {
  describe('O4: API and workers as processes of their own', () => {
    let postgres: Awaited<ReturnType<typeof startPostgres>>;
    let environment: Record<string, string>;

    beforeAll(async () => {
      postgres = await startPostgres();
      const SEALING_KEYS = `k:${randomBytes(32).toString('base64')}`;
      const DATA_DIR = await workshop.folder();
      environment = { DATABASE_URL: postgres.url('postgres'), SEALING_KEYS, DATA_DIR, PORT: '0', METRICS_PORT: '0' };
    });
    afterEach(() => workshop.clean());
    afterAll(() => postgres.stop());

    it('all of them start at once on an empty database, and each does its own part', async () => {
      const api = workshop.start(['serve', '--role', 'api'], { environment });
      const workers = [1, 2].map(() => workshop.start(['serve', '--role', 'worker'], { environment }));
      const [, url = ''] = await api.said(/answers at (\S+)/);
      // Signed in or not, there is a GraphQL API here.
      expect((await execute({ url }, ViewerDocument)).status).toBe(401);
      for (const worker of workers) {
        const [, health = ''] = await worker.said(/its health is at (\S+)/);
        expect((await fetch(health)).status).toBe(200);
        expect((await fetch(health.replace('readyz', 'livez'))).status).toBe(200);
        const graphql = await fetch(health.replace('readyz', 'graphql'), { method: 'POST', body: '{}' });
        expect(graphql.status).toBe(404);
      }
      const ended = await Promise.all([api, ...workers].map((started) => started.stop()));
      expect(ended.map(({ code }) => code)).toEqual([0, 0, 0]);
    });

    it('one process does everything unless told otherwise', async () => {
      const { stdout } = await workshop.run(['account', 'create', '--name', 'All'], environment);
      const server = workshop.start(['serve'], { environment: { ...environment, LOG_LEVEL: 'debug' } });
      const [, url = ''] = await server.said(/answers at (\S+)/);
      expect((await ask({ url, token: stdout.trim() }, ViewerDocument)).viewer?.account.name).toBe('All');
      expect((await server.stop()).code).toBe(0);
    });
  });
}
