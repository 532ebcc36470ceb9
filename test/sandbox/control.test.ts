import { describe, expect, it } from '@jest/globals';
import { describeSandbox, runSandbox } from '../../src/sandbox/run.js';
import { startSandbox } from '../../src/sandbox/sandbox.js';
import { Client, withSandbox } from './client.js';

const using = withSandbox({ companies: 20, control: true });

// biome-ignore lint/suspicious/noExplicitAny: what comes back is what the tests are about
async function control(method: string, path: string, body?: unknown): Promise<any> {
  const reply = await using.client.plain(`/_control${path}`, { method, body });
  return reply.status === 200 ? reply.json : { status: reply.status, ...reply.json };
}

describe('the journal', () => {
  it('keeps what was asked, decoded, and what was answered', async () => {
    using.sandbox.journal.clear();
    await using.client.find('identifier = "a&b+c 株"');
    await using.client.plain('/login/companyinfo/nobody');
    await using.client.api('/nothing');
    expect(using.sandbox.journal.entries).toMatchObject([
      {
        method: 'GET',
        path: '/v2025_1/apis/3.0/company/companies',
        route: '/company/companies',
        conditions: 'identifier = "a&b+c 株"',
        query: { pageSize: '1000' },
        status: 200,
        milliseconds: expect.any(Number),
        withCredentials: true,
        changed: false,
      },
      { route: '/login/companyinfo/{id}', withCredentials: false, status: 200 },
      { route: null, status: 404 },
    ]);
    expect(using.sandbox.journal.counts).toEqual({
      'GET /company/companies': 1,
      'GET /login/companyinfo/{id}': 1,
      'GET ?': 1,
    });
  });

  it('counts changes, so that a test can prove there were none', async () => {
    const { journal } = using.sandbox;
    journal.clear();
    await using.client.api('/company/companies', { method: 'POST', body: {} });
    await using.client.api('/company/companies/251', {
      method: 'PATCH',
      body: [{ op: 'replace', path: 'status/id', value: 2 }],
    });
    expect([journal.changes, journal.count('POST', '/company/companies'), journal.total]).toEqual([0, 1, 2]);
    await using.client.api('/company/companies/251', {
      method: 'PATCH',
      body: [{ op: 'replace', path: 'name', value: 'x' }],
    });
    expect([journal.changes, journal.entries.at(-1)?.changed]).toEqual([1, true]);
  });

  it('never holds a key or the Basic header', async () => {
    await using.client.api('/system/info');
    const text = JSON.stringify(using.sandbox.journal.entries);
    const { authorization = '' } = using.client.headers;
    expect(text).not.toContain(using.sandbox.credentials.privateKey);
    expect(text).not.toContain(authorization.slice(6, 30));
  });

  it('keeps the last 10,000 requests and counts all', async () => {
    const { journal } = using.sandbox;
    journal.clear();
    const entry = {
      at: new Date(),
      method: 'GET',
      path: '/x',
      route: '/x',
      query: {},
      conditions: null,
      withCredentials: false,
    };
    for (let number = 0; number < 25_000; number += 1) {
      journal.add(entry);
    }
    const { entries } = journal;
    expect([entries.length, journal.count('GET', '/x')]).toEqual([10_000, 25_000]);
    expect((entries.at(-1)?.number ?? 0) - (entries[0]?.number ?? 0)).toBe(9_999);
    journal.clear();
  });
});

