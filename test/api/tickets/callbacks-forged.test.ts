import { createHash, createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestApp } from '../../support/test-app.js';
import {
  broughtTo,
  callbacksOf,
  keyUrlOf,
  messageOf,
  send,
  sendTo,
  startCalledApp,
  storedOf,
} from '../support/callbacks.js';
import { given } from '../support/calls.js';
import { dump } from '../support/rows.js';
import { TicketScene } from '../support/tickets.js';

let test: TestApp;
let scene: TicketScene;
let number: number;

beforeAll(async () => {
  test = await startCalledApp();
});
afterAll(() => test.close());
beforeEach(async () => {
  scene = await TicketScene.open(test);
  number = await scene.ticket();
  test.sandbox.journal.clear();
});

const message = (changes: Readonly<Record<string, unknown>> = {}) => messageOf(scene, { ID: number, ...changes });
const signedBy = (key: string, body: string) =>
  createHmac('sha256', createHash('sha256').update(key).digest()).update(body).digest('base64');
const nothingStored = async () => expect(await storedOf(scene)).toEqual([]);

describe('T6: a callback with a key address', () => {
  it.each<[string, (url: string) => string]>([
    ['of another host', () => keyUrlOf(test, 'x', 'https://keys.example')],
    ['of another cloud host', () => keyUrlOf(test, 'x', 'https://api-eu.myconnectwise.net')],
    ['of another port', () => keyUrlOf(test, 'x', 'http://127.0.0.1:9')],
    ['of the metadata service', () => 'http://169.254.169.254/latest/meta-data/'],
    ['with a user before the host', (url) => keyUrlOf(test, 'x', `${new URL(url).origin.replace('://', '://a@')}`)],
    ['with the host as a user', (url) => keyUrlOf(test, 'x', `${url}@keys.example`)],
    ['of another page', (url) => `${url}/v2025_1/apis/3.0/system/info`],
    ['that climbs out', (url) => `${url}/v2025_1//system/callbackkey/../../x/index.rails`],
    ['that is a file', () => 'file:///etc/passwd'],
    ['that is no address', () => 'nowhere'],
  ])('T6: a key address %s is refused with no outgoing call, and nothing is stored', async (_name, keyUrl) => {
    const body = message({ Metadata: { key_url: keyUrl(test.sandbox.url) } });
    expect(await send(scene, body, signedBy('a key of the forger', body))).toBe(401);
    // The test itself looks up the address.
    expect(scene.calls().filter((call) => call !== 'GET /system/callbacks')).toEqual([]);
    await nothingStored();
  });

  it('T6: a key address that could be right is asked for a few times a minute, and no more', async () => {
    const statuses: number[] = [];
    for (let part = 0; part < 20; part += 1) {
      const body = message({ Metadata: { key_url: keyUrlOf(test, randomUUID()) } });
      statuses.push(await send(scene, body, signedBy('x', body)));
    }
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
    expect(scene.calls().filter((call) => call.includes('callbackkey')).length).toBeLessThanOrEqual(6);
    await nothingStored();
  });
});

