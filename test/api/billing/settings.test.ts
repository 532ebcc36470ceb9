import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ask, execute } from '../../support/graphql-client.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import {
  AuditEventsDocument,
  type BillingRuleInput,
  SaveBillingSettingsDocument,
  type SaveBillingSettingsInput,
} from '../operations.generated.js';
import {
  type Billed,
  billed,
  billingOf,
  billingOptionsOf,
  recordsIn,
  removeBillingOverride,
  saveBilling,
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
  test.sandbox.journal.clear();
});

const calls = () => test.sandbox.journal.entries.map(({ route }) => given(route));
const itemId = (identifier: string) => {
  const found = recordsIn(test, 'catalogItems').find((one) => one['identifier'] === identifier);
  return given(found).id;
};
const settingsRow = () => sql('SELECT * FROM billing_settings WHERE account_id = $1', [mine.account.id]);
const trail = async () =>
  given((await ask(mine.account, AuditEventsDocument, { filter: { actions: ['BILLING_SETTINGS_SAVED'] } })).auditEvents)
    .nodes;

describe('B2: the settings of an account', () => {
  it('B2: are null until they are saved, and have the defaults that are told', async () => {
    expect(await billingOf(mine.account)).toBeNull();
    const { settings, userErrors } = await saveBilling(mine.account, {
      expectedVersion: 0,
      rules: [{ productId: mine.mailboxes }],
    });
    expect(userErrors).toEqual([]);
    expect(settings).toEqual({
      ...{ isEnabled: true, billingDay: 1, hour: 9, timeZone: null, makeUpDays: 5, expiryDays: 14 },
      ...{ isAutoApproved: false, needsSecondPerson: false, version: 1 },
      rules: [
        {
          ...{ product: { id: mine.mailboxes }, isBilled: true, catalogItemId: null, agreementTypeId: null },
          ...{ quantity: 'USED', createsMissing: false, billCustomer: 'BILLABLE' },
          ...{ maxChangePercent: 50, holdsInvoiced: true },
        },
      ],
    });
    expect(await billingOf(mine.account)).toEqual(settings);
    expect(calls()).toEqual([]);
  });

  it('B2: are saved as a whole; null switches off what a change may be', async () => {
    const rule = {
      productId: mine.storage,
      maxChangePercent: null,
      quantity: 'PURCHASED',
      createsMissing: true,
    } as const;
    const whole = {
      ...{ billingDay: 31, hour: 23, timeZone: 'Asia/Tokyo', makeUpDays: 28, expiryDays: 365, isAutoApproved: true },
      ...{ needsSecondPerson: true, rules: [rule, { productId: mine.mailboxes, isBilled: false }] },
    };
    const { settings } = await saveBilling(mine.account, whole);
    expect(settings).toMatchObject({
      ...whole,
      rules: [{ quantity: 'PURCHASED', maxChangePercent: null }, { isBilled: false }],
    });
    const { settings: bare } = await saveBilling(mine.account, { isEnabled: false, expectedVersion: 1 });
    expect(bare).toMatchObject({ isEnabled: false, billingDay: 1, hour: 9, timeZone: null, rules: [], version: 2 });
  });

  it('F22: are changed by whoever read them last; the same again changes nothing', async () => {
    const input = { rules: [{ productId: mine.mailboxes, maxChangePercent: null }], timeZone: 'Europe/Berlin' };
    await saveBilling(mine.account, input);
    expect(await saveBilling(mine.account, { ...input, expectedVersion: 0 })).toMatchObject({
      userErrors: [{ code: 'VERSION_CONFLICT', field: ['expectedVersion'], currentVersion: 1 }],
    });
    expect((await saveBilling(mine.account, { ...input, expectedVersion: 1 })).settings?.version).toBe(1);
    expect(await trail()).toHaveLength(1);
  });

  it('A4: leave in the trail what changed, before and after', async () => {
    await saveBilling(mine.account);
    await saveBilling(mine.account, { billingDay: 20, isAutoApproved: true });
    const [second, first] = await trail();
    expect(first?.changes).toContainEqual({ field: 'billingDay', before: null, after: '1' });
    expect(second?.changes).toEqual([
      { field: 'isAutoApproved', before: 'false', after: 'true' },
      { field: 'billingDay', before: '1', after: '20' },
    ]);
  });

  it('B3: wake what makes plans, as overrides do', async () => {
    const wakeUps = () =>
      sql(`SELECT FROM work WHERE account_id = $1 AND kind = 'BILLING_PLAN' AND due_at <= now()`, [mine.account.id]);
    const rest = () => sql(`DELETE FROM work WHERE account_id = $1 AND kind = 'BILLING_PLAN'`, [mine.account.id]);
    const userId = mine.user.id;
    for (const change of [
      () => saveBilling(mine.account),
      () => saveBillingOverride(mine.account, { userId, billingDay: 3 }),
      () => removeBillingOverride(mine.account, { userId }),
    ]) {
      await rest();
      expect(errorsOf(await change())).toEqual([]);
      expect(await wakeUps()).toHaveLength(1);
    }
  });

  it('A2: BILLING saves them, OPERATOR and READER do not', async () => {
    const as = async (role: 'BILLING' | 'OPERATOR' | 'READER') =>
      execute({ url: test.url, token: await mine.account.tokenOf(role) }, SaveBillingSettingsDocument, {
        input: { isEnabled: true },
      });
    for (const role of ['OPERATOR', 'READER'] as const) {
      expect((await as(role)).errors.map(({ extensions }) => extensions?.['code'])).toEqual(['FORBIDDEN']);
    }
    expect(await billingOf(mine.account)).toBeNull();
    expect((await as('BILLING')).data?.saveBillingSettings?.userErrors).toEqual([]);
  });
});

