import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { copyCompanies, recordsOf } from '../../support/company-copy.js';
import { execute } from '../../support/graphql-client.js';
import type { SeedAccount, SeedSource, SeedUser } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { EnableMappingsDocument } from '../operations.generated.js';
import { copiedCompany, disableAll, enableAll, linesOf, manyUsers, mapAll, messagesOf, row } from '../support/bulk.js';
import { auditOf, errorsOf, given, holdOf, save } from '../support/calls.js';
import { fingerprint } from '../support/fingerprint.js';
import { eventsOf } from '../support/rows.js';

const ROUTE = '/company/companies';

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

/** A mapping that is off, of a company that nobody was asked about. */
async function off(user: SeedUser, reference?: { identifier: string }) {
  const company = await copiedCompany(test, account);
  const answer = await mapAll(account, [
    row(user.id, reference ?? { connectWiseId: company.id }, { isEnabled: false }),
  ]);
  return { company, mappingId: given(given(answer.results)[0]?.mapping).id };
}

describe('U9: mappings saved before the integration was on', () => {
  it('are turned on in bulk, by what was typed then and synced since', async () => {
    const owner = await test.account();
    await save(owner, { ...owner.values, isEnabled: false });
    const users = await owner.source();
    const [first, second] = [await users.user(), await users.user()];
    const { id, identifier } = test.sandbox.companies.add({
      identifier: 'Came-First',
      name: 'Came First',
    }) as unknown as {
      id: number;
      identifier: string;
    };
    const typed = [row(first.id, { identifier: 'came-FIRST' }), row(second.id, { identifier: 'Nobody-Has-This' })];
    const saved = await mapAll(
      owner,
      typed.map((one) => ({ ...one, isEnabled: false })),
    );
    const mappingIds = given(saved.results).map(({ mapping }) => given(mapping).id);
    const early = await enableAll(owner, { mappingIds });
    expect(errorsOf(early)).toEqual(['INTEGRATION_DISABLED isEnabled']);

    await owner.integration();
    expect(linesOf(await enableAll(owner, { mappingIds }))).toEqual(Array(2).fill('UNAVAILABLE mappingIds'));
    await copyCompanies(owner, recordsOf(test.sandbox, [id]));

    const answer = await enableAll(owner, { mappingIds });

    expect(linesOf(answer)).toEqual([`${id} VERIFIED`, 'COMPANY_NOT_USABLE mappingIds']);
    expect(given(answer.results)[0]?.mapping).toMatchObject({ identifier, companyName: 'Came First', version: 2 });
    expect(await holdOf(owner, first)).toBeNull();
    expect(await holdOf(owner, second)).toBe('MAPPING_DISABLED');
  });
});

