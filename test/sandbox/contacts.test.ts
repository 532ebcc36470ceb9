import { describe, expect, it } from '@jest/globals';
import { type Reply, withSandbox } from './client.js';

const using = withSandbox({ companies: 30 });

const EMAIL = { type: { name: 'Email' }, value: 'ada@example.com', defaultFlag: true };
const PHONE = { type: { name: 'Direct' }, value: '555-0100' };

function post(body: unknown): Promise<Reply> {
  return using.client.api('/company/contacts', { method: 'POST', body });
}

async function create(more: Record<string, unknown> = {}): Promise<number> {
  const { id } = using.sandbox.landmarks.ordinary[0];
  const body = { firstName: 'Ada', lastName: 'Byron', company: { id }, communicationItems: [EMAIL, PHONE], ...more };
  return (await post(body)).json.id;
}

function patch(id: number, ...body: readonly unknown[]): Promise<Reply> {
  return using.client.api(`/company/contacts/${id}`, { method: 'PATCH', body });
}

describe('a contact', () => {
  it('needs a first name, whatever the OpenAPI file says', async () => {
    const reply = await post({ lastName: 'Byron' });
    expect([reply.status, reply.json.errors]).toEqual([
      400,
      [expect.objectContaining({ code: 'MissingRequiredField', field: 'firstName' })],
    ]);
  });

  it('is shown by its full name where another record refers to it', async () => {
    const id = await create();
    const other = await post({ firstName: 'Bob', managerContact: { name: 'ada byron' } });
    expect(other.json.managerContact).toMatchObject({ id, name: 'Ada Byron' });
    await patch(id, { op: 'replace', path: 'lastName', value: 'Lovelace' });
    expect((await using.client.api(`/company/contacts/${other.json.id}`)).json.managerContact.name).toBe(
      'Ada Lovelace',
    );
  });

  it('shows its communication items with what follows from their type and value', async () => {
    const { json } = await using.client.api(`/company/contacts/${await create()}`);
    expect(json).toMatchObject({ defaultPhoneType: 'Direct', defaultPhoneNbr: '555-0100' });
    expect(json.communicationItems).toEqual([
      {
        id: expect.any(Number),
        type: expect.objectContaining({ name: 'Email' }),
        value: 'ada@example.com',
        defaultFlag: true,
        communicationType: 'Email',
        domain: '@example.com',
      },
      expect.objectContaining({ value: '555-0100', communicationType: 'Phone', defaultFlag: false }),
    ]);
  });

  it('changes one field of an item by its index and leaves the others their ids', async () => {
    const id = await create();
    const before = (await using.client.api(`/company/contacts/${id}`)).json.communicationItems;
    const reply = await patch(id, { op: 'replace', path: '/communicationItems/1/value', value: '555-0199' });
    expect(reply.json.communicationItems).toEqual([before[0], { ...before[1], value: '555-0199' }]);
  });

  it('adds and removes items by index, and replaces the list as a whole', async () => {
    const id = await create();
    const values = async (...operations: readonly unknown[]): Promise<string[]> =>
      (await patch(id, ...operations)).json.communicationItems.map(({ value }: { value: string }) => value);
    const fax = { type: { name: 'Fax' }, value: '555-0101' };
    expect(await values({ op: 'add', path: '/communicationItems/-', value: fax })).toEqual([
      'ada@example.com',
      '555-0100',
      '555-0101',
    ]);
    expect(await values({ op: 'remove', path: '/communicationItems/0' })).toEqual(['555-0100', '555-0101']);
    expect(await values({ op: 'replace', path: 'communicationItems', value: [EMAIL] })).toEqual(['ada@example.com']);
    expect(await values({ op: 'replace', path: 'title', value: 'CEO' })).toEqual(['ada@example.com']);
  });

  it("accepts a path into an item's reference and changes nothing", async () => {
    const id = await create();
    const before = (await using.client.api(`/company/contacts/${id}`)).json;
    const reply = await patch(id, { op: 'replace', path: '/communicationItems/1/type/id', value: 1 });
    expect([reply.status, reply.json]).toEqual([200, before]);
  });

  it.each([
    ['an index that is not there', { op: 'replace', path: '/communicationItems/9/value', value: 'x' }],
    ['a field that items do not have', { op: 'replace', path: '/communicationItems/0/nope', value: 'x' }],
    ['an item without a value', { op: 'replace', path: 'communicationItems', value: [{ type: { id: 1 } }] }],
    ['a value that is too long', { op: 'replace', path: '/communicationItems/0/value', value: 'x'.repeat(251) }],
    ['an unknown type', { op: 'add', path: '/communicationItems/-', value: { type: { id: 99 }, value: 'x' } }],
  ])('refuses %s and keeps all', async (_what, operation) => {
    const id = await create();
    const before = (await using.client.api(`/company/contacts/${id}`)).json;
    expect((await patch(id, operation)).status).toBe(400);
    expect((await using.client.api(`/company/contacts/${id}`)).json).toEqual(before);
  });

  it('loses its items to a PUT that leaves them out', async () => {
    const id = await create();
    const reply = await using.client.api(`/company/contacts/${id}`, { method: 'PUT', body: { firstName: 'Put' } });
    expect(reply.json.communicationItems).toEqual([]);
    expect(reply.json).not.toHaveProperty('company');
  });

  it('is found by one item that satisfies the whole of childConditions', async () => {
    const id = await create({ communicationItems: [{ ...EMAIL, value: 'unique@a.example' }, PHONE] });
    const find = async (childConditions: string): Promise<number[]> =>
      (await using.client.api('/company/contacts', { query: { childConditions } })).json.map(
        (record: { id: number }) => record.id,
      );
    const value = 'communicationItems/value like "unique@*"';
    expect(await find(`${value} and communicationItems/communicationType = "Email"`)).toEqual([id]);
    expect(await find(`${value} and communicationItems/type/name = "Email"`)).toEqual([id]);
    expect(await find(`${value} and communicationItems/communicationType = "Phone"`)).toEqual([]);
    const refused = await using.client.api('/company/contacts', {
      query: { conditions: 'communicationItems/value = "x"' },
    });
    expect(refused.json).toMatchObject({ code: 'ApiFindCondition' });
  });

  it('has the same items below /communications, as records of their own', async () => {
    const id = await create();
    const path = `/company/contacts/${id}/communications`;
    const made = await using.client.api(path, { method: 'POST', body: { ...PHONE, value: '555-0142' } });
    expect([made.status, made.json]).toMatchObject([201, { contactId: id, communicationType: 'Phone' }]);
    expect((await using.client.api(`${path}/count`)).json).toEqual({ count: 3 });
    const { communicationItems } = (await using.client.api(`/company/contacts/${id}`)).json;
    expect(communicationItems.at(-1)).toMatchObject({ id: made.json.id, value: '555-0142' });
    expect((await using.client.api(`${path}/${made.json.id}`, { method: 'DELETE' })).status).toBe(204);
    const { id: other } = communicationItems[0];
    expect((await using.client.api(`/company/contacts/1/communications/${other}`)).status).toBe(404);
  });

  it('hands over to the contact named by transferContactId, and is refused while in use without one', async () => {
    const [id, heir] = [await create(), await create()];
    const body = { firstName: 'Report', managerContact: { id } };
    const report = (await post(body)).json.id;
    const remove = (query = {}): Promise<Reply> =>
      using.client.api(`/company/contacts/${id}`, { method: 'DELETE', query });
    expect((await remove()).status).toBe(409);
    expect((await remove({ transferContactId: '999999' })).status).toBe(404);
    expect((await remove({ transferContactId: String(heir) })).status).toBe(204);
    expect((await using.client.api(`/company/contacts/${report}`)).json.managerContact.id).toBe(heir);
    expect((await using.client.api(`/company/contacts/${id}/communications`)).status).toBe(404);
  });
});

describe('communication types', () => {
  it('are exactly one of phone, fax and email', async () => {
    const make = (flags: object): Promise<Reply> =>
      using.client.api('/company/communicationTypes', { method: 'POST', body: { description: 'Chat', ...flags } });
    expect((await make({})).status).toBe(400);
    expect((await make({ phoneFlag: true, emailFlag: true })).status).toBe(400);
    expect((await make({ phoneFlag: true })).status).toBe(201);
  });
});
