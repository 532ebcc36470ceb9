import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Reply, withSandbox } from './client.js';

const using = withSandbox({ companies: 30 });

let made = 0;
async function company(more: Record<string, unknown> = {}): Promise<number> {
  made += 1;
  const body = { identifier: `records-${made}`, name: 'Records', city: 'Tampa', ...more };
  return (await using.client.api('/company/companies', { method: 'POST', body })).json.id;
}

function post(path: string, body: unknown): Promise<Reply> {
  return using.client.api(path, { method: 'POST', body });
}

describe('sites and notes of a company', () => {
  it('belong to the company of their path, whatever the body says', async () => {
    const [id, other] = [await company(), await company()];
    const reply = await post(`/company/companies/${id}/sites`, { name: 'Main', company: { id: other } });
    expect([reply.status, reply.json]).toMatchObject([201, { company: { id }, primaryAddressFlag: true }]);
    expect(reply.headers['location']).toMatch(new RegExp(`/company/companies/${id}/sites/${reply.json.id}$`));
    expect((await using.client.api(`/company/companies/${other}/sites/${reply.json.id}`)).status).toBe(404);
    const put = await using.client.api(`/company/companies/${id}/sites/${reply.json.id}`, {
      method: 'PUT',
      body: { name: 'Moved', company: { id: other } },
    });
    expect(put.json).toMatchObject({ name: 'Moved', company: { id } });
  });

  it('are refused for a company that is not there', async () => {
    for (const path of ['sites', 'notes', 'teams', 'typeAssociations', 'managementSummaryReports']) {
      expect((await post(`/company/companies/999999/${path}`, {})).json).toMatchObject({ code: 'NotFound' });
      expect((await using.client.api(`/company/companies/999999/${path}`)).status).toBe(404);
    }
  });

  it('make only the first site the primary one', async () => {
    const id = await company();
    const flags = [];
    for (const name of ['One', 'Two']) {
      flags.push((await post(`/company/companies/${id}/sites`, { name })).json.primaryAddressFlag);
    }
    expect(flags).toEqual([true, false]);
  });

  it('check names and texts', async () => {
    const id = await company();
    expect((await post(`/company/companies/${id}/sites`, { name: 'x'.repeat(157) })).json.errors).toMatchObject([
      { code: 'MaxLengthField', field: 'name' },
    ]);
    expect((await post(`/company/companies/${id}/notes`, { flagged: true })).json.errors).toMatchObject([
      { code: 'MissingRequiredField', field: 'text' },
    ]);
  });

  it('keep the text of a note with its line breaks, its type and who entered it', async () => {
    const id = await company();
    const text = 'First line\n\n"Second" 行\nRef k-1';
    const note = await post(`/company/companies/${id}/notes`, { text, type: { name: 'Billing' } });
    expect(note.json).toMatchObject({ text, type: { name: 'Billing' }, enteredBy: 'psabridge', flagged: false });
    const query = { conditions: 'text contains "Ref k-1" and type/name = "Billing"' };
    expect((await using.client.api(`/company/companies/${id}/notes`, { query })).json).toHaveLength(1);
    expect((await post(`/company/companies/${id}/notes`, { text: 'x' })).json.type.name).toBe('Comments');
  });

  it('give any text back as it came', async () => {
    const path = `/company/companies/${await company()}/notes`;
    const anyText = fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }).filter((text) => text.trim() !== '');
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const { json } = await post(path, { text });
        expect((await using.client.api(`${path}/${json.id}`)).json.text).toBe(text);
      }),
      { numRuns: 40 },
    );
  });

  it('do not keep a company from being deleted', async () => {
    const id = await company();
    await post(`/company/companies/${id}/sites`, { name: 'Main' });
    await post('/company/contacts', { firstName: 'Ada', company: { id } });
    expect((await using.client.api(`/company/companies/${id}`, { method: 'DELETE' })).status).toBe(204);
  });
});

describe('team members', () => {
  it('need a role', async () => {
    const id = await company();
    expect((await post(`/company/companies/${id}/teams`, {})).json.errors).toMatchObject([{ field: 'teamRole' }]);
    const body = { teamRole: { id: 1 }, member: { identifier: 'person' }, accountManagerFlag: true };
    expect((await post(`/company/companies/${id}/teams`, body)).json).toMatchObject({
      teamRole: { name: 'Account Manager' },
      techFlag: false,
    });
  });
});

