import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ask } from '../../support/graphql-client.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { EventsDocument, TicketOverridesDocument } from '../operations.generated.js';
import { auditOf, given } from '../support/calls.js';
import { deliver, notificationsOf, raise, resolve, saveTicketing } from '../support/notifications.js';
import { sql } from '../support/rows.js';
import { checkTemplates, previewOf, type ReadyDesk, raiseFor, readyDesk, settingsOf } from '../support/ticketing.js';

let test: TestApp;
let desk: ReadyDesk;
/** What people changed in ConnectWise, to be undone. */
const undo: (() => void)[] = [];

beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
beforeEach(async () => {
  desk = await readyDesk(test);
});
afterEach(() => putBack());

function putBack(): void {
  for (const back of undo.splice(0).reverse()) back();
}

type Fields = Readonly<Record<string, boolean | number[]>>;
function change(table: string, id: number, fields: Fields, before: Fields): void {
  const records = test.sandbox.records(table);
  records.edit(id, { ...fields });
  undo.push(() => records.edit(id, { ...before }));
}
const inactivate = (table: string, id: number, flag = 'inactiveFlag') =>
  change(table, id, { [flag]: true }, { [flag]: false });

/** Events of boards, oldest first, each with its facts. */
async function boardEvents() {
  const filter = { kinds: ['BOARD_CHANGED' as const, 'BOARD_BACK' as const] };
  const { nodes } = given((await ask(desk.account, EventsDocument, { first: 100, filter })).events);
  return nodes.map(({ kind, facts }) => ({
    kind,
    ...Object.fromEntries(given(facts).map(({ name, value }) => [name, value])),
  }));
}
const check = () => checkTemplates(test.app, desk.account);
const problems = async () => (await settingsOf(desk.account)).problems.map(({ field }) => field.join('.'));

const save = () => {
  const { help, alerts } = desk;
  const [typeId, subTypeId, itemId] = [help.type('Email'), help.subType('Spam or phishing'), help.item('Mailbox')];
  const [statusId, closedStatusId] = [help.status('In Progress'), help.status('Completed')];
  const whole = { boardId: help.id, statusId, closedStatusId, typeId, subTypeId, itemId };
  return saveTicketing(test, desk.account, { template: whole, rules: [{ template: { boardId: alerts.id } }] });
};

