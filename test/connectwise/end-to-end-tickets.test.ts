import { expect, it } from '@jest/globals';
import { eq } from '../../src/connectwise/conditions.js';
import { ticketShape } from '../../src/connectwise/ticket.js';
import { errorOf } from './support/client.js';
import { given, withSession } from './support/sandbox-session.js';
import { all } from './support/session.js';

// The client against the sandbox over HTTP: what comes back, and what the sandbox then holds.
const using = withSession();

const companyId = () => using.sandbox.landmarks.ordinary[0].id;
const make = (more: object = {}) =>
  using.session.tickets.create({ summary: 'Quarantine is full', companyId: companyId(), ...more });

async function boardOf(name: string): Promise<number> {
  return given((await all(using.session.boards.list())).find((board) => board.name === name)).id;
}

async function statusOf(board: string, name: string): Promise<number> {
  const statuses = await all(using.session.boards.statuses(await boardOf(board)));
  return given(statuses.find((status) => status.name === name)).id;
}

it('makes a ticket with our key, and finds it by the key, by id and among others', async () => {
  const { session, sandbox } = using;
  const reference = 'psa:quarantine "50%" [a] — 隔離';

  const ticket = await make({ externalReference: reference, internalAnalysis: 'Seen by the gateway.' });
  await make({ externalReference: `${reference}2` });

  expect(ticket).toMatchObject({
    ...{ summary: 'Quarantine is full', externalReference: reference, isClosed: false, closedAt: null },
    ...{ company: { id: companyId() }, board: { name: 'Help Desk' }, status: { name: 'New' } },
    ...{ updatedBy: 'psabridge', lastUpdated: expect.any(Date) },
  });
  expect(sandbox.tickets.get(ticket.id)).toMatchObject({ externalXRef: reference, company: { id: companyId() } });
  expect(await session.tickets.findByExternalReference(reference)).toEqual([ticket]);
  expect(await session.tickets.findById(ticket.id)).toEqual(ticket);
  expect(await session.tickets.findByIds([ticket.id, 999_999])).toEqual([ticket]);
  expect(await all(session.tickets.list({ conditions: eq('id', ticket.id) }))).toEqual([ticket]);
  expect(await all(session.tickets.search(eq('id', ticket.id)))).toEqual([ticket]);
  expect(await session.tickets.findById(999_999)).toBeUndefined();
  expect(sandbox.journal.count('POST', '/service/tickets')).toBe(2);
});

it('places a ticket as asked', async () => {
  const { session, sandbox } = using;
  const boardId = await boardOf('Help Desk');
  const named = async (parts: AsyncIterable<{ readonly id: number; readonly name: string }>, name: string) =>
    given((await all(parts)).find((part) => part.name === name)).id;
  const placement = {
    boardId,
    statusId: await statusOf('Help Desk', 'In Progress'),
    typeId: await named(session.boards.types(boardId), 'Email'),
    subTypeId: await named(session.boards.subTypes(boardId), 'Spam or phishing'),
    itemId: await named(session.boards.items(boardId), 'Quarantine release'),
    teamId: await named(session.boards.teams(boardId), 'Escalation Team'),
    priorityId: given((await all(session.priorities.list())).at(-1)).id,
    sourceId: given((await all(session.ticketSources.list())).at(-1)).id,
  };

  const ticket = await make(placement);

  expect(ticket).toMatchObject({
    ...{ board: { id: boardId }, status: { id: placement.statusId }, type: { name: 'Email' } },
    ...{ subType: { name: 'Spam or phishing' }, item: { name: 'Quarantine release' } },
    ...{
      team: { name: 'Escalation Team' },
      priority: { id: placement.priorityId },
      source: { id: placement.sourceId },
    },
  });
  expect(sandbox.tickets.get(ticket.id)).toMatchObject({
    team: { id: placement.teamId },
    item: { id: placement.itemId },
  });
});

