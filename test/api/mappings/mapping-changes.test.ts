import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ask, execute } from '../../support/graphql-client.js';
import type { SeedAccount, SeedSource } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import {
  ArchiveUserDocument,
  ReopenUserDocument,
  SuspendAccountDocument,
  ViewerDocument,
} from '../operations.generated.js';
import {
  auditOf,
  disable,
  enable,
  errorsOf,
  given,
  holdOf,
  map,
  unmap,
  verify,
  verifyMapping,
} from '../support/calls.js';

let test: TestApp;
let account: SeedAccount;
let source: SeedSource;
beforeAll(async () => {
  test = await startTestApp();
  account = await test.account();
  await account.integration();
  source = await account.source();
});
afterAll(() => test.close());
beforeEach(() => {
  test.sandbox.faults.clear();
  test.sandbox.journal.clear();
});

let made = 0;
async function mapped(input: { allowInactive?: boolean; isEnabled?: boolean } = {}, status = 'Active') {
  made += 1;
  const identifier = `Changed-${made}`;
  const { id } = test.sandbox.companies.add({ identifier, name: `${identifier} Ltd`, status: { name: status } });
  const user = await source.user();
  const mapping = await user.map(identifier, input);
  return { user, mapping, mappingId: mapping.id, identifier, id };
}

const operations = { enable, disable, verify: verifyMapping, unmap };
const names = ['enable', 'disable', 'verify', 'unmap'] as const;

describe.each(names)('F22: to %s a mapping', (name) => {
  const run = operations[name];

  it('takes the version that is stored', async () => {
    const { mapping, mappingId } = await mapped({ isEnabled: name !== 'enable' });

    expect(errorsOf(await run(account, { mappingId, expectedVersion: mapping.version }))).toEqual([]);
  });

  it('is refused for another version, with the current one', async () => {
    const { mapping, mappingId, user } = await mapped();

    const answer = await run(account, { mappingId, expectedVersion: mapping.version + 7 });

    expect(errorsOf(answer)).toEqual(['VERSION_CONFLICT expectedVersion']);
    expect(answer.userErrors).toMatchObject([{ currentVersion: mapping.version }]);
    expect(await holdOf(account, user)).toBeNull();
  });

  it("is NOT_FOUND for an unknown or malformed id, another kind's, and another account's", async () => {
    const stranger = await test.account();
    await stranger.integration();
    const theirs = await (await (await stranger.source()).user()).map(test.sandbox.landmarks.ordinary[0].identifier);
    const { user } = await mapped();
    const unknown = Buffer.from('CompanyMapping:00000000-0000-7000-8000-00000000dead').toString('base64url');

    for (const mappingId of [unknown, 'nonsense', '', user.id, theirs.id]) {
      expect(errorsOf(await run(account, { mappingId }))).toEqual(['NOT_FOUND mappingId']);
    }
    expect(
      (await verifyMapping(stranger, { mappingId: theirs.id, expectedVersion: theirs.version })).userErrors,
    ).toEqual([]);
  });

  it('P12: is won by exactly one of 20 at the same moment with one version', async () => {
    const { mapping, mappingId } = await mapped({ isEnabled: name !== 'enable' });
    const tries = Array.from({ length: 20 }, () => run(account, { mappingId, expectedVersion: mapping.version }));

    const refused = (await Promise.all(tries)).flatMap(errorsOf);

    // Whoever comes after an unmapping finds nothing any more.
    const expected = ['VERSION_CONFLICT expectedVersion', ...(name === 'unmap' ? ['NOT_FOUND mappingId'] : [])];
    expect(refused).toHaveLength(19);
    expect(refused.filter((code) => !expected.includes(code))).toEqual([]);
  });
});

describe('U10: the work of one user', () => {
  it('stops at once when its mapping is disabled, and others go on', async () => {
    const [one, other] = [await mapped(), await mapped()];

    const { mapping } = await disable(account, { mappingId: one.mappingId });

    expect(mapping).toMatchObject({ isEnabled: false, connectWiseId: one.id, version: one.mapping.version + 1 });
    expect(mapping?.user.hold).toBe('MAPPING_DISABLED');
    expect([await holdOf(account, one.user), await holdOf(account, other.user)]).toEqual(['MAPPING_DISABLED', null]);
    expect(errorsOf(await enable(account, { mappingId: one.mappingId }))).toEqual([]);
    expect(await holdOf(account, one.user)).toBeNull();
  });

  it('stops at once when it is unmapped, and its history stays', async () => {
    const [one, other] = [await mapped(), await mapped()];

    const answer = await unmap(account, { mappingId: one.mappingId });

    expect(answer).toMatchObject({ deletedMappingId: one.mappingId, user: { id: one.user.id, hold: 'NOT_MAPPED' } });
    expect([await holdOf(account, one.user), await holdOf(account, other.user)]).toEqual(['NOT_MAPPED', null]);
    expect((await auditOf(account, one.mappingId)).map(({ action }) => action)).toEqual([
      'COMPANY_MAPPED',
      'COMPANY_UNMAPPED',
    ]);
    expect(errorsOf(await unmap(account, { mappingId: one.mappingId }))).toEqual(['NOT_FOUND mappingId']);
    const again = await map(account, { userId: one.user.id, company: { identifier: one.identifier } });
    expect(again.mapping?.id).not.toBe(one.mappingId);
  });

  it('stops at once when it is archived, also for a mapping that is enabled then, and goes on when reopened', async () => {
    const [one, other] = [await mapped(), await mapped()];
    const input = { userId: one.user.id };

    await ask(account, ArchiveUserDocument, { input });
    await disable(account, { mappingId: one.mappingId });
    await enable(account, { mappingId: one.mappingId });

    expect([await holdOf(account, one.user), await holdOf(account, other.user)]).toEqual(['USER_ARCHIVED', null]);
    await ask(account, ReopenUserDocument, { input });
    expect(await holdOf(account, one.user)).toBeNull();
  });

  it('needs nobody but us to stop: ConnectWise is not asked', async () => {
    const { mappingId, user } = await mapped();
    test.sandbox.journal.clear();
    await disable(account, { mappingId });
    await unmap(account, { mappingId });
    await ask(account, ArchiveUserDocument, { input: { userId: user.id } });

    expect(test.sandbox.journal.total).toBe(0);
  });
});

