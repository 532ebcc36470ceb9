import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ask } from '../../support/graphql-client.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import {
  ArchiveUserDocument,
  AuditEventsDocument,
  IgnoreUserDocument,
  ReopenUserDocument,
  SaveUsersDocument,
  SaveUsersWithUserDocument,
  UsersDocument,
} from '../operations.generated.js';

describe('U1, F22: changing users', () => {
  let test: TestApp;
  let account: SeedAccount;
  let source: string;
  beforeAll(async () => {
    test = await startTestApp();
    account = await test.account();
    source = (await account.source()).code;
  });
  afterAll(() => test.close());

  const fresh = async () => {
    const items = [{ source, externalId: randomUUID(), name: 'A customer' }];
    return (await ask(account, SaveUsersDocument, { input: { items } })).saveUsers?.results?.[0]?.userId ?? '';
  };
  const stored = async (userId: string) => {
    const { users } = await ask(account, UsersDocument, {
      first: 100,
      orderBy: { field: 'CREATED_AT', direction: 'DESC' },
    });
    return users?.nodes.find(({ id }) => id === userId);
  };
  const archive = async (userId: string, expectedVersion?: number | null) =>
    (await ask(account, ArchiveUserDocument, { input: { userId, expectedVersion } })).archiveUser;
  const reopen = async (userId: string, expectedVersion?: number | null) =>
    (await ask(account, ReopenUserDocument, { input: { userId, expectedVersion } })).reopenUser;
  const ignore = async (userId: string, isIgnored?: boolean, expectedVersion?: number | null) =>
    (await ask(account, IgnoreUserDocument, { input: { userId, isIgnored, expectedVersion } })).ignoreUser;

  it('U1: archives, reopens and ignores, and answers what is stored', async () => {
    const userId = await fresh();
    for (const [change, expected] of [
      [() => archive(userId, 1), { status: 'ARCHIVED', isIgnored: false, version: 2 }],
      [() => reopen(userId, 2), { status: 'ACTIVE', isIgnored: false, version: 3 }],
      [() => ignore(userId, undefined, 3), { status: 'ACTIVE', isIgnored: true, version: 4 }],
      [() => ignore(userId, false, 4), { status: 'ACTIVE', isIgnored: false, version: 5 }],
    ] as const) {
      const payload = await change();
      expect(payload).toMatchObject({ userErrors: [], user: { id: userId, ...expected } });
      expect(await stored(userId)).toMatchObject(payload?.user ?? {});
    }
  });

  it('U10: archiving holds the user', async () => {
    expect((await archive(await fresh()))?.user?.hold).toBe('USER_ARCHIVED');
  });

  it('F22: the same again changes nothing and raises no version', async () => {
    const userId = await fresh();
    for (const change of [() => archive(userId), () => archive(userId, 2), () => archive(userId, null)]) {
      expect((await change())?.user).toMatchObject({ status: 'ARCHIVED', version: 2 });
    }
    expect((await ignore(userId, false))?.user).toMatchObject({ version: 2 });
    const { auditEvents } = await ask(account, AuditEventsDocument, { filter: { subjectId: userId } });
    expect(auditEvents?.nodes.map(({ action }) => action)).toEqual(['USER_ARCHIVED', 'USER_CREATED']);
  });

  it('F22: a stale or a future version is refused with the version there is, also when nothing would change', async () => {
    const userId = await fresh();
    await archive(userId);
    for (const expectedVersion of [1, 3, 0, -1, 2_147_483_647]) {
      for (const payload of [
        await archive(userId, expectedVersion),
        await reopen(userId, expectedVersion),
        await ignore(userId, true, expectedVersion),
      ]) {
        expect(payload?.user).toBeNull();
        expect(payload?.userErrors).toMatchObject([
          { code: 'VERSION_CONFLICT', field: ['expectedVersion'], currentVersion: 2 },
        ]);
      }
    }
    expect(await stored(userId)).toMatchObject({ status: 'ARCHIVED', isIgnored: false, version: 2 });
  });

  it('P12: of 100 concurrent edits of one version exactly one wins, and the others learn the version there is', async () => {
    const userId = await fresh();
    const payloads = await Promise.all(
      Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? archive(userId, 1) : ignore(userId, true, 1))),
    );
    const won = payloads.filter((payload) => payload?.userErrors.length === 0);
    expect(won).toHaveLength(1);
    const now = await stored(userId);
    expect(now?.version).toBe(2);
    for (const payload of payloads.filter((one) => one !== won[0])) {
      expect(payload?.userErrors).toMatchObject([{ code: 'VERSION_CONFLICT', currentVersion: 2 }]);
    }
    const { auditEvents } = await ask(account, AuditEventsDocument, { filter: { subjectId: userId } });
    expect(auditEvents?.totalCount).toBe(2);
  });

  it('F22: who names no version is told of no conflict, however many write at once', async () => {
    const userId = await fresh();
    const payloads = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? ignore(userId, index % 4 === 0) : archive(userId))),
    );
    expect(payloads.flatMap((payload) => payload?.userErrors ?? [])).toEqual([]);
    const { auditEvents } = await ask(account, AuditEventsDocument, { first: 100, filter: { subjectId: userId } });
    const now = await stored(userId);
    expect(now?.status).toBe('ARCHIVED');
    expect(auditEvents?.totalCount).toBe(now?.version);
  });

  it('F22: 20 concurrent reports of the same 50 users make 50 users', async () => {
    const own = await test.account();
    const { code } = await own.source();
    const items = Array.from({ length: 50 }, () => ({ source: code, externalId: randomUUID(), name: 'the same' }));
    const saves = await Promise.all(
      Array.from({ length: 20 }, (_, index) => {
        const order = index % 2 === 0 ? items : [...items].reverse();
        return ask(own, SaveUsersDocument, { input: { items: order } });
      }),
    );
    const ids = saves.flatMap(({ saveUsers }) => saveUsers?.results?.map(({ userId }) => userId) ?? []);
    expect(ids).toHaveLength(1_000);
    expect(new Set(ids).size).toBe(50);
    const { auditEvents } = await ask(own, AuditEventsDocument, {
      filter: { actions: ['USER_CREATED', 'USER_CHANGED'] },
    });
    expect(auditEvents?.totalCount).toBe(50);
  });

  it('A4: rivals who report one user by other names leave a trail in which each change begins where the last one ended', async () => {
    const own = await test.account();
    const { code } = await own.source();
    const externalId = randomUUID();
    const reports = Array.from({ length: 20 }, (_, index) => ({ source: code, externalId, name: `name ${index}` }));
    await Promise.all(reports.map((item) => ask(own, SaveUsersDocument, { input: { items: [item] } })));
    const filter = { actions: ['USER_CREATED' as const, 'USER_CHANGED' as const] };
    const { auditEvents } = await ask(own, AuditEventsDocument, { first: 100, filter });
    const names = auditEvents?.nodes.map(({ changes }) => changes.find(({ field }) => field === 'name')) ?? [];
    const { users } = await ask(own, UsersDocument);
    expect(names).toHaveLength(20);
    expect(users?.nodes).toMatchObject([{ version: 20 }]);
    // Ids are made before a row is waited for, so the chain is followed by its links and not by its order.
    const next = new Map(names.map((change) => [change?.before ?? null, change?.after ?? null]));
    let name: string | null = null;
    for (let step = 0; step < 20; step += 1) name = next.get(name) ?? null;
    expect(name).toBe(users?.nodes[0]?.name);
  });

  it('U1: whatever is accepted comes back as it was given, but for blanks around it', async () => {
    const printable = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 200 })
      .filter((text) => !/[\p{Cc}\p{Cs}]/u.test(text) && text.trim() !== '' && text.length <= 200);
    const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/).filter((text) => !/^..--/.test(text));
    const domain = fc.tuple(label, fc.constantFrom('example', 'co', 'museum')).map((parts) => parts.join('.'));
    const user = fc.record({
      externalId: printable,
      name: printable,
      mailDomains: fc.uniqueArray(domain, { maxLength: 5 }),
      contactEmail: fc.option(fc.tuple(label, domain).map((parts) => parts.join('@'))),
    });
    const users = fc.uniqueArray(user, { maxLength: 20, selector: ({ externalId }) => externalId.trim() });
    await fc.assert(
      fc.asyncProperty(users, async (given) => {
        const items = given.map((one) => ({ source, ...one }));
        const { saveUsers } = await ask(account, SaveUsersWithUserDocument, { input: { items } });
        const expected = given.map((one) => ({ ...one, externalId: one.externalId.trim(), name: one.name.trim() }));
        expect(saveUsers?.results?.map(({ user: saved }) => saved)).toMatchObject(expected);
        const again = await ask(account, SaveUsersWithUserDocument, { input: { items } });
        expect(again.saveUsers?.results).toEqual(saveUsers?.results);
      }),
      { seed: 20_260_131, numRuns: 40 },
    );
  });
});
