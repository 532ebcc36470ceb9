import { afterEach, describe, expect, it } from '@jest/globals';
import { type Reply, withSandbox } from './client.js';

const using = withSandbox({ companies: 40 });

afterEach(() => {
  using.sandbox.settings.mergedCompanies = 'gone';
});

let made = 0;
/** A company with a site, a contact and an agreement. */
async function customer(
  more: Record<string, unknown> = {},
): Promise<{ id: number; agreement: number; contact: number }> {
  made += 1;
  const { companies } = using.sandbox;
  const { id } = companies.add({ identifier: `merge-${made}`, name: `Merge ${made}`, ...more });
  const contact = using.sandbox.records('contacts').add({ firstName: 'Ada', company: { id } });
  using.sandbox.records('sites').add({ name: 'Main', company: { id } });
  using.sandbox.records('companyNotes').add({ text: 'Note', company: { id } });
  const fields = { name: 'Mail', type: { id: 1 }, company: { id }, contact: { id: contact.id } };
  return { id, contact: contact.id, agreement: using.sandbox.agreements.add(fields).id };
}

function merge(from: number, body: unknown): Promise<Reply> {
  return using.client.api(`/company/companies/${from}/merge`, { method: 'POST', body });
}

async function get(path: string): Promise<Reply> {
  return using.client.api(path);
}

describe('a merge', () => {
  it('leaves no record and moves everything to the other company without moving any lastUpdated', async () => {
    const [from, into] = [await customer(), await customer()];
    const ticket = using.sandbox
      .records('tickets')
      .add({ summary: 'Mail', board: { id: 1 }, company: { id: from.id } });
    const child = using.sandbox.companies.add({
      identifier: `child-${made}`,
      name: 'x',
      parentCompany: { id: from.id },
    });
    const before = [
      (await get(`/company/companies/${into.id}`)).json._info,
      (await get(`/finance/agreements/${from.agreement}`)).json._info,
    ];
    const reply = await merge(from.id, { toCompanyId: into.id });
    expect([reply.status, reply.json]).toMatchObject([200, { success: true }]);
    expect((await get(`/company/companies/${from.id}`)).json).toMatchObject({ code: 'NotFound' });
    expect((await get(`/finance/agreements/${from.agreement}`)).json).toMatchObject({
      company: { id: into.id },
      billToCompany: { id: into.id },
    });
    expect((await get(`/company/contacts/${from.contact}`)).json.company.id).toBe(into.id);
    for (const list of ['sites', 'notes']) {
      expect((await get(`/company/companies/${into.id}/${list}`)).json).toHaveLength(2);
    }
    expect((await get(`/company/companies/${child.id}`)).json.parentCompany.id).toBe(into.id);
    expect((await get(`/service/tickets/${ticket.id}`)).json.company.id).toBe(into.id);
    expect([
      (await get(`/company/companies/${into.id}`)).json._info,
      (await get(`/finance/agreements/${from.agreement}`)).json._info,
    ]).toEqual(before);
  });

  it('can leave a record that is marked as deleted', async () => {
    using.sandbox.settings.mergedCompanies = 'marked';
    const [from, into] = [await customer(), await customer()];
    const { _info } = (await get(`/company/companies/${from.id}`)).json;
    await merge(from.id, { toCompanyId: into.id });
    expect((await get(`/company/companies/${from.id}`)).json).toMatchObject({ deletedFlag: true, _info });
  });

  it('takes from the merged company what the call says, and nothing else', async () => {
    const from = await customer({
      phoneNumber: '1',
      website: 'https://from.example',
      city: 'Boston',
      types: [{ id: 2 }],
    });
    const into = await customer({ phoneNumber: '2', website: 'https://into.example', zip: '33602' });
    await merge(from.id, { toCompanyId: into.id, phone: 'From', website: 'To', primaryAddress: 'From', type: 'From' });
    const { json } = await get(`/company/companies/${into.id}`);
    expect(json).toMatchObject({
      phoneNumber: '1',
      website: 'https://into.example',
      city: 'Boston',
      types: [{ id: 2 }],
    });
    expect(json).not.toHaveProperty('zip');
  });

  it('discards what is to be discarded, unless something needs it', async () => {
    const [from, into] = [await customer(), await customer()];
    await merge(from.id, { toCompanyId: into.id, notes: 'Discard', contacts: 'Discard' });
    expect((await get(`/company/companies/${into.id}/notes`)).json).toHaveLength(1);
    expect((await get(`/company/contacts/${from.contact}`)).json.company.id).toBe(into.id);
  });

  it.each<[string, (from: number) => unknown, string]>([
    ['no other company', () => ({}), 'MissingRequiredField'],
    ['one that is not there', () => ({ toCompanyId: 999_999 }), 'NotFound'],
    ['a deleted one', () => ({ toCompanyId: using.sandbox.landmarks.deleted.id }), 'NotFound'],
    ['itself', (from) => ({ toCompanyId: from }), 'InvalidField'],
    ['an unknown side', () => ({ toCompanyId: using.sandbox.landmarks.inactive.id, name: 'Both' }), 'InvalidField'],
  ])('into %s is refused and changes nothing', async (_what, body, code) => {
    const { id } = await customer();
    const reply = await merge(id, body(id));
    expect([reply.status, reply.json.errors]).toMatchObject([400, [{ code }]]);
    expect((await get(`/company/companies/${id}`)).status).toBe(200);
  });

  it('of a parent into its child leaves no company above itself', async () => {
    const parent = await customer();
    const child = await customer({ parentCompany: { id: parent.id } });
    await merge(parent.id, { toCompanyId: child.id });
    expect((await get(`/company/companies/${child.id}`)).json).not.toHaveProperty('parentCompany');
  });

  it('is one request that changed data', async () => {
    const [from, into] = [await customer(), await customer()];
    using.sandbox.journal.clear();
    await merge(from.id, { toCompanyId: into.id });
    expect(using.sandbox.journal.changes).toBe(1);
  });
});

describe('a company that was merged before the start', () => {
  it("leads nowhere, and its agreement is the survivor's", async () => {
    const { merged } = using.sandbox.landmarks;
    expect((await get(`/company/companies/${merged.id}`)).status).toBe(404);
    expect(await using.client.find(`identifier = "${merged.identifier}"`)).toEqual([]);
    const query = { conditions: `company/id = ${merged.into.id}` };
    expect((await using.client.api('/finance/agreements', { query })).json).toMatchObject([
      { name: 'Mail Security of MergedAway' },
    ]);
  });
});