it('closes a ticket by a closing status, and reads in the answer that it is closed', async () => {
  const { session, sandbox } = using;
  const { id } = await make();

  const closed = await session.tickets.change(id, { statusId: await statusOf('Help Desk', 'Closed without notice') });

  expect(closed).toMatchObject({ isClosed: true, closedAt: expect.any(Date), closedBy: 'psabridge' });
  expect(sandbox.tickets.get(id)).toMatchObject({ closedFlag: true, status: { name: 'Closed without notice' } });
});

it('changes summary, board and key, and takes the key away', async () => {
  const { session, sandbox } = using;
  const { id } = await make({ externalReference: 'psa:1' });
  const [boardId, statusId] = [await boardOf('Alerts'), await statusOf('Alerts', 'Investigating')];

  const withOldType = await errorOf(session.tickets.change(id, { boardId, statusId }));
  // ConnectWise trims texts, which is no refusal to change them.
  const changed = await session.tickets.change(id, { summary: ' Moved ', boardId, statusId, typeId: null });
  const bare = await session.tickets.change(id, { externalReference: null });

  expect(withOldType.problem).toMatchObject({ kind: 'rejected', fields: [{ field: 'type/id' }] });
  expect(changed).toMatchObject({ board: { name: 'Alerts' }, type: null, externalReference: 'psa:1' });
  expect(changed.summary.trim()).toBe('Moved');
  expect(bare.externalReference).toBeNull();
  expect(given(sandbox.tickets.get(id))['externalXRef'] ?? null).toBeNull();
});

it('tells that ConnectWise took a change and did nothing', async () => {
  const { session, sandbox } = using;
  const { id } = await make();
  const target = { route: '/service/tickets/{id}', path: `/service/tickets/${id}`, shape: ticketShape };

  const error = await errorOf(session.requester.patch({ ...target, changes: { closedFlag: true } }));

  expect(error.problem).toEqual({ kind: 'change-ignored', fields: ['closedFlag'] });
  expect(sandbox.tickets.get(id)).toMatchObject({ closedFlag: false });
  expect(sandbox.journal.entries.at(-1)).toMatchObject({ method: 'PATCH', status: 200 });
});

it('refuses a status of another board, naming the field', async () => {
  const { session, sandbox } = using;
  const { id, status } = await make();

  const error = await errorOf(session.tickets.change(id, { statusId: await statusOf('Alerts', 'Completed') }));

  expect(error.problem).toMatchObject({ kind: 'rejected', fields: [{ field: expect.stringContaining('status') }] });
  expect(sandbox.tickets.get(id)).toMatchObject({ status: { id: given(status).id } });
});

it('refuses what ConnectWise would, before anything is sent', async () => {
  const { session, sandbox } = using;

  await expect(async () => make({ summary: 'x'.repeat(101) })).rejects.toMatchObject({ name: 'Failure' });
  await expect(async () => session.tickets.findById(-1)).rejects.toMatchObject({ name: 'Failure' });

  expect(sandbox.journal.total).toBe(0);
});

it('mails nobody unless told, and whom it is told then', async () => {
  const { session, sandbox } = using;
  const contactId = contactOf(companyId());
  const { id } = await make({ contactId, description: 'For the customer to see.' });
  await session.ticketNotes.create(id, { text: 'Looked at it.', kind: 'internal' });
  await session.ticketNotes.create(id, { text: 'We look at it.', kind: 'customer' });
  const silent = sandbox.mails.count;

  const loud = await make({ contactId, description: 'For the customer to see.', mailTo: { contact: true } });
  await session.ticketNotes.create(loud.id, { text: 'Look at the log.', kind: 'internal', sendsMail: true });
  await session.ticketNotes.create(loud.id, { text: 'It is done.', kind: 'customer', sendsMail: true });

  expect(silent).toBe(0);
  expect(sandbox.mails.entries.map(({ ticketId, occasion }) => [ticketId, occasion])).toEqual([
    [loud.id, 'ticket'],
    [loud.id, 'status'],
    [loud.id, 'note'],
  ]);
});

function contactOf(company: number): number {
  const contacts = using.sandbox.records('contacts');
  for (let id = 1; ; id += 1) {
    const { company: employer } = given(contacts.get(id));
    if (typeof employer === 'object' && employer !== null && 'id' in employer && employer['id'] === company) return id;
  }
}

