import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Reply, withSandbox } from './client.js';
import { faults, ServiceDesk } from './desk.js';

const using = withSandbox({ companies: 10, clock: () => new Date('2026-01-31T18:04:26.789Z') });
const desk = new ServiceDesk(using);

afterEach(() => using.sandbox.permissions.reset());

const get = (path: string): Promise<Reply> => using.client.api(`/service/tickets/${path}`);

describe('notes', () => {
  it('are made, listed, counted, edited and deleted below their ticket', async () => {
    const [id, other] = [await desk.ticket(), await desk.ticket()];
    const made = await desk.note(id, { text: 'Looked at it', internalAnalysisFlag: true, ticketId: other });
    expect([made.status, made.headers['location']]).toEqual([
      201,
      `${using.sandbox.url}/v2025_1/apis/3.0/service/tickets/${id}/notes/${made.json.id}`,
    ]);
    expect(made.json).toMatchObject({
      ticketId: id,
      text: 'Looked at it',
      detailDescriptionFlag: false,
      internalAnalysisFlag: true,
      internalFlag: true,
      externalFlag: false,
      dateCreated: '2026-01-31T18:04:26Z',
      createdBy: 'psabridge',
    });
    const path = `${id}/notes/${made.json.id}`;
    const body = [{ op: 'replace', path: 'text', value: 'Looked again' }];
    const edited = await using.client.api(`/service/tickets/${path}`, { method: 'PATCH', body });
    expect(edited.json.text).toBe('Looked again');
    const put = { text: 'Solved', resolutionFlag: true };
    const replaced = await using.client.api(`/service/tickets/${path}`, { method: 'PUT', body: put });
    expect(replaced.json).toMatchObject({ ...put, internalAnalysisFlag: false, createdBy: 'psabridge', ticketId: id });
    expect((await get(`${id}/notes/count`)).json).toEqual({ count: 1 });
    expect((await get(`${other}/notes`)).json).toEqual([]);
    expect((await get(`${other}/notes/${made.json.id}`)).status).toBe(404);
    expect((await using.client.api(`/service/tickets/${path}`, { method: 'DELETE' })).status).toBe(204);
    expect((await get(path)).status).toBe(404);
  });

  it('demand a text and at least one of the three kinds', async () => {
    const id = await desk.ticket();
    expect(faults(await desk.note(id, { issueFlag: true }))).toEqual([
      400,
      ['text', 'The text field is required.'],
      [
        'detailDescriptionFlag',
        'At least one of the fields detailDescriptionFlag, internalAnalysisFlag, resolutionFlag is required.',
      ],
    ]);
    expect((await desk.note(id, { text: 'x', resolutionFlag: false })).status).toBe(400);
    expect((await desk.note(99_999, { text: 'x', resolutionFlag: true })).status).toBe(404);
    using.sandbox.permissions.set('Service Tickets', { add: 'None' });
    expect((await desk.note(id, { text: 'x', resolutionFlag: true })).status).toBe(403);
  });

  it('move lastUpdated of their ticket', async () => {
    const id = await desk.ticket();
    const stamp = async (): Promise<string> => (await desk.get(id)).json._info.lastUpdated;
    const before = await stamp();
    await desk.note(id, { text: 'x', resolutionFlag: true });
    expect((await stamp()) > before).toBe(true);
  });

  it('keep any text as it is', async () => {
    const id = await desk.ticket();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 500 }), async (text) => {
        fc.pre(text.trim() !== '');
        const reply = await desk.note(id, { text, detailDescriptionFlag: true });
        expect((await get(`${id}/notes/${reply.json.id}`)).json.text).toBe(text);
      }),
      { numRuns: 40 },
    );
  });
});

describe('all notes', () => {
  it('show those of time entries as well, whose type cannot be asked for', async () => {
    const id = await desk.ticket({ initialDescription: 'Cannot mail' });
    using.sandbox.tickets.addTime(id, 1.5, 'Worked on it');
    expect((await get(`${id}/allNotes`)).json).toMatchObject([
      { noteType: 'TicketNote', text: 'Cannot mail', ticket: { id }, mergedFlag: false },
      { noteType: 'TimeEntryNote', text: 'Worked on it', internalAnalysisFlag: true, member: { identifier: 'person' } },
    ]);
    expect((await get(`${id}/notes`)).json).toHaveLength(1);
    const reply = await using.client.api(`/service/tickets/${id}/allNotes`, {
      query: { conditions: 'noteType = "TicketNote"' },
    });
    expect([reply.status, reply.json.message]).toEqual([400, 'noteType is not a recognized name.']);
    expect((await get(`${id}/allNotes/count`)).json.code).toBe('ConnectWiseApi');
  });
});

describe('what else lies below a ticket', () => {
  it('is time as bare references, which counts as hours and keeps the ticket from being deleted', async () => {
    const id = await desk.ticket();
    using.sandbox.tickets.addTime(id, 1.5);
    using.sandbox.tickets.addTime(id, 0.25);
    const entries = (await get(`${id}/timeentries`)).json;
    expect(Object.keys(entries[0])).toEqual(['id', '_info']);
    expect((await get(`${id}/timeentries/count`)).json).toEqual({ count: 2 });
    expect((await desk.get(id)).json.actualHours).toBe(1.75);
    expect((await using.client.api(`/service/tickets/${id}`, { method: 'DELETE' })).status).toBe(409);
  });

  it('are tasks, which can be written', async () => {
    const id = await desk.ticket();
    const path = `/service/tickets/${id}/tasks`;
    const made = await using.client.api(path, { method: 'POST', body: { notes: 'Check DNS' } });
    expect(made.json).toMatchObject({ ticketId: id, notes: 'Check DNS', closedFlag: false });
    const body = [{ op: 'replace', path: 'closedFlag', value: true }];
    const done = await using.client.api(`${path}/${made.json.id}`, { method: 'PATCH', body });
    expect(done.json.closedFlag).toBe(true);
  });

  it.each(['activities', 'products', 'scheduleentries', 'documents'])(
    'are %s, of which there are none',
    async (part) => {
      const id = await desk.ticket();
      expect((await get(`${id}/${part}`)).json).toEqual([]);
      expect((await get(`${id}/${part}/count`)).json).toEqual({ count: 0 });
      expect((await get(`99999/${part}`)).json).toMatchObject({ code: 'NotFound', message: 'Ticket 99999 not found' });
      expect((await using.client.api(`/service/tickets/${id}/${part}`, { method: 'POST', body: {} })).status).toBe(405);
    },
  );
});
