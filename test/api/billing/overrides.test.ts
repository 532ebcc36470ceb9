import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ask, execute } from '../../support/graphql-client.js';
import { countStatements } from '../../support/statements.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import {
  AuditEventsDocument,
  type BillingRuleOverrideInput,
  SaveBillingOverrideDocument,
  UsersWithBillingOverrideDocument,
} from '../operations.generated.js';
import {
  type Billed,
  billed,
  billingOptionsOf,
  overridesOf,
  ownId,
  recordsIn,
  removeBillingOverride,
  saveBillingOverride,
} from '../support/billing-settings.js';
import { errorsOf, given } from '../support/calls.js';
import { sql } from '../support/rows.js';

let test: TestApp;
let mine: Billed;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
beforeEach(async () => {
  mine = await billed(test);
});

const calls = () => test.sandbox.journal.entries.map(({ route }) => given(route));
const rows = () => sql('SELECT rules, calendar FROM billing_overrides WHERE account_id = $1', [mine.account.id]);
const saveFor = (rules: Omit<BillingRuleOverrideInput, 'productId'>[], billingDay?: number | null) =>
  saveBillingOverride(mine.account, {
    ...{ userId: mine.user.id, billingDay },
    rules: rules.map((rule, at) => ({ productId: [mine.mailboxes, mine.storage][at] ?? '', ...rule })),
  });
const told = ({ userErrors }: Awaited<ReturnType<typeof saveFor>>) =>
  userErrors.map(({ code, field, message }) => `${code} ${field?.join('.')}: ${message}`);

/** The company of the landmarks, which has an agreement of every kind. */
async function mapToLandmark(): Promise<typeof test.sandbox.landmarks.agreements> {
  const { agreements } = test.sandbox.landmarks;
  const company = given(test.sandbox.companies.get(agreements.companyId));
  await mine.user.map(String(company['identifier']));
  test.sandbox.journal.clear();
  return agreements;
}

