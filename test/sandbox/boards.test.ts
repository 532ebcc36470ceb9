import { describe, expect, it } from '@jest/globals';
import { type Reply, withSandbox } from './client.js';
import { ServiceDesk } from './desk.js';

const using = withSandbox({ companies: 10 });
const desk = new ServiceDesk(using);

async function list(path: string, conditions = 'id > 0'): Promise<{ id: number; name: string }[]> {
  return (await using.client.api(path, { query: { conditions, pageSize: '1000' } })).json;
}

async function names(path: string, conditions?: string): Promise<string[]> {
  return (await list(path, conditions)).map(({ name }) => name);
}

function write(method: string, path: string, body?: unknown): Promise<Reply> {
  return using.client.api(path, { method, body });
}

describe('boards', () => {
  it('are as an MSP has them: a Japanese, an inactive and a project board among them', async () => {
    const boards = (await using.client.api('/service/boards')).json;
    expect(boards.map(({ name }: { name: string }) => name)).toContain('サービスデスク');
    expect(await names('/service/boards', 'inactiveFlag = true')).toEqual(['Legacy Support']);
    expect(await names('/service/boards', 'projectFlag = true')).toEqual(['Client Projects']);
    expect(boards[0]).toMatchObject({
      name: 'Help Desk',
      location: { id: 1, name: 'Tampa Office' },
      department: { id: 1, identifier: 'Support' },
      notifyEmailFrom: 'help@msp.example',
      sendToContactFlag: true,
      projectFlag: false,
    });
  });

  it('demand a name, a location and a department', async () => {
    const reply = await write('POST', '/service/boards', { notifyEmailFrom: 'x'.repeat(51) });
    expect(reply.status).toBe(400);
    expect(reply.json.errors.map(({ code, field }: { code: string; field: string }) => [code, field])).toEqual([
      ['MissingRequiredField', 'name'],
      ['MissingRequiredField', 'location'],
      ['MissingRequiredField', 'department'],
      ['MaxLengthField', 'notifyEmailFrom'],
    ]);
  });

  it('can be read without any right, with all that lies below them, and written with Table Setup only', async () => {
    const id = await desk.board('Help Desk');
    const paths = ['types', 'subtypes', 'items', 'statuses', 'teams', 'typeSubTypeItemAssociations'];
    using.sandbox.permissions.setAll({ add: 'None', edit: 'None', delete: 'None', inquire: 'None' });
    for (const path of ['', ...paths.map((part) => `/${part}`)]) {
      expect((await using.client.api(`/service/boards/${id}${path}`)).status).toBe(200);
    }
    expect((await write('POST', `/service/boards/${id}/types`, { name: 'x' })).status).toBe(403);
    using.sandbox.permissions.set('Table Setup', { add: 'All' });
    expect((await write('POST', `/service/boards/${id}/types`, {})).status).toBe(400);
    using.sandbox.permissions.setCustomizeItems([]);
    expect((await write('POST', `/service/boards/${id}/types`, {})).status).toBe(403);
    using.sandbox.permissions.reset();
  });

  it('are shown in light lists: all, the active ones, and the types of all', async () => {
    const [first] = await list('/service/info/boards');
    expect(first).toMatchObject({ name: 'Help Desk', billTime: 'NoDefault' });
    expect(first).not.toHaveProperty('notifyEmailFrom');
    expect(await names('/service/info/boards')).toContain('Legacy Support');
    expect(await names('/service/info/boards/active')).not.toContain('Legacy Support');
    expect(await names('/service/info/boardtypes', 'board/name = "サービスデスク"')).toEqual([
      'メール',
      'ネットワーク',
    ]);
    expect((await using.client.api('/service/info/boards/1')).json).toMatchObject({ id: 1 });
    expect((await using.client.api('/service/info/boards', { method: 'POST', body: {} })).status).toBe(405);
  });
});

