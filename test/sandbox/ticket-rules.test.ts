import { afterEach, describe, expect, it } from '@jest/globals';
import { type Reply, withSandbox } from './client.js';
import { faults, ServiceDesk } from './desk.js';

const using = withSandbox({ companies: 20, clock: () => new Date('2026-01-31T18:04:26.789Z') });
const desk = new ServiceDesk(using);

afterEach(() => {
  using.sandbox.permissions.reset();
  using.sandbox.settings.closedFlagFilter = 'right';
});

describe('the board of a ticket', () => {
  it('has the status: one of another board is not found', async () => {
    const [help, foreign] = [await desk.board('Help Desk'), await desk.part('Alerts', 'statuses', 'Investigating')];
    const reply = await desk.post({ board: { id: help }, status: { id: foreign } });
    expect([reply.status, reply.json]).toEqual([
      400,
      {
        code: 'InvalidObject',
        message: 'ticket object is invalid',
        errors: [
          {
            code: 'NotFound',
            message: `Service Status ${foreign} not found for Service Board ${help}`,
            resource: 'ticket',
            field: 'status/id',
          },
        ],
      },
    ]);
  });

  it('is where a status is looked for by its name, in whatever order the fields come', async () => {
    const alerts = await desk.board('Alerts');
    const reply = await desk.post({ status: { name: 'Completed' }, board: { id: alerts } });
    expect(reply.json.status.id).toBe(await desk.part('Alerts', 'statuses', 'Completed'));
    expect(faults(await desk.post({ board: { id: alerts }, status: { name: '完了' } }))).toEqual([
      400,
      ['status/name', `Service Status 完了 not found for Service Board ${alerts}`],
    ]);
    const id = await desk.ticket();
    const moved = await desk.patch(id, { status: { name: 'Completed' }, board: { id: alerts }, type: null });
    expect(moved.json.status.id).toBe(await desk.part('Alerts', 'statuses', 'Completed'));
  });

  it.each([
    ['type', 'types', 'Alert', 'Service Type'],
    ['subType', 'subtypes', 'Backup', 'Service SubType'],
    ['item', 'items', 'Outage', 'Service Item'],
    ['team', 'teams', 'Monitoring', 'Service Team'],
  ])('has the %s', async (field, part, name, label) => {
    const [help, foreign] = [await desk.board('Help Desk'), await desk.part('Alerts', part, name)];
    const reply = await desk.post({ board: { id: help }, [field]: { id: foreign } });
    expect(faults(reply)).toContainEqual([`${field}/id`, `${label} ${foreign} not found for Service Board ${help}`]);
  });

  it('cannot be changed without a status of the new one', async () => {
    const id = await desk.ticket({ type: null });
    const [from, to] = [await desk.part('Help Desk', 'statuses', 'New'), await desk.board('Alerts')];
    expect(faults(await desk.patch(id, { board: { id: to } }))).toEqual([
      400,
      ['status/id', `Service Status ${from} not found for Service Board ${to}`],
    ]);
    expect((await desk.get(id)).json.board.name).toBe('Help Desk');
    expect((await desk.patch(id, { board: { id: to }, status: { name: 'Investigating' } })).status).toBe(200);
  });

  it('must be in use and for service, when it is chosen', async () => {
    const legacy = await desk.board('Legacy Support');
    expect(faults(await desk.post({ board: { id: legacy } }))).toEqual([
      400,
      ['board/id', `Service Board ${legacy} is inactive.`],
    ]);
    expect((await desk.post({ board: { name: 'Client Projects' } })).status).toBe(400);
    expect((await desk.post({ status: { name: 'Escalated (old)' } })).status).toBe(400);
    expect((await desk.post({ type: { name: 'Fax' } })).status).toBe(400);
    const old = using.sandbox.tickets.add({ summary: 'Old', company: { id: desk.company }, board: { id: legacy } });
    expect((await desk.patch(old.id, { summary: 'Still worked on' })).status).toBe(200);
  });

  it('allows only its combinations of type, subtype and item', async () => {
    const on = (type: string | null, subType?: string, item?: string): Promise<Reply> =>
      desk.post({
        type: type === null ? null : { name: type },
        ...(subType ? { subType: { name: subType } } : {}),
        ...(item ? { item: { name: item } } : {}),
      });
    expect((await on('Email', 'Spam or phishing', 'Quarantine release')).status).toBe(201);
    expect((await on('Workstation', 'Slow', 'Replacement')).status).toBe(201);
    expect((await on('Email', 'Spam or phishing')).status).toBe(201);
    expect((await on(null)).status).toBe(201);
    expect(faults(await on('Network', 'Spam or phishing'))).toEqual([
      400,
      ['subType/id', expect.stringMatching(/^Service SubType \d+ is not associated with Service Type \d+\.$/)],
    ]);
    expect(faults(await on('Email', 'Delivery failure', 'Quarantine release'))[1]).toEqual([
      'item/id',
      expect.stringMatching(/^Service Item \d+ is not associated with Service SubType \d+\.$/),
    ]);
    expect((await on('Email', undefined, 'Mailbox')).status).toBe(400);
    expect((await on(null, 'Spam or phishing')).status).toBe(400);
  });
});

