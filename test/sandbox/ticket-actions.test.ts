import { afterEach, describe, expect, it } from '@jest/globals';
import { type Reply, withSandbox } from './client.js';
import { faults, ServiceDesk } from './desk.js';

const using = withSandbox({ companies: 20, clock: () => new Date('2026-01-31T18:04:26.789Z') });
const desk = new ServiceDesk(using);

afterEach(() => using.sandbox.permissions.reset());

describe('search', () => {
  const search = (body: unknown, query: Record<string, string> = {}): Promise<Reply> =>
    using.client.api('/service/tickets/search', { method: 'POST', body, query });

  it('takes conditions and order in its body, paging and fields in the query', async () => {
    for (const number of [1, 2, 3]) {
      await desk.ticket({ summary: `Search ${number}`, customFields: [{ id: 11, value: `S${number}` }] });
    }
    const body = { conditions: 'summary like "Search *"', orderBy: 'summary desc' };
    expect((await search(body, { fields: 'summary', pageSize: '2' })).json).toEqual([
      { summary: 'Search 3' },
      { summary: 'Search 2' },
    ]);
    const custom = { customfieldconditions: 'caption = "Reported by" and value = "S2"' };
    expect((await search(custom, { fields: 'summary' })).json).toEqual([{ summary: 'Search 2' }]);
    const long = Array.from({ length: 2000 }, (_, at) => at + 1).join(',');
    expect((await search({ conditions: `id in (${long})` })).status).toBe(200);
  });

  it('refuses bad conditions, passes over names it does not know, and changes nothing', async () => {
    expect((await search({ conditions: 'nope = 1' })).json).toMatchObject({
      code: 'ApiFindCondition',
      message: 'nope is not a recognized name.',
    });
    expect((await search([])).status).toBe(400);
    const changes = using.sandbox.journal.changes;
    expect((await search({ customFieldConditions: 'value = "nobody"' })).json).not.toEqual([]);
    expect(using.sandbox.journal.changes).toBe(changes);
    using.sandbox.permissions.set('Service Tickets', { inquire: 'None' });
    expect((await search({})).status).toBe(403);
  });
});

describe('merging', () => {
  const merge = (id: number, body: object): Promise<Reply> =>
    using.client.api(`/service/tickets/${id}/merge`, { method: 'POST', body });

  it('closes the merged tickets and lets them point at the one that goes on', async () => {
    const [parent, child] = [await desk.ticket(), await desk.ticket({ initialDescription: 'From the child' })];
    const status = await desk.part('Help Desk', 'statuses', 'Completed');
    const reply = await merge(parent, { mergeTicketIds: [child], status: { id: status } });
    expect([reply.status, reply.json]).toEqual([200, { success: true, message: 'Success' }]);
    expect((await desk.get(child)).json).toMatchObject({
      closedFlag: true,
      status: { id: status },
      mergedParentTicket: { id: parent, summary: 'Mail flow' },
    });
    expect((await desk.get(parent)).json).toMatchObject({ hasMergedChildTicketFlag: true, closedFlag: false });
    expect((await using.client.api(`/service/tickets/${parent}/allNotes`)).json).toMatchObject([
      { text: 'From the child', mergedFlag: true, ticket: { id: child } },
    ]);
    expect(faults(await merge(parent, { mergeTicketIds: [child], status: { id: status } }))[0]).toBe(400);
  });

  it('has a right of its own, and demands tickets and a closed status of their board', async () => {
    const [parent, child] = [await desk.ticket(), await desk.ticket()];
    const stranger = await desk.ticket({ company: { id: using.sandbox.landmarks.japanese.id } });
    const status = { id: await desk.part('Help Desk', 'statuses', 'Completed') };
    const foreign = await desk.part('Alerts', 'statuses', 'Completed');
    expect(faults(await merge(parent, {}))).toEqual([
      400,
      ['mergeTicketIds', 'The mergeTicketIds field is required.'],
      ['status', 'The status field is required.'],
    ]);
    expect(faults(await merge(parent, { mergeTicketIds: [child], status: { id: foreign } }))).toEqual([
      400,
      ['status/id', `Service Status ${foreign} not found for Service Board 1`],
    ]);
    for (const mergeTicketIds of [[parent], [stranger], [99_999], []]) {
      expect((await merge(parent, { mergeTicketIds, status })).status).toBe(400);
    }
    expect((await merge(parent, { mergeTicketIds: [child], status: { id: 1 } })).status).toBe(400);
    expect((await merge(99_999, { mergeTicketIds: [child], status })).status).toBe(404);
    using.sandbox.permissions.set('Merge Tickets', { edit: 'None' });
    expect((await merge(parent, { mergeTicketIds: [child], status })).status).toBe(403);
    expect((await desk.get(child)).json.closedFlag).toBe(false);
  });

  it('is not bundling, which leaves the children open below their parent', async () => {
    const [parent, child] = [await desk.ticket(), await desk.ticket()];
    const path = `/service/tickets/${parent}/attachChildren`;
    expect((await using.client.api(path, { method: 'POST', body: { childTicketIds: [child] } })).status).toBe(200);
    expect((await desk.get(child)).json).toMatchObject({ parentTicketId: parent, closedFlag: false });
    expect((await desk.get(parent)).json.hasChildTicket).toBe(true);
  });
});
