import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ViewerDocument } from '../api/operations.generated.js';
import { ask, execute } from '../support/graphql-client.js';
import { Workshop } from '../support/process.js';

/** At the end of a process, tells by which way of checking types the graphql goes that it had loaded. */
const TELL_GRAPHQL = `
  import { createRequire } from 'node:module';
  process.on('exit', () => {
    const require = createRequire(process.argv[1]);
    const loaded = Object.keys(require.cache).find((path) => /graphql.jsutils.instanceOf\\.js$/.test(path));
    const way = loaded && String(require.cache[loaded].exports.instanceOf).includes('realm') ? 'checked' : 'plain';
    console.error('graphql: ' + process.env.NODE_ENV + ' ' + (loaded ? way : 'not loaded'));
  });
`;
const ANSWERS = /answers at (\S+)/;

describe('psa-bridge serve', () => {
  const workshop = new Workshop();
  afterAll(() => workshop.clean());
  const environment = (DATA_DIR: string) => ({ DATA_DIR, PORT: '0', METRICS_PORT: '0' });

  it.each([
    ['unless told otherwise', {}, 'production plain'],
    ['also where it is empty', { NODE_ENV: '' }, 'production plain'],
    ['but as it is told', { NODE_ENV: 'development' }, 'development checked'],
  ])('runs for production %s, as graphql sees it when it is loaded', async (_when, told, expected) => {
    const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(TELL_GRAPHQL)}`;
    const { stderr } = await workshop.run(['serve', '--role', 'worker'], { NODE_OPTIONS, ...told });
    expect(stderr).toContain(`graphql: ${expected}`);
  });

  it('makes an account and its first token on an empty data folder, in a file only the owner can read', async () => {
    const data = await workshop.folder();
    const server = workshop.start(['serve'], { environment: environment(data) });
    const [, url = ''] = await server.said(ANSWERS);
    const file = join(data, 'first-token');

    const token = (await readFile(file, 'utf8')).trim();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const { viewer } = await ask({ url, token }, ViewerDocument);
    expect(viewer).toMatchObject({ account: { name: 'First account' }, roles: ['ADMIN'] });

    const { code, stdout } = await server.stop();
    expect(code).toBe(0);
    expect(stdout).not.toContain(token);
    expect((await stat(join(data, 'sealing.key'))).mode & 0o777).toBe(0o600);
  });

  it('keeps accounts and tokens over a restart and makes no second first account', async () => {
    const data = await workshop.folder('a folder with a space');
    const first = workshop.start(['serve'], { environment: environment(data) });
    await first.said(ANSWERS);
    const token = (await readFile(join(data, 'first-token'), 'utf8')).trim();
    await first.stop('SIGKILL');

    const second = workshop.start(['serve'], { environment: environment(data) });
    const [, url = ''] = await second.said(ANSWERS);
    expect((await ask({ url, token }, ViewerDocument)).viewer?.account.name).toBe('First account');
    expect(second.stderr).not.toContain('access token');
    await second.stop();
  });

  it('F26: says that the embedded database does not survive a power cut and what to set instead', async () => {
    const server = workshop.start(['serve'], { environment: environment(await workshop.dataFolder()) });
    await server.said(/power cut; for production set DATABASE_URL/);
    await server.stop();
  });

  it('F26: refuses a data folder that another process has open', async () => {
    const data = await workshop.dataFolder();
    const first = workshop.start(['serve'], { environment: environment(data) });
    await first.said(ANSWERS);
    const { code, stderr } = await workshop.run(['serve'], environment(data));
    expect(code).toBe(1);
    expect(stderr).toMatch(/in use|another process/i);
    expect(stderr).not.toMatch(/\n\s+at /);
    await first.stop();
  });

  it('works in a folder whose path is longer than a socket path may be', async () => {
    const data = join(await workshop.folder(), 'x'.repeat(60), 'y'.repeat(60));
    const server = workshop.start(['serve'], { environment: environment(data) });
    const [, url = ''] = await server.said(ANSWERS);
    expect((await execute({ url }, ViewerDocument)).status).toBe(401);
    expect((await server.stop()).code).toBe(0);
  });

  it('P17: tells every problem of the configuration at once, by variable and without any value', async () => {
    const { code, stderr, stdout } = await workshop.run(['serve'], {
      DATABASE_URL: 'mysql://canary-user:canary-password@db/x',
      PORT: 'canary-port',
      HOST: '0.0.0.0',
      TLS_CERT_FILE: '/canary/cert.pem',
      SEALING_KEYS: 'canary-key',
      CONNECTWISE_CLIENT_ID: 'canary-client',
    });
    expect(code).toBe(1);
    for (const name of ['DATABASE_URL', 'PORT', 'TLS_CERT_FILE', 'SEALING_KEYS', 'CONNECTWISE_CLIENT_ID']) {
      expect(stderr).toContain(name);
    }
    expect(stderr + stdout).not.toContain('canary');
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('refuses to listen beyond this machine without TLS, and says what to set', async () => {
    const { code, stderr } = await workshop.run(['serve'], { HOST: '0.0.0.0', DATA_DIR: await workshop.folder() });
    expect(code).toBe(1);
    expect(stderr).toContain('TLS_ENDED_BY_PROXY');
  });

  it('says which port is taken instead of printing a stack', async () => {
    const first = workshop.start(['serve'], { environment: environment(await workshop.dataFolder()) });
    const [, url = ''] = await first.said(ANSWERS);
    const taken = { ...environment(await workshop.dataFolder()), PORT: new URL(url).port };
    const { code, stderr } = await workshop.run(['serve'], taken);
    expect(code).toBe(1);
    expect(stderr).toMatch(/PORT/);
    expect(stderr).not.toMatch(/\n\s+at /);
    await first.stop();
  });

  it('P17: finishes the requests in hand when it is told to stop', async () => {
    const data = await workshop.folder();
    const server = workshop.start(['serve'], { environment: environment(data) });
    const [, url = ''] = await server.said(ANSWERS);
    const token = (await readFile(join(data, 'first-token'), 'utf8')).trim();
    const answers = Array.from({ length: 20 }, () => execute({ url, token }, ViewerDocument));
    await Promise.race(answers);
    server.child.kill('SIGTERM');
    const settled = await Promise.allSettled(answers);
    // A connection that had not been accepted yet may be refused; one that was is answered.
    for (const result of settled) {
      if (result.status === 'fulfilled') expect([200, 503]).toContain(result.value.status);
    }
    expect((await server.ended()).code).toBe(0);
  });
});
