import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { openShop } from '../support/certificates.js';
import { Workshop } from '../support/process.js';

const SITE = /Site +(http:\/\/127\.0\.0\.1:\d+)/;
const SMALL = ['sandbox', '--port', '0', '--companies', '10'];

describe('psa-bridge sandbox', () => {
  const workshop = new Workshop();
  afterAll(() => workshop.clean());

  it('has no switches unless asked for', async () => {
    const sandbox = workshop.start(SMALL);
    const [, url = ''] = await sandbox.said(SITE);
    expect((await fetch(`${url}/_control/journal`)).status).toBe(400);
    expect((await sandbox.stop('SIGINT')).stdout).toContain('start it with --control');
  });

  it('has them with --control', async () => {
    const sandbox = workshop.start([...SMALL, '--control']);
    const [, url = ''] = await sandbox.said(SITE);
    expect((await fetch(`${url}/_control/journal`)).status).toBe(200);
    await sandbox.stop('SIGINT');
  });

  it('calls itself by the name that others reach it by', async () => {
    const sandbox = workshop.start([...SMALL, '--host', 'localhost']);
    const [, url = ''] = await sandbox.said(/Site +(http:\/\/localhost:\d+)/);
    expect((await fetch(`${url}/login/companyinfo/sandboxmsp`)).status).toBe(200);
    expect((await sandbox.stop('SIGINT')).stdout).not.toContain('this machine only');
  });

  it('has them apart with --control-port, serves HTTPS with a certificate, and can be an older server', async () => {
    const folder = await workshop.folder('certificates');
    await mkdir(folder, { recursive: true });
    const { cert, key } = await (await openShop()).selfSigned('IP:127.0.0.1');
    const files = [join(folder, 'cert.pem'), join(folder, 'key.pem')] as const;
    await Promise.all([writeFile(files[0], cert), writeFile(files[1], key)]);
    const tls = ['--tls-cert', files[0], '--tls-key', files[1], '--tls-port', '0'];
    const sandbox = workshop.start([...SMALL, '--control-port', '0', '--api-version', '2022.1', ...tls]);
    const [, url = ''] = await sandbox.said(SITE);
    await sandbox.said(/HTTPS +https:\/\/127\.0\.0\.1:\d+/);
    const [, control = ''] = await sandbox.said(/curl (http\S+)\/_control\/journal/);
    expect((await fetch(`${control}/_control/settings`)).status).toBe(200);
    expect((await fetch(`${url}/_control/settings`)).status).toBe(400);
    expect(await (await fetch(`${url}/login/companyinfo/sandboxmsp`)).json()).toMatchObject({ Codebase: 'v2022_1/' });
    await sandbox.stop('SIGINT');
  });

  it.each([
    [['--tls-cert', 'cert.pem'], /go together/],
    [['--tls-cert', resolve('package.json'), '--tls-key', resolve('package.json')], /belong together/],
    [['--tls-cert', 'no-such-file', '--tls-key', 'no-such-file'], /cannot be read/],
    [['--api-version', '3'], /such as 2022\.1/],
  ])('answers %j with a sentence, not a stack', async (args, expected) => {
    const { code, stderr } = await workshop.run([...SMALL, ...args]);
    expect([code, stderr]).toEqual([1, expect.stringMatching(expected)]);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('says so when its port is taken', async () => {
    const sandbox = workshop.start(SMALL);
    const [, url = ''] = await sandbox.said(SITE);
    const { code, stderr } = await workshop.run(['sandbox', '--port', new URL(url).port]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('taken')]);
    await sandbox.stop('SIGINT');
  });
});
