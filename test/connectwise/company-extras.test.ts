import { afterEach, describe, expect, it } from '@jest/globals';
import { multipart } from '../../src/connectwise/multipart.js';
import { closeClients, errorOf } from './support/client.js';
import { all, bodyOf, mockedSession } from './support/session.js';

afterEach(closeClients);

describe('notes of companies', () => {
  const NOTE = { id: 9, text: 'Figures', flagged: false, type: null };

  it('are made, changed, listed and deleted', async () => {
    const { session, sent } = mockedSession(({ method }) =>
      method === 'DELETE' ? { status: 204, body: '' } : { body: method === 'GET' ? [NOTE] : NOTE },
    );
    const { companyNotes } = session;
    expect(await companyNotes.create(250, { text: 'Figures', typeId: 3 })).toMatchObject({ id: 9, isFlagged: false });
    expect(await companyNotes.changeText(250, 9, 'Figures')).toMatchObject({ text: 'Figures' });
    expect(await all(companyNotes.list(250))).toHaveLength(1);
    await companyNotes.delete(250, 9);
    expect(sent().map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /company/companies/250/notes',
      'PATCH /company/companies/250/notes/9',
      'GET /company/companies/250/notes',
      'DELETE /company/companies/250/notes/9',
    ]);
    expect(bodyOf(sent()[0])).toEqual({ text: 'Figures', type: { id: 3 } });
  });

  it('need a text that is one', async () => {
    const { session } = mockedSession(() => ({ body: NOTE }));
    await expect(async () => session.companyNotes.create(250, { text: ' ' })).rejects.toMatchObject({
      problems: [{ code: 'INVALID', field: ['text'] }],
    });
  });
});

describe('management summary reports', () => {
  it('carry the counters that fit, and are written anew as a whole', async () => {
    const { session, sent } = mockedSession(() => ({
      body: { id: 4, groupIdentifier: 'psa-2026-01', virusesRemoved: 3, alertsGenerated: '7', agreement: { id: 3 } },
    }));
    const report = { groupIdentifier: 'psa-2026-01', agreementId: 3, virusesRemoved: 3, alertsGenerated: 7 };
    expect(await session.summaryReports.create(250, report)).toMatchObject({
      id: 4,
      agreementId: 3,
      alertsGenerated: '7',
    });
    await session.summaryReports.replace(250, 4, report);
    expect(sent().map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /company/companies/250/managementSummaryReports',
      'PUT /company/companies/250/managementSummaryReports/4',
    ]);
    expect(bodyOf(sent()[1])).toEqual({
      id: 4,
      ...{ groupIdentifier: 'psa-2026-01', virusesRemoved: 3, agreement: { id: 3 }, alertsGenerated: '7' },
    });
  });
});

describe('documents', () => {
  const DOCUMENT = { id: 6, title: 'Statistics', fileName: 'a.csv', size: 3 };
  const content = Buffer.from('a,b');

  it('are uploaded as a form, and listed by their record', async () => {
    const { session, sent } = mockedSession(({ method }) => ({ body: method === 'GET' ? [DOCUMENT] : DOCUMENT }));
    const owner = { recordType: 'Company', recordId: 250 } as const;
    const file = { fileName: 'a.csv', contentType: 'text/csv', content };
    expect(await session.documents.upload({ ...owner, title: 'Statistics', ...file })).toMatchObject({
      id: 6,
      size: 3,
    });
    expect(await all(session.documents.list(owner))).toHaveLength(1);
    const [upload, list] = sent();
    expect(upload?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=psa-bridge-[0-9a-f-]+$/);
    expect(list?.query).toMatchObject({ recordType: 'Company', recordId: '250' });
  });

  it('are a form whose parts nothing in names or values can break', async () => {
    const hostile = { fileName: 'a"\r\nX: y\r\n.csv', contentType: 'text/csv', content };
    const form = multipart({ title: 'ユーザー & "x"', left: undefined }, hostile);
    const parsed = await new Response(form.content, { headers: { 'content-type': form.contentType } }).formData();
    expect(parsed.get('title')).toBe('ユーザー & "x"');
    const file = parsed.get('file');
    expect(file instanceof File ? [file.name, await file.text()] : file).toEqual(['a"\r\nX: y\r\n.csv', 'a,b']);
    expect([...parsed.keys()]).toEqual(['title', 'file']);
  });

  it('T9: are not sent with a content type that would end its line', async () => {
    const { session, sent } = mockedSession(() => ({ body: DOCUMENT }));
    const file = { fileName: 'a.csv', contentType: 'text/csv\r\nX: y', content };
    const hostile = { recordType: 'Company', recordId: 250, title: 'Statistics', ...file } as const;
    await expect(async () => session.documents.upload(hostile)).rejects.toMatchObject({
      problems: [{ code: 'INVALID', field: ['contentType'] }],
    });
    expect(sent()).toEqual([]);
  });

  it('are downloaded up to a size', async () => {
    const { session, sent } = mockedSession(() => ({ body: Buffer.alloc(50, 1) }));
    expect(await session.documents.download(6)).toHaveLength(50);
    expect((await errorOf(session.documents.download(6, 49))).kind).toBe('too-large');
    expect(sent()[0]?.path).toBe('/system/documents/6/download');
  });

  it('are not sent when they are too large', async () => {
    const { session, sent } = mockedSession(() => ({ body: DOCUMENT }));
    const owner = { recordType: 'Company', recordId: 250, title: 'x', fileName: 'a', contentType: 'a/b' } as const;
    const large = { ...owner, content: new Uint8Array(10 * 1024 * 1024 + 1) };
    await expect(async () => session.documents.upload(large)).rejects.toMatchObject({
      problems: [{ code: 'INVALID', field: ['content'] }],
    });
    expect(sent()).toEqual([]);
  });
});

describe('members', () => {
  it('are read from the light list', async () => {
    const { session, sent } = mockedSession(() => ({
      body: [{ id: 1, identifier: 'jdoe', fullName: 'Jo Doe', inactiveFlag: true, licenseClass: 'Z' }],
    }));
    expect(await all(session.system.members())).toEqual([
      { id: 1, identifier: 'jdoe', fullName: 'Jo Doe', firstName: null, lastName: null, isInactive: true },
    ]);
    expect(sent()[0]?.path).toBe('/system/info/members');
  });
});
