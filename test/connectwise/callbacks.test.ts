import { afterEach, describe, expect, it } from '@jest/globals';
import { closeClients, errorOf } from './support/client.js';
import { API } from './support/mock.js';
import { all, bodyOf, mockedSession } from './support/session.js';

afterEach(closeClients);

const CALLBACK = { id: 5, url: 'https://us.example/cb?recordId=', type: 'ticket', level: 'board', objectId: 1 };
const KEY_PATH = '/v2025_1//system/callbackkey/index.rails?companyName=examplemsp&id=7';

describe('callbacks', () => {
  it('are registered with the version of the message we read', async () => {
    const { session, sent } = mockedSession(() => ({ status: 201, body: CALLBACK }));
    const { id: _id, ...wanted } = CALLBACK;
    const made = await session.callbacks.create({
      ...{ ...wanted, type: 'ticket', level: 'board' },
      ...{ description: 'psa-bridge', ignoresOwnChanges: true },
    });
    expect(made).toMatchObject({ id: 5, isInactive: false, objectId: 1 });
    expect(bodyOf(sent()[0])).toEqual({
      ...wanted,
      ...{ description: 'psa-bridge', payloadVersion: '3.0.0', inactiveFlag: false, isSelfSuppressedFlag: true },
    });
  });

  it('tell a twin apart', async () => {
    const { session } = mockedSession(() => ({
      status: 400,
      body: {
        ...{ code: 'InvalidObject', message: 'callbackEntry object is invalid' },
        errors: [{ code: 'ObjectExists', message: 'A matching callback entry already exists', field: 'url' }],
      },
    }));
    const wanted = { url: CALLBACK.url, type: 'ticket', level: 'board', objectId: 1, description: 'x' } as const;
    const error = await errorOf(session.callbacks.create(wanted));
    expect(error.problem).toMatchObject({ kind: 'rejected', fields: [{ code: 'ObjectExists' }] });
    expect(error.message).not.toContain('matching');
  });

  it('are listed, switched on again and deleted', async () => {
    const { session, sent } = mockedSession(({ method }) =>
      method === 'DELETE'
        ? { status: 200, body: '' }
        : { body: method === 'GET' ? [{ ...CALLBACK, inactiveFlag: true }] : { ...CALLBACK, inactiveFlag: false } },
    );
    expect(await all(session.callbacks.list())).toMatchObject([{ id: 5, isInactive: true }]);
    expect(await session.callbacks.activate(5)).toMatchObject({ isInactive: false });
    await session.callbacks.delete(5);
    expect(sent().map(({ method }) => method)).toEqual(['GET', 'PATCH', 'DELETE']);
  });
});

describe('T6: the key of a callback', () => {
  const answers = () =>
    mockedSession(() => ({ body: '{"signing_key":"s3cret"}', headers: { 'content-type': 'text/plain' } }));

  it.each([
    ['the API host found from the site', API],
    ['the saved site', 'https://na.myconnectwise.net'],
  ])('T6: is fetched from %s, with the keys', async (_what, origin) => {
    const { session, sent } = answers();
    expect(await session.callbacks.signingKey(origin + KEY_PATH)).toBe('s3cret');
    expect(sent()).toMatchObject([{ origin, url: origin + KEY_PATH, method: 'GET' }]);
    expect(sent()[0]?.headers['authorization']).toMatch(/^Basic /);
    expect(sent()[0]?.headers['accept']).toBe('*/*');
  });

  it.each([
    ['another host', `https://evil.example${KEY_PATH}`],
    ['another cloud host', `https://api-eu.myconnectwise.net${KEY_PATH}`],
    ['a host that begins the same', `https://api-na.myconnectwise.net.evil.example${KEY_PATH}`],
    ['a host behind a user name', `https://api-na.myconnectwise.net@evil.example${KEY_PATH}`],
    ['a user name', `https://a:b@api-na.myconnectwise.net${KEY_PATH}`],
    ['plain http', `http://api-na.myconnectwise.net${KEY_PATH}`],
    ['another port', `https://api-na.myconnectwise.net:8443${KEY_PATH}`],
    ['another scheme', `file://api-na.myconnectwise.net${KEY_PATH}`],
    ['the metadata service', 'http://169.254.169.254/latest/meta-data/'],
    ['another page of the same host', `${API}/v2025_1/apis/3.0/company/companies/1`],
    ['a page reached by climbing', `${API}/v2025_1//system/callbackkey/../../apis/3.0/system/info`],
    ['a page that only ends like it', `${API}/v2025_1/apis/3.0/x/system/callbackkey/index.rails`],
    ['a fragment', `${API}${KEY_PATH}#x`],
    ['a line break', `${API}${KEY_PATH}\r\nx: y`],
    ['a blank', ` ${API}${KEY_PATH}`],
    ['a path alone', KEY_PATH],
    ['nothing', ''],
    ['a very long address', `${API}${KEY_PATH}${'x'.repeat(3_000)}`],
  ])('T6: is not fetched from %s', async (_what, url) => {
    const { session, sent } = answers();
    await expect(session.callbacks.signingKey(url)).rejects.toMatchObject({
      problems: [{ code: 'INVALID', field: ['keyUrl'] }],
    });
    expect(sent()).toEqual([]);
  });

  it('T6: a forged address at no host of ConnectWise costs no call at all', async () => {
    const { session, calls } = answers();
    for (const url of [`https://evil.example${KEY_PATH}`, `${API}/login`, '']) {
      await expect(session.callbacks.signingKey(url)).rejects.toMatchObject({ problems: [{ code: 'INVALID' }] });
    }
    expect(calls).toEqual([]);
  });

  it('T6: does not follow where it leads', async () => {
    const { session } = mockedSession(() => ({ status: 302, body: '', headers: { location: 'http://127.0.0.1/' } }));
    expect((await errorOf(session.callbacks.signingKey(API + KEY_PATH))).kind).toBe('redirect');
  });
});