describe('statuses', () => {
  it('lie below their board, say which close a ticket, and call the unused ones inactive', async () => {
    const help = await desk.board('Help Desk');
    const path = `/service/boards/${help}/statuses`;
    expect(await names(path, 'closedStatus = true')).toEqual(['Completed', 'Closed without notice']);
    expect(await names(path, 'inactive = true')).toEqual(['Escalated (old)']);
    expect(await names(path, 'defaultFlag = true')).toEqual(['New']);
    const unknown = await using.client.api(path, { query: { conditions: 'inactiveFlag = true' } });
    expect(unknown.json).toMatchObject({ code: 'ApiFindCondition', message: 'inactiveFlag is not a recognized name.' });
    expect((await list(`${path}/info`, 'inactiveFlag = true'))[0]).toMatchObject({ name: 'Escalated (old)' });
  });

  it('are not found below another board', async () => {
    const foreign = await desk.part('Alerts', 'statuses', 'New');
    const help = await desk.board('Help Desk');
    const reply = await using.client.api(`/service/boards/${help}/statuses/${foreign}`);
    expect([reply.status, reply.json.code]).toEqual([404, 'NotFound']);
  });

  it('share names between boards but not within one', async () => {
    const alerts = await desk.board('Alerts');
    const japanese = await desk.board('サービスデスク');
    expect((await write('POST', `/service/boards/${alerts}/statuses`, { name: '完了' })).status).toBe(201);
    expect((await write('POST', `/service/boards/${japanese}/statuses`, { name: '完了' })).status).toBe(409);
  });

  it('have one default on each board, which a new one takes over', async () => {
    const japanese = await desk.board('サービスデスク');
    const path = `/service/boards/${japanese}/statuses`;
    const made = await write('POST', path, { name: '受付', defaultFlag: true, escalationStatus: 'NotResponded' });
    expect(made.json).toMatchObject({ board: { id: japanese }, displayOnBoard: true, inactive: false });
    expect(await names(path, 'defaultFlag = true')).toEqual(['受付']);
    expect(await names(`/service/boards/${await desk.board('Alerts')}/statuses`, 'defaultFlag = true')).toEqual([
      'New',
    ]);
  });

  it('cannot be deleted while a ticket has them', async () => {
    const status = await desk.part('Alerts', 'statuses', 'Investigating');
    const alerts = await desk.board('Alerts');
    const path = `/service/boards/${alerts}/statuses/${status}`;
    const id = await desk.ticket({ board: { id: alerts }, status: { id: status } });
    expect((await write('DELETE', path)).status).toBe(409);
    using.sandbox.tickets.delete(id);
    expect((await write('DELETE', path)).status).toBe(204);
  });
});

