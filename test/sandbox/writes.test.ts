import { describe, expect, it } from '@jest/globals';
import { type Reply, withSandbox } from './client.js';

const NOW = new Date('2026-01-31T18:04:26.789Z');
const using = withSandbox({ companies: 30, clock: () => NOW });

async function post(body: unknown, query: Record<string, string> = {}): Promise<Reply> {
  return using.client.api('/company/companies', { method: 'POST', body, query });
}

async function patch(id: number, body: unknown): Promise<Reply> {
  return using.client.api(`/company/companies/${id}`, { method: 'PATCH', body });
}

let made = 0;
async function create(more: Record<string, unknown> = {}): Promise<number> {
  made += 1;
  return (await post({ identifier: `made-${made}`, name: 'Made', city: 'Tampa', ...more })).json.id;
}

describe('POST', () => {
  it('answers 201 with the record and its location, defaults filled in', async () => {
    const reply = await post({
      identifier: 'fresh',
      name: 'Fresh 株式会社',
      zip: '33602',
      types: [{ name: 'vendor' }],
    });
    expect([reply.status, reply.headers['location']]).toEqual([
      201,
      `${using.sandbox.url}/v2025_1/apis/3.0/company/companies/${reply.json.id}`,
    ]);
    expect(reply.json).toMatchObject({
      identifier: 'fresh',
      status: { id: 1, name: 'Active' },
      types: [{ id: 3, name: 'Vendor' }],
      deletedFlag: false,
      _info: { lastUpdated: '2026-01-31T18:04:26Z', enteredBy: 'psabridge' },
    });
    expect((await using.client.api(`/company/companies/${reply.json.id}`)).json).toEqual(reply.json);
  });

  it('honours fields, and ignores fields it does not know or sets itself', async () => {
    const reply = await post(
      { identifier: 'few', name: 'Few', city: 'x', id: 7, deletedFlag: true, nonsense: 1 },
      { fields: 'identifier,deletedFlag' },
    );
    expect(reply.json).toEqual({ identifier: 'few', deletedFlag: false });
  });

  it.each([
    ['by id', { id: 2 }],
    ['by name', { name: 'INACTIVE' }],
    ['by id before name', { id: 2, name: 'Active' }],
  ])('finds a reference %s', async (_how, status) => {
    const id = await create({ status, country: { identifier: 'jp' } });
    expect((await using.client.api(`/company/companies/${id}`)).json).toMatchObject({
      status: { name: 'Inactive' },
      country: { name: 'Japan' },
    });
  });

  it('tells all faults of a record at once, in the words of ConnectWise', async () => {
    const reply = await post({ name: 'x'.repeat(157), status: { id: 99 }, parentCompany: { identifier: 'nobody' } });
    expect([reply.status, reply.json.code, reply.json.message]).toEqual([
      400,
      'InvalidObject',
      'company object is invalid',
    ]);
    expect(reply.json.errors).toEqual([
      {
        code: 'MissingRequiredField',
        message: 'The identifier field is required.',
        resource: 'company',
        field: 'identifier',
      },
      {
        code: 'MaxLengthField',
        message: 'The field name must be a string with a maximum length of 156.',
        resource: 'company',
        field: 'name',
      },
      {
        code: 'MissingRequiredField',
        message: expect.stringContaining('addressLine1'),
        resource: 'company',
        field: 'addressLine1',
      },
      { code: 'NotFound', message: 'Company Status 99 not found', resource: 'company', field: 'status/id' },
      { code: 'NotFound', message: 'Company nobody not found', resource: 'company', field: 'parentCompany/identifier' },
    ]);
  });

  it('answers 500 to a number where a reference belongs, naming line and position', async () => {
    const raw = '{\r\n  "identifier": "x",\r\n  "parentCompany": 250\r\n}';
    const reply = await using.client.api('/company/companies', { method: 'POST', raw });
    expect([reply.status, reply.json]).toEqual([
      500,
      {
        code: 'ConnectWiseApi',
        message:
          "Error converting value 250 to type 'ConnectWise.Apis.v3_0.v2015_3.Company.CompanyReference'. Path 'parentCompany', line 3, position 22.",
      },
    ]);
  });

  it.each([
    ['a flag that is none', { leadFlag: 'perhaps' }],
    ['a number that is none', { numberOfEmployees: 'many' }],
    ['a date that is none', { dateAcquired: 'soon' }],
    ['an object for a text', { name: { first: 'x' } }],
    ['a single type for a list', { types: { id: 1 } }],
  ])('answers 500 to %s', async (_what, fields) => {
    expect((await post({ identifier: 'bad', name: 'Bad', city: 'x', ...fields })).status).toBe(500);
  });

  it.each([['[]'], ['null'], ['"text"'], ['{'], ['']])('answers 400 to the body %s', async (raw) => {
    const reply = await using.client.api('/company/companies', {
      method: 'POST',
      raw,
      headers: { 'content-type': 'application/json' },
    });
    expect([reply.status, reply.json.message]).toEqual([
      400,
      expect.stringMatching(/Check your accept header to make sure you are using the correct version\.$/),
    ]);
  });

  it('refuses an identifier that a live company has, and takes one of a deleted company', async () => {
    expect((await post({ identifier: 'NORTHWIND', name: 'x', city: 'x' })).status).toBe(409);
    expect((await post({ identifier: 'GoneFishing', name: 'x', city: 'x' })).status).toBe(201);
  });
});

