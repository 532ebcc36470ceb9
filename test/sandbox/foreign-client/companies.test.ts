import { describe, expect, it } from '@jest/globals';
import { operations, withForeignClient } from './foreign-client.js';

const using = withForeignClient({ companies: 60 });

const conditions = 'deletedFlag = false and identifier like "N*"';

describe('connectwise-rest with companies', () => {
  let id = 0;

  it('lists the first 25 when it asks for nothing', async () => {
    const companies = await using.foreign.call('CompanyAPI', 'getCompanyCompanies');
    expect(companies).toHaveLength(25);
    expect(companies[0]).toMatchObject({ id: expect.any(Number), _info: { lastUpdated: expect.any(String) } });
  });

  it('lists by conditions, in an order, with fields', async () => {
    const companies = await using.foreign.call('CompanyAPI', 'getCompanyCompanies', {
      conditions,
      orderBy: 'name desc',
      fields: 'id,identifier,name,status/name',
      pageSize: 5,
    });
    const [first] = companies;
    expect(Object.keys(first ?? {})).toEqual(['id', 'identifier', 'name', 'status']);
    expect(companies.every(({ identifier }) => /^n/i.test(identifier ?? ''))).toBe(true);
  });

  it('lists by childConditions and by customFieldConditions', async () => {
    const customers = await using.foreign.call('CompanyAPI', 'getCompanyCompanies', {
      childConditions: 'types/name = "Customer"',
      customFieldConditions: 'caption = "Contract no" and value = null',
    });
    expect(customers.length).toBeGreaterThan(0);
  });

  it('counts', async () => {
    const { length } = using.sandbox.landmarks.ambiguous;
    const [{ identifier }] = using.sandbox.landmarks.ambiguous;
    const counted = await using.foreign.call('CompanyAPI', 'getCompanyCompaniesCount', {
      conditions: `identifier = "${identifier}"`,
    });
    expect(counted).toEqual({ count: length });
  });

  it('gets a second page, and an empty one past the end', async () => {
    const page = (number: number) =>
      using.foreign.call('CompanyAPI', 'getCompanyCompanies', { page: number, pageSize: 10, orderBy: 'id' });
    const [first, second, past] = [await page(1), await page(2), await page(99)];
    expect(second).toHaveLength(10);
    expect(second[0]?.id).toBeGreaterThan(first.at(-1)?.id ?? Number.NaN);
    expect(past).toEqual([]);
  });

  it.each([1, 7, 1000])('gets every company once with its own paging, %s a page', async (pageSize) => {
    const { count } = await using.foreign.call('CompanyAPI', 'getCompanyCompaniesCount');
    const companies = await using.foreign.paginate('CompanyAPI', 'getCompanyCompanies', { pageSize }, { fields: 'id' });
    expect(new Set(companies.map((company) => company['id'])).size).toBe(count);
    expect(companies).toHaveLength(count ?? 0);
  });

  it('creates one, with references by name and by identifier', async () => {
    const company = await using.foreign.call('CompanyAPI', 'postCompanyCompanies', {
      identifier: 'foreign',
      name: 'Foreign & Söhne "株式会社"',
      addressLine1: '1 Main Street',
      status: { name: 'Active' },
      country: { identifier: 'JP' },
      types: [{ name: 'Customer' }],
    });
    id = company.id ?? 0;
    expect(company).toMatchObject({
      identifier: 'foreign',
      name: 'Foreign & Söhne "株式会社"',
      status: { id: 1, name: 'Active' },
      country: { name: 'Japan' },
      types: [{ name: 'Customer' }],
    });
  });

  it('gets the one', async () => {
    expect(await using.foreign.call('CompanyAPI', 'getCompanyCompaniesById', id)).toMatchObject({
      id,
      identifier: 'foreign',
      deletedFlag: false,
    });
  });

  it('finds it by a name with quotes', async () => {
    const found = await using.foreign.call('CompanyAPI', 'getCompanyCompanies', {
      conditions: 'name = "Foreign & Söhne \\"株式会社\\""',
      fields: 'id',
    });
    expect(found).toEqual([{ id }]);
  });

  it('patches it', async () => {
    const changes = operations(
      { op: 'replace', path: 'status', value: { name: 'Inactive' } },
      { op: 'add', path: '/phoneNumber', value: '555-0100' },
      { op: 'remove', path: 'addressLine2' },
    );
    const patched = await using.foreign.call('CompanyAPI', 'patchCompanyCompaniesById', id, changes);
    expect(patched).toMatchObject({ status: { name: 'Inactive' }, phoneNumber: '555-0100' });
  });

  it('finds it as updated since', async () => {
    const [company] = await using.foreign.call('CompanyAPI', 'getCompanyCompanies', {
      conditions: `lastUpdated > [${new Date(Date.now() - 60_000).toISOString()}] and id = ${id}`,
    });
    expect(company).toMatchObject({ id });
  });

  it('puts it, which resets what it leaves out', async () => {
    const put = await using.foreign.call('CompanyAPI', 'putCompanyCompaniesById', id, {
      identifier: 'foreign',
      name: 'Put',
      city: 'Tampa',
    });
    expect(put).toMatchObject({ name: 'Put', status: { name: 'Active' } });
    expect(put).not.toHaveProperty('phoneNumber');
  });

  it('deletes it, and sees it marked', async () => {
    await using.foreign.call('CompanyAPI', 'deleteCompanyCompaniesById', id);
    expect(await using.foreign.call('CompanyAPI', 'getCompanyCompaniesById', id)).toMatchObject({ deletedFlag: true });
  });

  it('lists, creates and deletes statuses', async () => {
    const status = await using.foreign.call('CompanyAPI', 'postCompanyCompaniesStatuses', { name: 'Foreign' });
    const listed = await using.foreign.call('CompanyAPI', 'getCompanyCompaniesStatuses', {
      conditions: 'name = "foreign"',
    });
    expect(listed).toMatchObject([{ id: status.id, name: 'Foreign' }]);
    await using.foreign.call('CompanyAPI', 'deleteCompanyCompaniesStatusesById', status.id ?? 0);
    await expect(
      using.foreign.call('CompanyAPI', 'getCompanyCompaniesStatusesById', status.id ?? 0),
    ).rejects.toMatchObject({ status: 404, data: { code: 'NotFound' } });
  });

  it('lists types', async () => {
    const types = await using.foreign.call('CompanyAPI', 'getCompanyCompaniesTypes', { orderBy: 'name asc' });
    expect(types.map(({ name }) => name)).toContain('Customer');
  });
});