describe('closing', () => {
  it('is done by a closed status alone, and undone by an open one', async () => {
    const id = await desk.ticket();
    expect((await desk.patch(id, { closedFlag: true })).json.closedFlag).toBe(false);
    const closed = await desk.patch(id, { status: { name: 'Completed' } });
    expect(closed.json).toMatchObject({ closedFlag: true, closedDate: '2026-01-31T18:04:26Z', closedBy: 'psabridge' });
    using.sandbox.clock.advance(60);
    const again = await desk.patch(id, { status: { name: 'Closed without notice' } });
    using.sandbox.clock.reset();
    expect(again.json).toMatchObject({ closedDate: '2026-01-31T18:04:26Z', closedBy: 'psabridge' });
    const open = await desk.patch(id, { status: { name: 'In Progress' } });
    expect(open.json.closedFlag).toBe(false);
    expect(open.json).not.toHaveProperty('closedDate');
    expect(open.json).not.toHaveProperty('closedBy');
  });

  it('needs a right of its own', async () => {
    const id = await desk.ticket();
    using.sandbox.permissions.set('Close Service Tickets', { edit: 'None' });
    expect((await desk.patch(id, { status: { name: 'In Progress' } })).status).toBe(200);
    const refused = await desk.patch(id, { status: { name: 'Completed' } });
    expect([refused.status, refused.json.code]).toEqual([403, 'Security']);
    expect((await desk.post({ status: { name: 'Completed' } })).status).toBe(403);
    expect((await desk.get(id)).json.closedFlag).toBe(false);
    using.sandbox.permissions.set('Close Service Tickets', { edit: 'My' });
    const foreign = using.sandbox.tickets.add({ summary: 'Not mine', company: { id: desk.company } });
    expect((await desk.patch(foreign.id, { status: { name: 'Completed' } })).status).toBe(403);
    expect((await desk.patch(id, { status: { name: 'Completed' } })).status).toBe(200);
    using.sandbox.permissions.set('Close Service Tickets', { edit: 'None' });
    expect((await desk.patch(id, { summary: 'Closed already' })).status).toBe(200);
  });

  it('is not seen by conditions on closedFlag where the server is unreliable, but by those on the status', async () => {
    const id = await desk.ticket({ status: { name: 'Completed' } });
    expect(await desk.find(`id = ${id} and closedFlag = true`)).toEqual([id]);
    using.sandbox.settings.closedFlagFilter = 'unreliable';
    expect(await desk.find(`id = ${id} and closedFlag = true`)).toEqual([]);
    expect(await desk.find(`id = ${id} and closedFlag = false`)).toEqual([id]);
    expect(await desk.find(`id = ${id} and status/name = "Completed"`)).toEqual([id]);
    expect((await desk.get(id)).json.closedFlag).toBe(true);
  });
});