it('names a contact or nobody, also where ConnectWise would take one by itself', async () => {
  const { sandbox } = using;
  const contactId = contactOf(companyId());
  sandbox.companies.edit(companyId(), { defaultContact: { id: contactId } });
  sandbox.settings.ticketContact = 'company';
  expect((await make()).contact).toMatchObject({ id: contactId });
  expect((await make({ contactId: null })).contact).toBeNull();
  expect((await make({ contactId })).contact).toMatchObject({ id: contactId });
  sandbox.settings.ticketContact = 'none';
});

it('lists the people and sites of a company, and whether they are in use', async () => {
  const { session, sandbox } = using;
  const company = { id: sandbox.companies.add({ identifier: 'Peopled', name: 'Peopled Ltd' }).id };
  const ada = sandbox.records('contacts').add({ firstName: 'Ada', lastName: 'Byron', company });
  const bob = sandbox.records('contacts').add({ firstName: 'Bob', company, inactiveFlag: true });
  const site = sandbox.records('sites').add({ name: '倉庫', company, inactiveFlag: true });

  expect(await all(session.contacts.ofCompany(company.id))).toEqual([
    { id: ada.id, name: 'Ada Byron', isInactive: false },
    { id: bob.id, name: 'Bob', isInactive: true },
  ]);
  expect(await all(session.sites.ofCompany(company.id))).toContainEqual({
    ...{ id: site.id, name: '倉庫', isInactive: true },
  });
});

it('writes notes for whom they are, and lists them', async () => {
  const { session } = using;
  const { id } = await make({ description: 'First words.' });
  const text = 'Line one\nLine two — 隔離 <b>"x"</b>';

  const internal = await session.ticketNotes.create(id, { text, kind: 'internal' });
  const answer = await session.ticketNotes.create(id, { text: 'Released.', kind: 'resolution' });

  expect(internal).toMatchObject({ text, isInternal: true, isResolution: false, createdBy: 'psabridge' });
  expect(answer).toMatchObject({ isInternal: false, isResolution: true });
  const notes = await all(session.ticketNotes.list(id));
  expect(notes.map(({ text: found }) => found)).toEqual(['First words.', text, 'Released.']);
  expect(notes).toContainEqual(internal);
});

it('lists boards with all that belongs to them', async () => {
  const { session } = using;
  const boards = await all(session.boards.list());
  const alerts = given(boards.find(({ name }) => name === 'Alerts')).id;

  expect(boards).toContainEqual(expect.objectContaining({ name: 'Legacy Support', isInactive: true }));
  expect(boards).toContainEqual(expect.objectContaining({ name: 'Client Projects', isForProjects: true }));
  expect((await all(session.boards.statuses(alerts))).map(({ name, isClosed }) => [name, isClosed])).toEqual([
    ['New', false],
    ['Investigating', false],
    ['Completed', true],
    ['Closed by alert', true],
  ]);
  expect((await all(session.boards.types(alerts))).map(({ name }) => name)).toEqual(['Alert', 'Warning']);
  expect((await all(session.boards.subTypes(alerts))).map(({ name }) => name)).toEqual(['Mail security', 'Backup']);
  expect((await all(session.boards.items(alerts))).map(({ name }) => name)).toEqual(['Outage', 'Configuration']);
  expect(await all(session.boards.teams(alerts))).toMatchObject([{ name: 'Monitoring', isDefault: true }]);
  const combinations = await all(session.boards.combinations(await boardOf('Help Desk')));
  const names = combinations.map(({ type, subType, item }) => [type?.name, subType?.name, item?.name]);
  expect(names).toContainEqual(['Email', 'Spam or phishing', 'Quarantine release']);
  expect(names).not.toContainEqual(['Network', 'Spam or phishing', 'Quarantine release']);
});

it('lists priorities and sources with their default', async () => {
  const { session } = using;

  expect((await all(session.priorities.list())).filter(({ isDefault }) => isDefault)).toHaveLength(1);
  expect((await all(session.ticketSources.list())).filter(({ isDefault }) => isDefault)).toHaveLength(1);
});
