import { afterEach, describe, expect, it } from '@jest/globals';
import { accessTo, BASIC, closeClients, errorOf, fakeTiming, policyFor, siteOf } from './support/client.js';
import { COMPANY_INFO } from './support/far-side.js';
import { API, CLOUD_INFO, type MockAnswer, type MockCall, mockFar } from './support/mock.js';

afterEach(closeClients);

const UI = 'https://na.myconnectwise.net';
const ON_PREMISE = 'https://psa.example.com';
const EVIL = 'https://evil.example';
const ORIGINS = [UI, API, ON_PREMISE, EVIL, 'https://api-eu.myconnectwise.net', 'https://psa.example.com:8443'];

const isInfo = ({ path }: MockCall) => path.startsWith('/login/companyinfo/');
const answering = (info: () => unknown, rest: () => MockAnswer = () => ({ body: { version: 'v2025.1' } })) =>
  mockFar((call) => (isInfo(call) ? { body: info() } : rest()), ...ORIGINS);

async function apiOriginFor(site: string, info: unknown): Promise<string | undefined> {
  const far = answering(() => info);
  await far
    .client()
    .open(accessTo(siteOf(site)), 'interactive')
    .system.info();
  const signed = far.calls.filter(({ headers }) => headers['authorization'] === `Basic ${BASIC}`);
  expect(signed).toHaveLength(1);
  return signed[0]?.origin;
}

describe('T4: where the keys go', () => {
  it.each([
    ['a UI host, to the API host it names', UI, CLOUD_INFO, API],
    ['a UI host, to the API host even if it names itself', UI, { ...CLOUD_INFO, SiteUrl: 'na.myconnectwise.net' }, API],
    ['a cloud that says so in words', UI, { ...CLOUD_INFO, IsCloud: 'True' }, API],
    ['a cloud that names its host as a URL', UI, { ...CLOUD_INFO, SiteUrl: 'https://API-NA.myconnectwise.net/' }, API],
    ['another region', UI, { ...CLOUD_INFO, SiteUrl: 'api-eu.myconnectwise.net' }, 'https://api-eu.myconnectwise.net'],
    ['a foreign host in the answer', UI, { ...CLOUD_INFO, SiteUrl: 'evil.example' }, API],
    ['a host that only looks like the cloud', UI, { ...CLOUD_INFO, SiteUrl: 'myconnectwise.net.evil.example' }, API],
    ['a cloud host as user info', UI, { ...CLOUD_INFO, SiteUrl: 'api-na.myconnectwise.net@evil.example' }, API],
    ['a cloud host as path', UI, { ...CLOUD_INFO, SiteUrl: 'evil.example/.myconnectwise.net' }, API],
    ['no host in the answer', UI, { ...CLOUD_INFO, SiteUrl: null }, API],
    ['on-premise, whatever the answer says', ON_PREMISE, { ...COMPANY_INFO, SiteUrl: 'evil.example' }, ON_PREMISE],
    [
      'on-premise that names the cloud',
      ON_PREMISE,
      { ...COMPANY_INFO, SiteUrl: 'api-na.myconnectwise.net' },
      ON_PREMISE,
    ],
    ['on-premise that says "False"', ON_PREMISE, { ...CLOUD_INFO, IsCloud: 'False' }, ON_PREMISE],
    ['on-premise on a port', `${ON_PREMISE}:8443`, COMPANY_INFO, `${ON_PREMISE}:8443`],
    ['a foreign site that claims to be cloud', ON_PREMISE, { ...CLOUD_INFO, SiteUrl: 'evil.example' }, ON_PREMISE],
  ])('T4: from %s', async (_what, site, info, origin) => {
    expect(await apiOriginFor(site, info)).toBe(origin);
  });

  it.each(['../../x/', 'v1/../../evil', 'v2025_1/?x=', '', 'evil'])('T4: refuses the codebase %j', async (Codebase) => {
    const far = answering(() => ({ ...CLOUD_INFO, Codebase }));
    const error = await errorOf(
      far
        .client()
        .open(accessTo(siteOf(UI)), 'interactive')
        .system.info(),
    );
    expect(error.problem).toEqual({ kind: 'bad-answer', reason: 'wrong-shape', path: 'Codebase' });
  });

  it('T4: sends nothing to a new host under the answer of an old one', async () => {
    const far = answering(() => CLOUD_INFO);
    const client = far.client();
    await client.open(accessTo(siteOf(UI)), 'interactive').system.info();
    await client.open(accessTo(siteOf(UI), { loginCompanyId: 'other' }), 'interactive').system.info();
    expect(far.calls.filter(isInfo).map(({ path }) => path)).toEqual([
      '/login/companyinfo/examplemsp',
      '/login/companyinfo/other',
    ]);
  });
});

