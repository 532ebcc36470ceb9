import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { copyCompanies } from '../../support/company-copy.js';
import { ask, execute } from '../../support/graphql-client.js';
import type { SeedAccount, SeedSource } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { ArchiveUserDocument, MapCompaniesDocument, type MapCompaniesItemInput } from '../operations.generated.js';
import { accountWithCopy, copiedCompany, linesOf, mapAll, messagesOf, row } from '../support/bulk.js';
import { given, holdOf } from '../support/calls.js';
import { sql } from '../support/rows.js';

let test: TestApp;
let account: SeedAccount;
let source: SeedSource;
beforeAll(async () => {
  test = await startTestApp();
  const { ambiguous, deleted, deletedTwin, digits, inactive, ordinary } = test.sandbox.landmarks;
  const known = [...ambiguous, deleted, deletedTwin, digits, inactive, ...ordinary.slice(0, 3)];
  account = await accountWithCopy(test, known);
});
afterAll(() => test.close());
beforeEach(async () => {
  test.sandbox.faults.clear();
  test.sandbox.journal.clear();
  source = await account.source();
});

const company = (fields = {}, owner = account) => copiedCompany(test, owner, fields);
const user = async () => (await source.user()).id;
const one = async (reference: MapCompaniesItemInput['company'], rest: Partial<MapCompaniesItemInput> = {}) =>
  mapAll(account, [row(await user(), reference, rest)]);

describe('U9: a row of a bulk mapping names its company', () => {
  it('by record id, by identifier or by exact name, and is verified in one call for all of them', async () => {
    const [first, second, third] = [await company(), await company(), await company({ name: 'Ｍüller Bulk' })];
    const users = [await source.user(), await source.user(), await source.user()];
    test.sandbox.journal.clear();

    const answer = await mapAll(account, [
      row(given(users[0]).id, { connectWiseId: first.id }),
      row(given(users[1]).id, { identifier: ` ${second.identifier.toUpperCase()} ` }),
      row(given(users[2]).id, { name: 'mÜLLER  bulk' }),
    ]);

    expect(linesOf(answer)).toEqual([first, second, third].map(({ id }) => `${id} VERIFIED`));
    expect(answer.userErrors).toEqual([]);
    expect(test.sandbox.journal.count('GET', '/company/companies')).toBe(1);
    expect(given(answer.results)[2]?.mapping).toMatchObject({
      companyName: 'Ｍüller Bulk',
      origin: 'MANUAL',
      version: 1,
    });
    for (const seed of users) expect(await holdOf(account, seed)).toBeNull();
  });

  it('and its user by the key of the source too', async () => {
    const { id, identifier } = await company();
    const { externalId } = await source.user();
    const key = { source: source.code, externalId: ` ${externalId} ` };

    expect(linesOf(await mapAll(account, [{ user: { key }, company: { identifier } }]))).toEqual([`${id} VERIFIED`]);
  });

  it('and what it is refused for names it for a person', async () => {
    const { ambiguous, deleted, digits, inactive, ordinary } = test.sandbox.landmarks;
    const twins = [await company({ name: 'Twin Bulk' }), await company({ name: 'TWIN bulk' })];
    const rows: [MapCompaniesItemInput['company'], string, RegExp][] = [
      [{ identifier: ambiguous[0].identifier }, 'COMPANY_NOT_USABLE company', /record ids \d+, \d+/],
      [{ name: 'twin bulk' }, 'COMPANY_NOT_USABLE company', new RegExp(twins.map(({ id }) => id).join(', '))],
      [{ identifier: deleted.identifier }, 'COMPANY_NOT_USABLE company', /was deleted/],
      [{ connectWiseId: deleted.id }, 'COMPANY_NOT_USABLE company', /was deleted/],
      [{ identifier: 'Nobody-Has-This' }, 'COMPANY_NOT_USABLE company', /No company has the identifier/],
      [{ name: 'Nobody Has This' }, 'COMPANY_NOT_USABLE company', /No company has the name/],
      [{ connectWiseId: 99_999_999 }, 'COMPANY_NOT_USABLE company', /no company with the record id/],
      [{ identifier: inactive.identifier }, 'COMPANY_NOT_USABLE company', /allowInactive/],
      [{ identifier: String(given(ordinary[1]).id) }, 'COMPANY_NOT_USABLE company', /Its identifier is/],
      [{ identifier: '  ' }, 'INVALID company identifier', /1 to 156/],
      [{ name: 'x'.repeat(157) }, 'INVALID company name', /1 to 156/],
      [{ identifier: 'a\u0007b' }, 'INVALID company identifier', /control/],
      [{ connectWiseId: 0 }, 'INVALID company connectWiseId', /positive/],
    ];
    const items = await Promise.all(rows.map(async ([reference]) => row(await user(), reference)));

    const answer = await mapAll(account, items);

    expect(linesOf(answer)).toEqual(rows.map(([, line]) => line));
    for (const [index, message] of messagesOf(answer).entries()) expect(message).toMatch(given(rows[index])[2]);
    expect(test.sandbox.journal.total).toBe(0);
    const byDigits = await one({ identifier: digits.identifier });
    expect(linesOf(byDigits)).toEqual([`${digits.id} VERIFIED`]);
  });

  it('a live one wins over a deleted one, and one that is gone from ConnectWise is told as such', async () => {
    const gone = { id: 77_000_001, identifier: 'Bulk-Gone', name: 'Gone Bulk', isMissing: true };
    await copyCompanies(account, [gone]);
    const { ordinary } = test.sandbox.landmarks;

    expect(linesOf(await one({ identifier: ordinary[0].identifier }))).toEqual([`${ordinary[0].id} VERIFIED`]);
    const answer = await one({ identifier: gone.identifier });
    expect(messagesOf(answer)).toEqual([expect.stringMatching(/does not show "Gone Bulk" any more/)]);
  });
});