describe('type associations', () => {
  const typesOf = async (id: number): Promise<string[]> =>
    (await using.client.api(`/company/companies/${id}`)).json.types.map(({ name }: { name: string }) => name);

  it('are the types of a company, and the way to change them', async () => {
    const id = await company({ types: [{ name: 'Customer' }] });
    const path = `/company/companies/${id}/typeAssociations`;
    const [customer] = (await using.client.api(path)).json;
    expect(customer).toMatchObject({ type: { name: 'Customer' }, company: { id } });
    const added = await post(path, { type: { name: 'Vendor' } });
    expect([added.status, added.json]).toMatchObject([201, { type: { name: 'Vendor' }, company: { id } }]);
    expect(await typesOf(id)).toEqual(['Customer', 'Vendor']);
    const patched = await using.client.api(`${path}/${added.json.id}`, {
      method: 'PATCH',
      body: [{ op: 'replace', path: 'type', value: { name: 'Partner' } }],
    });
    expect(patched.json).toMatchObject({ type: { name: 'Partner' } });
    expect((await using.client.api(`${path}/${customer.id}`, { method: 'DELETE' })).status).toBe(204);
    expect(await typesOf(id)).toEqual(['Partner']);
  });

  it('are all in one list, with the company named in the body', async () => {
    const id = await company();
    expect((await post('/company/companyTypeAssociations', { type: { id: 2 } })).json.errors).toMatchObject([
      { field: 'company' },
    ]);
    const made = await post('/company/companyTypeAssociations', { type: { id: 2 }, company: { id } });
    const query = { conditions: `company/id = ${id} and type/name = "Prospect"` };
    expect((await using.client.api('/company/companyTypeAssociations', { query })).json).toMatchObject([
      { id: made.json.id },
    ]);
    expect((await using.client.api('/company/companyTypeAssociations/count', { query })).json).toEqual({ count: 1 });
    expect((await using.client.api(`/company/companyTypeAssociations/${made.json.id}`)).json).toEqual(made.json);
  });

  it('leave lastUpdated of the company alone and count as a change', async () => {
    const id = await company();
    const before = (await using.client.api(`/company/companies/${id}`)).json._info;
    using.sandbox.journal.clear();
    await using.client.api(`/company/companies/${id}/typeAssociations`);
    expect(using.sandbox.journal.changes).toBe(0);
    await post(`/company/companies/${id}/typeAssociations`, { type: { id: 1 } });
    expect(using.sandbox.journal.changes).toBe(1);
    expect((await using.client.api(`/company/companies/${id}`)).json._info).toEqual(before);
  });
});

describe('set-up tables', () => {
  it.each([
    ['/company/countries', { name: 'France' }, 'currency', { name: 'France', currency: { id: 2 } }],
    [
      '/company/states',
      { identifier: 'NY', name: 'New York' },
      'country',
      { identifier: 'NY', name: 'New York', country: { id: 1 } },
    ],
    ['/company/addressFormats', { name: 'France' }, 'format', { name: 'France', format: '[ZIP] [CITY]' }],
    ['/company/marketDescriptions', {}, 'name', { name: 'Space' }],
    ['/company/ownershipTypes', {}, 'name', { name: 'State' }],
    ['/company/noteTypes', {}, 'name', { name: 'Phone call' }],
  ])('%s lists, demands and creates', async (path, lacking, field, complete) => {
    expect((await using.client.api(path)).json.length).toBeGreaterThan(0);
    expect((await post(path, lacking)).json.errors).toMatchObject([{ code: 'MissingRequiredField', field }]);
    const reply = await post(path, complete);
    expect([reply.status, reply.json.name]).toEqual([201, complete.name]);
  });

  it('refuse the deletion of what a record uses', async () => {
    const id = await company({ market: { name: 'Legal' } });
    const { market } = (await using.client.api(`/company/companies/${id}`)).json;
    expect((await using.client.api(`/company/marketDescriptions/${market.id}`, { method: 'DELETE' })).status).toBe(409);
  });
});
