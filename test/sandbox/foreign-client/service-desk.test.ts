import { beforeAll, describe, expect, it } from '@jest/globals';
import { operations, withForeignClient } from './foreign-client.js';

const using = withForeignClient({ companies: 20 });

describe('connectwise-rest at the service desk', () => {
  let company: { id: number };
  let id = 0;
  beforeAll(() => {
    company = { id: using.sandbox.landmarks.ordinary[0].id };
  });

  it('lists boards, and the statuses of one', async () => {
    const [board] = await using.foreign.call('ServiceAPI', 'getServiceBoards', { conditions: 'name = "Help Desk"' });
    const statuses = await using.foreign.call('ServiceAPI', 'getServiceBoardsByParentIdStatuses', board?.id ?? 0);
    const { id: boardId, name } = board ?? {};
    expect(statuses.find(({ closedStatus }) => closedStatus)).toMatchObject({ board: { id: boardId, name } });
  });

  it('opens a ticket', async () => {
    const ticket = await using.foreign.call('ServiceAPI', 'postServiceTickets', {
      summary: 'Mail does not arrive',
      board: { name: 'Help Desk' },
      company,
      initialDescription: 'Since this morning.\nNobody gets any.',
      recordType: 'ServiceTicket',
    });
    id = ticket.id ?? 0;
    expect(ticket).toMatchObject({ summary: 'Mail does not arrive', closedFlag: false, board: { name: 'Help Desk' } });
    expect(ticket).not.toHaveProperty('initialDescription');
  });

  it('finds its description as a note', async () => {
    const notes = await using.foreign.call('ServiceAPI', 'getServiceTicketsByParentIdNotes', id);
    expect(notes).toMatchObject([{ text: 'Since this morning.\nNobody gets any.', detailDescriptionFlag: true }]);
  });

  it('adds a note, and counts both', async () => {
    const note = await using.foreign.call('ServiceAPI', 'postServiceTicketsByParentIdNotes', id, {
      text: 'The queue was full.',
      internalAnalysisFlag: true,
    });
    expect(note).toMatchObject({ ticketId: id, internalAnalysisFlag: true, detailDescriptionFlag: false });
    expect(await using.foreign.call('ServiceAPI', 'getServiceTicketsByParentIdNotesCount', id)).toEqual({ count: 2 });
  });

  it('finds the open tickets of a company', async () => {
    const conditions = `company/id = ${company.id} and closedFlag = false and board/name = "Help Desk"`;
    const found = await using.foreign.call('ServiceAPI', 'getServiceTickets', { conditions, fields: 'id,summary' });
    expect(found).toEqual([{ id, summary: 'Mail does not arrive' }]);
  });

  it('searches by a body', async () => {
    const found = await using.foreign.call('ServiceAPI', 'postServiceTicketsSearch', {
      conditions: 'summary contains "mail"',
      orderBy: 'id desc',
    });
    expect(found).toMatchObject([{ id }]);
  });

  it('closes it with a status of its board', async () => {
    const change = operations({ op: 'replace', path: 'status', value: { name: 'Completed' } });
    const ticket = await using.foreign.call('ServiceAPI', 'patchServiceTicketsById', id, change);
    expect(ticket).toMatchObject({ closedFlag: true, closedBy: 'psabridge', status: { name: 'Completed' } });
  });

  it('is refused a status of another board', async () => {
    const [other] = await using.foreign.call('ServiceAPI', 'getServiceBoards', { conditions: 'name = "Alerts"' });
    const [status] = await using.foreign.call('ServiceAPI', 'getServiceBoardsByParentIdStatuses', other?.id ?? 0);
    const change = operations({ op: 'replace', path: 'status', value: { id: status?.id } });
    await expect(using.foreign.call('ServiceAPI', 'patchServiceTicketsById', id, change)).rejects.toMatchObject({
      status: 400,
      data: { code: 'InvalidObject', errors: [{ code: 'NotFound', field: 'status/id', resource: 'ticket' }] },
    });
  });

  it('merges a second ticket into it, and deletes that', async () => {
    const second = await using.foreign.call('ServiceAPI', 'postServiceTickets', {
      ...{ summary: 'The same again', board: { name: 'Help Desk' }, company },
    });
    await using.foreign.call('ServiceAPI', 'postServiceTicketsByParentIdMerge', id, {
      mergeTicketIds: [second.id ?? 0],
      status: { name: 'Completed' },
    });
    const merged = await using.foreign.call('ServiceAPI', 'getServiceTicketsById', second.id ?? 0);
    expect(merged).toMatchObject({ closedFlag: true, mergedParentTicket: { id } });
    await using.foreign.call('ServiceAPI', 'deleteServiceTicketsById', second.id ?? 0);
    await expect(using.foreign.call('ServiceAPI', 'getServiceTicketsById', second.id ?? 0)).rejects.toMatchObject({
      status: 404,
    });
  });

  it('gets all pages of priorities and sources with its own paging', async () => {
    const priorities = await using.foreign.paginate('ServiceAPI', 'getServicePriorities', { pageSize: 2 });
    const sources = await using.foreign.paginate('ServiceAPI', 'getServiceSources', { pageSize: 1 });
    expect([priorities.length > 2, sources.length > 1]).toEqual([true, true]);
  });
});