describe('N2, C5: a board that was changed in ConnectWise', () => {
  const changes: readonly (readonly [string, () => void, string])[] = [
    [
      'a status inactive',
      () => inactivate('boardStatuses', desk.help.status('In Progress'), 'inactive'),
      'template.statusId',
    ],
    [
      'a closing status inactive',
      () => inactivate('boardStatuses', desk.help.status('Completed'), 'inactive'),
      'template.closedStatusId',
    ],
    ['a type inactive', () => inactivate('boardTypes', desk.help.type('Email')), 'template.typeId'],
    [
      'a combination gone',
      () => {
        const [id, email, network] = [
          desk.help.subType('Spam or phishing'),
          desk.help.type('Email'),
          desk.help.type('Network'),
        ];
        change('boardSubTypes', id, { typeAssociationIds: [network] }, { typeAssociationIds: [email] });
      },
      'template.subTypeId',
    ],
    ['a board inactive', () => inactivate('boards', desk.help.id), 'template.boardId'],
    ['the board of a rule inactive', () => inactivate('boards', desk.alerts.id), 'rules.0.template.boardId'],
  ];

  it.each(changes)(
    'N2: %s is told once, stands with its choices, and passes by itself',
    async (_what, happen, path) => {
      expect((await save()).userErrors).toEqual([]);
      await check();
      expect(await problems()).toEqual([]);
      expect(await boardEvents()).toEqual([]);

      happen();
      await check();
      await check();
      expect(await problems()).toEqual([path]);
      const [problem] = (await settingsOf(desk.account)).problems;
      expect(problem?.choices.length).toBeGreaterThan(0);
      expect(problem?.message).toMatch(/Choose one of \d+ \(/);
      const [event, ...others] = await boardEvents();
      expect(others).toEqual([]);
      const field = path.split('.').at(-1);
      expect(event).toMatchObject({ kind: 'BOARD_CHANGED', field, connectWiseId: String(problem?.connectWiseId) });
      expect(event).toMatchObject({ templates: path.replace(`.${field}`, ''), overrides: '0' });
      expect(event).toMatchObject({ choices: problem?.choices.map(({ connectWiseId }) => connectWiseId).join(' ') });
      const audit = (await auditOf(desk.account)).filter(({ action }) => action === 'TICKET_TEMPLATES_CHECKED');
      expect(audit).toHaveLength(1);

      putBack();
      await check();
      expect(await problems()).toEqual([]);
      expect((await boardEvents()).map(({ kind }) => kind)).toEqual(['BOARD_CHANGED', 'BOARD_BACK']);
    },
  );

  it('N2: is told as one event, however many templates name it, and stands on the templates of users too', async () => {
    await desk.override();
    const other = await desk.user.source.user();
    await desk.override({
      userId: other.id,
      template: { boardId: desk.alerts.id, teamId: desk.alerts.team('Monitoring') },
    });
    await saveTicketing(test, desk.account, {
      rules: [{ template: { boardId: desk.alerts.id } }, { template: { boardId: desk.alerts.id } }],
    });
    inactivate('boards', desk.alerts.id);
    test.sandbox.journal.clear();
    await check();
    expect(await boardEvents()).toMatchObject([
      { field: 'boardId', templates: 'rules.0.template rules.1.template', overrides: '2' },
    ]);
    expect(test.sandbox.journal.entries.map(({ route }) => route)).toEqual([
      ...['/service/boards', '/service/boards/{parentId}/statuses'],
    ]);
    const broken = (await ask(desk.account, TicketOverridesDocument, { filter: { hasProblems: true } }))
      .ticketOverrides;
    expect(broken?.totalCount).toBe(2);
    expect(broken?.nodes[0]?.problems).toMatchObject([
      { field: ['template', 'boardId'], connectWiseId: desk.alerts.id },
    ]);
    await desk.override({ template: { boardId: desk.help.id } });
    const left = (await ask(desk.account, TicketOverridesDocument, { filter: { hasProblems: true } })).ticketOverrides;
    expect(left?.nodes.map(({ user }) => user.id)).toEqual([other.id]);
  });

  it('N2: stands no more when the settings are saved without it', async () => {
    await save();
    inactivate('boardTypes', desk.help.type('Email'));
    await check();
    expect(await problems()).toEqual(['template.typeId']);
    expect((await save()).userErrors).toHaveLength(1);
    expect(await problems()).toEqual(['template.typeId']);
    const { settings } = await saveTicketing(test, desk.account);
    expect(settings?.problems).toEqual([]);
    await check();
    expect(await problems()).toEqual([]);
  });
});

describe('N2: notifications whose template is broken', () => {
  const stand = async () => (await notificationsOf(desk.account)).map(({ state, hold }) => hold ?? state);

  it.each([
    ['it fits again', () => Promise.resolve(putBack()).then(check)],
    ['the settings are saved anew', () => saveTicketing(test, desk.account)],
    ['the user gets another one', () => desk.override()],
  ])('N2: are held without asking ConnectWise, and go out when %s', async (_when, mend) => {
    await save();
    await saveTicketing(test, desk.account, { template: { boardId: desk.help.id, typeId: desk.help.type('Network') } });
    inactivate('boardTypes', desk.help.type('Network'));
    await check();
    await raiseFor(desk.user);
    test.sandbox.journal.clear();
    await deliver(test.app, desk.account);
    expect(await stand()).toEqual(['TEMPLATE_BROKEN']);
    expect(test.sandbox.journal.entries).toEqual([]);
    expect((await previewOf(desk.account, { userId: desk.user.id }))?.problems).toMatchObject([
      { field: ['template', 'typeId'] },
    ]);
    await mend();
    await deliver(test.app, desk.account);
    expect(await stand()).toEqual(['SENT']);
  });

  it('N2: go out when only the status for closing is gone, and tickets that are there are told and closed', async () => {
    const template = { boardId: desk.help.id, closedStatusId: desk.help.status('Completed') };
    await saveTicketing(test, desk.account, { template, closesTickets: true });
    inactivate('boardStatuses', template.closedStatusId, 'inactive');
    await check();
    expect(await problems()).toEqual(['template.closedStatusId']);
    const told = { source: desk.user.source.code, key: 'a', userExternalId: desk.user.externalId, kind: 'A' };
    const condition = { ...told, severity: 'WARNING' as const, title: 'A' };
    await raise(desk.account, condition);
    await deliver(test.app, desk.account);
    expect(await stand()).toEqual(['SENT']);
    inactivate('boards', desk.help.id);
    await check();
    await raise(desk.account, { ...condition, body: 'News.', occurredAt: new Date(Date.now() + 60_000).toISOString() });
    await deliver(test.app, desk.account);
    expect(await stand()).toEqual(['SENT']);
    await resolve(desk.account, told.source, [told.key]);
    expect(await desk.ticket()).toMatchObject({ closedFlag: true, status: { name: 'Closed without notice' } });
  });
});

describe('N2: templates are looked at', () => {
  const calls = () => test.sandbox.journal.entries.length;
  const shift = (days: number) =>
    sql(`UPDATE ticketing_settings SET checked_at = checked_at - $2 * interval '1 day' WHERE account_id = $1`, [
      desk.account.id,
      days,
    ]);

  it('N2: once a day, at the hour of the account', async () => {
    test.sandbox.journal.clear();
    const next = await checkTemplates(test.app, desk.account, false);
    expect(next.kind).toBe('at');
    expect(calls()).toBe(0);
    await shift(2);
    expect((await checkTemplates(test.app, desk.account, false)).kind).toBe('at');
    expect(calls()).toBeGreaterThan(0);
    test.sandbox.journal.clear();
    await checkTemplates(test.app, desk.account, false);
    expect(calls()).toBe(0);
  });

  it('N2: before any ticket fails: the daily look tells of a change while nothing waits', async () => {
    await save();
    inactivate('boardStatuses', desk.help.status('In Progress'), 'inactive');
    await shift(2);
    await checkTemplates(test.app, desk.account, false);
    expect(await boardEvents()).toMatchObject([{ kind: 'BOARD_CHANGED', field: 'statusId' }]);
    expect(await notificationsOf(desk.account)).toEqual([]);
  });

  it('N2: before a ticket is opened, once an hour: what changed is told, and no ticket fails', async () => {
    const template = { boardId: desk.help.id, statusId: desk.help.status('In Progress') };
    await saveTicketing(test, desk.account, { template });
    inactivate('boardStatuses', template.statusId, 'inactive');
    await shift(1 / 24);
    await raiseFor(desk.user);
    await raiseFor(desk.user);
    test.sandbox.journal.clear();
    await deliver(test.app, desk.account);
    const [first, second] = await notificationsOf(desk.account);
    for (const held of [first, second]) expect(held).toMatchObject({ state: 'HELD', hold: 'TEMPLATE_BROKEN' });
    expect(await boardEvents()).toMatchObject([{ kind: 'BOARD_CHANGED', field: 'statusId' }]);
    expect(test.sandbox.journal.entries.map(({ route }) => route)).toEqual([
      ...['/service/boards', '/service/boards/{parentId}/statuses'],
    ]);
  });

  it('N2: when ConnectWise refused a ticket, but not all the time', async () => {
    const template = { boardId: desk.help.id, statusId: desk.help.status('In Progress') };
    await saveTicketing(test, desk.account, { template });
    inactivate('boardStatuses', template.statusId, 'inactive');
    await shift(1 / 48);
    await raiseFor(desk.user);
    await deliver(test.app, desk.account);
    expect(await notificationsOf(desk.account)).toMatchObject([{ state: 'FAILED' }]);
    await checkTemplates(test.app, desk.account, false);
    expect(await boardEvents()).toMatchObject([{ kind: 'BOARD_CHANGED', field: 'statusId' }]);

    await raiseFor(desk.user);
    await deliver(test.app, desk.account);
    test.sandbox.journal.clear();
    await checkTemplates(test.app, desk.account, false);
    expect(calls()).toBe(0);
  });

  it('N2: every hour while there are problems', async () => {
    await save();
    inactivate('boardStatuses', desk.help.status('In Progress'), 'inactive');
    await check();
    test.sandbox.journal.clear();
    await checkTemplates(test.app, desk.account, false);
    expect(calls()).toBe(0);
    await shift(1 / 24);
    await checkTemplates(test.app, desk.account, false);
    expect(calls()).toBeGreaterThan(0);
  });

  it('S11: not while tickets are off', async () => {
    await saveTicketing(test, desk.account, { isEnabled: false });
    test.sandbox.journal.clear();
    expect(await check()).toEqual({ kind: 'rest' });
    expect(calls()).toBe(0);
  });
});