describe('PATCH', () => {
  it('replaces, adds and removes, with or without a leading slash', async () => {
    const id = await create({ website: 'https://a.example' });
    const reply = await patch(id, [
      { op: 'replace', path: '/name', value: 'Renamed' },
      { op: 'add', path: 'phoneNumber', value: '555-0100' },
      { op: 'remove', path: '/website' },
      { op: 'replace', path: 'status', value: { name: 'Inactive' } },
    ]);
    expect(reply.json).toMatchObject({ name: 'Renamed', phoneNumber: '555-0100', status: { id: 2 } });
    expect(reply.json).not.toHaveProperty('website');
  });

  it('moves lastUpdated forward each time, even within one second', async () => {
    const id = await create();
    const stamp = async (): Promise<string> =>
      (await patch(id, [{ op: 'replace', path: 'name', value: 'Same' }])).json._info.lastUpdated;
    expect([await stamp(), await stamp()]).toEqual(['2026-01-31T18:04:27Z', '2026-01-31T18:04:28Z']);
  });

  it('accepts a path into a reference and changes nothing', async () => {
    const id = await create();
    const before = await using.client.api(`/company/companies/${id}`);
    const changes = using.sandbox.journal.changes;
    const reply = await patch(id, [{ op: 'replace', path: 'status/id', value: 2 }]);
    expect([reply.status, reply.json]).toEqual([200, before.json]);
    expect(using.sandbox.journal.changes).toBe(changes);
  });

  it('ignores types, which only a new company takes', async () => {
    const id = await create({ types: [{ id: 1 }] });
    expect((await patch(id, [{ op: 'replace', path: 'types', value: [{ id: 3 }] }])).json.types).toMatchObject([
      { id: 1 },
    ]);
  });

  it('merges custom fields, and an empty array clears none', async () => {
    const id = await create({ customFields: [{ id: 1, value: 'C-1' }] });
    const values = async (value: unknown): Promise<unknown[]> =>
      (await patch(id, [{ op: 'replace', path: 'customFields', value }])).json.customFields.map(
        (field: { value?: unknown }) => field.value,
      );
    expect(await values([])).toEqual(['C-1', undefined]);
    expect(await values([{ id: 2, value: true }])).toEqual(['C-1', true]);
    expect(await values([{ id: 1, value: null }])).toEqual([undefined, true]);
  });

  it('changes elements of a list by index', async () => {
    const id = await create({ integratorTags: ['a', 'b'] });
    const reply = await patch(id, [
      { op: 'replace', path: '/integratorTags/1', value: 'B' },
      { op: 'add', path: '/integratorTags/-', value: 'c' },
      { op: 'remove', path: '/integratorTags/0' },
    ]);
    expect(reply.json.integratorTags).toEqual(['B', 'c']);
  });

  it.each<[string, unknown]>([
    ['an object', { name: 'x' }],
    ['one operation without its array', { op: 'replace', path: 'name', value: 'x' }],
    ['an unknown operation', [{ op: 'move', path: 'name', from: 'city' }]],
    ['a path in other letters', [{ op: 'replace', path: 'Name', value: 'x' }]],
    ['a path out of JavaScript', [{ op: 'remove', path: 'constructor' }]],
    ['an unknown path', [{ op: 'replace', path: 'nope', value: 'x' }]],
    ['a value that is too long', [{ op: 'replace', path: 'zip', value: '1234567890123' }]],
    ['the removal of a required field', [{ op: 'remove', path: 'identifier' }]],
  ])('answers 400 to %s and changes nothing', async (_what, body) => {
    const id = await create();
    const before = await using.client.api(`/company/companies/${id}`);
    const reply = await patch(id, body);
    expect([reply.status, reply.json.code]).toEqual([400, 'InvalidObject']);
    expect((await using.client.api(`/company/companies/${id}`)).json).toEqual(before.json);
  });

  it('answers 500 to a reference given as a number', async () => {
    const reply = await patch(await create(), [{ op: 'replace', path: 'parentCompany', value: 250 }]);
    expect([reply.status, reply.json.message]).toEqual([500, expect.stringContaining('Error converting value 250')]);
  });

  it('checks the whole record, so an old fault elsewhere refuses it', async () => {
    const reply = await patch(using.sandbox.landmarks.outdated.id, [{ op: 'replace', path: 'name', value: 'x' }]);
    expect([reply.status, reply.json.errors]).toEqual([
      400,
      [expect.objectContaining({ code: 'MaxLengthField', field: 'zip' })],
    ]);
  });

  it('edits one of two companies that share an identifier, but gives no third the same', async () => {
    const [shared] = using.sandbox.landmarks.ambiguous;
    expect((await patch(shared.id, [{ op: 'replace', path: 'name', value: 'x' }])).status).toBe(200);
    expect((await patch(await create(), [{ op: 'replace', path: 'identifier', value: 'northwind' }])).status).toBe(409);
  });
});