describe('B2: what is billed otherwise for a user', () => {
  it('B2: keeps apart what is left out, which is inherited, and null, which takes away', async () => {
    const { override, userErrors } = await saveFor([
      { agreementTypeId: null, createsMissing: true },
      { maxChangePercent: null, billCustomer: 'NO_CHARGE', isBilled: false },
    ]);
    expect(userErrors).toEqual([]);
    expect(override).toMatchObject({ billingDay: null, version: 1 });
    expect(override?.rules).toEqual([
      {
        ...{ product: { id: mine.mailboxes }, isBilled: null, catalogItemId: null, agreementTypeId: null },
        ...{ agreementId: null, quantity: null, createsMissing: true, billCustomer: null, maxChangePercent: null },
        ...{ holdsInvoiced: null, clears: ['AGREEMENT_TYPE'] },
      },
      {
        ...{ product: { id: mine.storage }, isBilled: false, catalogItemId: null, agreementTypeId: null },
        ...{ agreementId: null, quantity: null, createsMissing: null, billCustomer: 'NO_CHARGE' },
        ...{ maxChangePercent: null, holdsInvoiced: null, clears: ['MAX_CHANGE_PERCENT'] },
      },
    ]);
    expect(await rows()).toEqual([
      {
        calendar: [],
        rules: [
          { productId: ownId(mine.mailboxes), agreementTypeId: null, createsMissing: true },
          { productId: ownId(mine.storage), isBilled: false, billCustomer: 'NO_CHARGE', maxChangePercent: null },
        ],
      },
    ]);
  });

  it('B2: refuses null for what cannot be taken away, by field', async () => {
    const none = { isBilled: null, quantity: null, createsMissing: null, billCustomer: null, holdsInvoiced: null };
    const { userErrors } = await saveFor([{}, none]);
    expect(userErrors.map(({ code, field }) => `${code} ${field?.join('.')}`).sort()).toEqual(
      Object.keys(none)
        .map((field) => `INVALID rules.1.${field}`)
        .sort(),
    );
    expect(await rows()).toEqual([]);
  });

  it('B2: takes an agreement of the own company, in one call for it', async () => {
    const { active } = await mapToLandmark();
    const { override } = await saveFor([{ agreementId: active }]);
    expect(override?.rules).toMatchObject([{ agreementId: active, clears: [] }]);
    expect(calls()).toEqual(['/finance/agreements']);
  });

  it('B2: refuses an agreement of another company, a cancelled one, and records that are no use, where they stand', async () => {
    const { active, cancelled } = await mapToLandmark();
    const own = test.sandbox.landmarks.ordinary[0];
    const other = given(
      recordsIn(test, 'agreements').find(({ company }) => (company as { id?: number } | null)?.id === own.id),
    );
    expect(told(await saveFor([{ agreementId: other.id }, { agreementId: cancelled }]))).toEqual([
      "INVALID rules.0.agreementId: This is no agreement of the user's company.",
      'INVALID rules.1.agreementId: This agreement is cancelled.',
    ]);
    expect(told(await saveFor([{ agreementId: 999_999 }, { agreementId: active, catalogItemId: 999_999 }]))).toEqual([
      'INVALID rules.1.catalogItemId: ConnectWise has no catalog item with this record id.',
      "INVALID rules.0.agreementId: This is no agreement of the user's company.",
    ]);
    expect(await rows()).toEqual([]);
  });

  it('B2: needs a company for an agreement, which a user without mapping has not', async () => {
    expect(told(await saveFor([{}, { agreementId: 1 }]))).toEqual([
      'USER_NOT_MAPPED rules.1.agreementId: Map the user first: an agreement is one of its company.',
    ]);
  });

  it('B3: refuses days that no month has, and products that nobody told of', async () => {
    expect(told(await saveFor([], 0))).toEqual(['INVALID billingDay: This takes 1 to 31.']);
    expect(told(await saveFor([], 32))).toEqual(['INVALID billingDay: This takes 1 to 31.']);
    const rules = [{ productId: mine.user.id }];
    const { userErrors } = await saveBillingOverride(mine.account, { userId: mine.user.id, rules });
    expect(errorsOf({ userErrors })).toEqual(['NOT_FOUND rules 0 productId']);
  });

  it('F22: is changed by whoever read it last; what says nothing is none', async () => {
    expect((await saveFor([])).override).toBeNull();
    expect(await rows()).toEqual([]);
    const save = (billingDay: number | null, expectedVersion: number) =>
      saveBillingOverride(mine.account, { userId: mine.user.id, billingDay, expectedVersion });
    expect((await save(20, 0)).override?.version).toBe(1);
    expect(errorsOf(await save(21, 0))).toEqual(['VERSION_CONFLICT expectedVersion']);
    expect((await save(20, 1)).override?.version).toBe(1);
    expect((await save(null, 1)).override).toBeNull();
    expect(errorsOf(await removeBillingOverride(mine.account, { userId: mine.user.id }))).toEqual(['NOT_FOUND userId']);
    expect((await save(22, 0)).override).toMatchObject({ billingDay: 22 });
  });

  it('B2: is removed as a whole, and the trail tells of all of it', async () => {
    await saveFor([{ isBilled: false }], 15);
    const { user, userErrors } = await removeBillingOverride(mine.account, {
      userId: mine.user.id,
      expectedVersion: 1,
    });
    expect([user?.billingOverride, userErrors]).toEqual([null, []]);
    expect(await overridesOf(mine.account)).toMatchObject({ nodes: [], totalCount: 0 });
    const filter = { subjectId: mine.user.id };
    const { auditEvents } = await ask(mine.account, AuditEventsDocument, { filter });
    const found = given(auditEvents).nodes.filter(({ action }) => action.startsWith('BILLING'));
    expect(found.map(({ action }) => action)).toEqual(['BILLING_OVERRIDE_REMOVED', 'BILLING_OVERRIDE_SAVED']);
    const day = { field: 'billingDay', before: null, after: '15' };
    expect(found[1]?.changes).toContainEqual(day);
    expect(found[0]?.changes).toContainEqual({ ...day, before: '15', after: null });
  });

  it('A2: is saved by BILLING, not by OPERATOR', async () => {
    const as = async (role: 'BILLING' | 'OPERATOR') =>
      execute({ url: test.url, token: await mine.account.tokenOf(role) }, SaveBillingOverrideDocument, {
        input: { userId: mine.user.id, billingDay: 3 },
      });
    expect((await as('OPERATOR')).errors.map(({ extensions }) => extensions?.['code'])).toEqual(['FORBIDDEN']);
    expect((await as('BILLING')).data?.saveBillingOverride?.userErrors).toEqual([]);
  });

  it('U13: is listed by page, and with users in as many statements as one is', async () => {
    const others = [await mine.source.user(), await mine.source.user()];
    for (const { id: userId } of [mine.user, ...others]) {
      await saveBillingOverride(mine.account, { userId, billingDay: 7, rules: [{ productId: mine.mailboxes }] });
    }
    const first = await overridesOf(mine.account, { first: 2 });
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    const rest = await overridesOf(mine.account, { first: 2, after: first.pageInfo.endCursor });
    const listed = [...first.nodes, ...rest.nodes].map(({ user }) => user.id);
    expect(listed).toEqual([mine.user, ...others].map(({ id }) => id));
    const page = (most: number) =>
      countStatements(() => ask(mine.account, UsersWithBillingOverrideDocument, { first: most }));
    await page(1);
    expect(await page(3)).toBe(await page(1));
  });

  it('S14: for a plan, what names records of another ConnectWise bills nothing', async () => {
    const { active } = await mapToLandmark();
    await saveFor([{ agreementId: active }, { createsMissing: true }]);
    const { id: instanceId } = await test.app.services.integration.instance(mine.account.caller);
    const userId = ownId(mine.user.id);
    const parts = async () => {
      const { billingOverrides } = test.app.services;
      return (await billingOverrides.overridesOf(mine.account.caller, { userIds: [userId as never], instanceId })).get(
        userId as never,
      );
    };
    expect(await parts()).toMatchObject([{ agreementId: active }, { createsMissing: true }]);
    expect((await parts())?.[0]).not.toHaveProperty('catalogItemId');
    await sql('UPDATE billing_overrides SET instance_id = NULL WHERE account_id = $1', [mine.account.id]);
    expect(await parts()).toMatchObject([{ agreementId: active, catalogItemId: null }, { createsMissing: true }]);
    expect((await parts())?.[1]).not.toHaveProperty('catalogItemId');
  });
});

