import { beforeAll, describe, expect, it } from '@jest/globals';
import { operations, withForeignClient } from './foreign-client.js';

const using = withForeignClient({ companies: 20 });

describe('connectwise-rest with contacts, agreements and products', () => {
  let company: { id: number };
  let contact = 0;
  let product = 0;
  let agreement = 0;
  let addition = 0;
  beforeAll(() => {
    company = { id: using.sandbox.landmarks.ordinary[0].id };
  });

  it('creates a contact with a mail address', async () => {
    const created = await using.foreign.call('CompanyAPI', 'postCompanyContacts', {
      ...{ firstName: 'Ann', lastName: "O'Hara", company },
      communicationItems: [{ type: { name: 'Email' }, value: 'ann@example.com', defaultFlag: true }],
    });
    contact = created.id ?? 0;
    expect(created).toMatchObject({ firstName: 'Ann', communicationItems: [{ value: 'ann@example.com' }] });
  });

  it('finds it by that address', async () => {
    const found = await using.foreign.call('CompanyAPI', 'getCompanyContacts', {
      childConditions:
        'communicationItems/value = "ann@example.com" and communicationItems/communicationType = "Email"',
      fields: 'id',
    });
    expect(found).toEqual([{ id: contact }]);
  });

  it('patches an address by its index', async () => {
    const change = operations({ op: 'replace', path: '/communicationItems/0/value', value: 'ann.ohara@example.com' });
    const patched = await using.foreign.call('CompanyAPI', 'patchCompanyContactsById', contact, change);
    expect(patched).toMatchObject({ communicationItems: [{ value: 'ann.ohara@example.com' }] });
  });

  it('creates a product in the catalog', async () => {
    const created = await using.foreign.call('ProcurementAPI', 'postProcurementCatalog', {
      ...{ identifier: 'FOREIGN-1', description: 'Mailbox', customerDescription: 'Protection of one mailbox' },
      ...{ subcategory: { id: 1 }, type: { id: 1 }, price: 2.5, cost: 1 },
    });
    product = created.id ?? 0;
    expect(created).toMatchObject({ identifier: 'FOREIGN-1', productClass: 'NonInventory', price: 2.5 });
  });

  it('creates an agreement', async () => {
    const created = await using.foreign.call('FinanceAPI', 'postFinanceAgreements', {
      ...{ name: 'Mail protection', type: { name: 'Managed Services' }, company, contact: { id: contact } },
      startDate: '2026-01-01T00:00:00Z',
    });
    agreement = created.id ?? 0;
    expect(created).toMatchObject({ agreementStatus: 'Active', company, noEndingDateFlag: true });
  });

  it('adds the product to it', async () => {
    const created = await using.foreign.call('FinanceAPI', 'postFinanceAgreementsByParentIdAdditions', agreement, {
      ...{ product: { id: product }, quantity: 10, billCustomer: 'Billable' },
    });
    addition = created.id ?? 0;
    expect(created).toMatchObject({ product: { identifier: 'FOREIGN-1' }, quantity: 10, billedQuantity: 10 });
    expect(created).toMatchObject({ unitPrice: 2.5, extPrice: 25, extCost: 10, margin: 15 });
  });

  it('changes its quantity, then ends it', async () => {
    const patch = (path: string, value: unknown) =>
      using.foreign.call(
        ...(['FinanceAPI', 'patchFinanceAgreementsByParentIdAdditionsById'] as const),
        ...([addition, agreement, operations({ op: 'replace', path, value })] as const),
      );
    expect(await patch('quantity', 12.5)).toMatchObject({ quantity: 12.5, extPrice: 31.25 });
    expect(await patch('cancelledDate', '2099-01-31T00:00:00Z')).toMatchObject({
      cancelledDate: '2099-01-31T00:00:00Z',
    });
  });

  it('lists and counts the additions', async () => {
    const list = await using.foreign.call('FinanceAPI', 'getFinanceAgreementsByParentIdAdditions', agreement, {
      conditions: 'product/identifier = "FOREIGN-1" and quantity > 12',
    });
    expect(list).toMatchObject([{ id: addition, agreementId: agreement }]);
    const counted = await using.foreign.call(
      ...(['FinanceAPI', 'getFinanceAgreementsByParentIdAdditionsCount', agreement] as const),
    );
    expect(counted).toEqual({ count: 1 });
  });

  it('is refused an addition without a product', async () => {
    await expect(
      using.foreign.request(`/finance/agreements/${agreement}/additions`, 'post', { billCustomer: 'Billable' }),
    ).rejects.toMatchObject({ status: 400, data: { errors: [{ code: 'MissingRequiredField', field: 'product' }] } });
  });

  it('is refused an update without what updates demand', async () => {
    const change = operations({ op: 'remove', path: 'billTime' });
    await expect(
      using.foreign.call('FinanceAPI', 'patchFinanceAgreementsById', agreement, change),
    ).rejects.toMatchObject({
      status: 400,
      data: { errors: [{ code: 'MissingRequiredField', field: 'billTime' }] },
    });
  });

  it('cancels the agreement, and deletes the addition first', async () => {
    await using.foreign.call(
      ...(['FinanceAPI', 'deleteFinanceAgreementsByParentIdAdditionsById', addition, agreement] as const),
    );
    const change = operations({ op: 'replace', path: 'cancelledFlag', value: true });
    const cancelled = await using.foreign.call('FinanceAPI', 'patchFinanceAgreementsById', agreement, change);
    expect(cancelled).toMatchObject({ agreementStatus: 'Cancelled' });
  });

  it('sends a management summary report', async () => {
    const report = { groupIdentifier: 'mail', totalNotifications: 3, cpuUtilization: 0.5, alertsGenerated: '7' };
    const sent = await using.foreign.call(
      ...(['CompanyAPI', 'postCompanyCompaniesByParentIdManagementSummaryReports', company.id, report] as const),
    );
    expect(sent).toMatchObject(report);
  });
});
