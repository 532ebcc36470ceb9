import { describe, expect, it } from '@jest/globals';
import { withSandbox } from './client.js';
import { ServiceDesk } from './desk.js';

const using = withSandbox({ companies: 10, control: true });
const desk = new ServiceDesk(using);

// biome-ignore lint/suspicious/noExplicitAny: what comes back is what the tests are about
async function control(method: string, path: string, body?: unknown): Promise<any> {
  const reply = await using.client.plain(`/_control/tickets${path}`, { method, body });
  return reply.status === 200 ? reply.json : { status: reply.status, ...reply.json };
}

describe('other people', () => {
  it('close, reopen and take over tickets behind the API', async () => {
    const { tickets, journal } = using.sandbox;
    const id = await desk.ticket();
    const changes = journal.changes;
    tickets.close(id);
    expect((await desk.get(id)).json).toMatchObject({
      closedFlag: true,
      closedBy: 'person',
      _info: { updatedBy: 'person' },
    });
    tickets.reopen(id);
    expect((await desk.get(id)).json).toMatchObject({ closedFlag: false, status: { name: 'New' } });
    expect(tickets.changeOwner(id, 'person')).toMatchObject({ owner: { identifier: 'person' }, resources: 'person' });
    expect(tickets.changeOwner(id, null)['owner']).toBeUndefined();
    expect(journal.changes).toBe(changes);
  });

  it('move a ticket to another board, which clears what belonged to the old one', async () => {
    const id = await desk.ticket({ subType: { name: 'Spam or phishing' }, team: { name: 'Service Team' } });
    using.sandbox.tickets.changeBoard(id, { name: 'サービスデスク' });
    const { json } = await desk.get(id);
    expect(json).toMatchObject({ board: { name: 'サービスデスク' }, status: { name: '新規' } });
    for (const name of ['type', 'subType', 'item', 'team']) {
      expect(json).not.toHaveProperty(name);
    }
    expect((await desk.patch(id, { summary: 'Goes on' })).status).toBe(200);
  });

  it('add notes and time, merge and delete', async () => {
    const { tickets } = using.sandbox;
    const [id, parent] = [await desk.ticket(), await desk.ticket()];
    tickets.addNote(id, 'Said', 'discussion');
    tickets.addNote(id, 'Thought', 'internal');
    tickets.addTime(id, 2);
    const notes = (await using.client.api(`/service/tickets/${id}/notes`)).json;
    expect(
      notes.map(({ text, createdBy, internalFlag }: Record<string, unknown>) => [text, createdBy, internalFlag]),
    ).toEqual([
      ['Said', 'person', false],
      ['Thought', 'person', true],
    ]);
    expect(tickets.mergeInto(id, parent)).toMatchObject({ closedFlag: true, mergedParentTicket: { id: parent } });
    const gone = await desk.ticket({ initialDescription: 'x' });
    tickets.delete(gone);
    expect((await desk.get(gone)).json.code).toBe('NotFound');
    expect(() => tickets.close(gone)).toThrow(RangeError);
    expect(() => tickets.addNote(gone, 'x')).toThrow(RangeError);
  });

  it('do the same over HTTP', async () => {
    const { id } = await control('POST', '', { summary: 'By phone', company: { id: desk.company } });
    const parent = await desk.ticket();
    expect(await control('POST', `/${id}/close`)).toMatchObject({ closedFlag: true });
    expect(await control('POST', `/${id}/reopen`)).toMatchObject({ closedFlag: false });
    expect(await control('POST', `/${id}/owner`, { member: 'person' })).toMatchObject({ resources: 'person' });
    expect(await control('POST', `/${id}/board`, { name: 'Alerts' })).toMatchObject({ board: { name: 'Alerts' } });
    expect(await control('POST', `/${id}/note`, { text: 'Hm', kind: 'internal' })).toMatchObject({ ticketId: id });
    expect(await control('POST', `/${id}/time`, { hours: 1 })).toMatchObject({ actualHours: 1 });
    expect(await control('POST', `/${id}/merge`, { into: parent })).toMatchObject({
      mergedParentTicket: { id: parent },
    });
    expect(await control('PATCH', `/${id}`, { summary: 'Edited' })).toMatchObject({ summary: 'Edited' });
    expect(await control('GET', `/${id}`)).toMatchObject({ summary: 'Edited' });
    expect(await control('POST', `/${id}/owner`, { member: 'nobody' })).toMatchObject({ status: 400 });
    expect(await control('POST', `/${id}/note`, { text: 1 })).toMatchObject({ status: 400 });
    expect(await control('POST', '/99999/close')).toMatchObject({ status: 400 });
    expect(await control('POST', `/${id}/explode`)).toMatchObject({ status: 404 });
  });
});

describe('50,000 tickets', () => {
  it('are found by key, id, company and board without a scan', async () => {
    const { tickets } = using.sandbox;
    const boards = ['Help Desk', 'Alerts', 'サービスデスク'];
    const companies = [desk.company, using.sandbox.landmarks.japanese.id];
    const first = tickets.count;
    tickets.addMany(50_000, (number) => ({
      summary: `Bulk ${number}`,
      company: { id: companies[number % 2] ?? 0 },
      board: { name: boards[number % 3] ?? '' },
      externalXRef: `bulk-${number}`,
    }));
    expect(tickets.count - first).toBe(50_000);
    const [found] = await desk.find('externalXRef = "bulk-49999"');
    expect((await desk.get(found ?? 0)).json).toMatchObject({ summary: 'Bulk 49999', board: { name: 'Alerts' } });
    expect(await desk.find(`externalXRef in ("bulk-1","bulk-2","bulk-x") and company/id > 0`)).toHaveLength(2);
    const alerts = await desk.board('Alerts');
    const query = { conditions: `board/id = ${alerts} and company/id = ${desk.company}` };
    const started = performance.now();
    for (let round = 0; round < 20; round += 1) {
      expect(await desk.find('externalXRef = "bulk-777"')).toHaveLength(1);
      const page = await using.client.api('/service/tickets', {
        query: { ...query, pageSize: '25', fields: 'id' },
        headers: { 'pagination-type': 'forward-only' },
      });
      expect(page.json).toHaveLength(25);
    }
    // Generous: what is looked up by scanning takes far longer.
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