describe('the control addresses', () => {
  it('show and clear the journal', async () => {
    await control('DELETE', '/journal');
    await using.client.api('/system/info');
    expect(await control('GET', '/journal')).toMatchObject({
      total: 1,
      changes: 0,
      counts: { 'GET /system/info': 1 },
      entries: [{ status: 200 }],
    });
  });

  it('order, list and drop faults', async () => {
    const { id } = await control('POST', '/faults', {
      route: '/system/info',
      times: 2,
      fault: { kind: 'rateLimit', retryAfter: 5 },
    });
    expect((await using.client.api('/system/info')).status).toBe(429);
    expect(await control('GET', '/faults')).toMatchObject([{ id, hits: 1 }]);
    expect(await control('DELETE', `/faults/${id}`)).toEqual([]);
    expect((await using.client.api('/system/info')).status).toBe(200);
    expect(await control('POST', '/faults', { fault: { kind: 'nope' } })).toMatchObject({
      status: 400,
      error: expect.any(String),
    });
    expect(await control('DELETE', '/faults')).toEqual([]);
  });

  it('change the role and give it back', async () => {
    const body = {
      all: { add: 'None' },
      functions: { 'Company Maintenance': { inquire: 'None' } },
      mySecurity: 'missing',
    };
    expect(await control('PUT', '/permissions', body)).toMatchObject({ mySecurity: 'missing' });
    expect((await using.client.api('/company/companies')).status).toBe(403);
    await control('DELETE', '/permissions');
    expect((await using.client.api('/company/companies')).status).toBe(200);
    expect(await control('PUT', '/permissions', { functions: { Nonsense: {} } })).toMatchObject({ status: 400 });
  });

  it('set, move and free the clock', async () => {
    expect(await control('POST', '/clock', { set: '2030-01-01T00:00:00Z' })).toEqual({
      now: '2030-01-01T00:00:00.000Z',
    });
    expect(await control('POST', '/clock', { advanceSeconds: 90 })).toEqual({ now: '2030-01-01T00:01:30.000Z' });
    await control('POST', '/companies', { identifier: 'later', name: 'Later' });
    expect(await using.client.find('lastUpdated > [2030-01-01]')).toMatchObject([{ identifier: 'later' }]);
    const { now } = await control('POST', '/clock', { reset: true });
    expect(Date.parse(now)).toBeLessThan(Date.UTC(2030, 0, 1));
  });

  it('let other people work on companies', async () => {
    const { id } = await control('POST', '/companies', {
      identifier: 'people',
      name: 'People',
      status: { name: 'Credit Hold' },
    });
    expect(await control('PATCH', `/companies/${id}`, { name: 'Renamed' })).toMatchObject({ name: 'Renamed' });
    expect(await control('POST', `/companies/${id}/inactivate`)).toMatchObject({ status: { name: 'Inactive' } });
    expect(await control('DELETE', `/companies/${id}`)).toMatchObject({ deletedFlag: true });
    expect(await control('POST', `/companies/${id}/restore`)).toMatchObject({ deletedFlag: false });
    expect(await control('POST', `/companies/${id}/remove`)).toEqual({ removed: id });
    expect(await control('GET', `/companies/${id}`)).toMatchObject({ status: 404 });
    expect(await control('PATCH', '/companies/251', { nonsense: 1 })).toMatchObject({ status: 400 });
    expect(await control('PATCH', '/companies/251', { status: { id: 99 } })).toMatchObject({ status: 400 });
  });

  it('let other people work on agreements', async () => {
    const { active } = using.sandbox.landmarks.agreements;
    const [addition] = using.sandbox.agreements.additions(active);
    expect(await control('POST', `/agreements/${addition?.id}/quantity`, { quantity: 7.5 })).toMatchObject({
      quantity: 7.5,
      billedQuantity: 7.5,
    });
    const period = { from: '2026-02-01', to: '2026-02-28' };
    expect(await control('POST', `/agreements/${active}/invoice`, period)).toMatchObject({ total: 18.75 });
    expect(await control('POST', `/agreements/${active}/invoice`, { from: 'soon' })).toMatchObject({ status: 400 });
    expect(await control('POST', `/agreements/${addition?.id}/end`, { day: '2026-03-01' })).toMatchObject({
      cancelledDate: '2026-03-01T00:00:00Z',
    });
    expect(await control('POST', `/agreements/${active}/cancel`)).toMatchObject({ agreementStatus: 'Cancelled' });
    expect(await control('GET', `/agreements/${active}`)).toMatchObject({ nextInvoiceDate: '2026-03-01' });
    expect(await control('POST', '/agreements/999999/cancel')).toMatchObject({ status: 400 });
  });

  it('change settings and keys', async () => {
    expect(await control('PATCH', '/settings', { cloud: true })).toMatchObject({ cloud: true, urlLimit: 2048 });
    expect(await control('PATCH', '/settings', { cloud: 'yes' })).toMatchObject({ status: 400 });
    await control('PATCH', '/settings', { cloud: false });
    expect(await control('POST', '/keys', { publicKey: 'p', privateKey: 'q' })).toEqual({ publicKey: 'p' });
    expect(await control('DELETE', '/keys/p')).toEqual({ revoked: true });
    expect(await control('GET', '/landmarks')).toMatchObject({ inactive: { identifier: 'DormantWorks' } });
    expect(await control('GET', '/nothing')).toMatchObject({ status: 404 });
    expect(await control('GET', '/%zz')).toMatchObject({ status: 404 });
    const broken = await using.client.plain('/_control/faults', { method: 'POST', raw: '{' });
    expect(broken.status).toBe(400);
  });
});

describe('starting and stopping', () => {
  it('describes itself to a person', async () => {
    const sandbox = await runSandbox({ companies: 10 });
    const text = describeSandbox(sandbox);
    for (const part of [
      sandbox.url,
      'sandboxmsp',
      'SandboxPublicKey',
      'SandboxPrivatKey',
      sandbox.credentials.clientId,
      '/_control/journal',
      '/_control/faults',
    ]) {
      expect(text).toContain(part);
    }
    await sandbox.close();
  });

  it('ends at once with requests under way, and twice', async () => {
    const sandbox = await startSandbox({ companies: 10 });
    sandbox.faults.add({ times: null, fault: { kind: 'silent' } });
    const pending = new Client(sandbox).api('/system/info').catch((error: Error) => error);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await sandbox.close();
    await sandbox.close();
    expect(await pending).toMatchObject({ code: 'ECONNRESET' });
  });

  it('takes other credentials, a codebase and a place on the cloud', async () => {
    const sandbox = await startSandbox({
      companies: 10,
      loginCompanyId: 'Other',
      publicKey: 'pub',
      privateKey: 'priv',
      clientIds: ['one', 'two'],
      codebase: 'v2024_3',
      cloud: true,
    });
    const client = new Client(sandbox, 'v2024_3');
    expect((await client.api('/system/info', { headers: { clientid: 'two' } })).json).toMatchObject({
      version: 'v2024.3.10333',
      isCloud: true,
      cloudRegion: 'NA',
    });
    expect((await client.plain('/login/companyinfo/Other')).json).toMatchObject({
      IsCloud: true,
      SiteUrl: `127.0.0.1:${sandbox.port}`,
    });
    await sandbox.close();
  });

  it.each([9, 100_001, 10.5])('refuses %s companies', async (companies) => {
    await expect(startSandbox({ companies })).rejects.toThrow(RangeError);
  });
});