describe('the remembered address', () => {
  it('is believed for hours and then asked for again', async () => {
    const timing = fakeTiming();
    const far = answering(() => CLOUD_INFO);
    const session = far.client({ timing }).open(accessTo(siteOf(UI)), 'interactive');
    await session.system.info();
    timing.advance(3 * 3_600_000);
    await session.system.info();
    expect(far.calls.filter(isInfo)).toHaveLength(1);
    timing.advance(2 * 3_600_000);
    await session.system.info();
    expect(far.calls.filter(isInfo)).toHaveLength(2);
  });

  it.each([
    ['Cannot route', { status: 400, body: 'Cannot route. Codebase/company is invalid' }],
    ['a 404 that is a page', { status: 404, body: '<html>Not Found</html>' }],
  ])('is asked for anew after %s, and the call goes out again to the new one', async (_what, gone) => {
    let codebase = 'v2025_1/';
    let isUpgraded = false;
    const far = answering(
      () => ({ ...CLOUD_INFO, Codebase: codebase }),
      () => (isUpgraded ? gone : { body: { version: 'v2025.2' } }),
    );
    const session = far.client().open(accessTo(siteOf(UI)), 'interactive');
    await session.system.info();
    isUpgraded = true;
    codebase = 'v2025_2/';
    const second = errorOf(session.system.info());
    expect((await second).kind).toBe('wrong-route');
    expect(far.calls.slice(2).map(({ path }) => path)).toEqual([
      '/system/info',
      '/login/companyinfo/examplemsp',
      '/system/info',
    ]);
    expect(await session.address()).toMatchObject({ basePath: '/v2025_2/apis/3.0' });
  });

  it('that has not changed is not tried twice', async () => {
    let isBroken = false;
    const far = answering(
      () => CLOUD_INFO,
      () => (isBroken ? { status: 400, body: 'Cannot route. Codebase/company is invalid' } : { body: {} }),
    );
    const session = far.client().open(accessTo(siteOf(UI)), 'interactive');
    await session.system.info();
    isBroken = true;
    expect((await errorOf(session.system.info())).kind).toBe('wrong-route');
    expect(far.calls.slice(2).map(({ path }) => path)).toEqual(['/system/info', '/login/companyinfo/examplemsp']);
  });

  it('does not exist for a login company id that ConnectWise does not know', async () => {
    for (const answer of [{ body: 'null' }, { status: 400, body: 'Cannot route. Codebase/company is invalid' }]) {
      const far = mockFar(() => answer, ...ORIGINS);
      const error = await errorOf(
        far
          .client()
          .open(accessTo(siteOf(UI)), 'interactive')
          .system.info(),
      );
      expect(error.kind).toBe('unknown-login-company');
      expect(far.calls).toHaveLength(1);
    }
  });
});

describe('the version asked for', () => {
  it.each([
    [{ VersionCode: 'v2025.1' }, '2025.1'],
    [{ VersionCode: 'v2024.1' }, '2024.1'],
    [{ VersionCode: 'v2025.16' }, '2025.16'],
    [{ VersionCode: 'v2025.17' }, '2025.16'],
    [{ VersionCode: 'v2026.2' }, '2025.16'],
    [{ VersionCode: 'v2021.1' }, '2021.1'],
    [{ VersionCode: null, Codebase: 'v2023_2/' }, '2023.2'],
    [{ VersionCode: null, Codebase: 'v4_6_release/', VersionNumber: 'v4.6.77997' }, '2025.16'],
    [{ VersionCode: null, Codebase: 'v4_6_release', VersionNumber: 'v2022.1.99' }, '2022.1'],
  ])('for %j is %s', async (info, version) => {
    const far = answering(() => ({ ...CLOUD_INFO, ...info }));
    await far
      .client()
      .open(accessTo(siteOf(UI)), 'interactive')
      .system.info();
    expect(far.calls.at(-1)?.headers['accept']).toBe(`application/vnd.connectwise.com+json; version=${version}`);
  });

  it('does not exist for a server that is too old', async () => {
    const far = answering(() => ({ ...CLOUD_INFO, VersionCode: 'v2020.4' }));
    const error = await errorOf(
      far
        .client()
        .open(accessTo(siteOf(UI)), 'interactive')
        .system.info(),
    );
    expect(error.problem).toEqual({ kind: 'version', found: '2020.4', oldest: '2021.1' });
    expect(error.message).toBe('ConnectWise 2020.4 is not supported. The oldest supported version is 2021.1.');
  });
});

it('T4: moves from a plain http site only to https', async () => {
  const far = mockFar((call) => (isInfo(call) ? { body: CLOUD_INFO } : { body: {} }), 'http://psa.example.com', API);
  const site = siteOf('http://psa.example.com', 'psa.example.com');
  const client = far.client({ policy: policyFor('psa.example.com') });
  expect(await client.open(accessTo(site), 'interactive').address()).toMatchObject({ origin: API });
});
