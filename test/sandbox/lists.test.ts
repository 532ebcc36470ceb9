import { describe, expect, it } from '@jest/globals';
import { startSandbox } from '../../src/sandbox/sandbox.js';
import { Client, links, withSandbox } from './client.js';

const using = withSandbox({ companies: 60, seed: 3 });

describe.each([10, 25, 999, 1000, 1001, 2500])('paging over %i companies', (companies) => {
  const many = withSandbox({ companies });

  it('follows next to every record once, and tells where first, prev and last are', async () => {
    const seen: number[] = [];
    let query: Record<string, string> = { pageSize: '1000', fields: 'id' };
    for (let page = 1; ; page += 1) {
      const reply = await many.client.api('/company/companies', { query });
      seen.push(...reply.json.map(({ id }: { id: number }) => id));
      const { first, prev, next, last } = links(reply);
      expect([first?.searchParams.get('page'), prev?.searchParams.get('page')]).toEqual(
        page === 1 ? [undefined, undefined] : ['1', String(page - 1)],
      );
      expect(next === undefined).toBe(last === undefined);
      if (!next) {
        break;
      }
      expect(last?.searchParams.get('page')).toBe(String(Math.ceil(companies / 1000)));
      expect(next.origin).toBe(many.sandbox.url);
      query = Object.fromEntries(next.searchParams);
    }
    expect(new Set(seen).size).toBe(companies);
    expect(seen).toHaveLength(companies);
  });

  it('follows forward-only pages by pageId until one is empty', async () => {
    const seen: number[] = [];
    let calls = 0;
    let query: Record<string, string> | null = { pageSize: '1000', fields: 'id' };
    while (query) {
      const reply = await many.client.api('/company/companies', {
        query,
        headers: { 'pagination-type': 'forward-only' },
      });
      calls += 1;
      seen.push(...reply.json.map(({ id }: { id: number }) => id));
      const { next } = links(reply);
      expect(next === undefined).toBe(reply.json.length === 0);
      query = next ? Object.fromEntries(next.searchParams) : null;
    }
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
    expect([seen.length, calls]).toEqual([companies, Math.ceil(companies / 1000) + 1]);
  });
});

describe('pages', () => {
  it('hold 25 records by default and never more than 1,000', async () => {
    const sandbox = await startSandbox({ companies: 1200 });
    const client = new Client(sandbox);
    const length = async (query: Record<string, string>): Promise<number> =>
      (await client.api('/company/companies', { query })).json.length;
    expect([await length({}), await length({ pageSize: '1001' }), await length({ pageSize: '999999' })]).toEqual([
      25, 1000, 1000,
    ]);
    await sandbox.close();
  });

  it('come without a Link header when one holds everything, also when it holds nothing', async () => {
    const all = await using.client.api('/company/companies', { query: { pageSize: '60' } });
    const none = await using.client.api('/company/companies', { query: { conditions: 'id = 0' } });
    expect([all.headers['link'], none.headers['link'], none.json]).toEqual([undefined, undefined, []]);
  });

  it('are empty past the end', async () => {
    const reply = await using.client.api('/company/companies', { query: { page: '99' } });
    expect([reply.status, reply.json, links(reply)['next']]).toEqual([200, [], undefined]);
  });

  it('keep the other parameters in their links, escaped in lower case', async () => {
    const conditions = 'name != "O\'Neil & Söhne+1"';
    const reply = await using.client.api('/company/companies', {
      query: { conditions, pageSize: '5', orderBy: 'name desc' },
    });
    const { next } = links(reply);
    expect(next?.searchParams.get('conditions')).toBe(conditions);
    expect(next?.searchParams.get('orderBy')).toBe('name desc');
    expect(String(reply.headers['link'])).not.toMatch(/%[0-9]?[A-F]/);
  });

  it('find parameters whatever the letter case of their names', async () => {
    expect((await using.client.api('/company/companies', { query: { PAGESIZE: '3' } })).json).toHaveLength(3);
  });

  it.each<Record<string, string>>([{ page: '0' }, { page: 'x' }, { pageSize: '0' }, { pageSize: '-1' }])(
    'refuse %j',
    async (query) => {
      expect((await using.client.api('/company/companies', { query })).status).toBe(400);
    },
  );

  it.each<Record<string, string>>([{ page: '2' }, { orderBy: 'name' }])(
    'refuse %j in forward-only lists',
    async (query) => {
      const headers = { 'pagination-type': 'forward-only' };
      expect((await using.client.api('/company/companies', { query, headers })).status).toBe(400);
    },
  );

  it('pay no heed to pageId without the forward-only header', async () => {
    const reply = await using.client.api('/company/companies', { query: { pageId: '300', pageSize: '1' } });
    expect(reply.json[0].id).toBe(250);
  });
});

