import { afterEach, describe, expect, it } from '@jest/globals';
import type { Company } from '../../src/connectwise/company.js';
import { eq } from '../../src/connectwise/conditions.js';
import { accessTo, closeClients, errorOf, siteOf } from './support/client.js';
import { API, type MockAnswer, type MockCall, mockFar, withCompany } from './support/mock.js';

afterEach(closeClients);

const STATUSES = [
  { id: 1, inactiveFlag: false },
  { id: 2, inactiveFlag: true },
];

const record = (id: number, identifier: string, more: object = {}) => ({
  id,
  identifier,
  name: `${identifier} Inc`,
  ...more,
});

function companiesWith(answer: (call: MockCall) => MockAnswer, statuses: MockAnswer = { body: STATUSES }) {
  const far = mockFar(withCompany((call) => (call.path === '/company/companies/statuses' ? statuses : answer(call))));
  const { companies } = far.client().open(accessTo(siteOf('api-na.myconnectwise.net')), 'interactive');
  const asked = () =>
    far.calls.filter(({ path }) => path.startsWith('/company/companies') && !path.endsWith('/statuses'));
  return { far, companies, asked };
}

const ids = (companies: readonly Company[]) => companies.map(({ id }) => id);

describe('companies by identifier', () => {
  it('are all records equal to it, live and deleted, compared again on our side', async () => {
    const { companies, asked } = companiesWith(() => ({
      body: [record(1, 'Acme'), record(2, 'ACME', { deletedFlag: true }), record(3, 'acme2'), record(4, 'A%')],
    }));
    expect(ids(await companies.findByIdentifier('aCmE'))).toEqual([1, 2]);
    expect(asked()[0]?.query).toMatchObject({ conditions: '(identifier = "aCmE")', orderBy: 'id asc', page: '1' });
  });

  it.each(['100%', 'a*', 'a"b', "o'neil", 'a[b', 'back\\slash', 'a&b=c', 'a+b', '株式会社', 'Müller', '🙂'])(
    'are found for %j and for nothing that merely resembles it',
    async (identifier) => {
      const { companies, asked } = companiesWith(() => ({
        body: [record(7, identifier), record(8, `${identifier}x`)],
      }));
      expect(ids(await companies.findByIdentifier(identifier))).toEqual([7]);
      expect(asked()).toHaveLength(1);
      expect(Object.keys(asked()[0]?.query ?? {}).sort()).toEqual([
        'conditions',
        'fields',
        'orderBy',
        'page',
        'pageSize',
      ]);
    },
  );

  it('ignore how an accent is put together', async () => {
    const { companies } = companiesWith(() => ({ body: [record(1, 'Mu\u0308ller')] }));
    expect(ids(await companies.findByIdentifier('MÜLLER'))).toEqual([1]);
  });

  it('are none for a text that no identifier can hold, without asking', async () => {
    const { companies, asked } = companiesWith(() => ({ body: [] }));
    expect(await companies.findByIdentifier('a\u0000b')).toEqual([]);
    expect(await companies.findByIdentifier('a\ud800')).toEqual([]);
    expect(asked()).toEqual([]);
  });

  it('keep the URL below 2,000 characters for 156 characters of any script', async () => {
    const identifier = '株'.repeat(156);
    const { companies, asked } = companiesWith(() => ({ body: [record(1, identifier)] }));
    expect(ids(await companies.findByIdentifier(identifier))).toEqual([1]);
    expect(asked()[0]?.url.length).toBeLessThan(2_000);
  });
});

