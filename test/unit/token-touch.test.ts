import { expect, test } from '@jest/globals';
import type { Database } from '../../src/database/database.js';
import { newToken } from '../../src/features/access/access-token.js';
import { Authenticator } from '../../src/features/access/authenticate.js';
import type { RefuseSignIn } from '../../src/features/access/refuse-sign-in.js';

const MINUTE = 60_000;
const row = {
  ...{ accountId: 'account', accountName: 'Acme', accountStatus: 'ACTIVE', id: 'token', name: 'Token', role: 'READER' },
  ...{ sourceId: null, expiresAt: null, revokedAt: null, lastUsedAt: null },
};

test('A1: callers who come together with one token note its use once, and again after a minute', async () => {
  let touched = 0;
  let now = Date.now();
  const system = {
    findTokenByHash: () => Promise.resolve(row),
    touchToken: async () => {
      touched += 1;
    },
  };
  const authenticator = new Authenticator({
    database: { system } as unknown as Database,
    refusals: {} as RefuseSignIn,
    clock: { now: () => new Date(now) },
  });
  const token = newToken().reveal();
  const signIn = () => authenticator.authenticate({ token, account: undefined }, 'request');
  const together = await Promise.all(Array.from({ length: 50 }, signIn));
  expect(together.every(({ kind }) => kind === 'caller')).toBe(true);
  expect(touched).toBe(1);
  now += MINUTE;
  await signIn();
  expect(touched).toBe(2);
});
