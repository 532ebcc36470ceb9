import { describe, expect, it } from '@jest/globals';
import { grantsOf, parseGrant, parseMappedGrant } from '../../src/features/oidc/grants.js';
import { type AccountId, PLATFORM_ACCOUNT } from '../../src/shared/ids.js';

const ONE = '0193a1b2-3c4d-7e5f-8a6b-0123456789ab' as AccountId;
const OTHER = '0193a1b2-3c4d-7e5f-8a6b-0123456789ac' as AccountId;
const plain = { rolesClaim: 'roles', roleMap: undefined };

describe('A2, A8: what a token gives', () => {
  it('A8: roles by account, each once', () => {
    const roles = [`ADMIN@${ONE}`, `READER@${OTHER}`, `BILLING@${OTHER}`, `READER@${OTHER}`, 'offline_access'];
    expect(grantsOf({ roles }, plain)).toEqual([
      { accountId: ONE, roles: ['ADMIN'] },
      { accountId: OTHER, roles: ['READER', 'BILLING'] },
    ]);
  });

  it('A8: one role that is not in a list, and none at all', () => {
    expect(grantsOf({ roles: `ADMIN@${ONE}` }, plain)).toEqual([{ accountId: ONE, roles: ['ADMIN'] }]);
    expect(grantsOf({}, plain)).toEqual([]);
    expect(grantsOf({ roles: [] }, plain)).toEqual([]);
  });

  it.each([null, true, 1, {}, [null], [1], [['a']], ['a', {}], { 0: 'a', length: 1 }])(
    'T13: roles that are %j are no roles',
    (roles) => {
      expect(grantsOf({ roles }, plain)).toBeUndefined();
    },
  );

  it('A1: a claim of any name, and one at the end of a path', () => {
    const claims = { 'https://example.com/roles': [`ADMIN@${ONE}`], a: { 'b.c': { roles: [`READER@${ONE}`] } } };
    const at = (rolesClaim: string) => grantsOf(claims, { ...plain, rolesClaim });
    expect(at('https://example.com/roles')).toEqual([{ accountId: ONE, roles: ['ADMIN'] }]);
    expect(at('/a/b.c/roles')).toEqual([{ accountId: ONE, roles: ['READER'] }]);
    for (const none of ['/a/x/roles', '/a/b.c/roles/0/length', '/constructor/name', '/__proto__', 'toString']) {
      expect(at(none) ?? []).toEqual([]);
    }
  });

  it('A2: a map stands in the place of our own words', () => {
    const roleMap = new Map([['staff', [{ accountId: ONE, roles: ['READER'] as const }]]]);
    expect(grantsOf({ roles: ['staff', `ADMIN@${ONE}`] }, { ...plain, roleMap })).toEqual([
      { accountId: ONE, roles: ['READER'] },
    ]);
  });

  it.each([
    'ADMIN',
    `admin@${ONE}`,
    `INGEST@${ONE}`,
    `PLATFORM@${ONE}`,
    `ADMIN@${ONE} `,
    `ADMIN@${ONE}\n`,
    `ADMIN@${ONE.toUpperCase()}`,
    `ADMIN@${PLATFORM_ACCOUNT}`,
    '@',
    `ADMIN@${ONE}@${OTHER}`,
  ])('A2: %j gives nothing', (word) => {
    expect(parseGrant(word)).toBeUndefined();
    expect(parseMappedGrant(word)).toBeUndefined();
  });

  it('A2: the platform is given by the map alone', () => {
    expect(parseGrant('PLATFORM')).toBeUndefined();
    expect(parseMappedGrant('PLATFORM')).toEqual({ accountId: PLATFORM_ACCOUNT, roles: ['PLATFORM'] });
  });
});
