import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { UserId } from '../../../src/shared/ids.js';
import { ask, execute } from '../../support/graphql-client.js';
import { readsOf } from '../../support/plan.js';
import type { SeedAccount, SeedSource, SeedUser } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import {
  RemoveSpamOverrideDocument,
  SaveSpamOverrideDocument,
  UserSpamOverridesDocument,
} from '../operations.generated.js';
import { ownId } from '../support/billing-settings.js';
import { auditOf, errorsOf, given } from '../support/calls.js';
import { saveTicketing } from '../support/notifications.js';
import { NATIVE, removeSpamOverride, saveSpam, saveSpamOverride, takeWake } from '../support/spam-settings.js';

let test: TestApp;
let account: SeedAccount;
let source: SeedSource;
let user: SeedUser;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
beforeEach(async () => {
  account = await test.account();
  await account.integration();
  source = await account.source();
  user = await source.user();
});

const shown = async (first = 20) => given((await ask(account, UserSpamOverridesDocument, { first })).users).nodes;
const trail = async () => (await auditOf(account)).filter(({ action }) => action.startsWith('SPAM_OVERRIDE'));

describe('M3: what is refused, and saves nothing', () => {
  it('a route that the account has no ground for', async () => {
    const save = (route: 'TICKET' | 'NATIVE_STATISTICS') => saveSpamOverride(account, { userId: user.id, route });
    expect(errorsOf(await save('TICKET'))).toEqual(['NOT_CONFIGURED route']);
    expect(errorsOf(await save('NATIVE_STATISTICS'))).toEqual(['NOT_CONFIGURED route', 'NOT_CONFIGURED route']);
    expect(await trail()).toEqual([]);
    await saveTicketing(test, account, { isEnabled: false });
    await saveSpam(account, { ...NATIVE, route: 'NONE' });
    for (const route of ['TICKET', 'NATIVE_STATISTICS'] as const) expect(errorsOf(await save(route))).toEqual([]);
  });

  it('the user of another account, and what is no user', async () => {
    const other = await (await (await test.account()).source()).user();
    for (const userId of [other.id, 'rubbish', Buffer.from('User:x').toString('base64url')]) {
      expect(errorsOf(await saveSpamOverride(account, { userId, route: 'NONE' }))).toEqual(['NOT_FOUND userId']);
      expect(errorsOf(await removeSpamOverride(account, { userId }))).toEqual(['NOT_FOUND userId']);
    }
  });

  it('removing what is not there', async () => {
    expect(errorsOf(await removeSpamOverride(account, { userId: user.id }))).toEqual(['NOT_FOUND userId']);
  });

  it('F22: what somebody else changed meanwhile', async () => {
    const input = { userId: user.id, route: 'NONE' } as const;
    expect(errorsOf(await saveSpamOverride(account, { ...input, expectedVersion: 1 }))).toEqual([
      'VERSION_CONFLICT expectedVersion',
    ]);
    await saveSpamOverride(account, { ...input, expectedVersion: 0 });
    const stale = [
      await saveSpamOverride(account, { userId: user.id, route: 'SUMMARY_REPORT', expectedVersion: 7 }),
      await removeSpamOverride(account, { userId: user.id, expectedVersion: 7 }),
    ];
    expect(stale.flatMap(errorsOf)).toEqual(Array(2).fill('VERSION_CONFLICT expectedVersion'));
  });

  it('A2: every role but ADMIN', async () => {
    for (const role of ['OPERATOR', 'BILLING', 'READER'] as const) {
      const asker = { url: test.url, token: await account.tokenOf(role) };
      const saved = await execute(asker, SaveSpamOverrideDocument, { input: { userId: user.id, route: 'NONE' } });
      const removed = await execute(asker, RemoveSpamOverrideDocument, { input: { userId: user.id } });
      for (const { errors } of [saved, removed]) {
        expect(errors.map(({ extensions }) => extensions?.['code'])).toEqual(['FORBIDDEN']);
      }
    }
    expect(await shown()).toMatchObject([{ spamOverride: null }]);
  });
});

describe('M3: the route of one user', () => {
  it('is saved, changed and removed, each in the trail, and wakes whoever goes by it', async () => {
    const userId = user.id;
    await takeWake(account.id);
    const { override } = await saveSpamOverride(account, { userId, route: 'SUMMARY_REPORT' });
    expect(override).toEqual({ route: 'SUMMARY_REPORT', version: 1, user: { id: userId } });
    expect(await takeWake(account.id)).toBe(true);
    expect(await shown()).toEqual([{ id: userId, spamOverride: { route: 'SUMMARY_REPORT', version: 1 } }]);
    expect((await saveSpamOverride(account, { userId, route: 'SUMMARY_REPORT' })).override?.version).toBe(1);
    expect(await takeWake(account.id)).toBe(false);
    expect((await saveSpamOverride(account, { userId, route: 'NONE', expectedVersion: 1 })).override?.version).toBe(2);
    const removed = await removeSpamOverride(account, { userId, expectedVersion: 2 });
    expect(removed).toMatchObject({ user: { id: userId, spamOverride: null }, userErrors: [] });
    expect(await takeWake(account.id)).toBe(true);
    expect((await trail()).map(({ action, changes }) => [action, changes])).toEqual([
      ['SPAM_OVERRIDE_SAVED', [{ field: 'route', before: null, after: 'SUMMARY_REPORT' }]],
      ['SPAM_OVERRIDE_SAVED', [{ field: 'route', before: 'SUMMARY_REPORT', after: 'NONE' }]],
      ['SPAM_OVERRIDE_REMOVED', [{ field: 'route', before: 'NONE', after: null }]],
    ]);
  });

  it('U12: is read for a page of users in one statement, and for many by the service', async () => {
    const users = [user, await source.user(), await source.user()];
    const read = async (first: number) => (await readsOf(test.database, () => shown(first))).length;
    const one = await read(1);
    for (const { id } of users) await saveSpamOverride(account, { userId: id, route: 'NONE' });
    expect(await read(20)).toBe(one);
    const ids = users.map(({ id }) => ownId(id) as UserId);
    const routes = await test.app.services.spamOverrides.routes(account.caller, ids);
    expect([...routes.values()]).toEqual(['NONE', 'NONE', 'NONE']);
    expect(await test.app.services.spamOverrides.routes(account.caller, [])).toEqual(new Map());
  });
});