describe('a company', () => {
  it('is made of the fields we know; nulls and gaps are allowed where they can be', async () => {
    const { companies } = companiesWith(({ path }) => ({
      body:
        path === '/company/companies/1'
          ? {
              ...record(1, 'Acme', {
                status: { id: 1, name: 'Active', _info: {} },
                types: [{ id: 1, name: 'Client' }],
              }),
              deletedFlag: false,
              website: 'acme.example',
              addressLine1: '1 Road',
              addressLine2: '',
              country: { id: 1, name: 'Ireland' },
              _info: { lastUpdated: '2026-01-31T18:04:26Z', updatedBy: 'x' },
              newField: { any: 'thing' },
            }
          : record(2, 'Bare', { status: null, types: null, deletedFlag: null, _info: null }),
    }));
    expect(await companies.findById(1)).toEqual({
      id: 1,
      identifier: 'Acme',
      name: 'Acme Inc',
      status: { id: 1, name: 'Active' },
      isInactive: false,
      types: ['Client'],
      isDeleted: false,
      lastUpdated: new Date('2026-01-31T18:04:26Z'),
      website: 'acme.example',
      phoneNumber: null,
      address: { lines: ['1 Road'], city: null, state: null, zip: null, country: 'Ireland' },
    });
    expect(await companies.findById(2)).toMatchObject({
      status: null,
      isInactive: false,
      types: [],
      lastUpdated: null,
    });
  });

  it.each([
    ['its flag says so', { id: 2, name: 'Sleeping' }, true],
    ['its flag says so, whatever its name', { id: 1, name: 'Inactive' }, false],
    ['its name says so and there is no flag', { id: 9, name: 'Not-Active' }, true],
    ['its name says so and it has no id', { name: 'INACTIVE' }, true],
    ['nothing says so', { id: 9, name: 'Imported' }, false],
  ])('is inactive when %s', async (_what, status, isInactive) => {
    const { companies } = companiesWith(() => ({ body: record(1, 'a', { status }) }));
    expect(await companies.findById(1)).toMatchObject({ isInactive });
  });

  it('is judged by the name of its status when the role may not read statuses', async () => {
    const denied = { status: 403, body: { code: 'Security', message: 'no' } };
    const { companies } = companiesWith(
      () => ({ body: record(1, 'a', { status: { id: 1, name: 'Inactive' } }) }),
      denied,
    );
    expect(await companies.findById(1)).toMatchObject({ isInactive: true });
  });

  it('does not exist only when ConnectWise says NotFound', async () => {
    const answers = [
      { status: 404, body: { code: 'NotFound', message: 'Company 5 not found' } },
      { status: 404, body: { code: 'ConnectWiseApi', message: 'The endpoint does not exist.' } },
    ];
    const { companies } = companiesWith(() => answers.shift() ?? { body: {} });
    expect(await companies.findById(5)).toBeUndefined();
    expect((await errorOf(companies.findById(5))).kind).toBe('endpoint-missing');
  });
});

describe('what a typed identifier leads to', () => {
  it('is one look-up for digits: identifier first, record id second', async () => {
    const { companies, asked } = companiesWith(() => ({ body: [record(250, 'Acme'), record(9, '250')] }));
    expect(await companies.match('250')).toMatchObject({ kind: 'USABLE', company: { id: 9 } });
    expect(asked().map(({ query }) => query['conditions'])).toEqual(['((identifier = "250") or (id = 250))']);
  });

  it('tells the right identifier when only a record id matches', async () => {
    const { companies } = companiesWith(() => ({ body: [record(250, 'Acme')] }));
    expect(await companies.match('250')).toMatchObject({ kind: 'NOT_FOUND', sameRecordId: { identifier: 'Acme' } });
  });

  it('asks for digits that are too large for a record id as an identifier only', async () => {
    const { companies, asked } = companiesWith(() => ({ body: [] }));
    expect(await companies.match('99999999999')).toEqual({ kind: 'NOT_FOUND', sameRecordId: null });
    expect(asked()[0]?.query['conditions']).toBe('(identifier = "99999999999")');
  });

  it('is an error, never "not found", when ConnectWise cannot be asked', async () => {
    const { companies } = companiesWith(() => ({ status: 503, body: '' }));
    expect((await errorOf(companies.match('acme'))).kind).toBe('server-fault');
  });
});