describe('B2: the choices for a rule', () => {
  it('B11: are two calls without a user, and with one its agreements and the additions of each, none again within minutes', async () => {
    const { active, cancelled, doubled } = await mapToLandmark();
    const bare = await billingOptionsOf(mine.account);
    expect(calls().sort()).toEqual(['/finance/agreements/types', '/procurement/catalog']);
    expect(bare.agreements).toBeNull();
    expect(bare.agreementTypes.length).toBeGreaterThan(0);
    expect(bare.catalog.map(({ identifier }) => identifier)).toContain('MAILSEC-STD');
    expect(bare.catalog.map(({ identifier }) => identifier)).not.toContain('MAILSEC-OLD');
    test.sandbox.journal.clear();
    const { agreements } = await billingOptionsOf(mine.account, { userId: mine.user.id });
    const open = given(agreements).filter(({ isCancelled }) => !isCancelled);
    expect(calls()).toEqual(['/finance/agreements', ...open.map(() => '/finance/agreements/{parentId}/additions')]);
    const named = (id: number) => given(agreements?.find(({ connectWiseId }) => connectWiseId === id));
    expect(named(active)).toMatchObject({ status: 'Active', type: { name: expect.any(String) }, isCancelled: false });
    expect(named(active).additions).toHaveLength(1);
    expect(named(doubled).additions?.map(({ product }) => product)).toHaveLength(2);
    expect(named(cancelled)).toMatchObject({ status: 'Cancelled', isCancelled: true, additions: null });
    await billingOptionsOf(mine.account, { userId: mine.user.id });
    expect(calls()).toHaveLength(1 + open.length);
  });

  it('B2: search the catalog by identifier and description', async () => {
    const { catalog } = await billingOptionsOf(mine.account, { catalogSearch: ' mailsec-p ' });
    expect(catalog.map(({ identifier }) => identifier)).toEqual(['MAILSEC-PRO']);
    expect((await billingOptionsOf(mine.account, { catalogSearch: '"%*' })).catalog).toEqual([]);
  });

  it('B2: has at most 100 items of the catalog', async () => {
    const items = test.sandbox.records('catalogItems');
    const fields = (at: number) => ({ identifier: `MANY-${at}`, description: 'One of many', inactiveFlag: at === 0 });
    const added = items.addMany(120, fields);
    expect((await billingOptionsOf(mine.account, { catalogSearch: 'MANY-' })).catalog).toHaveLength(100);
    for (const id of added) items.delete(id);
  });

  it('B2: has no agreements of a user without company', async () => {
    expect((await billingOptionsOf(mine.account, { userId: mine.user.id })).agreements).toBeNull();
  });
});
