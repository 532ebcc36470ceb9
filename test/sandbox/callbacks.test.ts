import { describe, expect, it } from '@jest/globals';
import { withSandbox } from './client.js';
import { callbacksOf, withReceiver } from './receiver.js';

const using = withSandbox({ companies: 10 });
const { register } = callbacksOf(using, withReceiver());

describe('registering a callback', () => {
  it('fills in what the server sets', async () => {
    const reply = await register({ description: 'ours', memberId: 77 });
    expect(reply.status).toBe(201);
    expect(reply.json).toMatchObject({
      description: 'ours',
      objectId: 1,
      memberId: 2,
      payloadVersion: '3.0.0',
      inactiveFlag: false,
      isSelfSuppressedFlag: false,
      _info: { enteredBy: 'psabridge' },
    });
    expect((await using.client.api('/system/callbacks/count')).json).toEqual({ count: 1 });
  });

  it.each(['url', 'objectId', 'type', 'level'])('demands %s', async (field) => {
    const reply = await register({ [field]: undefined });
    expect([reply.status, reply.json.code, reply.json.errors]).toEqual([
      400,
      'InvalidObject',
      [expect.objectContaining({ code: 'MissingRequiredField', field })],
    ]);
  });

  it.each(['nonsense', 'ftp://127.0.0.1/', '/path', 'http:', 'http:///x'])('refuses the url %s', async (url) => {
    expect((await register({ url })).json.errors).toMatchObject([{ code: 'InvalidField', message: 'Invalid URL' }]);
  });

  it.each([
    ['company', 'board'],
    ['site', 'site'],
    ['ticket', 'company'],
    ['productcatalog', 'type'],
    ['nonsense', 'owner'],
    ['constructor', 'name'],
  ])('refuses for the type %s the level %s', async (type, level) => {
    expect((await register({ type, level })).json.errors).toMatchObject([
      { code: 'InvalidObject', message: expect.stringMatching(/^Unrecognized level for type/) },
    ]);
  });

  it.each([
    ['Ticket', 'Board'],
    ['agreement', 'agreement'],
    ['time', 'company'],
    ['member', 'securityrole'],
  ])('takes for the type %s the level %s', async (type, level) => {
    expect((await register({ type, level, objectId: 3 })).status).toBe(201);
  });

  it('refuses the same a second time, by an update as well, and one that is switched off counts', async () => {
    const first = await register({ inactiveFlag: true });
    const second = await register({ type: 'COMPANY' });
    expect([second.status, second.json.errors]).toEqual([
      400,
      [expect.objectContaining({ code: 'ObjectExists', message: 'A matching callback entry already exists' })],
    ]);
    const other = await register({ objectId: 2 });
    expect(other.status).toBe(201);
    const patch = (id: number, value: number) => ({
      method: 'PATCH',
      body: [{ op: 'replace', path: 'objectId', value }],
      id,
    });
    expect((await using.client.api(`/system/callbacks/${other.json.id}`, patch(other.json.id, 1))).status).toBe(400);
    expect((await using.client.api(`/system/callbacks/${first.json.id}`, patch(first.json.id, 1))).status).toBe(200);
  });

  it('needs Table Setup', async () => {
    using.sandbox.permissions.set('Table Setup', { add: 'None' });
    const reply = await register();
    using.sandbox.permissions.reset();
    expect([reply.status, reply.json.code]).toEqual([403, 'Security']);
  });
});
