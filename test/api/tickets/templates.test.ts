import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { type TicketTemplateInput } from '../operations.generated.js';
import { errorsOf, given } from '../support/calls.js';
import { saveTicketing } from '../support/notifications.js';
import { type ReadyDesk, raiseFor, readyDesk, removeOverride, settingsOf } from '../support/ticketing.js';

let test: TestApp;
let desk: ReadyDesk;

beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

beforeEach(async () => {
  desk = await readyDesk(test);
});
afterEach(() => {
  test.sandbox.settings.ticketContact = 'none';
  test.sandbox.mails.clear();
});

/** Each place that a template can be saved in, and the path of its fields. */
const places: readonly (readonly [string, (template: TicketTemplateInput) => Promise<Told>, string])[] = [
  ['the default', (template) => saveTicketing(test, desk.account, { template }), 'template'],
  [
    'a rule',
    (template) =>
      saveTicketing(test, desk.account, { rules: [{ template: { boardId: desk.alerts.id } }, { template }] }),
    'rules.1.template',
  ],
  ['an override', (template) => desk.override({ template }), 'template'],
];
interface Told {
  readonly userErrors: readonly { readonly message: string; readonly field: readonly string[] | null }[];
}

describe.each(places)('N2: a template in %s', (_place, save, path) => {
  const refusal = async (template: Partial<TicketTemplateInput>) =>
    (await save({ boardId: desk.help.id, ...template })).userErrors.map(({ field, message }) => [
      field?.join('.'),
      message,
    ]);

  it('N2: is refused for a status that is not on its board, with the statuses of the board', async () => {
    const foreign = desk.alerts.status('Investigating');
    const choices = ['New', 'In Progress', 'Waiting on Customer'].map((name) => `${desk.help.status(name)} (${name})`);
    const message = `This cannot be used. Choose one of ${choices.join(', ')}.`;
    expect(await refusal({ statusId: foreign })).toEqual([[`${path}.statusId`, message]]);
  });

  it('N2: is refused for a status that closes, where one is wanted that does not, and the other way round', async () => {
    const wrong = { statusId: desk.help.status('Completed'), closedStatusId: desk.help.status('New') };
    expect((await refusal(wrong)).map(([field]) => field)).toEqual([`${path}.statusId`, `${path}.closedStatusId`]);
  });

  it('N2: is refused for an inactive type, with the active ones', async () => {
    const types = test.sandbox.records('boardTypes');
    const old = types.add({ name: 'Pager', board: { id: desk.help.id }, inactiveFlag: true });
    const [[field, message] = []] = await refusal({ typeId: old.id });
    expect(field).toBe(`${path}.typeId`);
    expect(message).toContain(`${desk.help.type('Email')} (Email)`);
    expect(message).not.toMatch(/Fax|Pager/);
    types.delete(old.id);
  });

  it('N2: is refused for a subtype that does not go with its type, with those that do', async () => {
    const [typeId, subTypeId] = [desk.help.type('Network'), desk.help.subType('Delivery failure')];
    const choices = ['Firewall', 'Slow'].map((name) => `${desk.help.subType(name)} (${name})`).join(', ');
    const message = `This does not go with the type. Choose one of ${choices}.`;
    expect(await refusal({ typeId, subTypeId })).toEqual([[`${path}.subTypeId`, message]]);
  });

  it('N2: is refused for an item that does not go with its subtype, or has none', async () => {
    const [typeId, subTypeId] = [desk.help.type('Email'), desk.help.subType('Delivery failure')];
    const itemId = desk.help.item('Quarantine release');
    const message = `This does not go with type and subtype. Choose one of ${desk.help.item('Mailbox')} (Mailbox).`;
    expect(await refusal({ typeId, subTypeId, itemId })).toEqual([[`${path}.itemId`, message]]);
    expect((await refusal({ typeId, itemId })).map(([field]) => field)).toEqual([`${path}.itemId`]);
  });

  it('N2: is refused for an inactive board, one of projects, and one that is not there', async () => {
    const boards = test.sandbox.records('boards');
    const office = { location: { id: 1 }, department: { id: 1 } };
    const odd = [{ inactiveFlag: true }, { projectFlag: true }].map((flags) =>
      boards.add({ name: `Odd ${JSON.stringify(flags)}`, ...office, ...flags }),
    );
    for (const boardId of [...odd.map(({ id }) => id), 999_999]) {
      const [[field, message] = []] = await refusal({ boardId });
      expect(field).toBe(`${path}.boardId`);
      expect(message).toMatch(/Choose one of \d+ \(Help Desk\)/);
      expect(message).not.toMatch(/Odd|Client Projects|Legacy/);
    }
    for (const { id } of odd) boards.delete(id);
  });

  it('N2: tells all that is wrong at once', async () => {
    const wrong = { statusId: 999_999, teamId: 999_999, priorityId: 999_999, sourceId: 999_999 };
    expect((await refusal(wrong)).map(([field]) => field)).toEqual(
      Object.keys(wrong).map((field) => `${path}.${field}`),
    );
  });

  it('N2: is refused when it mails a contact that there is none of', async () => {
    expect((await refusal({ mailsContact: true })).map(([field]) => field)).toEqual([`${path}.mailsContact`]);
    expect(await refusal({ mailsContact: true, contact: 'COMPANY_DEFAULT' })).toEqual([]);
  });

  it('N2: that fits as a whole is saved', async () => {
    const whole = {
      typeId: desk.help.type('Email'),
      subTypeId: desk.help.subType('Spam or phishing'),
      itemId: desk.help.item('Mailbox'),
    };
    expect(await refusal({ ...whole, teamId: desk.help.team('Service Team') })).toEqual([]);
  });
});

