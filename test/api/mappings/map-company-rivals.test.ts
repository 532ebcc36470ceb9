import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SeedAccount, SeedSource } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { enable, errorsOf, given, holdOf, map, verifyMapping } from '../support/calls.js';
import { eventsOf, sql } from '../support/rows.js';

let test: TestApp;
let account: SeedAccount;
let source: SeedSource;
beforeAll(async () => {
  test = await startTestApp();
  account = await test.account();
  await account.integration();
});
afterAll(() => test.close());
beforeEach(async () => {
  test.sandbox.faults.clear();
  source = await account.source();
});

let made = 0;
function company(): string {
  made += 1;
  const identifier = `Rival-${made}`;
  test.sandbox.companies.add({ identifier, name: identifier });
  return identifier;
}

const rowsAt = (code: string) =>
  sql<{ is_shared: boolean; version: number }>(
    'SELECT m.is_shared, m.version FROM mappings m JOIN sources s ON s.id = m.source_id AND s.account_id = m.account_id WHERE s.code = $1',
    [code],
  );

describe('U7: one company for two users of one source', () => {
  it('is refused by default', async () => {
    const identifier = company();
    await (await source.user()).map(identifier);
    const second = await source.user();

    expect(errorsOf(await map(account, { userId: second.id, company: { identifier } }))).toEqual([
      'COMPANY_IN_USE company',
    ]);
    expect(errorsOf(await map(account, { userId: second.id, company: { identifier }, isEnabled: false }))).toEqual([
      'COMPANY_IN_USE company',
    ]);
    expect(await rowsAt(source.code)).toHaveLength(1);
  });

  it('is allowed with the flag, which stays on the row', async () => {
    const identifier = company();
    await (await source.user()).map(identifier);
    const second = await source.user();

    const { mapping } = await map(account, { userId: second.id, company: { identifier }, allowShared: true });

    expect(mapping).toMatchObject({ isShared: true, isEnabled: true });
    expect((await rowsAt(source.code)).map(({ is_shared }) => is_shared).sort()).toEqual([false, true]);
  });

  it('is refused without the flag although the first one had it', async () => {
    const identifier = company();
    await (await source.user()).map(identifier, { allowShared: true });
    const second = await source.user();

    expect(errorsOf(await map(account, { userId: second.id, company: { identifier } }))).toEqual([
      'COMPANY_IN_USE company',
    ]);
  });

  it.each([false, true])(
    'is decided by the index for two at the same moment (the first shared: %s)',
    async (allowShared) => {
      const identifier = company();
      const users = await Promise.all(Array.from({ length: 8 }, () => source.user()));
      if (allowShared) await (await source.user()).map(identifier, { allowShared });

      const answers = await Promise.all(
        users.map((user) => map(account, { userId: user.id, company: { identifier } })),
      );

      const refused = answers.flatMap(errorsOf);
      expect(refused).toEqual(Array(allowShared ? 8 : 7).fill('COMPANY_IN_USE company'));
      expect(await rowsAt(source.code)).toHaveLength(1);
    },
  );

  it.each([false, true])(
    'is noticed when an unverified mapping is verified or enabled later (the first shared: %s)',
    async (allowShared) => {
      const identifier = company();
      const user = await source.user();
      test.sandbox.faults.add({ route: '/company/companies', times: null, fault: { kind: 'cut' } });
      const { mapping } = await map(account, { userId: user.id, company: { identifier }, isEnabled: false });
      test.sandbox.faults.clear();
      await (await source.user()).map(identifier, { allowShared });
      const mappingId = given(mapping).id;

      expect(errorsOf(await verifyMapping(account, { mappingId }))).toEqual(['COMPANY_IN_USE mappingId']);
      expect(errorsOf(await enable(account, { mappingId }))).toEqual(['COMPANY_IN_USE mappingId']);
      expect(await holdOf(account, user)).toBe('MAPPING_DISABLED');
    },
  );

  it('does not concern users of different sources, nor other accounts', async () => {
    const identifier = company();
    const stranger = await test.account();
    await stranger.integration();
    const users = [await source.user(), await (await account.source()).user(), await (await stranger.source()).user()];

    for (const user of users) {
      const { mapping } = await map(user.source.account, { userId: user.id, company: { identifier } });
      expect(mapping).toMatchObject({ isEnabled: true, isShared: false });
    }
  });
});

describe('P12: 50 concurrent creates of one mapping', () => {
  it.each([
    ['one company', () => Array(50).fill(company())],
    ['50 companies', () => Array.from({ length: 50 }, company)],
  ])('to %s leave one row, and 49 are told that it is there', async (_what, identifiers) => {
    const user = await source.user();
    const before = (await eventsOf(account.id)).length;

    const answers = await Promise.all(
      identifiers().map((identifier) => map(account, { userId: user.id, company: { identifier } })),
    );

    expect(answers.flatMap(errorsOf)).toEqual(Array(49).fill('ALREADY_MAPPED userId'));
    expect(await rowsAt(source.code)).toMatchObject([{ version: 1 }]);
    expect((await eventsOf(account.id)).slice(before).map(({ kind }) => kind)).toEqual(['USER_MAPPED']);
  });
});

describe('F22: replacing a mapping', () => {
  it('is refused unless it is said', async () => {
    const user = await source.user();
    const first = company();
    await user.map(first);

    const answer = await map(account, { userId: user.id, company: { identifier: company() } });

    expect(errorsOf(answer)).toEqual(['ALREADY_MAPPED userId']);
  });

  it('keeps the mapping itself and moves it to the other company', async () => {
    const user = await source.user();
    const before = await user.map(company(), { allowShared: true });
    const identifier = company();

    const { mapping } = await map(account, { userId: user.id, company: { identifier }, replaceExisting: true });

    expect(mapping).toMatchObject({ id: before.id, identifier, isShared: false, version: before.version + 1 });
    expect(await rowsAt(source.code)).toMatchObject([{ version: before.version + 1 }]);
  });

  it('is refused with the current version when the expected one is stale', async () => {
    const user = await source.user();
    const { version } = await user.map(company());
    const input = { userId: user.id, company: { identifier: company() }, replaceExisting: true };

    const answer = await map(account, { ...input, expectedVersion: version + 1 });

    expect(errorsOf(answer)).toEqual(['VERSION_CONFLICT expectedVersion']);
    expect(answer.userErrors).toMatchObject([{ currentVersion: version }]);
    expect(errorsOf(await map(account, { ...input, expectedVersion: version }))).toEqual([]);
  });

  it('is won by exactly one of 50 with the same version', async () => {
    const user = await source.user();
    const { version } = await user.map(company());
    const moves = Array.from({ length: 50 }, () =>
      map(account, {
        userId: user.id,
        company: { identifier: company() },
        replaceExisting: true,
        expectedVersion: version,
      }),
    );

    expect((await Promise.all(moves)).flatMap(errorsOf)).toEqual(Array(49).fill('VERSION_CONFLICT expectedVersion'));
    expect(await rowsAt(source.code)).toMatchObject([{ version: version + 1 }]);
  });

  it('is refused for a company in use, and the mapping stays where it was', async () => {
    const taken = company();
    await (await source.user()).map(taken);
    const user = await source.user();
    const before = await user.map(company());

    const answer = await map(account, { userId: user.id, company: { identifier: taken }, replaceExisting: true });

    expect(errorsOf(answer)).toEqual(['COMPANY_IN_USE company']);
    const { mapping } = await verifyMapping(account, { mappingId: before.id, expectedVersion: before.version });
    expect(mapping).toMatchObject({ identifier: before.identifier, isEnabled: true });
  });
});
