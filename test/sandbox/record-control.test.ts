import { expect, it } from '@jest/globals';
import { withSandbox } from './client.js';

const using = withSandbox({ companies: 10, control: true });

// biome-ignore lint/suspicious/noExplicitAny: what comes back is what the tests are about
async function control(method: string, path: string, body?: unknown): Promise<any> {
  const reply = await using.client.plain(`/_control/${path}`, { method, body });
  return { status: reply.status, json: reply.json };
}

it('other people work on the records of any table', async () => {
  const made = await control('POST', 'records/companyTypes', { name: 'By hand' });
  const { id } = made.json;
  expect(made.json).toMatchObject({ name: 'By hand', _info: { enteredBy: 'person' } });
  expect((await control('GET', 'records/companyTypes')).json).toEqual({ count: id });
  expect((await control('PATCH', `records/companyTypes/${id}`, { vendorFlag: true })).json.vendorFlag).toBe(true);
  expect((await using.client.api(`/company/companies/types/${id}`)).json).toMatchObject({ vendorFlag: true });
  await control('DELETE', `records/companyTypes/${id}`);
  expect((await control('GET', `records/companyTypes/${id}`)).status).toBe(404);
  expect(using.sandbox.journal.changes).toBe(0);
});

it('a table, record or field that is not there is told as such', async () => {
  expect(await control('GET', 'records/nonsense')).toMatchObject({ status: 400, json: { error: expect.any(String) } });
  expect((await control('PATCH', 'records/companyTypes/999', { name: 'x' })).status).toBe(400);
  expect((await control('POST', 'records/companyTypes', { nonsense: 1 })).status).toBe(400);
  expect((await control('POST', 'records/companyTypes/1/remove')).json).toEqual({ removed: 1 });
});

it('callbacks that were sent are shown, sent again and signed by another key', async () => {
  const body = { url: 'http://example.invalid/?id=', objectId: 1, type: 'company', level: 'owner' };
  await using.client.api('/system/callbacks', { method: 'POST', body });
  await control('POST', 'companies/251/inactivate');
  await using.sandbox.deliveries.idle();
  const { json } = await control('GET', 'deliveries');
  expect(json).toMatchObject({ total: 1, entries: [{ recordId: 251, state: 'failed', attempts: [{ status: null }] }] });
  await control('POST', `deliveries/${json.entries[0].id}/resend`);
  await using.sandbox.deliveries.idle();
  expect((await control('GET', `deliveries/${json.entries[0].id}`)).json.attempts).toHaveLength(2);
  expect((await control('POST', 'deliveries/77/resend')).status).toBe(400);
  const { keyId } = (await control('POST', 'deliveries/rotateKey')).json;
  expect(using.sandbox.signingKeys.currentId).toBe(keyId);
  await control('DELETE', 'deliveries');
  expect((await control('GET', 'deliveries')).json).toMatchObject({ total: 0, entries: [] });
});
