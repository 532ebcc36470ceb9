import { describe, expect, it } from '@jest/globals';
import { type Reply, withSandbox } from './client.js';

const using = withSandbox({ companies: 10 });

const CONTENT = new Uint8Array([0, 255, 13, 10, 128, 0]);

// biome-ignore lint/suspicious/noExplicitAny: what comes back is what the tests are about
type Uploaded = Omit<Response, 'json'> & { json(): Promise<any> };

async function upload(parts: Record<string, string | Blob>, path = '/system/documents'): Promise<Uploaded> {
  const form = new FormData();
  for (const [name, value] of Object.entries(parts)) {
    form.set(name, value);
  }
  const url = `${using.sandbox.url}/v2025_1/apis/3.0${path}`;
  return fetch(url, { method: 'POST', headers: using.client.headers, body: form });
}

function file(content: Uint8Array<ArrayBuffer> = CONTENT, name = '図 1.bin'): File {
  return new File([content], name, { type: 'application/octet-stream' });
}

const of = (recordType: string, recordId: string, path = ''): Promise<Reply> =>
  using.client.api(`/system/documents${path}`, { query: { recordType, recordId } });

describe('documents', () => {
  it('are taken as forms, listed by their record, and come back byte by byte', async () => {
    const reply = await upload({ recordType: 'company', recordId: '251', title: 'Plan', file: file() });
    const made = await reply.json();
    expect(reply.status).toBe(201);
    expect(reply.headers.get('location')).toMatch(new RegExp(`/system/documents/${made.id}$`));
    expect(made).toMatchObject({ title: 'Plan', fileName: '図 1.bin', size: 6, publicFlag: true, owner: 'psabridge' });
    expect((await of('Company', '251')).json).toEqual([made]);
    expect((await of('Company', '252')).json).toEqual([]);
    expect((await of('Company', '251', '/count')).json).toEqual({ count: 1 });
    const url = `${using.sandbox.url}/v2025_1/apis/3.0/system/documents/${made.id}/download`;
    const download = await fetch(url, { headers: using.client.headers });
    expect(new Uint8Array(await download.arrayBuffer())).toEqual(CONTENT);
    expect(download.headers.get('content-type')).toBe('application/octet-stream');
  });

  it('can be links, renamed and deleted', async () => {
    const reply = await upload({
      recordType: 'Company',
      recordId: '252',
      url: 'https://a.example/x',
      privateFlag: 'true',
    });
    const { id } = await reply.json();
    expect((await using.client.api(`/system/documents/${id}`)).json).toMatchObject({
      urlFlag: true,
      publicFlag: false,
    });
    const renamed = await upload({ title: 'Other' }, `/system/documents/${id}`);
    expect([renamed.status, await renamed.json()]).toMatchObject([200, { title: 'Other' }]);
    expect((await using.client.api(`/system/documents/${id}/download`)).status).toBe(404);
    expect((await using.client.api(`/system/documents/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await using.client.api(`/system/documents/${id}`)).status).toBe(404);
    expect((await using.client.api(`/system/documents/${id}`, { method: 'PATCH', body: [] })).status).toBe(405);
  });

  it.each<[string, Record<string, string>]>([
    ['recordType', { recordId: '251' }],
    ['recordId', { recordType: 'Company' }],
  ])('demand %s in a list and its count', async (field, query) => {
    for (const path of ['/system/documents', '/system/documents/count']) {
      const reply = await using.client.api(path, { query });
      expect([reply.status, reply.json.errors]).toEqual([
        400,
        [expect.objectContaining({ code: 'MissingRequiredField', field })],
      ]);
    }
  });

  it('refuse JSON with 415, and forms without record, type or file', async () => {
    const json = await using.client.api('/system/documents', { method: 'POST', body: { recordId: 251 } });
    expect(json.status).toBe(415);
    const empty = await upload({ title: 'x' });
    const fields = (await empty.json()).errors.map(({ field }: { field: string }) => field);
    expect([empty.status, fields]).toEqual([400, ['recordType', 'recordId', 'file']]);
    expect((await upload({ recordType: 'Nonsense', recordId: '251', file: file() })).status).toBe(400);
    expect((await upload({ recordType: 'Company', recordId: '9999', file: file() })).status).toBe(404);
  });

  it('need the right to attach', async () => {
    using.sandbox.permissions.set('Manage Attachments', { add: 'None' });
    const reply = await upload({ recordType: 'Company', recordId: '251', file: file() });
    using.sandbox.permissions.reset();
    expect([reply.status, (await reply.json()).code]).toEqual([403, 'Security']);
  });

  it('stop at a number of bytes together, and take more once some are deleted', async () => {
    using.sandbox.settings.documentBytes = 60_000;
    const large = { recordType: 'Company', recordId: '253', file: file(new Uint8Array(40_000)) };
    const first = await upload(large);
    const { id } = await first.json();
    const second = await upload(large);
    expect([second.status, (await second.json()).message]).toEqual([500, 'There is not enough space on the disk.']);
    await using.client.api(`/system/documents/${id}`, { method: 'DELETE' });
    expect((await upload(large)).status).toBe(201);
  });
});
