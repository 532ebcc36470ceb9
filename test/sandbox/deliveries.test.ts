import { describe, expect, it } from '@jest/globals';
import { withSandbox } from './client.js';
import { callbacksOf, signatureOf, withReceiver } from './receiver.js';

const NOON = Date.UTC(2026, 0, 31, 12);
const DAY = 86_400;
const using = withSandbox({ companies: 20, clock: () => new Date(NOON) });
const receiver = withReceiver();
const { register, rename, advance } = callbacksOf(using, receiver);

/** Until the receiver has so many in hand, for those that it never answers. */
async function arrived(count: number): Promise<void> {
  while (receiver.received.length < count) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const states = (): string[] => using.sandbox.deliveries.journal.entries.map(({ state }) => state);

describe('a delivery', () => {
  it('appends the record and the action to the url, and carries the record as a text', async () => {
    const { json: callback } = await register();
    await rename(251, 'Zoë "株式会社"');
    const [delivery] = receiver.received;
    const { origin } = new URL(using.sandbox.url);
    expect(delivery?.path).toBe('/cw?recordId=251&action=updated');
    expect(delivery?.json).toEqual({
      MessageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      FromUrl: new URL(origin).host,
      CompanyId: 'sandboxmsp',
      MemberId: 'psabridge',
      Action: 'updated',
      Type: 'company',
      ID: 251,
      ProductInstanceId: null,
      PartnerId: null,
      Entity: expect.any(String),
      Metadata: {
        key_url: expect.stringMatching(/\/v2025_1\/\/system\/callbackkey\/index\.rails\?companyName=sandboxmsp&id=/),
      },
      CallbackObjectRecId: callback.id,
    });
    expect(JSON.parse(delivery?.json.Entity)).toEqual((await using.client.api('/company/companies/251')).json);
  });

  it('is signed over the raw body by a key that only an API member is told, as text', async () => {
    await register();
    await rename();
    const [delivery] = receiver.received;
    const path = String(delivery?.json.Metadata.key_url).slice(using.sandbox.url.length);
    const reply = await using.client.plain(path, { headers: using.client.headers });
    expect([reply.status, reply.headers['content-type']]).toEqual([200, 'text/plain']);
    expect(delivery?.headers['x-content-signature']).toBe(
      signatureOf(JSON.parse(reply.text).signing_key, delivery?.raw ?? ''),
    );
    expect((await using.client.plain(path)).status).toBe(401);
    expect((await using.client.plain(path, { headers: using.client.headers, without: ['clientid'] })).status).toBe(403);
    const asked = (changed: string) => using.client.plain(changed, { headers: using.client.headers });
    expect((await asked(path.replace('//system', '/system'))).status).toBe(404);
    expect((await asked(path.replace('companyName=sandboxmsp', 'companyName=other'))).status).toBe(404);
    expect((await asked(path.replace(/id=.*/, 'id=nope'))).status).toBe(404);
    expect(using.sandbox.journal.count('GET', '/system/callbackkey/index.rails')).toBeGreaterThanOrEqual(3);
  });

  it('is signed by a new key under a new id once the key was turned, and the old one can still be asked for', async () => {
    await register();
    await rename();
    const before = using.sandbox.signingKeys.currentId;
    using.sandbox.signingKeys.rotate();
    await rename(251, 'Again');
    const [first, second] = receiver.received;
    const key = (id: string): string => using.sandbox.signingKeys.get(id) ?? '';
    expect(first?.headers['x-content-signature']).toBe(signatureOf(key(before), first?.raw ?? ''));
    expect(second?.headers['x-content-signature']).toBe(
      signatureOf(key(using.sandbox.signingKeys.currentId), second?.raw ?? ''),
    );
    expect(second?.json.Metadata.key_url).not.toBe(first?.json.Metadata.key_url);
  });

  it('tells of what was added and deleted, by the API too, and of a deleted record shows nothing', async () => {
    await register();
    const body = { identifier: 'told', name: 'Told', city: 'x' };
    const { json } = await using.client.api('/company/companies', { method: 'POST', body });
    await using.client.api(`/company/companies/${json.id}`, { method: 'DELETE' });
    await using.sandbox.deliveries.idle();
    const news = receiver.received.map(({ json: told }) => [told.Action, told.ID, told.Entity === null]);
    expect(news.sort()).toEqual([
      ['added', json.id, false],
      ['deleted', json.id, true],
    ]);
  });

  it('leaves out what the same API member did, if told to', async () => {
    await register({ isSelfSuppressedFlag: true });
    const body = [{ op: 'replace', path: 'name', value: 'By itself' }];
    await using.client.api('/company/companies/251', { method: 'PATCH', body });
    await rename(251, 'By a person');
    expect(receiver.received.map(({ json }) => JSON.parse(json.Entity).name)).toEqual(['By a person']);
  });

  it.each<[string, string, number, boolean]>([
    ['company', 'company', 251, true],
    ['company', 'company', 252, false],
    ['company', 'status', 1, true],
    ['company', 'status', 2, false],
    ['company', 'type', 1, true],
    ['company', 'territory', 1, true],
    ['company', 'integratortag', 1, true],
    ['company', 'owner', 2, false],
    ['contact', 'owner', 1, false],
  ])('for %s at level %s with object %s: %s', async (type, level, objectId, isTold) => {
    const fields = { integratorTags: ['psa-bridge'], status: { id: 1 }, types: [{ id: 1 }], territory: { id: 1 } };
    using.sandbox.companies.edit(251, fields);
    await register({ type, level, objectId });
    await rename();
    expect(receiver.received).toHaveLength(isTold ? 1 : 0);
  });

  it('stops with inactiveFlag, and with the entry itself', async () => {
    const { json } = await register();
    const body = [{ op: 'replace', path: 'inactiveFlag', value: true }];
    await using.client.api(`/system/callbacks/${json.id}`, { method: 'PATCH', body });
    await rename();
    await using.client.api(`/system/callbacks/${json.id}`, { method: 'DELETE' });
    await rename();
    expect(receiver.received).toEqual([]);
  });

  it('never leaves this machine', async () => {
    for (const host of ['example.com', '10.0.0.1', '127.0.0.1.example.com', '[2001:db8::1]', '0.0.0.0']) {
      await register({ url: `http://${host}/?id=` });
    }
    await rename();
    const { entries } = using.sandbox.deliveries.journal;
    expect(entries).toHaveLength(5);
    for (const { state, attempts } of entries) {
      expect([state, attempts]).toEqual([
        'failed',
        [expect.objectContaining({ status: null, error: expect.stringContaining('loopback') })],
      ]);
    }
  });
});

describe('a delivery that fails', () => {
  it('is one to a url that is none once the record id stands behind it', async () => {
    await register({ url: 'http://127.0.0.1:5000' });
    await rename();
    expect(states()).toEqual(['failed']);
  });

  it.each([404, 409, 419, 429])('with %s is tried again after 2 s and after 4 s, and then no more', async (status) => {
    receiver.answer(status);
    await register();
    await rename();
    await advance(1.9);
    expect(receiver.received).toHaveLength(1);
    await advance(0.1);
    await advance(3.9);
    expect(receiver.received).toHaveLength(2);
    expect(states()).toEqual(['pending']);
    await advance(0.1);
    await advance(100);
    expect(new Set(receiver.received.map(({ raw }) => raw)).size).toBe(1);
    expect(receiver.received).toHaveLength(3);
    expect(states()).toEqual(['failed']);
  });

  it('is delivered once a try succeeds', async () => {
    receiver.answer(429, 200);
    await register();
    await rename();
    await advance(2);
    expect(states()).toEqual(['delivered']);
    expect(using.sandbox.deliveries.journal.entries[0]?.attempts).toMatchObject([{ status: 429 }, { status: 200 }]);
  });

  it.each([302, 400, 401, 500, 503])('with %s is not tried again', async (status) => {
    receiver.answer(status);
    await register();
    await rename();
    await advance(100);
    expect(receiver.received).toHaveLength(1);
    expect(states()).toEqual(['failed']);
  });

  it('has five seconds', async () => {
    receiver.answer('silent');
    await register();
    using.sandbox.companies.rename(251, 'Slow');
    await arrived(1);
    using.sandbox.clock.advance(4.9);
    expect(states()).toEqual(['pending']);
    await advance(0.1);
    expect(using.sandbox.deliveries.journal.entries).toMatchObject([
      { state: 'failed', attempts: [{ status: null, error: 'No answer in time.' }] },
    ]);
  });

  it('on three days in a row switches the callback off until it is registered anew', async () => {
    receiver.answer(500);
    const { json } = await register();
    const entry = async () => (await using.client.api(`/system/callbacks/${json.id}`)).json;
    for (let day = 0; day < 3; day += 1) {
      expect((await entry()).inactiveFlag).toBe(false);
      await rename();
      await advance(DAY);
    }
    expect((await entry()).inactiveFlag).toBe(true);
    receiver.answer(204);
    const body = [{ op: 'replace', path: 'inactiveFlag', value: false }];
    await using.client.api(`/system/callbacks/${json.id}`, { method: 'PATCH', body });
    await rename();
    expect(receiver.received).toHaveLength(3);
    await using.client.api(`/system/callbacks/${json.id}`, { method: 'DELETE' });
    await register();
    await rename();
    expect(receiver.received).toHaveLength(4);
  });

  it('on days that are not in a row leaves it on', async () => {
    const { json } = await register();
    for (const status of [500, 500, 204, 500, 500]) {
      receiver.answer(status);
      await rename();
      await advance(DAY);
    }
    expect((await using.client.api(`/system/callbacks/${json.id}`)).json.inactiveFlag).toBe(false);
  });
});

describe('sending again on demand', () => {
  it('brings the very same message, also an older one after a newer', async () => {
    await register();
    await rename(251, 'Old');
    await rename(251, 'New');
    const [old] = using.sandbox.deliveries.journal.entries;
    await using.sandbox.deliveries.resend(old?.id ?? 0);
    const [first, second, third] = receiver.received;
    expect(third?.raw).toBe(first?.raw);
    expect(third?.headers['x-content-signature']).toBe(first?.headers['x-content-signature']);
    expect(second?.raw).not.toBe(first?.raw);
    expect(() => using.sandbox.deliveries.resend(0)).toThrow(RangeError);
  });
});