describe('a list', () => {
  const page = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => record(from + index, `c${from + index}`));
  const link = (url: string) => ({ link: `<${url}>; rel="next", <https://x.example/>; rel="last"` });

  async function readAll(answer: (call: MockCall) => MockAnswer, paging: 'navigable' | 'forward-only') {
    const { companies, asked } = companiesWith(answer);
    const found: Company[] = [];
    for await (const company of companies.list({ paging, pageSize: 3 })) found.push(company);
    return { found: ids(found), asked: asked() };
  }

  it('follows pages up to the short one, each from behind the last id of the one before', async () => {
    const pages: Record<string, object[]> = { none: page(1, 3), '(id > 3)': page(4, 3), '(id > 6)': page(7, 2) };
    const { found, asked } = await readAll(
      ({ query }) => ({ body: pages[query['conditions'] ?? 'none'] ?? [], headers: link(`${API}/x?page=9`) }),
      'navigable',
    );
    expect(found).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(asked).toHaveLength(3);
    for (const { query } of asked) expect(query).toMatchObject({ orderBy: 'id asc', page: '1', pageSize: '3' });
  });

  it('drops what comes twice', async () => {
    const pages: Record<string, object[]> = { none: [...page(1, 2), ...page(2, 1)], '(id > 2)': page(2, 2) };
    const { found } = await readAll(
      ({ query }) => ({ body: pages[query['conditions'] ?? 'none'] ?? [], headers: link(`${API}/x`) }),
      'navigable',
    );
    expect(found).toEqual([1, 2, 3]);
  });

  it('ends at a full page without a next link', async () => {
    const { found, asked } = await readAll(() => ({ body: page(1, 3) }), 'navigable');
    expect([found, asked.length]).toEqual([[1, 2, 3], 1]);
  });

  it('T4: never follows a link: our own parameters go to our own host again', async () => {
    const { asked } = await readAll(
      ({ query }) => ({
        body: query['conditions'] ? [] : page(1, 3),
        headers: link('https://evil.example/company/companies?page=2'),
      }),
      'navigable',
    );
    expect(asked.map(({ origin, query }) => [origin, query['conditions']])).toEqual([
      [API, undefined],
      [API, '(id > 3)'],
    ]);
  });

  it('reads forward by id, without page and order', async () => {
    const pages: Record<string, object[]> = { '0': page(1, 3), '3': page(10, 3), '12': [] };
    const { found, asked } = await readAll(
      ({ query }) => ({ body: pages[query['pageId'] ?? ''] ?? [] }),
      'forward-only',
    );
    expect(found).toEqual([1, 2, 3, 10, 11, 12]);
    for (const call of asked) {
      expect(call.headers['pagination-type']).toBe('forward-only');
      expect(Object.keys(call.query)).not.toContain('page');
      expect(Object.keys(call.query)).not.toContain('orderBy');
    }
  });

  it.each(['navigable', 'forward-only'] as const)(
    'ends with an error when %s pages repeat themselves',
    async (paging) => {
      const { companies } = companiesWith(() => ({ body: page(1, 3), headers: link(`${API}/x`) }));
      const read = async () => {
        for await (const company of companies.list({ paging, pageSize: 3 })) void company;
      };
      expect((await errorOf(read())).problem).toMatchObject({ kind: 'bad-answer', reason: 'repeats-itself' });
    },
  );

  it('carries its conditions and asks for the fields we keep', async () => {
    const { companies, asked } = companiesWith(() => ({ body: [] }));
    for await (const company of companies.list({ conditions: eq('deletedFlag', false) })) void company;
    expect(asked()[0]?.query).toMatchObject({ conditions: '(deletedFlag = False)', pageSize: '1000' });
    expect(asked()[0]?.query['fields']?.split(',')).toEqual(
      expect.arrayContaining(['id', 'identifier', 'status', '_info']),
    );
  });
});

describe('companies by their record ids', () => {
  it('take at most 60 calls for 10,000, each below 2,000 characters', async () => {
    const wanted = Array.from({ length: 10_000 }, (_, index) => 1_000_000 + index);
    const { far, companies, asked } = companiesWith(({ query }) => ({
      body: (query['conditions']?.match(/\d+/g) ?? []).map((id) => record(Number(id), `c${id}`)),
    }));
    expect(ids(await companies.findByIds(wanted))).toEqual(wanted);
    expect(far.calls.length).toBeLessThanOrEqual(60);
    for (const { url } of asked()) expect(url.length).toBeLessThan(2_000);
  });

  it('are none without a call when none are asked for', async () => {
    const { far, companies } = companiesWith(() => ({ body: [] }));
    expect(await companies.findByIds([])).toEqual([]);
    expect(far.calls).toEqual([]);
  });
});

it('companies are found by exact name, ignoring case', async () => {
  const { companies } = companiesWith(() => ({
    body: [record(1, 'a'), record(2, 'b', { name: 'A INC' }), record(3, 'c')],
  }));
  expect(ids(await companies.findByName('a inc'))).toEqual([1, 2]);
});