describe('subtypes and items', () => {
  it('go with the types and subtypes they are associated with', async () => {
    const help = await desk.board('Help Desk');
    const rows = (await using.client.api(`/service/boards/${help}/typeSubTypeItemAssociations`)).json;
    type Row = Record<'type' | 'subType' | 'item', { name: string } | undefined>;
    const shown = rows.map(({ type, subType, item }: Row) => [type?.name, subType?.name, item?.name]);
    expect(shown).toContainEqual(['Email', 'Spam or phishing', 'Quarantine release']);
    expect(shown).toContainEqual(['Workstation', 'Slow', 'Replacement']);
    expect(shown).toContainEqual(['Fax', undefined, undefined]);
    expect(shown).not.toContainEqual(['Network', 'Spam or phishing', 'Quarantine release']);
    const one = await using.client.api(`/service/boards/${help}/typeSubTypeItemAssociations/${rows[0].id}`);
    expect(one.json).toEqual(rows[0]);
  });

  it('take types one by one, all at once, or none; never those of another board', async () => {
    const help = await desk.board('Help Desk');
    const types = (await list(`/service/boards/${help}/types`)).map(({ id }) => id);
    const foreign = await desk.part('Alerts', 'types', 'Alert');
    const path = `/service/boards/${help}/subtypes`;
    const one = await write('POST', path, { name: 'One', typeAssociationIds: [types[0]] });
    expect(one.json).toMatchObject({ typeAssociationIds: [types[0]], addAllTypesFlag: false, board: { id: help } });
    const all = await write('PATCH', `${path}/${one.json.id}`, [
      { op: 'replace', path: 'addAllTypesFlag', value: true },
    ]);
    expect(all.json).toMatchObject({ typeAssociationIds: types, addAllTypesFlag: false });
    const none = await write('PATCH', `${path}/${one.json.id}`, [
      { op: 'replace', path: 'removeAllTypesFlag', value: true },
    ]);
    expect(none.json.typeAssociationIds).toEqual([]);
    const refused = await write('POST', path, { name: 'Foreign', typeAssociationIds: [foreign] });
    expect([refused.status, refused.json.errors]).toEqual([
      400,
      [
        {
          code: 'NotFound',
          message: `Service Type ${foreign} not found for Service Board ${help}`,
          resource: 'boardSubType',
          field: 'typeAssociationIds',
        },
      ],
    ]);
    expect((await write('POST', path, { name: 'Nowhere', typeAssociationIds: [99_999] })).status).toBe(400);
  });

  it('have an association for each type, known by the type, that can be edited', async () => {
    const help = await desk.board('Help Desk');
    const item = await desk.part('Help Desk', 'items', 'Quarantine release');
    const type = await desk.part('Help Desk', 'types', 'Email');
    const failure = await desk.part('Help Desk', 'subtypes', 'Delivery failure');
    const path = `/service/boards/${help}/items/${item}/associations`;
    const before = (await using.client.api(`${path}/${type}`)).json;
    expect(before).toMatchObject({ id: type, item: { name: 'Quarantine release' }, board: { id: help } });
    expect(before.subTypeAssociationIds).toHaveLength(1);
    const body = [{ op: 'add', path: '/subTypeAssociationIds/-', value: failure }];
    const after = await write('PATCH', `${path}/${type}`, body);
    expect(after.json.subTypeAssociationIds).toEqual([...before.subTypeAssociationIds, failure]);
    expect((await using.client.api(`${path}/count`)).json).toEqual({ count: 4 });
    expect((await write('PUT', `${path}/${type}`, { subTypeAssociationIds: [99_999] })).status).toBe(400);
    const elsewhere = `/service/boards/${await desk.board('Alerts')}/items/${item}/associations`;
    expect((await using.client.api(elsewhere)).status).toBe(404);
  });
});

describe('teams', () => {
  it('demand a leader, and show members as bare numbers', async () => {
    const help = await desk.board('Help Desk');
    const path = `/service/boards/${help}/teams`;
    expect((await using.client.api(path)).json[0]).toMatchObject({
      name: 'Service Team',
      teamLeader: { identifier: 'person' },
      members: [1],
      boardId: help,
      locationId: 1,
    });
    const refused = await write('POST', path, { name: 'x'.repeat(31) });
    expect(refused.json.errors.map(({ field }: { field: string }) => field)).toEqual(['name', 'teamLeader']);
    const made = await write('POST', path, { name: 'Night', teamLeader: { id: 1 }, members: [1, 2] });
    expect(made.json).toMatchObject({ members: [1, 2], boardId: help, businessUnitId: 1 });
    expect((await list('/service/teams', 'name = "Night"'))[0]).toMatchObject({ leader: { identifier: 'person' } });
  });
});

describe('what tickets are classified by', () => {
  it.each<[string, string[]]>([
    ['/service/priorities', ['name', 'color']],
    ['/service/sources', ['name']],
    ['/service/locations', ['name', 'where']],
  ])('%s demands %j', async (path, required) => {
    const reply = await write('POST', path, {});
    expect(reply.json.errors.map(({ field }: { field: string }) => field)).toEqual(required);
    expect((await using.client.api(path, { query: { conditions: 'defaultFlag = true' } })).json).toHaveLength(1);
  });

  it.each(['/service/severities', '/service/impacts'])('%s can be read and edited, not added to', async (path) => {
    expect(await names(path)).toEqual(['Low', 'Medium', 'High']);
    expect((await write('POST', path, { description: 'x' })).status).toBe(405);
    expect((await write('DELETE', `${path}/1`)).status).toBe(405);
    const edited = await write('PATCH', `${path}/1`, [{ op: 'replace', path: 'description', value: 'One user' }]);
    expect(edited.json).toMatchObject({ name: 'Low', description: 'One user' });
  });
});
