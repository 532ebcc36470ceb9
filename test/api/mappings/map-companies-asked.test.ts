import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SeedAccount, SeedSource } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { type MapCompaniesItemInput } from '../operations.generated.js';
import { accountWithCopy, copiedCompany, linesOf, mapAll, messagesOf, row } from '../support/bulk.js';
import { auditOf, errorsOf, given, map, verify } from '../support/calls.js';
import { fingerprint } from '../support/fingerprint.js';
import { eventsOf, sql } from '../support/rows.js';

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

describe('U6: what ConnectWise says now wins over the copy', () => {
  it.each<[string, (id: number) => unknown, RegExp]>([
    ['was deleted since', (id) => test.sandbox.companies.delete(id), /was deleted/],
    ['is gone since', (id) => test.sandbox.companies.remove(id), /no company with the record id/],
    ['is inactive since', (id) => test.sandbox.companies.inactivate(id), /allowInactive/],
    [
      'has another identifier since',
      (id) => test.sandbox.companies.reidentify(id, `Re-${id}`),
      /is not "Bulk-\d+" any more/,
    ],
  ])('a company that %s is refused', async (_what, change, message) => {
    const { id, identifier } = await company();
    change(id);

    const answer = await one({ identifier });

    expect(linesOf(answer)).toEqual(['COMPANY_NOT_USABLE company']);
    expect(messagesOf(answer)[0]).toMatch(message);
  });

  it('a company that was renamed since is saved under its new name, but not for a row that named the old one', async () => {
    const { id, identifier, name } = await company();
    test.sandbox.companies.rename(id, 'Newly Named Bulk');

    const answer = await mapAll(account, [
      row(await user(), { identifier }),
      row(await user(), { name }, { allowShared: true }),
    ]);

    expect(linesOf(answer)).toEqual([`${id} VERIFIED`, 'COMPANY_NOT_USABLE company']);
    expect(given(answer.results)[0]?.mapping).toMatchObject({ companyName: 'Newly Named Bulk', identifier });
  });

  it('an inactive one is saved with the flag, and without it while it is off', async () => {
    const { id, identifier } = test.sandbox.landmarks.inactive;

    expect(linesOf(await one({ identifier }, { allowInactive: true }))).toEqual([`${id} VERIFIED`]);
    expect(linesOf(await one({ identifier }, { isEnabled: false, allowShared: true }))).toEqual([
      `${id} UNVERIFIED off`,
    ]);
  });

  it('what it said in the last ten minutes is not asked again, whoever asked', async () => {
    const { id, identifier } = await company();
    const unknown = test.sandbox.companies.add({ identifier: 'Not-Copied-Yet', name: 'Not Copied Yet' });
    await verify(account, identifier);
    await verify(account, { identifier: 'not-copied-yet' });
    test.sandbox.journal.clear();

    const answer = await mapAll(account, [
      row(await user(), { identifier }),
      row(await user(), { identifier: 'Not-Copied-Yet' }),
    ]);
    expect(linesOf(answer)).toEqual([`${id} VERIFIED`, `${unknown.id} VERIFIED`]);
    expect(test.sandbox.journal.total).toBe(0);

    const again = await company();
    await one({ identifier: again.identifier });
    test.sandbox.journal.clear();
    await one({ connectWiseId: again.id }, { allowShared: true });
    expect(test.sandbox.journal.total).toBe(0);
  });

  it('a disabled row is saved as the copy has it, without asking, and counts as unverified', async () => {
    const { id, identifier, name } = await company();
    test.sandbox.journal.clear();

    const answer = await one({ identifier }, { isEnabled: false });

    expect(linesOf(answer)).toEqual([`${id} UNVERIFIED off`]);
    expect(given(answer.results)[0]?.mapping).toMatchObject({ identifier, companyName: name, companyStatus: 'Active' });
    expect(test.sandbox.journal.total).toBe(0);
  });
});

describe('U8: rows that come before the integration is on, or before the first sync', () => {
  it('while it is off only disabled ones are saved, as the copy has them', async () => {
    const owner = await test.account();
    await owner.integration({ isEnabled: false });
    const { id, identifier } = await company({}, owner);
    const [first, second] = await Promise.all([owner.source(), owner.source()]);
    test.sandbox.journal.clear();

    const answer = await mapAll(owner, [
      row((await first.user()).id, { identifier }),
      row((await second.user()).id, { identifier }, { isEnabled: false }),
    ]);

    expect(linesOf(answer)).toEqual(['INTEGRATION_DISABLED isEnabled', `${id} UNVERIFIED off`]);
    expect(test.sandbox.journal.total).toBe(0);
  });

  it('without a copy a disabled one keeps its identifier as typed, and an enabled one must name a record', async () => {
    const owner = await test.account();
    await owner.integration();
    const [ordinary] = test.sandbox.landmarks.ordinary;
    const users = await owner.source();
    const of = async (reference: MapCompaniesItemInput['company'], isEnabled: boolean) =>
      row((await users.user()).id, reference, { isEnabled });

    const answer = await mapAll(owner, [
      await of({ identifier: ' Any-Thing ' }, false),
      await of({ connectWiseId: ordinary.id }, false),
      await of({ name: 'Any Thing' }, false),
      await of({ connectWiseId: ordinary.id }, true),
      await of({ identifier: ordinary.identifier }, true),
      await of({ name: 'Any Thing' }, true),
    ]);

    expect(linesOf(answer)).toEqual([
      'null UNVERIFIED off',
      ...Array(2).fill('UNAVAILABLE company'),
      `${ordinary.id} VERIFIED`,
      ...Array(2).fill('UNAVAILABLE company'),
    ]);
    expect(given(answer.results)[0]?.mapping?.identifier).toBe('Any-Thing');
  });

  it('and before anything was saved the settings are asked for', async () => {
    const owner = await test.account();
    const { id } = await (await owner.source()).user();

    const answer = await mapAll(owner, [row(id, { identifier: 'x' }, { isEnabled: false })]);

    expect(answer.results).toBeNull();
    expect(errorsOf(answer)).toEqual(['NOT_CONFIGURED']);
  });
});