describe('orderBy', () => {
  const names = async (orderBy: string, field: string): Promise<unknown[]> => {
    const found = await using.client.find('id > 0', { orderBy });
    return found.map((record) => field.split('/').reduce((value, part) => value?.[part], record) ?? null);
  };

  it('sorts both ways without regard to letter case', async () => {
    const up = await names('name asc', 'name');
    expect(up).toEqual([...up].sort((a, b) => (String(a).toLowerCase() < String(b).toLowerCase() ? -1 : 1)));
    expect(await names('id desc', 'id')).toEqual((await names('ID', 'id')).reverse());
  });

  it('sorts by several fields, through references, and by when a record was updated', async () => {
    const found = await using.client.find('id > 0', { orderBy: 'status/name, id desc' });
    const keys = found.map(({ status, id }) => [status.name.toLowerCase(), -id]);
    expect(keys).toEqual([...keys].sort((a, b) => (a[0] === b[0] ? a[1] - b[1] : a[0] < b[0] ? -1 : 1)));
    const stamps = await names('lastUpdated desc', '_info/lastUpdated');
    expect(stamps).toEqual([...stamps].sort().reverse());
  });

  it.each(['nope', 'name up', 'name,,id', 'types/name', 'name; id'])('refuses %s', async (orderBy) => {
    const reply = await using.client.api('/company/companies', { query: { orderBy } });
    expect([reply.status, reply.json.code]).toEqual([400, 'ApiFindCondition']);
  });
});

describe('fields', () => {
  const first = async (fields: string): Promise<unknown> => (await using.client.find('id = 251', { fields }))[0];

  it('keep only what is named, below references and arrays too', async () => {
    expect(await first('ID,name,status/name,types/id')).toEqual({
      id: 251,
      name: 'Harbor Dental, Inc.',
      status: { name: 'Active' },
      types: expect.arrayContaining([{ id: expect.any(Number) }]),
    });
  });

  it('return _info only if it is named', async () => {
    expect(await first('id')).toEqual({ id: 251 });
    expect(await first('id,_info')).toMatchObject({ _info: { lastUpdated: expect.any(String), updatedBy: 'person' } });
    expect(await first('_info/lastUpdated')).toEqual({
      _info: { lastUpdated: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) },
    });
    expect(await using.client.find('id = 251')).toEqual([expect.objectContaining({ _info: expect.anything() })]);
  });

  it('pass over unknown names, and hold for a single record too', async () => {
    expect(await first('id,nope,status/nope')).toEqual({ id: 251, status: {} });
    expect((await using.client.api('/company/companies/251', { query: { fields: 'identifier' } })).json).toEqual({
      identifier: 'HarborDental',
    });
  });
});

describe('set-up tables', () => {
  it('list, count and get statuses and types', async () => {
    const statuses = await using.client.api('/company/companies/statuses', {
      query: { conditions: 'inactiveFlag = true', fields: 'name' },
    });
    expect(statuses.json).toEqual([{ name: 'Inactive' }, { name: '契約終了' }]);
    expect((await using.client.api('/company/companies/types/count')).json).toEqual({ count: 6 });
    expect((await using.client.api('/company/companies/types/1')).json).toMatchObject({
      name: 'Customer',
      defaultFlag: true,
    });
    expect((await using.client.api('/company/companies/statuses/99')).json).toMatchObject({ code: 'NotFound' });
  });
});