describe('B2: records of ConnectWise', () => {
  it('B11: are looked up in one call for the items, one for the types and one for the cycles', async () => {
    const { agreementTypes, catalog } = await billingOptionsOf(mine.account);
    const [one, other] = catalog.map(({ connectWiseId }) => connectWiseId);
    test.sandbox.journal.clear();
    const rules: BillingRuleInput[] = [
      { productId: mine.mailboxes, catalogItemId: one, agreementTypeId: agreementTypes[0]?.connectWiseId },
      { productId: mine.storage, catalogItemId: other },
    ];
    expect(errorsOf(await saveBilling(mine.account, { rules }))).toEqual([]);
    expect(calls().sort()).toEqual(['/finance/agreements/types', '/finance/billingCycles', '/procurement/catalog']);
    const cycles = recordsIn(test, 'billingCycles');
    const oneTime = cycles.filter((cycle) => cycle['billingOptions'] === 'NotRecurring').map((cycle) => cycle['id']);
    expect(oneTime.length).toBeGreaterThan(0);
    expect(await settingsRow()).toMatchObject([{ one_time_cycle_ids: oneTime }]);
  });

  it('B2: that are inactive or not there are refused where they stand, and nothing is saved', async () => {
    const types = test.sandbox.records('agreementTypes');
    const old = types.add({ name: 'Old', inactiveFlag: true });
    const rules: BillingRuleInput[] = [
      { productId: mine.mailboxes, catalogItemId: itemId('MAILSEC-OLD'), agreementTypeId: old.id },
      { productId: mine.storage, catalogItemId: 999_999, agreementTypeId: 999_999 },
    ];
    const { settings, userErrors } = await saveBilling(mine.account, { rules });
    expect(settings).toBeNull();
    expect(userErrors.map(({ code, field, message }) => [code, field?.join('.'), message])).toEqual([
      ['INVALID', 'rules.0.catalogItemId', 'This catalog item is inactive in ConnectWise.'],
      ['INVALID', 'rules.0.agreementTypeId', 'This agreement type is inactive in ConnectWise.'],
      ['INVALID', 'rules.1.catalogItemId', 'ConnectWise has no catalog item with this record id.'],
      ['INVALID', 'rules.1.agreementTypeId', 'ConnectWise has no agreement type with this record id.'],
    ]);
    expect(await settingsRow()).toEqual([]);
    expect(await trail()).toEqual([]);
    types.delete(old.id);
  });

  it('S11: are not looked up while the integration is off, and belong to the ConnectWise they were saved for', async () => {
    await mine.account.integration({ isEnabled: false });
    test.sandbox.journal.clear();
    const { userErrors } = await saveBilling(mine.account, {
      rules: [{ productId: mine.mailboxes, catalogItemId: 999 }],
    });
    expect(userErrors).toEqual([]);
    expect(calls()).toEqual([]);
    const current = () => test.app.services.billingSettings.current(mine.account.caller);
    expect(await current()).toMatchObject({ instanceId: expect.any(String), settings: { expiryDays: 14 } });
    await sql('UPDATE billing_settings SET instance_id = NULL WHERE account_id = $1', [mine.account.id]);
    expect(await current()).toMatchObject({
      whyNot: { code: 'NOT_CONFIGURED', message: expect.stringContaining('another') },
    });
    const other = await test.account();
    expect(await test.app.services.billingSettings.current(other.caller)).toMatchObject({
      whyNot: { code: 'NOT_CONFIGURED' },
    });
  });

  it('S11: what ConnectWise answers instead is told, and nothing is saved', async () => {
    const fault = { kind: 'answer' as const, status: 403, body: '{"code":"Forbidden","message":"no","errors":[]}' };
    test.sandbox.faults.add({ method: 'GET', route: '/procurement/catalog', fault });
    const { userErrors } = await saveBilling(mine.account, {
      rules: [{ productId: mine.mailboxes, catalogItemId: 1 }],
    });
    test.sandbox.faults.clear();
    expect(userErrors.map(({ code }) => code)).toEqual(['CONNECTWISE_DENIED']);
    expect(await settingsRow()).toEqual([]);
  });
});