describe('Turning many mappings on', () => {
  it('asks about 1,000 of them in five calls, and not again within ten minutes', async () => {
    const fieldsOf = (number: number) => ({ identifier: `On-${number}`, name: `On ${number}` });
    const ids = test.sandbox.companies.addMany(1_000, fieldsOf);
    await copyCompanies(account, recordsOf(test.sandbox, ids));
    const users = await manyUsers(source, 1_000);
    const items = users.map((id, index) => row(id, { connectWiseId: given(ids[index]) }, { isEnabled: false }));
    const mappingIds = given((await mapAll(account, items)).results).map(({ mapping }) => given(mapping).id);
    test.sandbox.journal.clear();

    expect(linesOf(await enableAll(account, { mappingIds }))).toEqual(ids.map((id) => `${id} VERIFIED`));
    expect(test.sandbox.journal.count('GET', ROUTE)).toBe(5);
    expect(linesOf(await enableAll(account, { mappingIds }))).toEqual(ids.map((id) => `${id} VERIFIED`));
    expect(test.sandbox.journal.count('GET', ROUTE)).toBe(5);

    expect(linesOf(await disableAll(account, { mappingIds }))).toEqual(ids.map((id) => `${id} VERIFIED off`));
    expect(test.sandbox.journal.count('GET', ROUTE)).toBe(5);
  });

  it('tells of each why it cannot be: gone, inactive, unknown, repeated', async () => {
    const [gone, inactive, fine] = [
      await off(await source.user()),
      await off(await source.user()),
      await off(await source.user()),
    ];
    const stranger = await test.account();
    await stranger.integration();
    const foreign = await (await (await stranger.source()).user()).map(test.sandbox.landmarks.ordinary[0].identifier);
    test.sandbox.companies.delete(gone.company.id);
    test.sandbox.companies.inactivate(inactive.company.id);
    const user = await source.user();

    const mappingIds = [gone, inactive, fine, fine].map(({ mappingId }) => mappingId);
    const answer = await enableAll(account, { mappingIds: [...mappingIds, foreign.id, user.id, 'nonsense'] });

    expect(linesOf(answer)).toEqual([
      ...Array(2).fill('COMPANY_NOT_USABLE mappingIds'),
      `${fine.company.id} VERIFIED`,
      'INVALID mappingIds',
      ...Array(3).fill('NOT_FOUND mappingIds'),
    ]);
    expect(messagesOf(answer)[0]).toMatch(/deleted/);
    const allowed = await enableAll(account, { mappingIds: [inactive.mappingId], allowInactive: true });
    expect(linesOf(allowed)).toEqual([`${inactive.company.id} VERIFIED`]);
    expect(given(allowed.results)[0]?.mapping).toMatchObject({ allowsInactive: true, companyStatus: 'Inactive' });
  });

  it('U7: refuses the second of two that turn out to be one company', async () => {
    const owner = await test.account();
    await owner.integration();
    const users = await owner.source();
    const items = [
      row((await users.user()).id, { identifier: 'Same-One' }),
      row((await users.user()).id, { identifier: 'SAME-one' }),
    ];
    const saved = await mapAll(
      owner,
      items.map((one) => ({ ...one, isEnabled: false })),
    );
    const mappingIds = given(saved.results).map(({ mapping }) => given(mapping).id);
    const { id } = await copiedCompany(test, owner, { identifier: 'Same-One' });

    expect(linesOf(await enableAll(owner, { mappingIds }))).toEqual([`${id} VERIFIED`, 'COMPANY_IN_USE mappingIds']);
  });

  it('under REJECT_ALL changes nothing when one cannot be', async () => {
    const { mappingId } = await off(await source.user());
    const before = await fingerprint(account.id);

    const answer = await enableAll(account, { mappingIds: [mappingId, 'nonsense'], onError: 'REJECT_ALL' });

    expect(linesOf(answer)).toEqual(['', 'NOT_FOUND mappingIds']);
    expect(errorsOf(answer)).toEqual(['INVALID']);
    const { company_checks: _remembered, call_paces: _pace, ...after } = await fingerprint(account.id);
    expect(before).toMatchObject(after);
  });

  it('says so when ConnectWise cannot be asked, and leaves them as they are', async () => {
    const { mappingId } = await off(await source.user());
    test.sandbox.faults.add({ route: ROUTE, times: null, fault: { kind: 'cut' } });

    const answer = await enableAll(account, { mappingIds: [mappingId] });

    expect(linesOf(answer)).toEqual(['CONNECTWISE_UNAVAILABLE mappingIds']);
  });

  it('U13: takes up to 1,000', async () => {
    const input = { mappingIds: Array.from({ length: 1_001 }, (_, index) => `no ${index}`) };

    expect(JSON.stringify(await execute(account, EnableMappingsDocument, { input }))).toContain('LIMIT_EXCEEDED');
    expect(await enableAll(account, { mappingIds: [] })).toEqual({ results: [], userErrors: [] });
  });
});

describe('U10: turning many mappings off', () => {
  it('stops the work of exactly those users, also while the integration is off', async () => {
    const users = [await source.user(), await source.user(), await source.user()];
    const mappings = [];
    for (const user of users) mappings.push(await user.map((await copiedCompany(test, account)).identifier));
    const ids = mappings.map(({ id }) => id);
    const told = (await eventsOf(account.id)).length;

    const answer = await disableAll(account, { mappingIds: [given(ids[0]), 'nonsense', given(ids[1])] });

    expect(linesOf(answer)).toEqual([
      `${mappings[0]?.connectWiseId} VERIFIED off`,
      'NOT_FOUND mappingIds',
      `${mappings[1]?.connectWiseId} VERIFIED off`,
    ]);
    const holds = [];
    for (const user of users) holds.push(await holdOf(account, user));
    expect(holds).toEqual(['MAPPING_DISABLED', 'MAPPING_DISABLED', null]);
    const audit = await auditOf(account, given(ids[0]));
    expect(audit.at(-1)).toMatchObject({
      action: 'MAPPING_DISABLED',
      changes: [{ field: 'isEnabled', before: 'true', after: 'false' }],
    });
    expect(await eventsOf(account.id)).toHaveLength(told);
    await save(account, { isEnabled: false });
    expect(linesOf(await disableAll(account, { mappingIds: [given(ids[2])] }))).toEqual([
      `${mappings[2]?.connectWiseId} VERIFIED off`,
    ]);
    await account.integration();
  });
});
