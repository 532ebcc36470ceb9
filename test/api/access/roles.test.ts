import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newToken } from '../../../src/features/access/access-token.js';
import { PLATFORM_ACCOUNT } from '../../../src/shared/ids.js';
import { ask, execute, post } from '../../support/graphql-client.js';
import type { SeedAccount, SeedSource } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import {
  AccountsDocument,
  AuditEventsDocument,
  CreateAccountDocument,
  ResumeAccountDocument,
  SaveUsersDocument,
  SaveUsersWithUserDocument,
  SuspendAccountDocument,
  UserStatesDocument,
  UsersDocument,
  ViewerDocument,
} from '../operations.generated.js';
import { allAccounts } from '../support/all-accounts.js';
import { fingerprint } from '../support/fingerprint.js';
import { revokedToken } from '../support/revoked-token.js';

const VIEWER = '{"query":"{ viewer { roles } }"}';

describe('A2: an INGEST token', () => {
  let test: TestApp;
  let account: SeedAccount;
  let own: SeedSource;
  let other: SeedSource;
  let ingest: { url: string; token: string };
  beforeAll(async () => {
    test = await startTestApp();
    account = await test.account();
    own = await account.source();
    other = await account.source();
    ingest = { url: test.url, token: await account.tokenOf('INGEST', { source: own.code }) };
  });
  afterAll(() => test.close());

  const item = (source?: string) => ({ source, externalId: randomUUID(), name: 'reported' });

  it('A2: reports users of its own source, named or not', async () => {
    const items = [item(), item(own.code)];
    const { saveUsers } = await ask(ingest, SaveUsersDocument, { input: { items } });
    expect(saveUsers?.results?.map(({ userErrors }) => userErrors)).toEqual([[], []]);
    const { users } = await ask(account, UsersDocument, { filter: { sources: [own.code] } });
    expect(users?.nodes.map(({ externalId }) => externalId).sort()).toEqual(
      items.map(({ externalId }) => externalId).sort(),
    );
  });

  it.each([
    ['another source', () => other.code],
    ['a source that is none', () => 'none'],
    ['an empty source', () => ''],
  ])('A2: cannot report users of %s', async (_name, source) => {
    const before = await fingerprint(account.id);
    const { saveUsers } = await ask(ingest, SaveUsersDocument, {
      input: { items: [item(source())], onError: 'REJECT_FAILED' },
    });
    expect(saveUsers?.results).toMatchObject([
      { userId: null, userErrors: [{ code: 'FORBIDDEN', field: ['source'] }] },
    ]);
    expect(await fingerprint(account.id)).toEqual(before);
  });

  it('A2: gets ids alone: the user in a result is refused, the report stands, the trail knows it once', async () => {
    const items = Array.from({ length: 50 }, () => item());
    const answer = await execute(ingest, SaveUsersWithUserDocument, { input: { items } });
    expect(answer.data?.saveUsers?.results?.every(({ user, userId }) => user === null && userId !== null)).toBe(true);
    expect(new Set(answer.errors.map(({ extensions }) => extensions?.['code']))).toEqual(new Set(['FORBIDDEN']));
    const { auditEvents } = await ask(account, AuditEventsDocument, { filter: { actions: ['OPERATION_DENIED'] } });
    expect(auditEvents?.nodes.map(({ changes }) => changes)).toEqual([
      [{ field: 'operation', before: null, after: 'SaveUsersResult.user' }],
    ]);
  });

  it('A2: reads the states of its own users only', async () => {
    const [mine, theirs] = [await own.user(), await other.user()];
    const externalIds = [theirs.externalId, mine.externalId];
    for (const source of [undefined, own.code]) {
      const { userStates } = await ask(ingest, UserStatesDocument, { source, externalIds });
      expect(userStates).toMatchObject([{ userId: null }, { userId: mine.id }]);
    }
    for (const source of [other.code, 'none', '']) {
      const answer = await execute(ingest, UserStatesDocument, { source, externalIds });
      expect(answer.data).toEqual({ userStates: null });
      expect(answer.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    }
  });
});

describe('A2, A7: the platform', () => {
  let test: TestApp;
  let platform: { url: string; token: string };
  beforeAll(async () => {
    test = await startTestApp();
    platform = { url: test.url, token: await test.platformToken() };
  });
  afterAll(() => test.close());

  const create = async (name: string, timeZone?: string) =>
    (await ask(platform, CreateAccountDocument, { input: { name, timeZone } })).createAccount;
  const statusWith = async (token: string) => (await post(test.url, { token, body: VIEWER })).status;

  it('A2: creates an account and its first token, which is an ADMIN of nothing but that account', async () => {
    const made = await create(' An MSP ', 'Asia/Tokyo');
    expect(made).toMatchObject({ account: { name: 'An MSP', timeZone: 'Asia/Tokyo' }, userErrors: [] });
    const { viewer } = await ask({ url: test.url, token: made?.token ?? '' }, ViewerDocument);
    expect(viewer).toMatchObject({ roles: ['ADMIN'], account: { id: made?.account?.id, status: 'ACTIVE' } });
    expect((await create('Default zone'))?.account?.timeZone).toBe('UTC');
  });

  it.each([
    ['no name', ' ', 'UTC', ['name']],
    ['a name of 201 characters', 'x'.repeat(201), 'UTC', ['name']],
    ['a zone that is none', 'An MSP', 'Mars/Olympus', ['timeZone']],
    ['an offset for a zone', 'An MSP', '+09:00', ['timeZone']],
    ['both at once', '', '', ['name', 'timeZone']],
  ])('A2: refuses an account with %s', async (_name, name, timeZone, fields) => {
    const before = await fingerprint();
    const made = await create(name, timeZone);
    expect(made).toMatchObject({ account: null, token: null });
    expect(made?.userErrors.map(({ field, code }) => [code, field?.[0]])).toEqual(
      fields.map((field) => ['INVALID', field]),
    );
    expect(await fingerprint()).toEqual(before);
  });

  it('A2: lists accounts oldest first, page by page, without its own', async () => {
    const names = [`list ${randomUUID()}`, `list ${randomUUID()}`, `list ${randomUUID()}`];
    for (const name of names) await create(name);
    const all = (await allAccounts(platform, 2 + names.length)).map(({ account }) => account);
    expect(all.slice(-3).map(({ name }) => name)).toEqual(names);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(all.map(({ name }) => name)).not.toContain('platform');
    const { accounts } = await ask(platform, AccountsDocument, { first: 1 });
    expect(accounts?.totalCount).toBe(all.length);
  });

  it('A2: tells of a new account that it is not set up yet', async () => {
    const made = await create('fresh');
    const accounts = await allAccounts(platform);
    expect(accounts.find(({ account }) => account.id === made?.account?.id)).toMatchObject({
      ...{ isIntegrationEnabled: false, isHealthy: null, connectWiseVersion: null, userCount: 0, mappingCount: 0 },
      account: { status: 'ACTIVE' },
    });
  });

  it('A7: a suspended account has all its tokens refused at once, loses nothing, and goes on when resumed', async () => {
    const account = await test.account();
    const source = await account.source();
    await source.user();
    const tokens = [
      account.token,
      await account.tokenOf('READER'),
      await account.tokenOf('INGEST', { source: source.code }),
    ];
    const accountId = (await ask(account, ViewerDocument)).viewer?.account.id ?? '';
    const { accounts: _accounts, audit_events: _events, ...before } = await fingerprint(account.id);

    const { suspendAccount } = await ask(platform, SuspendAccountDocument, { input: { accountId } });
    expect(suspendAccount).toMatchObject({ account: { status: 'SUSPENDED', version: 2 }, userErrors: [] });
    expect(await Promise.all(tokens.map(statusWith))).toEqual([403, 403, 403]);
    const accounts = await allAccounts(platform);
    expect(accounts.find((one) => one.account.id === accountId)).toMatchObject({
      userCount: 1,
      account: { status: 'SUSPENDED' },
    });
    const again = await ask(platform, SuspendAccountDocument, { input: { accountId } });
    expect(again.suspendAccount).toMatchObject({ account: { status: 'SUSPENDED', version: 2 }, userErrors: [] });

    const { resumeAccount } = await ask(platform, ResumeAccountDocument, { input: { accountId } });
    expect(resumeAccount).toMatchObject({ account: { status: 'ACTIVE', version: 3 }, userErrors: [] });
    expect(await Promise.all(tokens.map(statusWith))).toEqual([200, 200, 200]);
    const { accounts: __accounts, audit_events: __events, ...after } = await fingerprint(account.id);
    expect(after).toEqual(before);
  });

  it('A7: a revoked or unknown token of a suspended account is refused like any other wrong one', async () => {
    const account = await test.account();
    const accountId = (await ask(account, ViewerDocument)).viewer?.account.id ?? '';
    const revoked = await revokedToken(account);
    await ask(platform, SuspendAccountDocument, { input: { accountId } });
    expect(await statusWith(account.token)).toBe(403);
    expect(await statusWith(revoked)).toBe(401);
    expect(await statusWith(newToken().reveal())).toBe(401);
  });

  it('A7: the platform cannot suspend itself, an account that is none, or an id of another kind', async () => {
    const toId = (type: string, id: string) => Buffer.from(`${type}:${id}`).toString('base64url');
    const before = await fingerprint();
    for (const accountId of [
      toId('Account', PLATFORM_ACCOUNT),
      toId('Account', randomUUID()),
      toId('User', randomUUID()),
      'rubbish',
      '',
    ]) {
      const input = { accountId };
      const { suspendAccount } = await ask(platform, SuspendAccountDocument, { input });
      const { resumeAccount } = await ask(platform, ResumeAccountDocument, { input });
      for (const payload of [suspendAccount, resumeAccount])
        expect(payload?.userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    }
    expect(await fingerprint()).toEqual(before);
    expect((await ask(platform, ViewerDocument)).viewer?.roles).toEqual(['PLATFORM']);
  });
});
