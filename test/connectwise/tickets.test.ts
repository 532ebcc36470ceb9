import { afterEach, describe, expect, it } from '@jest/globals';
import { anyOf, eq, gt } from '../../src/connectwise/conditions.js';
import { closeClients, errorOf } from './support/client.js';
import { all, bodyOf, mockedSession } from './support/session.js';

afterEach(closeClients);

const TICKET = {
  id: 41,
  summary: 'Mail is down',
  recordType: 'ServiceTicket',
  board: { id: 1, name: 'Help desk', _info: { board_href: 'https://x' } },
  status: { id: 5, name: 'New' },
  company: { id: 250, identifier: 'acme', name: 'Acme' },
  contact: null,
  owner: {},
  externalXRef: 'psa-1',
  closedFlag: false,
  severity: 'Extreme',
  parentTicketId: 0,
  mergedParentTicket: { id: 40, summary: 'Older' },
  actualHours: 0.25,
  somethingNew: { deep: true },
  _info: { lastUpdated: '2026-01-31T18:04:26Z', updatedBy: 'apimember1', ticket_href: 'https://x' },
};

describe('tickets', () => {
  it('come as records of ours, with unknown fields, values and empty references left out', async () => {
    const { session, sent } = mockedSession(() => ({ body: TICKET }));
    const ticket = await session.tickets.findById(41);
    expect(ticket).toMatchObject({
      id: 41,
      board: { id: 1, identifier: null, name: 'Help desk' },
      company: { id: 250, identifier: 'acme', name: 'Acme' },
      ...{ contact: null, owner: null, parentTicketId: null, isClosed: false, externalReference: 'psa-1' },
      mergedInto: { id: 40 },
      actualHours: 0.25,
      lastUpdated: new Date('2026-01-31T18:04:26Z'),
      updatedBy: 'apimember1',
    });
    expect(ticket).not.toHaveProperty('somethingNew');
    expect(sent()[0]?.query['fields']).toMatch(/^id,summary,board,.*,_info$/);
  });

  it('are undefined when there is none', async () => {
    const { session } = mockedSession(() => ({ status: 404, body: { code: 'NotFound', message: 'no' } }));
    expect(await session.tickets.findById(41)).toBeUndefined();
  });

  it('F5 lack something that is needed only with the place told', async () => {
    const { session } = mockedSession(() => ({ body: [{ ...TICKET }, { ...TICKET, id: 42, summary: 7 }] }));
    expect((await errorOf(all(session.tickets.list()))).message).toContain('(at [1].summary)');
  });

  it('are created with whole references, internal text and no mail to anybody unless told', async () => {
    const { session, sent } = mockedSession(() => ({ status: 201, body: TICKET }));
    const place = { boardId: 1, statusId: 5, priorityId: 3, sourceId: 2 };
    await session.tickets.create({
      ...{ summary: 'Mail is down', companyId: 250, ...place },
      ...{ internalAnalysis: 'one\ntwo', externalReference: 'psa-1' },
    });
    expect(bodyOf(sent()[0])).toEqual({
      summary: 'Mail is down',
      company: { id: 250 },
      ...{ board: { id: 1 }, status: { id: 5 }, priority: { id: 3 }, source: { id: 2 } },
      ...{ initialInternalAnalysis: 'one\ntwo', externalXRef: 'psa-1', processNotifications: false },
      ...{ automaticEmailContactFlag: false, automaticEmailResourceFlag: false, automaticEmailCcFlag: false },
    });
  });

  it('mail the customer only when that is asked for', async () => {
    const { session, sent } = mockedSession(() => ({ status: 201, body: TICKET }));
    const mailTo = { contact: true };
    await session.tickets.create({ summary: 'Mail is down', companyId: 250, description: 'Hello', mailTo });
    expect(bodyOf(sent()[0])).toMatchObject({
      ...{ initialDescription: 'Hello', processNotifications: true },
      ...{ automaticEmailContactFlag: true, automaticEmailResourceFlag: false },
    });
  });

  it('name every field at fault, and send nothing', async () => {
    const { session, sent } = mockedSession(() => ({ status: 201, body: TICKET }));
    const made = async () =>
      session.tickets.create({
        ...{ summary: 'x'.repeat(101), companyId: 1.5, boardId: -1 },
        ...{ internalAnalysis: 'bell\u0007', externalReference: '' },
      });
    const fields = ['summary', 'internalAnalysis', 'externalReference', 'companyId', 'boardId'];
    await expect(made()).rejects.toMatchObject({
      problems: fields.map((field) => ({ code: 'INVALID', field: [field] })),
    });
    await expect(async () => session.tickets.findById(-1)).rejects.toMatchObject({
      problems: [{ code: 'INVALID', field: ['ticketId'] }],
    });
    expect(sent()).toEqual([]);
  });

  it('are closed by a status, and checked to be', async () => {
    const closed = {
      ...TICKET,
      status: { id: 9, name: 'Closed' },
      closedFlag: true,
      closedDate: '2026-02-01T00:00:00Z',
    };
    const { session, sent } = mockedSession(() => ({ body: closed }));
    expect(await session.tickets.change(41, { statusId: 9 })).toMatchObject({
      isClosed: true,
      closedAt: new Date('2026-02-01T00:00:00Z'),
    });
    expect(JSON.parse(sent()[0]?.body ?? '')).toEqual([{ op: 'replace', path: 'status', value: { id: 9 } }]);
    expect((await errorOf(session.tickets.change(41, { statusId: 10 }))).problem).toEqual({
      kind: 'change-ignored',
      fields: ['status'],
    });
  });

  it('are found by our key alone, compared again', async () => {
    const { session, sent } = mockedSession(() => ({
      body: [TICKET, { ...TICKET, id: 42, externalXRef: 'PSA-1' }, { ...TICKET, id: 43, externalXRef: null }],
    }));
    expect(await session.tickets.findByExternalReference('psa-1')).toMatchObject([{ id: 41 }]);
    expect(sent()).toMatchObject([{ method: 'POST', path: '/service/tickets/search' }]);
    expect(bodyOf(sent()[0])).toEqual({ conditions: '(externalXRef = "psa-1")', orderBy: 'id asc' });
    expect(await session.tickets.findByExternalReference('')).toEqual([]);
    expect(sent()).toHaveLength(1);
  });

  it('are searched page by page with conditions of any length', async () => {
    const { session, sent } = mockedSession((call) => {
      const isFirst = !String(bodyOf(call)['conditions']).endsWith('(id > 999))');
      const body = Array.from({ length: isFirst ? 1_000 : 3 }, (_, at) => ({
        ...TICKET,
        id: isFirst ? at : 1_000 + at,
      }));
      return { body, headers: { link: isFirst ? '<https://x/?page=2>; rel="next"' : '' } };
    });
    const long = anyOf(...Array.from({ length: 300 }, (_, at) => eq('externalXRef', `reference ${at}`)));
    expect(await all(session.tickets.search(long))).toHaveLength(1_003);
    expect(sent()).toHaveLength(2);
    for (const { url } of sent()) expect(url.length).toBeLessThan(2_000);
  });

  it('are read since a moment', async () => {
    const { session, sent } = mockedSession(() => ({ body: [] }));
    await all(session.tickets.list({ conditions: gt('lastUpdated', new Date('2026-01-31T00:00:00Z')) }));
    expect(sent()[0]?.query).toMatchObject({
      conditions: '(lastUpdated > [2026-01-31T00:00:00Z])',
      orderBy: 'id asc',
      pageSize: '1000',
    });
  });
});