describe('U9: bad rows', () => {
  it('under REJECT_ALL stop all, before ConnectWise is asked, and the call says so', async () => {
    const [first, second] = [await company(), await company()];
    const rows = [
      row(await user(), { identifier: first.identifier }),
      row(await user(), { identifier: 'Nobody-Has-This' }),
      row(await user(), { identifier: second.identifier }, { isEnabled: false }),
    ];
    const before = await fingerprint(account.id);
    test.sandbox.journal.clear();

    const answer = await mapAll(account, rows, 'REJECT_ALL');

    expect(linesOf(answer)).toEqual(['', 'COMPANY_NOT_USABLE company', '']);
    expect(answer.userErrors).toMatchObject([{ code: 'INVALID', message: expect.stringContaining('1 of the items') }]);
    expect(await fingerprint(account.id)).toEqual(before);
    expect(test.sandbox.journal.total).toBe(0);
  });

  it('under REJECT_ALL stop all too when only ConnectWise knew of them', async () => {
    const [first, second] = [await company(), await company()];
    test.sandbox.companies.delete(second.id);
    const rows = [
      row(await user(), { identifier: first.identifier }),
      row(await user(), { identifier: second.identifier }),
    ];

    const answer = await mapAll(account, rows, 'REJECT_ALL');

    expect(linesOf(answer)).toEqual(['', 'COMPANY_NOT_USABLE company']);
    expect(answer.userErrors).toHaveLength(1);
    const ids = given(answer.results).flatMap(({ mapping }) => mapping?.id ?? []);
    expect(ids).toEqual([]);
    expect(
      await sql('SELECT FROM mappings m JOIN sources s ON s.id = m.source_id WHERE s.code = $1', [source.code]),
    ).toEqual([]);
  });

  it('are told apart from good ones, which REJECT_FAILED writes with their audit and events', async () => {
    const { id, identifier } = await company();
    const seed = await source.user();
    const told = (await eventsOf(account.id)).length;

    const answer = await mapAll(account, [
      row(await user(), { identifier: 'Nobody-Has-This' }),
      row(seed.id, { identifier }),
    ]);

    expect(linesOf(answer)).toEqual(['COMPANY_NOT_USABLE company', `${id} VERIFIED`]);
    const mapping = given(given(answer.results)[1]?.mapping);
    const audit = await auditOf(account, mapping.id);
    expect(audit.map(({ action }) => action)).toEqual(['COMPANY_MAPPED']);
    expect(audit[0]?.changes).toContainEqual({ field: 'identifier', before: null, after: identifier });
    expect((await eventsOf(account.id)).slice(told)).toMatchObject([{ kind: 'USER_MAPPED', subject_kind: 'User' }]);
  });

  it('that say what is so already change nothing, and moved ones tell what changed', async () => {
    const [first, second] = [await company(), await company()];
    const rows = [row(await user(), { identifier: first.identifier }, { replaceExisting: true, isEnabled: false })];
    const made = given(given((await mapAll(account, rows)).results)[0]?.mapping);
    const before = await fingerprint(account.id);

    expect(given(given((await mapAll(account, rows)).results)[0]?.mapping)).toEqual(made);
    expect(await fingerprint(account.id)).toEqual(before);

    await mapAll(account, [{ ...given(rows[0]), company: { identifier: second.identifier } }]);
    const [, moved] = await auditOf(account, made.id);
    expect(moved?.changes).toContainEqual({ field: 'identifier', before: first.identifier, after: second.identifier });
  });
});

describe('U9: a name', () => {
  it('is taken by the calls for one user too, when only one live company has it', async () => {
    const { id, name } = await company();
    const twins = [await company({ name: 'Single Twin' }), await company({ name: 'Single twin' })];
    const userId = await user();

    expect((await verify(account, { name: name.toUpperCase() })).verification).toMatchObject({
      outcome: 'USABLE',
      company: { connectWiseId: id },
    });
    const { verification } = await verify(account, { name: 'single twin' });
    expect(verification).toMatchObject({ outcome: 'AMBIGUOUS' });
    expect(verification?.candidates.map(({ connectWiseId }) => connectWiseId)).toEqual(twins.map((twin) => twin.id));
    expect((await map(account, { userId, company: { name } })).mapping).toMatchObject({ connectWiseId: id });
  });
});
