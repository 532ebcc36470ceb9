import { describe, expect, it } from '@jest/globals';
import { links, type Reply, withSandbox } from './client.js';

const using = withSandbox({ companies: 20 });

const ITEM = {
  identifier: 'NEW-1',
  description: 'New',
  subcategory: { name: 'Consulting' },
  type: { name: 'Service' },
  customerDescription: 'New, for the customer',
};

function post(path: string, body: unknown): Promise<Reply> {
  return using.client.api(path, { method: 'POST', body });
}

describe('the catalog', () => {
  it('demands five fields and keeps to their lengths', async () => {
    const reply = await post('/procurement/catalog', {});
    expect(reply.json.errors.map(({ field }: { field: string }) => field).sort()).toEqual(Object.keys(ITEM).sort());
    for (const [field, most] of [
      ['identifier', 75],
      ['description', 60],
      ['customerDescription', 6000],
      ['integrationXRef', 50],
    ] as const) {
      const long = await post('/procurement/catalog', { ...ITEM, [field]: 'x'.repeat(most + 1) });
      expect(long.json.errors).toMatchObject([{ code: 'MaxLengthField', field }]);
    }
  });

  it('fills in the class, the unit and the category, and custom fields', async () => {
    const reply = await post('/procurement/catalog', { ...ITEM, customFields: [{ id: 1, value: 'Gold' }] });
    expect([reply.status, reply.json]).toMatchObject([
      201,
      {
        productClass: 'NonInventory',
        unitOfMeasure: { name: 'Each' },
        category: { name: 'Services' },
        inactiveFlag: false,
        price: 0,
        customFields: [{ caption: 'Service level', value: 'Gold' }],
      },
    ]);
    expect((await post('/procurement/catalog', { ...ITEM, identifier: 'new-1' })).status).toBe(409);
  });

  it('holds the products of a mail security service at the start', async () => {
    const query = { conditions: 'identifier like "MAILSEC*" and inactiveFlag = false', fields: 'identifier' };
    expect((await using.client.api('/procurement/catalog', { query })).json).toEqual([
      { identifier: 'MAILSEC-STD' },
      { identifier: 'MAILSEC-PRO' },
      { identifier: 'MAILSEC-ARC' },
    ]);
  });

  it('does not let go of a product that an addition has', async () => {
    expect((await using.client.api('/procurement/catalog/1', { method: 'DELETE' })).status).toBe(409);
  });

  it('needs its own right', async () => {
    using.sandbox.permissions.set('Product Catalog', { inquire: 'None' });
    expect((await using.client.api('/procurement/catalog')).status).toBe(403);
    expect((await using.client.api('/procurement/products')).status).toBe(200);
    using.sandbox.permissions.reset();
  });
});

describe('the procurement tables', () => {
  it.each([
    ['/procurement/unitOfMeasures', {}, { name: 'Seat' }],
    ['/procurement/categories', {}, { name: 'Cloud' }],
    ['/procurement/types', {}, { name: 'Subscription' }],
    ['/procurement/manufacturers', {}, { name: 'Example' }],
    ['/procurement/subcategories/', { name: 'Archive' }, { name: 'Archive', category: { name: 'Security' } }],
  ])('%s list, demand and create', async (path, lacking, complete) => {
    expect((await using.client.api(path)).json.length).toBeGreaterThan(1);
    expect((await post(path, lacking)).status).toBe(400);
    const { status, json } = await post(path, complete);
    expect(status).toBe(201);
    expect((await using.client.api(`${path.replace(/\/$/, '')}/${json.id}`)).json).toEqual(json);
    expect((await using.client.api(`${path.replace(/\/$/, '')}/count`)).json.count).toBeGreaterThan(2);
  });

  it('end the path of the subcategories in a slash, also in the links to its pages', async () => {
    const reply = await using.client.api('/procurement/subcategories/', { query: { pageSize: '2' } });
    expect(links(reply)['next']?.pathname).toMatch(/\/procurement\/subcategories\/$/);
    expect(reply.json[0]._info.subCategory_href).toMatch(/\/procurement\/subcategories\/1$/);
  });
});

describe('products', () => {
  it('take what nobody says from their catalog item, and demand it on updates', async () => {
    expect((await post('/procurement/products', {})).json.errors).toMatchObject([
      { field: 'catalogItem' },
      { field: 'billableOption' },
    ]);
    const body = { catalogItem: { identifier: 'MAILSEC-STD' }, billableOption: 'Billable', quantity: 0.3 };
    const { json } = await post('/procurement/products', body);
    expect(json).toMatchObject({ price: 2.5, extPrice: 0.75, extCost: 0.33, locationId: 1 });
    const put = await using.client.api(`/procurement/products/${json.id}`, { method: 'PUT', body });
    expect(put.json.errors.map(({ field }: { field: string }) => field)).toEqual([
      'locationId',
      'businessUnitId',
      'customerDescription',
    ]);
  });
});
