import { request } from 'node:https';
import { describe, expect, it } from '@jest/globals';
import { describeSandbox } from '../../src/sandbox/describe.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.js';
import { openShop } from '../support/certificates.js';
import { Client, type Reply } from './client.js';

function overTls(sandbox: Sandbox, ca: string, path: string): Promise<Pick<Reply, 'status' | 'headers'>> {
  return new Promise((resolve, reject) => {
    const url = `${sandbox.tlsUrl}${path}`;
    const asked = request(url, { ca, headers: new Client(sandbox).headers, agent: false }, (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, headers: response.headers });
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('HTTPS', () => {
  it('is served beside HTTP, each with addresses of its own, and callbacks name the secure one', async () => {
    const tls = await (await openShop()).selfSigned('IP:127.0.0.1');
    const sandbox = await startSandbox({ companies: 10, tls });
    const path = '/v2025_1/apis/3.0/company/companies?pageSize=2';
    const secure = await overTls(sandbox, tls.cert, path);
    expect([secure.status, String(secure.headers['link']).startsWith(`<${sandbox.tlsUrl}/`)]).toEqual([200, true]);
    const plain = await new Client(sandbox).api('/company/companies', { query: { pageSize: '2' } });
    expect(String(plain.headers['link']).startsWith(`<${sandbox.url}/`)).toBe(true);
    sandbox.settings.sslRequired = true;
    expect((await new Client(sandbox).api('/system/info')).json.message).toBe('SSL is required.');
    expect((await overTls(sandbox, tls.cert, '/v2025_1/apis/3.0/system/info')).status).toBe(200);
    sandbox
      .records('callbacks')
      .add({ url: 'http://example.invalid/?id=', objectId: 1, type: 'company', level: 'owner' });
    sandbox.companies.rename(251, 'x');
    const { Metadata } = JSON.parse(sandbox.deliveries.journal.entries[0]?.body ?? '');
    expect(Metadata.key_url.startsWith(`${sandbox.tlsUrl}/`)).toBe(true);
    expect(describeSandbox(sandbox)).toContain(sandbox.tlsUrl);
    await sandbox.close();
  });

  it('leaves nothing open when its port is taken', async () => {
    const tls = await (await openShop()).selfSigned('IP:127.0.0.1');
    const first = await startSandbox({ companies: 10 });
    await expect(startSandbox({ companies: 10, tls: { ...tls, port: first.port } })).rejects.toThrow('EADDRINUSE');
    await first.close();
  });
});

describe('server versions', () => {
  it.each(['2021.1', '2022.2', '2025.1'])('%s takes itself and older ones, and refuses newer ones', async (version) => {
    const sandbox = await startSandbox({ companies: 10, version });
    const codebase = `v${version.replace('.', '_')}`;
    const client = new Client(sandbox, codebase);
    const ask = (accepted: string): Promise<Reply> =>
      client.api('/system/info', { headers: { accept: `application/vnd.connectwise.com+json; version=${accepted}` } });
    const own = await ask(version);
    expect([own.status, own.json.version, own.headers['api-current-version']]).toEqual([
      200,
      `v${version}.10333`,
      version,
    ]);
    expect((await ask('2021.1')).status).toBe(200);
    const newer = await ask('2025.16');
    expect([newer.status, newer.json.message]).toEqual([
      400,
      expect.stringContaining("does not support the API version '2025.16'."),
    ]);
    expect((await client.plain('/login/companyinfo/sandboxmsp')).json).toMatchObject({
      Codebase: `${codebase}/`,
      VersionCode: `v${version}`,
    });
    await sandbox.close();
  });
});

describe('the control addresses', () => {
  it('are not there unless asked for', async () => {
    const sandbox = await startSandbox({ companies: 10 });
    expect((await new Client(sandbox).plain('/_control/journal')).status).toBe(400);
    expect(sandbox.controlUrl).toBeNull();
    expect(describeSandbox(sandbox)).not.toContain('_control');
    await sandbox.close();
  });

  it('can have a port of their own, where nothing else is', async () => {
    const sandbox = await startSandbox({ companies: 10, control: { port: 0 } });
    expect((await new Client(sandbox).plain('/_control/journal')).status).toBe(400);
    expect((await fetch(`${sandbox.controlUrl}/_control/journal`)).status).toBe(200);
    expect((await fetch(`${sandbox.controlUrl}/login/companyinfo/sandboxmsp`)).status).toBe(404);
    expect(describeSandbox(sandbox)).toContain(`${sandbox.controlUrl}/_control/journal`);
    await sandbox.close();
  });
});