describe('PUT', () => {
  it('resets what is left out, and keeps what only the server sets', async () => {
    const id = await create({ website: 'https://a.example', status: { id: 2 }, types: [{ id: 3 }], phoneNumber: '1' });
    const reply = await using.client.api(`/company/companies/${id}`, {
      method: 'PUT',
      body: { identifier: `put-${id}`, name: 'Put', city: 'x' },
    });
    expect(reply.status).toBe(200);
    expect(reply.json).toMatchObject({
      identifier: `put-${id}`,
      status: { name: 'Active' },
      types: [{ id: 3 }],
      deletedFlag: false,
    });
    expect(reply.json).not.toHaveProperty('website');
    expect(reply.json._info).toMatchObject({
      dateEntered: '2026-01-31T18:04:26Z',
      lastUpdated: '2026-01-31T18:04:27Z',
    });
  });
});

describe('DELETE', () => {
  it('marks a company, leaves lastUpdated alone, and keeps it readable', async () => {
    const id = await create();
    const before = (await using.client.api(`/company/companies/${id}`)).json;
    const reply = await using.client.api(`/company/companies/${id}`, { method: 'DELETE' });
    expect([reply.status, reply.text]).toEqual([204, '']);
    const after = (await using.client.api(`/company/companies/${id}`)).json;
    expect(after).toMatchObject({
      deletedFlag: true,
      dateDeleted: '2026-01-31T18:04:26Z',
      deletedBy: 'psabridge',
      _info: before._info,
    });
    expect(await using.client.find(`id = ${id}`)).toHaveLength(1);
  });

  it('refuses what is in use with 409', async () => {
    const parent = await create();
    await create({ parentCompany: { id: parent } });
    expect((await using.client.api(`/company/companies/${parent}`, { method: 'DELETE' })).status).toBe(409);
    expect((await using.client.api('/company/companies/statuses/1', { method: 'DELETE' })).status).toBe(409);
  });

  it('removes an unused status for good', async () => {
    const { id } = (
      await using.client.api('/company/companies/statuses', { method: 'POST', body: { name: 'Brand new' } })
    ).json;
    expect((await using.client.api(`/company/companies/statuses/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await using.client.api(`/company/companies/statuses/${id}`)).status).toBe(404);
  });
});

describe('other people', () => {
  it('rename, inactivate, delete and merge companies behind the API', async () => {
    const { companies, journal } = using.sandbox;
    const { id } = companies.add({ identifier: 'behind', name: 'Behind' });
    const changes = journal.changes;
    companies.rename(id, 'Renamed');
    companies.inactivate(id);
    const deleted = companies.delete(id);
    expect((await using.client.api(`/company/companies/${id}`)).json).toMatchObject({
      name: 'Renamed',
      status: { name: 'Inactive' },
      deletedFlag: true,
    });
    expect(deleted['_info']).toMatchObject({ lastUpdated: '2026-01-31T18:04:28Z', updatedBy: 'person' });
    companies.remove(id);
    expect((await using.client.api(`/company/companies/${id}`)).json).toMatchObject({ code: 'NotFound' });
    expect(journal.changes).toBe(changes);
  });
});