describe('notes of tickets', () => {
  const NOTE = {
    id: 9,
    text: 'Hello',
    internalAnalysisFlag: true,
    dateCreated: '2026-01-31T18:04:26Z',
    createdBy: 'me',
  };

  it.each([
    ['internal', [false, true, false]],
    ['customer', [true, false, false]],
    ['resolution', [false, false, true]],
  ] as const)('are %s by exactly one flag', async (kind, [description, analysis, resolution]) => {
    const { session, sent } = mockedSession(() => ({ status: 201, body: NOTE }));
    expect(await session.ticketNotes.create(41, { text: 'Hello', kind })).toMatchObject({ id: 9, isInternal: true });
    expect(sent()[0]?.path).toBe('/service/tickets/41/notes');
    expect(bodyOf(sent()[0])).toEqual({
      text: 'Hello',
      ...{ detailDescriptionFlag: description, internalAnalysisFlag: analysis, resolutionFlag: resolution },
      processNotifications: false,
    });
  });

  it('are listed', async () => {
    const { session } = mockedSession(() => ({ body: [NOTE] }));
    expect(await all(session.ticketNotes.list(41))).toEqual([
      {
        ...{ id: 9, text: 'Hello', isInternal: true, isResolution: false },
        ...{ createdAt: new Date('2026-01-31T18:04:26Z'), createdBy: 'me' },
      },
    ]);
  });
});

describe('what classifies a ticket', () => {
  it('is read from the board it belongs to', async () => {
    const { session, sent } = mockedSession(({ path }) => ({
      body: path.endsWith('/typeSubTypeItemAssociations')
        ? [{ id: 1, type: { id: 2, name: 'Mail' }, subType: { id: 3 }, item: null }]
        : [{ id: 1, name: 'One', inactiveFlag: true, inactive: true, closedStatus: true, projectFlag: null }],
    }));
    const { boards } = session;
    expect(await all(boards.list())).toEqual([{ id: 1, name: 'One', isInactive: true, isForProjects: false }]);
    for (const part of ['types', 'subTypes', 'items'] as const) {
      expect(await all(boards[part](7))).toEqual([{ id: 1, name: 'One', isInactive: true }]);
    }
    expect(await all(boards.statuses(7))).toMatchObject([{ isClosed: true, isInactive: true, isDefault: false }]);
    expect(await all(boards.teams(7))).toEqual([{ id: 1, name: 'One', isDefault: false }]);
    expect(await all(boards.combinations(7))).toMatchObject([{ type: { id: 2 }, subType: { id: 3 }, item: null }]);
    expect(sent().map(({ path }) => path)).toEqual([
      '/service/boards',
      ...['types', 'subtypes', 'items', 'statuses', 'teams', 'typeSubTypeItemAssociations'].map(
        (part) => `/service/boards/7/${part}`,
      ),
    ]);
  });

  it('is a priority and a source, whose unknown levels are taken as they are', async () => {
    const { session } = mockedSession(() => ({ body: [{ id: 1, name: 'One', level: 'Apocalyptic', sortOrder: 2 }] }));
    expect(await all(session.priorities.list())).toEqual([
      { id: 1, name: 'One', level: 'Apocalyptic', sortOrder: 2, color: null, isDefault: false },
    ]);
    expect(await all(session.ticketSources.list())).toEqual([{ id: 1, name: 'One', isDefault: false }]);
  });
});
