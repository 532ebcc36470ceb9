import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toGlobalId } from '../../../src/graphql/node.js';
import { systemCaller } from '../../../src/shared/caller.js';
import { type AccountId, PLATFORM_ACCOUNT } from '../../../src/shared/ids.js';
import { ask, execute, post } from '../../support/graphql-client.js';
import { Issuer } from '../../support/issuer.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { CreateAccountDocument, ViewerDocument } from '../operations.generated.js';
import { freshAddress } from '../support/generated-calls.js';

describe("A1, A2: the issuer's own groups", () => {
  const [first, second] = [randomUUID(), randomUUID()] as [AccountId, AccountId];
  const TEAM = 'CN=Team, OU="a=b"';
  let issuer: Issuer;
  let test: TestApp;
  beforeAll(async () => {
    const map = { [TEAM]: [`ADMIN@${first}`, `READER@${second}`], clerks: `BILLING@${second}`, operators: 'PLATFORM' };
    issuer = await Issuer.start();
    const environment = {
      ...issuer.environment,
      TRUSTED_PROXIES: '127.0.0.1',
      OIDC_ROLES_CLAIM: '/resource_access/psa-bridge/roles',
      OIDC_ROLE_MAP: JSON.stringify(map),
      OIDC_NAME_CLAIMS: 'nickname',
      OIDC_AUDIENCE: 'another, psa-bridge-api',
      OIDC_ALGORITHMS: 'ES256',
    };
    test = await startTestApp({ environment });
    const platform = systemCaller(PLATFORM_ACCOUNT, randomUUID());
    for (const id of [first, second])
      await test.app.services.accounts.create(platform, { id, name: id, timeZone: 'UTC' });
  });
  afterAll(async () => {
    await test.close();
    await issuer.close();
  });

  const person = (roles: readonly string[], account?: string) => ({
    url: test.url,
    token: issuer.token({ resource_access: { 'psa-bridge': { roles } }, name: 'A', nickname: 'B' }, issuer.keys[1]),
    headers: { ...freshAddress(), ...(account && { 'psa-account': account }) },
  });

  it('A2: groups give the roles of the map, together', async () => {
    const { viewer } = await ask(person([TEAM, 'clerks', 'others'], second), ViewerDocument);
    expect(viewer).toMatchObject({ roles: ['READER', 'BILLING'], actor: { name: 'B' } });
    expect(viewer?.accounts.map(({ roles }) => roles)).toEqual(
      first < second ? [['ADMIN'], ['READER', 'BILLING']] : [['READER', 'BILLING'], ['ADMIN']],
    );
  });

  it('A2: with a map nothing but the map gives roles, whatever a group calls itself', async () => {
    for (const roles of [[`ADMIN@${first}`], ['PLATFORM'], ['__proto__'], ['constructor']]) {
      expect((await execute(person(roles), ViewerDocument)).status).toBe(403);
    }
  });

  it('A2: a person runs the platform where the map says so, and sees no account of it', async () => {
    const { viewer } = await ask(person(['operators']), ViewerDocument);
    expect(viewer).toMatchObject({ roles: ['PLATFORM'], account: { id: toGlobalId('Account', PLATFORM_ACCOUNT) } });
    const { createAccount } = await ask(person(['operators']), CreateAccountDocument, { input: { name: 'Made' } });
    expect(createAccount?.account?.name).toBe('Made');
    const both = ['operators', 'clerks'];
    expect((await ask(person(both, second), ViewerDocument)).viewer?.roles).toEqual(['BILLING']);
    const denied = await execute(person(both, second), CreateAccountDocument, { input: { name: 'Not made' } });
    expect(denied.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect((await ask(person(both, PLATFORM_ACCOUNT), ViewerDocument)).viewer?.roles).toEqual(['PLATFORM']);
  });

  it('T13: an algorithm that is not listed is not taken, though the issuer has a key for it', async () => {
    const token = issuer.token({ resource_access: { 'psa-bridge': { roles: ['clerks'] } } });
    expect(
      (await post(test.url, { token, headers: freshAddress(), body: '{"query":"{ viewer { roles } }"}' })).status,
    ).toBe(401);
  });
});