describe('U9: a row of a bulk mapping is refused', () => {
  it('for a user that is unknown, of another account, of another kind, or archived', async () => {
    const { identifier } = await company();
    const stranger = await (await (await test.account()).source()).user();
    const mapping = await (await source.user()).map((await company()).identifier);
    const archived = await user();
    await ask(account, ArchiveUserDocument, { input: { userId: archived } });
    const key = { source: stranger.source.code, externalId: stranger.externalId };

    const answer = await mapAll(account, [
      ...[stranger.id, mapping.id, 'nonsense', '', archived].map((userId) => row(userId, { identifier })),
      { user: { key }, company: { identifier } },
      { user: { key: { source: source.code, externalId: 'nobody' } }, company: { identifier } },
    ]);

    expect(linesOf(answer)).toEqual([
      ...Array(4).fill('NOT_FOUND user userId'),
      'INVALID user userId',
      ...Array(2).fill('NOT_FOUND user key'),
    ]);
    expect(await sql('SELECT id FROM mappings WHERE account_id = $1', [stranger.source.account.id])).toEqual([]);
  });

  it('for a user that is mapped, unless it may be moved from the version that was seen', async () => {
    const users = await Promise.all([source.user(), source.user(), source.user()]);
    const before = [];
    for (const seed of users) before.push(await seed.map((await company()).identifier));
    const { id, identifier } = await company();
    const move = { replaceExisting: true };

    const answer = await mapAll(account, [
      row(users[0].id, { identifier }),
      row(users[1].id, { identifier }, { ...move, expectedVersion: 7 }),
      row(users[2].id, { identifier }, { ...move, expectedVersion: 1 }),
    ]);

    expect(linesOf(answer)).toEqual([
      'ALREADY_MAPPED user userId',
      'VERSION_CONFLICT expectedVersion',
      `${id} VERIFIED`,
    ]);
    expect(given(answer.results)[1]?.userErrors).toMatchObject([{ currentVersion: 1 }]);
    expect(given(answer.results)[2]?.mapping).toMatchObject({ id: given(before[2]).id, version: 2 });
  });

  it('when its user stands in a row above', async () => {
    const [first, second] = [await company(), await company()];
    const userId = await user();

    const answer = await mapAll(account, [
      row(userId, { identifier: first.identifier }),
      row(userId, { identifier: second.identifier }),
    ]);

    expect(linesOf(answer)).toEqual([`${first.id} VERIFIED`, 'INVALID user userId']);
  });

  it('U7: for a company that another user of the source has, in the table or by a row above', async () => {
    const [taken, free] = [await company(), await company()];
    await (await source.user()).map(taken.identifier);
    const other = await account.source();

    const answer = await mapAll(account, [
      row(await user(), { identifier: taken.identifier }),
      row(await user(), { name: free.name }),
      row(await user(), { connectWiseId: free.id }),
      row(await user(), { connectWiseId: free.id }, { isEnabled: false }),
      row(await user(), { connectWiseId: free.id }, { allowShared: true }),
      row((await other.user()).id, { connectWiseId: free.id }),
    ]);

    expect(linesOf(answer)).toEqual([
      'COMPANY_IN_USE company',
      `${free.id} VERIFIED`,
      'COMPANY_IN_USE company',
      'COMPANY_IN_USE company',
      `${free.id} VERIFIED`,
      `${free.id} VERIFIED`,
    ]);
  });

  it('for everything that is wrong with it at once', async () => {
    const answer = await mapAll(account, [row('nonsense', { identifier: 'Nobody-Has-This' })]);

    expect(linesOf(answer)).toEqual(['NOT_FOUND user userId, COMPANY_NOT_USABLE company']);
  });

  it('U13: with all others when there are more than 1,000', async () => {
    const items = Array.from({ length: 1_001 }, () => row('nobody', { connectWiseId: 1 }));

    expect(JSON.stringify(await execute(account, MapCompaniesDocument, { input: { items } }))).toContain(
      'LIMIT_EXCEEDED',
    );
    expect(await mapAll(account, [])).toEqual({ results: [], userErrors: [] });
  });
});