describe('Enabling a mapping', () => {
  it.each([
    ['deleted', (id: number) => void test.sandbox.companies.delete(id)],
    ['gone', (id: number) => test.sandbox.companies.remove(id)],
  ])('U6: is refused when the company is %s by now', async (_what, happen) => {
    const { mappingId, id, user } = await mapped({ isEnabled: false });
    happen(id);

    expect(errorsOf(await enable(account, { mappingId, allowInactive: true }))).toEqual(['COMPANY_NOT_USABLE company']);
    expect(await holdOf(account, user)).toBe('MAPPING_DISABLED');
  });

  it('U6: needs the flag for an inactive company once; it stays on the row', async () => {
    const { mappingId } = await mapped({ isEnabled: false }, 'Inactive');

    expect(errorsOf(await enable(account, { mappingId }))).toEqual(['COMPANY_NOT_USABLE company']);
    const { mapping } = await enable(account, { mappingId, allowInactive: true });
    expect(mapping).toMatchObject({ isEnabled: true, allowsInactive: true, verification: { status: 'VERIFIED' } });
    await disable(account, { mappingId });
    expect(errorsOf(await enable(account, { mappingId }))).toEqual([]);
  });

  it('U6: takes what was verified a moment ago without asking', async () => {
    const { mappingId, id } = await mapped({ isEnabled: false });
    await verify(account, { connectWiseId: id });
    test.sandbox.journal.clear();

    expect(errorsOf(await enable(account, { mappingId }))).toEqual([]);
    expect(test.sandbox.journal.total).toBe(0);
  });
});

describe('Verifying a mapping', () => {
  it('keeps it by its record id and notes the new identifier, name, status and types', async () => {
    const { mappingId, id, user } = await mapped();
    test.sandbox.companies.edit(id, { identifier: `New-${id}`, name: 'Another name', status: { name: 'Credit Hold' } });

    const { mapping } = await verifyMapping(account, { mappingId });

    expect(mapping).toMatchObject({
      ...{ connectWiseId: id, identifier: `New-${id}`, companyName: 'Another name', companyStatus: 'Credit Hold' },
      verification: { status: 'VERIFIED', problem: null },
    });
    expect(await holdOf(account, user)).toBeNull();
  });

  it.each<[string, (id: number) => void, string]>([
    ['deleted', (id) => void test.sandbox.companies.delete(id), 'COMPANY_DELETED'],
    ['gone, as after a merge', (id) => test.sandbox.companies.remove(id), 'COMPANY_NOT_FOUND'],
    ['inactive', (id) => void test.sandbox.companies.inactivate(id), 'COMPANY_INACTIVE'],
  ])('breaks it when the company is %s, and holds its work', async (_what, happen, problem) => {
    const { mappingId, id, user } = await mapped();
    happen(id);

    const { mapping, userErrors } = await verifyMapping(account, { mappingId });

    expect(userErrors).toEqual([]);
    expect(mapping).toMatchObject({ isEnabled: true, connectWiseId: id, verification: { status: 'BROKEN', problem } });
    expect(await holdOf(account, user)).toBe('MAPPING_BROKEN');
  });

  it('mends it when the company is back', async () => {
    const { mappingId, id, user } = await mapped();
    test.sandbox.companies.delete(id);
    await verifyMapping(account, { mappingId });
    test.sandbox.companies.restore(id);

    const { mapping } = await verifyMapping(account, { mappingId });

    expect(mapping?.verification).toMatchObject({ status: 'VERIFIED', problem: null });
    expect(await holdOf(account, user)).toBeNull();
  });

  it('does not break one that allows an inactive company', async () => {
    const { mappingId, id, user } = await mapped({ allowInactive: true });
    test.sandbox.companies.inactivate(id);

    expect((await verifyMapping(account, { mappingId })).mapping?.verification.status).toBe('VERIFIED');
    expect(await holdOf(account, user)).toBeNull();
  });
});

describe('A7: a suspended account', () => {
  it('can neither map nor test, and nothing of it is lost', async () => {
    const owner = await test.account();
    await owner.integration();
    const user = await (await owner.source()).user();
    const mapping = await user.map(test.sandbox.landmarks.ordinary[0].identifier);
    const accountId = given((await ask(owner, ViewerDocument)).viewer).account.id;
    const platform = { url: test.url, token: await test.platformToken() };
    await ask(platform, SuspendAccountDocument, { input: { accountId } });
    test.sandbox.journal.clear();

    for (const run of [
      () => verifyMapping(owner, { mappingId: mapping.id }),
      () => map(owner, { userId: user.id, company: { identifier: 'HarborDental' } }),
      () => verify(owner, 'HarborDental'),
    ]) {
      await expect(run()).rejects.toThrow('"status": 403');
    }
    expect((await execute(owner, ViewerDocument)).status).toBe(403);
    expect(test.sandbox.journal.total).toBe(0);
  });
});