describe('T7: a callback', () => {
  it('T7: a callback that is signed is taken, and its key is asked for once', async () => {
    for (let part = 0; part < 5; part += 1) expect(await send(scene, message())).toBe(204);
    expect(await storedOf(scene)).toHaveLength(5);
    expect(scene.calls().filter((call) => call.includes('callbackkey'))).toHaveLength(1);
  });

  it.each<[string, (body: string) => [string | Buffer, string | null], number]>([
    ['without a signature', (body) => [body, null], 401],
    ['with an empty signature', (body) => [body, ''], 401],
    ['with a signature of another form', (body) => [body, 'x'.repeat(44)], 401],
    ['signed with another key', (body) => [body, signedBy('another key', body)], 401],
    ['signed with the key itself, not its hash', (body) => [body, rawSigned(body)], 401],
    ['in which one bit is changed', (body) => [flipped(body), test.sandbox.signingKeys.sign(body)], 401],
    ['that was parsed and written again', (body) => [spaced(body), test.sandbox.signingKeys.sign(body)], 401],
    ['that is larger than 256 KB', (body) => [padded(body, 262_145), null], 413],
    ['of another company', () => signed(message({ CompanyId: 'othermsp' })), 401],
    ['of the same company, written otherwise', () => signed(message({ CompanyId: 'SandboxMSP' })), 401],
    ['without a message id', () => signed(message({ MessageId: undefined })), 401],
    ['about no record', () => signed(message({ ID: 'all' })), 401],
    ['without a key address', () => signed(message({ Metadata: null })), 401],
    ['that is no JSON', () => signed('{"MessageId":'), 401],
    ['that is a list', () => signed('[]'), 401],
    ['that is empty', () => signed(''), 401],
  ])('T7: a callback %s is refused, and nothing is stored', async (_name, forge, status) => {
    const [body, signature] = forge(message());
    expect(await send(scene, body, signature)).toBe(status);
    await nothingStored();
  });

  it('T7: a callback of 256 KB is taken', async () => {
    const [body, signature] = signed(padded(message(), 262_144));
    expect(await send(scene, body, signature)).toBe(204);
    expect(await storedOf(scene)).toHaveLength(1);
  });

  it('T7: a callback at an address that is not there is told that there is nothing', async () => {
    const { url } = given((await callbacksOf(scene))[0]);
    const key = given(/wise\/([\w-]{43})/.exec(url)?.[1]);
    for (const guess of [key.slice(1), `${key}x`, key.toLowerCase(), 'x'.repeat(43), '%00']) {
      expect(await sendTo(url.replace(key, guess), ...signed(message()))).toBe(404);
    }
    expect([400, 404]).toContain(await sendTo(url.replace(key, 'x'.repeat(300)), ...signed(message())));
    await nothingStored();
  });

  it('T7: a callback of another method, compressed, or to a server that has no such thing is refused', async () => {
    const { url } = given((await callbacksOf(scene))[0]);
    expect((await fetch(`${url}1`)).status).toBe(404);
    const [body, signature] = signed(message());
    const headers = { 'x-content-signature': signature, 'content-encoding': 'gzip' };
    expect((await fetch(`${url}1`, { method: 'POST', headers, body })).status).toBe(415);
    await nothingStored();
  });

  it('T7: a callback that cannot be checked now, because the integration is off, is to come again', async () => {
    const off = await TicketScene.open(test);
    await off.deliver();
    const { url } = given((await callbacksOf(off))[0]);
    await off.account.integration({ isEnabled: false });
    test.sandbox.journal.clear();
    expect(await sendTo(url, ...signed(message()))).toBe(429);
    expect(scene.calls()).toEqual([]);
    expect(await storedOf(off)).toEqual([]);
  });

  it('T7: a callback leaves neither its key nor its text in the log or the database', async () => {
    const canary = `canary-${randomUUID()}`;
    const [body, signature] = signed(message({ Entity: JSON.stringify({ summary: canary }) }));
    expect(await send(scene, body, signature)).toBe(204);
    const key = given(test.sandbox.signingKeys.get(test.sandbox.signingKeys.currentId));
    for (const where of [await dump(), test.logs.join('\n')]) {
      expect(where).not.toContain(canary);
      expect(where).not.toContain(key);
    }
  });
});

describe('T8: callbacks that are replayed or out of order', () => {
  it('T8: callbacks are stored once each and applied once, and what counts is how the ticket is now', async () => {
    test.sandbox.tickets.close(number);
    test.sandbox.tickets.reopen(number);
    test.sandbox.tickets.close(number);
    const deliveries = await broughtTo(scene);
    expect(deliveries).toHaveLength(3);
    for (const { id } of [...deliveries].reverse()) {
      await Promise.all([test.sandbox.deliveries.resend(id), test.sandbox.deliveries.resend(id)]);
    }
    expect(new Set((await broughtTo(scene)).flatMap(({ attempts }) => attempts.map(({ status }) => status)))).toEqual(
      new Set([204]),
    );
    expect((await storedOf(scene)).map(({ message_id }) => message_id).sort()).toEqual(
      deliveries.map(({ messageId }) => messageId).sort(),
    );
    await scene.deliver();
    expect(await scene.one()).toMatchObject({ state: 'RESOLVED', resolvedBy: 'TICKET' });
    const [first] = deliveries;
    await test.sandbox.deliveries.resend(given(first).id);
    test.sandbox.journal.clear();
    await scene.deliver();
    expect(scene.calls()).toEqual([]);
    expect(await storedOf(scene)).toHaveLength(3);
  });

  it('F21: the same one many times at the same moment is stored once', async () => {
    const [body, signature] = signed(message());
    expect(new Set(await Promise.all(Array.from({ length: 20 }, () => send(scene, body, signature))))).toEqual(
      new Set([204]),
    );
    expect(await storedOf(scene)).toHaveLength(1);
  });
});

function signed(body: string): [string, string] {
  return [body, test.sandbox.signingKeys.sign(body)];
}

function rawSigned(body: string): string {
  const key = given(test.sandbox.signingKeys.get(test.sandbox.signingKeys.currentId));
  return createHmac('sha256', key).update(body).digest('base64');
}

function flipped(body: string): Buffer {
  const bytes = Buffer.from(body);
  const at = bytes.indexOf('updated');
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes;
}

function spaced(body: string): string {
  return JSON.stringify(JSON.parse(body), null, 1);
}

function padded(body: string, bytes: number): string {
  return body.padEnd(bytes, ' ');
}