describe('N2: rules', () => {
  it('N2: are refused when there are too many, or they fit nothing', async () => {
    const template = { boardId: desk.help.id };
    const many = await saveTicketing(test, desk.account, { rules: Array.from({ length: 51 }, () => ({ template })) });
    expect(errorsOf(many)).toEqual(['INVALID rules']);
    const empty = await saveTicketing(test, desk.account, {
      rules: [{ template }, { kinds: [], severities: [], template }, { kinds: [' '], template }],
    });
    expect(errorsOf(empty)).toEqual(['INVALID rules 1 kinds', 'INVALID rules 1 severities', 'INVALID rules 2 kinds']);
  });

  it('N2: are saved in their order, and boards that templates share are read once', async () => {
    const typeId = desk.alerts.type('Alert');
    const rules = ['A', 'B', 'C'].map((kind) => ({ kinds: [kind], template: { boardId: desk.alerts.id, typeId } }));
    test.sandbox.journal.clear();
    const { settings } = await saveTicketing(test, desk.account, { rules, template: { boardId: desk.help.id } });
    expect(settings?.rules.map(({ kinds }) => kinds)).toEqual([['A'], ['B'], ['C']]);
    expect(settings).toEqual(await settingsOf(desk.account));
    const asked = test.sandbox.journal.entries.map(({ route }) => given(route).replace('/service/boards/', ''));
    // The helper looks for its board, and the save reads each list of each board once.
    expect(asked.sort()).toEqual([
      ...['/service/boards', '/service/boards'],
      '{parentId}/statuses',
      '{parentId}/statuses',
      '{parentId}/types',
    ]);
  });

  it('N2: the first that fits decides where a ticket goes', async () => {
    const [statusId, typeId, teamId] = [
      desk.alerts.status('Investigating'),
      desk.alerts.type('Warning'),
      desk.alerts.team('Monitoring'),
    ];
    const rules = [
      { kinds: ['BACKUP'], template: { boardId: desk.alerts.id, statusId, typeId, teamId } },
      {
        severities: ['WARNING' as const],
        template: { boardId: desk.help.id, statusId: desk.help.status('In Progress') },
      },
    ];
    await saveTicketing(test, desk.account, { rules, template: { boardId: desk.alerts.id } });
    await raiseFor(desk.user, { kind: 'BACKUP' });
    expect(await desk.ticket()).toMatchObject({
      ...{ board: { id: desk.alerts.id }, status: { id: statusId }, type: { id: typeId }, team: { id: teamId } },
    });
    await raiseFor(desk.user, { kind: 'OTHER' });
    expect(await desk.ticket()).toMatchObject({ board: { id: desk.help.id }, status: { name: 'In Progress' } });
  });

  it('N2: a template of the user comes before them, until it is removed', async () => {
    await saveTicketing(test, desk.account, { rules: [{ template: { boardId: desk.help.id } }] });
    const { override: saved } = await desk.override();
    expect(saved).toMatchObject({ template: { boardId: desk.alerts.id, contact: 'NONE' }, version: 1 });
    await raiseFor(desk.user);
    expect(await desk.ticket()).toMatchObject({ board: { id: desk.alerts.id } });
    expect(await removeOverride(desk.account, { userId: desk.user.id })).toMatchObject({
      ...{ userErrors: [], user: { id: desk.user.id, ticketOverride: null } },
    });
    await raiseFor(desk.user);
    expect(await desk.ticket()).toMatchObject({ board: { id: desk.help.id } });
  });
});

describe('N2: mails to customers', () => {
  const visible = { isCustomerVisible: true, contact: 'COMPANY_DEFAULT' } as const;

  it('N2: are none unless a template says so, whatever else it says', async () => {
    test.sandbox.settings.ticketContact = 'company';
    await saveTicketing(test, desk.account, {
      rules: [{ kinds: ['VISIBLE'], template: { boardId: desk.help.id, ...visible } }],
    });
    await raiseFor(desk.user);
    await raiseFor(desk.user, { kind: 'VISIBLE' });
    expect(await desk.tickets()).toHaveLength(2);
    expect(test.sandbox.mails.entries).toEqual([]);
  });

  it('N2: go to the contact where the template mails it', async () => {
    await saveTicketing(test, desk.account, { template: { boardId: desk.help.id, ...visible, mailsContact: true } });
    await raiseFor(desk.user);
    const { id } = await desk.ticket();
    const mails = test.sandbox.mails.entries;
    expect(mails.map(({ ticketId, to }) => ({ ticketId, to }))).toEqual(
      mails.map(() => ({ ticketId: id, to: [`Ada of ${desk.company.identifier}`] })),
    );
    expect(mails[0]?.text).toMatch(/^Condition/);
  });
});
