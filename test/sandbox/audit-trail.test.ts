import { describe, expect, it } from '@jest/globals';
import { withSandbox } from './client.js';

const using = withSandbox({ companies: 10, clock: () => new Date('2026-01-31T18:04:26.789Z') });

const trail = (query: Record<string, string>, headers: Record<string, string> = {}) =>
  using.client.api('/system/audittrail', { query, headers });

describe('the audit trail', () => {
  it('tells who did what to one record, field by field, oldest first', async () => {
    const body = { identifier: 'watched', name: 'Watched', city: 'x' };
    const { id } = (await using.client.api('/company/companies', { method: 'POST', body })).json;
    using.sandbox.companies.edit(id, { name: 'Other', status: { name: 'Inactive' } });
    await using.client.api(`/company/companies/${id}`, { method: 'DELETE' });
    const { json } = await trail({ type: 'company', id: String(id) });
    expect(json.slice(0, 3)).toEqual([
      {
        text: `Company ${id} has been created.`,
        enteredDate: '2026-01-31T18:04:26Z',
        enteredBy: 'psabridge',
        auditType: 'Company',
        auditSubType: 'Created',
        auditSource: 'API',
      },
      expect.objectContaining({ text: 'name changed from "Watched" to "Other".', enteredBy: 'person' }),
      expect.objectContaining({ text: 'status changed from "Active" to "Inactive".' }),
    ]);
    expect(json.at(-1)).toMatchObject({ auditSubType: 'Deleted', enteredBy: 'psabridge' });
    const count = await using.client.api('/system/audittrail/count', { query: { type: 'Company', id: String(id) } });
    expect(count.json).toEqual({ count: json.length });
    const found = await trail({ type: 'Company', id: String(id), conditions: 'enteredBy = "person"' });
    expect(found.json).toHaveLength(2);
  });

  it.each<[string, Record<string, string>]>([
    ['type', { id: '251' }],
    ['id', { type: 'Company' }],
  ])('demands %s', async (field, query) => {
    const reply = await trail(query);
    expect([reply.status, reply.json.errors]).toEqual([400, [expect.objectContaining({ field })]]);
  });

  it('is empty for a record nothing happened to, refuses unknown types, and is not forward-only', async () => {
    expect((await trail({ type: 'Agreement', id: '1' })).json).toEqual([]);
    expect((await trail({ type: 'Nonsense', id: '1' })).status).toBe(400);
    const forward = await trail({ type: 'Company', id: '251' }, { 'pagination-type': 'forward-only' });
    expect([forward.status, forward.json.code]).toEqual([400, 'ApiFindCondition']);
  });
});
