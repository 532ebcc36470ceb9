import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { configurationVariables } from '../../src/config/config.js';
import { ViewerDocument } from '../api/operations.generated.js';
import { ask, execute } from '../support/graphql-client.js';
import { Workshop } from '../support/process.js';

const TOKEN = /^psab_[\w-]{49}\n$/;

describe('psa-bridge commands', () => {
  const workshop = new Workshop();
  afterAll(() => workshop.clean());
  /** For commands that change nothing. */
  let untouched: Promise<string> | undefined;
  const environment = (DATA_DIR: string) => ({ DATA_DIR, PORT: '0', METRICS_PORT: '0' });

  it('prints a new token alone on standard output, and the token signs in; one of the platform manages accounts and sees no customers', async () => {
    const data = await workshop.dataFolder();
    const make = (...args: string[]) => workshop.run(['token', 'create', ...args], environment(data));
    const reader = await make('--name', 'reader', '--role', 'READER');
    const platform = await make('--platform', '--name', 'ops');
    for (const made of [reader, platform]) {
      expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(TOKEN), stderr: '' });
    }

    const server = workshop.start(['serve'], { environment: environment(data) });
    const [, url = ''] = await server.said(/answers at (\S+)/);
    const { viewer } = await ask({ url, token: reader.stdout.trim() }, ViewerDocument);
    expect(viewer).toMatchObject({ account: { name: 'Acme MSP' }, roles: ['READER'] });
    const both = '{ accounts { totalCount } users { totalCount } }';
    const answer = await execute({ url, token: platform.stdout.trim() }, both);
    expect(answer.data).toMatchObject({ accounts: { totalCount: 1 }, users: null });
    await server.stop();
  });

  it('lists tokens without showing them and revokes one by its id', async () => {
    const data = await workshop.dataFolder();
    const made = await workshop.run(['account', 'create', '--name', 'Other MSP'], environment(data));
    expect(made.stdout).toMatch(TOKEN);
    const [, account = ''] = /\((\S+)\)/.exec(made.stderr) ?? [];
    const accounts = await workshop.run(['account', 'list'], environment(data));
    expect(accounts.stdout).toContain(`${account}  ACTIVE     Other MSP`);
    const chosen = ['--account', account];
    const listed = await workshop.run(['token', 'list', ...chosen], environment(data));
    expect(listed.stdout).toContain('ADMIN');
    expect(listed.stdout).not.toContain(made.stdout.trim());
    const [id = ''] = listed.stdout.split(/\s/);
    expect((await workshop.run(['token', 'revoke', id, ...chosen], environment(data))).code).toBe(0);
    expect((await workshop.run(['token', 'list', ...chosen], environment(data))).stdout).toContain('revoked');
  });

  it.each([
    [['token', 'create', '--name', 'x', '--role', 'KING'], /no role KING/],
    [['token', 'create', '--name', 'x', '--expires', 'soon'], /--expires/],
    [['token', 'create', '--name', 'x', '--role', 'INGEST'], /source/],
    [['token', 'revoke', 'not-an-id'], /no such access token/i],
    [['keys', 'reset'], /--confirm/],
    [['no-such-command'], /unknown command|too many arguments/],
  ])('answers %j with a sentence, not a stack', async (args, expected) => {
    untouched ??= workshop.dataFolder();
    const data = await untouched;
    const { code, stderr } = await workshop.run(args, environment(data));
    expect(code).toBe(1);
    expect(stderr).toMatch(expected);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('O7: with another sealing key it does not start; keys reset --confirm makes it start again', async () => {
    const data = await workshop.dataFolder();
    const key = join(data, 'sealing.key');
    const [id] = (await readFile(key, 'utf8')).split(':');
    await writeFile(key, `${id}:${randomBytes(32).toString('base64')}\n`);

    const refused = await workshop.run(['token', 'list'], environment(data));
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/not the one this database was sealed with/);

    expect((await workshop.run(['keys', 'reset', '--confirm'], environment(data))).code).toBe(0);
    expect((await workshop.run(['token', 'list'], environment(data))).code).toBe(0);
  });

  it('F23: does not start with a key of which this database never heard, as after a lost key file', async () => {
    const data = await workshop.dataFolder();
    const { stdout } = await workshop.run(['keys', 'new']);
    await writeFile(join(data, 'sealing.key'), stdout);

    const { code, stderr } = await workshop.run(['serve'], environment(data));
    expect(code).toBe(1);
    expect(stderr).toMatch(/not the one this database was sealed with/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('rotates to a new key, after which the old one is not needed', async () => {
    const data = await workshop.dataFolder();
    const key = join(data, 'sealing.key');
    const old = await readFile(key, 'utf8');
    const { stdout } = await workshop.run(['keys', 'new']);
    await writeFile(key, stdout + old);
    expect((await workshop.run(['keys', 'rotate'], environment(data))).code).toBe(0);
    await writeFile(key, stdout);
    expect((await workshop.run(['token', 'list'], environment(data))).code).toBe(0);
  });

  it('carries the whole demo out, writes its state for scripts, and cleans up behind itself', async () => {
    const cwd = join(await workshop.folder('a long path '.repeat(10).trim()), 'here');
    await mkdir(cwd, { recursive: true });
    const state = join(dirname(cwd), 'state.json');
    const args = ['demo', '--port', '0', '--sandbox-port', '0', '--state', state, '--companies', '40', '--users', '30'];
    const demo = workshop.start(args, { cwd });
    await demo.said(/Ctrl\+C ends it/);

    const { graphqlUrl, token, sandboxUrl, metricsUrl, pid } = JSON.parse(await readFile(state, 'utf8'));
    expect(pid).toBe(demo.child.pid);
    expect((await ask({ url: graphqlUrl, token }, ViewerDocument)).viewer?.account.name).toBe('Demo MSP');
    expect((await fetch(`${sandboxUrl}/_control/journal`)).status).toBe(200);
    expect(await (await fetch(metricsUrl)).text()).toContain('psa_bridge_connectwise_call_seconds');

    const { code, stdout, stderr } = await demo.stop('SIGINT');
    expect(code).toBe(0);
    expect(stderr).toBe('');
    for (const told of ['CONNECTWISE_DENIED', 'NOT_FOUND', 'does not allow http']) expect(stdout).toContain(told);
  });

  it('has every configuration variable in .env.example and in the documentation, and no other', async () => {
    const example = await readFile('.env.example', 'utf8');
    const page = await readFile('docs/configuration.md', 'utf8');
    const inExample = [...example.matchAll(/^#? ?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name);
    const onPage = [...page.matchAll(/^\| `([A-Z][A-Z0-9_]+)` \|/gm)].map(([, name]) => name);
    expect(inExample.toSorted()).toEqual([...configurationVariables].toSorted());
    expect(onPage.toSorted()).toEqual([...configurationVariables].toSorted());
  });
});
