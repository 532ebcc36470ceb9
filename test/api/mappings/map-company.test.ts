import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { execute } from '../../support/graphql-client.js';
import type { SeedAccount, SeedSource } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { ArchiveUserDocument, MapCompanyDocument } from '../operations.generated.js';
import { errorsOf, given, holdOf, map, verify } from '../support/calls.js';
import { type Replica, startReplica } from '../support/replica.js';
import { sql } from '../support/rows.js';

let now = new Date('2026-03-01T08:00:00Z');
const clock = { now: () => now };
const pass = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1_000);
};

let test: TestApp;
let other: Replica;
let account: SeedAccount;
let source: SeedSource;
beforeAll(async () => {
  test = await startTestApp({ clock });
  other = await startReplica(test, { clock });
  account = await test.account();
  await account.integration();
});
afterAll(() => test.close());
beforeEach(async () => {
  test.sandbox.faults.clear();
  // Of its own, so that no test is refused for a company that another one took.
  source = await account.source();
  test.sandbox.journal.clear();
});

let made = 0;
/** A company that no other test knows of. */
function company(fields: { status?: { name: string }; identifier?: string } = {}) {
  made += 1;
  const identifier = `Mapped-${made}`;
  return { identifier, id: test.sandbox.companies.add({ identifier, name: `${identifier} Ltd`, ...fields }).id };
}

const rowsOf = async (userId: string) => {
  const [, id] = Buffer.from(userId, 'base64url').toString().split(':');
  return sql<{ is_shared: boolean }>('SELECT is_shared FROM mappings WHERE user_id = $1', [id]);
};
const asked = () => test.sandbox.journal.total;

describe('U6: an enabled mapping', () => {
  it('is saved with what was seen', async () => {
    const user = await source.user();
    const { identifier, id } = company();

    const { mapping, userErrors } = await map(account, {
      userId: user.id,
      company: { identifier: identifier.toLowerCase() },
    });

    expect(userErrors).toEqual([]);
    expect(mapping).toMatchObject({
      ...{ connectWiseId: id, identifier, companyName: `${identifier} Ltd`, companyStatus: 'Active', isEnabled: true },
      ...{ isShared: false, allowsInactive: false, origin: 'MANUAL', version: 1 },
      verification: { status: 'VERIFIED', problem: null, checkedAt: now.toISOString() },
      user: { id: user.id, hold: null },
    });
  });

  it('costs no call when the value was verified within ten minutes, on this or another replica', async () => {
    const { identifier } = company();
    await verify(account, identifier);
    const before = asked();
    pass(599);

    const user = await source.user();
    const answer = await map(other.at(account), { userId: user.id, company: { identifier: identifier.toUpperCase() } });

    expect(errorsOf(answer)).toEqual([]);
    expect(asked()).toBe(before);
  });

  it('is verified again after ten minutes', async () => {
    const { identifier, id } = company();
    await verify(account, identifier);
    test.sandbox.companies.delete(id);
    pass(601);

    const user = await source.user();
    expect(errorsOf(await map(account, { userId: user.id, company: { identifier } }))).toEqual([
      'COMPANY_NOT_USABLE company',
    ]);
  });

  it('is verified again when the last answer was no: what was put right counts at once', async () => {
    const { identifier, id } = company();
    test.sandbox.companies.delete(id);
    const user = await source.user();
    expect(errorsOf(await map(account, { userId: user.id, company: { identifier } }))).toHaveLength(1);
    test.sandbox.companies.restore(id);
    pass(5);

    expect(errorsOf(await map(account, { userId: user.id, company: { identifier } }))).toEqual([]);
  });

  it('is not taken from what another account was told', async () => {
    const { identifier } = company();
    const stranger = await test.account();
    await stranger.integration();
    await verify(stranger, identifier);
    const before = asked();

    await (await source.user()).map(identifier);

    expect(asked()).toBeGreaterThan(before);
  });

  it.each([
    ['deleted', () => test.sandbox.landmarks.deleted.identifier],
    ['missing', () => 'Nobody-Has-This'],
    ['ambiguous', () => test.sandbox.landmarks.ambiguous[0].identifier],
    ['inactive', () => test.sandbox.landmarks.inactive.identifier],
  ])('is refused for a %s company, with what to do', async (_what, identifier) => {
    const user = await source.user();

    const answer = await map(account, { userId: user.id, company: { identifier: identifier() } });

    expect(errorsOf(answer)).toEqual(['COMPANY_NOT_USABLE company']);
    expect(answer.mapping).toBeNull();
    expect(await rowsOf(user.id)).toEqual([]);
  });

  it.each(['deleted', 'ambiguous'] as const)(
    'of a %s company is refused also when inactive ones are allowed',
    async (mark) => {
      const user = await source.user();
      const { identifier } = [test.sandbox.landmarks[mark]].flat()[0] ?? { identifier: '' };

      expect(errorsOf(await map(account, { userId: user.id, company: { identifier }, allowInactive: true }))).toEqual([
        'COMPANY_NOT_USABLE company',
      ]);
    },
  );

  it('of an inactive company is saved with the explicit flag, which stays on the row', async () => {
    const user = await source.user();
    const { identifier, id } = company({ status: { name: 'Inactive' } });

    const { mapping } = await map(account, { userId: user.id, company: { identifier }, allowInactive: true });

    expect(mapping).toMatchObject({
      connectWiseId: id,
      allowsInactive: true,
      companyStatus: 'Inactive',
      isEnabled: true,
    });
    expect(mapping?.verification).toMatchObject({ status: 'VERIFIED', problem: null });
  });

  it('is made by record id for one of several that share an identifier', async () => {
    const [, second] = test.sandbox.landmarks.ambiguous;
    const user = await source.user();

    const { mapping } = await map(account, { userId: user.id, company: { connectWiseId: second.id } });

    expect(mapping).toMatchObject({ connectWiseId: second.id, identifier: second.identifier, isEnabled: true });
  });
});

