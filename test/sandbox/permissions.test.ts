import { afterEach, describe, expect, it } from '@jest/globals';
import type { Action } from '../../src/sandbox/permissions.js';
import { type Reply, withSandbox } from './client.js';

const using = withSandbox({ companies: 20 });

afterEach(() => using.sandbox.permissions.reset());

const SECURITY = {
  code: 'Security',
  message: 'You do not have security permission to perform this action.',
  errors: null,
};

describe('the role', () => {
  const calls: readonly [Action, () => Promise<Reply>][] = [
    ['inquire', () => using.client.api('/company/companies')],
    ['inquire', () => using.client.api('/company/companies/count')],
    ['inquire', () => using.client.api('/company/companies/251')],
    ['add', () => using.client.api('/company/companies', { method: 'POST', body: {} })],
    ['edit', () => using.client.api('/company/companies/251', { method: 'PATCH', body: [] })],
    ['edit', () => using.client.api('/company/companies/251', { method: 'PUT', body: {} })],
    ['delete', () => using.client.api('/company/companies/251', { method: 'DELETE' })],
  ];

  it.each(calls)('refuses with the level of %s at None, and only then', async (action, call) => {
    using.sandbox.permissions.set('Company Maintenance', { [action]: 'None' });
    const reply = await call();
    expect([reply.status, reply.json]).toEqual([403, SECURITY]);
    using.sandbox.permissions.reset();
    using.sandbox.permissions.setAll({ add: 'None', edit: 'None', delete: 'None', inquire: 'None', [action]: 'All' });
    using.sandbox.permissions.set('Company Maintenance', { [action]: 'All' });
    expect((await call()).status).not.toBe(403);
  });

  it('shows with the level My only what the API member entered itself', async () => {
    const created = await using.client.api('/company/companies', {
      method: 'POST',
      body: { identifier: 'own', name: 'Own', city: 'x' },
    });
    using.sandbox.permissions.set('Company Maintenance', { inquire: 'My' });
    expect((await using.client.find('id > 0')).map(({ identifier }) => identifier)).toEqual(['own']);
    expect((await using.client.api('/company/companies/count')).json).toEqual({ count: 1 });
    expect((await using.client.api('/company/companies/251')).status).toBe(403);
    expect((await using.client.api(`/company/companies/${created.json.id}`)).status).toBe(200);
  });

  it('lets set-up tables be read without any right, and written with Table Setup and its customized items', async () => {
    const write = (): Promise<Reply> => using.client.api('/company/companies/types', { method: 'POST', body: {} });
    using.sandbox.permissions.setAll({ add: 'None', edit: 'None', delete: 'None', inquire: 'None' });
    expect((await using.client.api('/company/companies/types')).status).toBe(200);
    expect((await write()).status).toBe(403);
    using.sandbox.permissions.set('Table Setup', { add: 'All' });
    expect((await write()).status).toBe(400);
    using.sandbox.permissions.setCustomizeItems(['Company / Company Status']);
    expect((await write()).status).toBe(403);
  });

  it.each([
    ['/company/companies/251/sites', 'Company Maintenance'],
    ['/company/companies/251/notes', 'Company Maintenance'],
    ['/company/companies/251/typeAssociations', 'Company Maintenance'],
    ['/company/companyTypeAssociations', 'Company Maintenance'],
    ['/company/companies/251/managementSummaryReports', 'Company Maintenance'],
    ['/company/companies/251/teams', 'Team Members'],
    ['/company/contacts', 'Contacts'],
    ['/company/contacts/1/communications', 'Contacts'],
    ['/company/managementItSolutions', 'My Company'],
    ['/finance/agreements', 'Agreements'],
    ['/finance/agreements/1/additions', 'Agreements'],
    ['/finance/agreements/1/adjustments', 'Agreements'],
    ['/finance/invoices', 'Invoicing'],
    ['/procurement/catalog', 'Product Catalog'],
    ['/procurement/products', 'Products'],
  ])('shows %s by the right to %s and no other', async (path, functionName) => {
    const { permissions } = using.sandbox;
    permissions.setAll({ inquire: 'None' });
    expect((await using.client.api(path)).status).toBe(403);
    permissions.set(functionName, { inquire: 'All' });
    expect((await using.client.api(path)).status).toBe(200);
    permissions.reset();
    permissions.set(functionName, { inquire: 'None' });
    expect((await using.client.api(path)).status).toBe(403);
  });

  it('merges companies by the right to edit them', async () => {
    using.sandbox.permissions.set('Company Maintenance', { edit: 'None' });
    const merge = (): Promise<Reply> => using.client.api('/company/companies/251/merge', { method: 'POST', body: {} });
    expect((await merge()).status).toBe(403);
    using.sandbox.permissions.reset();
    expect((await merge()).status).toBe(400);
  });

  it('lets any member ask for the system info', async () => {
    using.sandbox.permissions.setAll({ add: 'None', edit: 'None', delete: 'None', inquire: 'None' });
    expect((await using.client.api('/system/info')).status).toBe(200);
  });
});

describe('mySecurity', () => {
  it('shows the very table that the endpoints obey', async () => {
    using.sandbox.permissions.set('Company Maintenance', { edit: 'My', delete: 'None' });
    const reply = await using.client.api('/system/mySecurity', {
      query: { conditions: 'moduleFunctionName = "company maintenance"' },
    });
    expect(reply.json).toEqual([
      expect.objectContaining({
        moduleName: 'Companies',
        addLevel: 'All',
        editLevel: 'My',
        deleteLevel: 'None',
        inquireLevel: 'All',
        member: expect.objectContaining({ identifier: 'psabridge' }),
      }),
    ]);
    expect((await using.client.api('/system/mySecurity', { query: { pageSize: '100' } })).json).toHaveLength(17);
  });

  it('lists what Table Setup is customized to', async () => {
    using.sandbox.permissions.setCustomizeItems(['Service / Service Board']);
    const reply = await using.client.api('/system/mySecurity/customizeItems/');
    expect(reply.json).toEqual([
      { id: 1, customizeIdentifier: 'SystemTableSetup', itemIdentifier: 'Service / Service Board' },
    ]);
  });

  it.each([
    ['forbidden', 403, 'Security'],
    ['missing', 404, 'ConnectWiseApi'],
  ] as const)('can be %s as on older servers', async (answer, status, code) => {
    using.sandbox.permissions.mySecurity = answer;
    for (const path of ['/system/mySecurity', '/system/mySecurity/customizeItems/']) {
      const reply = await using.client.api(path);
      expect([reply.status, reply.json.code]).toEqual([status, code]);
    }
  });
});