describe('B2: bad settings', () => {
  const bad: [string, Partial<SaveBillingSettingsInput>, string[]][] = [
    ['day 0', { billingDay: 0 }, ['INVALID billingDay']],
    ['day 32', { billingDay: 32 }, ['INVALID billingDay']],
    ['hours', { hour: 24 }, ['INVALID hour']],
    ['hours before midnight', { hour: -1 }, ['INVALID hour']],
    ['no make-up', { makeUpDays: 0 }, ['INVALID makeUpDays']],
    ['make-up of a month', { makeUpDays: 29 }, ['INVALID makeUpDays']],
    ['no expiry', { expiryDays: 0 }, ['INVALID expiryDays']],
    ['long expiry', { expiryDays: 366 }, ['INVALID expiryDays']],
    ['a zone that is none', { timeZone: 'Mars/Olympus' }, ['INVALID timeZone']],
    ['an offset', { timeZone: '+02:00' }, ['INVALID timeZone']],
    ['an empty zone', { timeZone: '' }, ['INVALID timeZone']],
    [
      'all at once',
      { billingDay: 99, hour: 99, timeZone: 'x' },
      ['INVALID billingDay', 'INVALID hour', 'INVALID timeZone'],
    ],
  ];
  it.each(bad)('B2: %s is refused at its field', async (_case, input, errors) => {
    const { userErrors } = await saveBilling(mine.account, input);
    expect(userErrors.map(({ code, field }) => `${code} ${field?.join('.')}`)).toEqual(errors);
    expect(await settingsRow()).toEqual([]);
  });

  const badRules: [string, (mine: Billed) => BillingRuleInput[], string[]][] = [
    ['an unknown product', ({ user }) => [{ productId: user.id }], ['NOT_FOUND rules.0.productId']],
    ['rubbish for a product', () => [{ productId: 'rubbish' }], ['NOT_FOUND rules.0.productId']],
    [
      'a product twice',
      ({ mailboxes, storage }) => [mailboxes, storage, mailboxes].map((productId) => ({ productId })),
      ['INVALID rules.2.productId'],
    ],
    [
      'odd record ids',
      ({ mailboxes: productId }) => [{ productId, catalogItemId: 0, agreementTypeId: -1 }],
      ['INVALID rules.0.catalogItemId', 'INVALID rules.0.agreementTypeId'],
    ],
    [
      'less than no change',
      ({ mailboxes: productId }) => [{ productId, maxChangePercent: -1 }],
      ['INVALID rules.0.maxChangePercent'],
    ],
    [
      'a change beyond reason',
      ({ mailboxes: productId }) => [{ productId, maxChangePercent: 10_001 }],
      ['INVALID rules.0.maxChangePercent'],
    ],
  ];
  it.each(badRules)('B2: a rule with %s is refused at its field', async (_case, rulesOf, errors) => {
    const { userErrors } = await saveBilling(mine.account, { rules: rulesOf(mine) });
    expect(userErrors.map(({ code, field }) => `${code} ${field?.join('.')}`)).toEqual(errors);
    expect(await settingsRow()).toEqual([]);
  });

  it('B2: 201 rules are too many', async () => {
    const rules = Array.from({ length: 201 }, () => ({ productId: mine.mailboxes }));
    expect(errorsOf(await saveBilling(mine.account, { rules }))[0]).toBe('INVALID rules');
  });
});