describe('U6: a disabled mapping', () => {
  const disabled = (userId: string, reference: { identifier: string } | { connectWiseId: number }) =>
    map(account, { userId, company: reference, isEnabled: false });

  it.each([
    ['deleted', () => test.sandbox.landmarks.deleted, 'COMPANY_DELETED'],
    ['missing', () => ({ identifier: 'Nobody-Has-This' }), 'COMPANY_NOT_FOUND'],
    ['ambiguous', () => test.sandbox.landmarks.ambiguous[0], 'COMPANY_AMBIGUOUS'],
    ['inactive', () => test.sandbox.landmarks.inactive, 'COMPANY_INACTIVE'],
  ])('of a %s company is saved and says what is wrong', async (_what, pick, problem) => {
    const user = await source.user();

    const { mapping, userErrors } = await disabled(user.id, { identifier: pick().identifier });

    expect(userErrors).toEqual([]);
    expect(mapping).toMatchObject({ isEnabled: false, verification: { status: 'BROKEN', problem } });
    expect(await holdOf(account, user)).toBe('MAPPING_DISABLED');
  });

  it('by a record id that leads nowhere is refused: nobody could tell what it was', async () => {
    const user = await source.user();

    expect(errorsOf(await disabled(user.id, { connectWiseId: 99_999_999 }))).toEqual(['COMPANY_NOT_USABLE company']);
  });
});

describe('Mapping a user that', () => {
  it('is archived is refused', async () => {
    const user = await source.user();
    await execute(account, ArchiveUserDocument, { input: { userId: user.id } });

    expect(errorsOf(await map(account, { userId: user.id, company: { identifier: company().identifier } }))).toEqual([
      'INVALID userId',
    ]);
  });

  it("is unknown, malformed, of another kind or another account's is not found", async () => {
    const stranger = await (await (await test.account()).source()).user();
    const own = await (await source.user()).map(company().identifier);
    const unknown = Buffer.from('User:00000000-0000-7000-8000-00000000dead').toString('base64url');
    const { identifier } = company();

    for (const userId of [unknown, 'nonsense', '', own.id, stranger.id]) {
      expect(errorsOf(await map(account, { userId, company: { identifier } }))).toEqual(['NOT_FOUND userId']);
    }
    expect(await rowsOf(stranger.id)).toEqual([]);
  });

  it.each([
    ['both', { identifier: 'HarborDental', connectWiseId: 250 }],
    ['neither', {}],
    ['null', { identifier: null }],
    ['both null', { identifier: null, connectWiseId: null }],
    ['one and a null', { identifier: 'HarborDental', connectWiseId: null }],
  ])('names its company by %s is refused before anything runs', async (_what, reference) => {
    const user = await source.user();

    const answer = await execute(account, MapCompanyDocument, {
      // What the types do not let through is what the server must refuse.
      input: { userId: user.id, company: reference as { identifier: string } },
    });

    expect(answer.errors).not.toEqual([]);
    expect(given(answer.errors[0]).extensions?.['code']).toBe('BAD_USER_INPUT');
    expect(answer.data?.mapCompany ?? null).toBeNull();
    expect(await rowsOf(user.id)).toEqual([]);
  });
});
