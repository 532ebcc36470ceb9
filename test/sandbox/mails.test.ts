import { beforeEach, describe, expect, it } from '@jest/globals';
import { withSandbox } from './client.js';
import { ServiceDesk } from './desk.js';

const using = withSandbox({ companies: 10, control: true });
const desk = new ServiceDesk(using);

beforeEach(() => {
  using.sandbox.mails.clear();
  using.sandbox.settings.ticketContact = 'none';
});

const ANN = { contactName: 'Ann', contactEmailAddress: 'ann@customer.example' };
const SILENT = {
  processNotifications: false,
  automaticEmailContactFlag: false,
  automaticEmailResourceFlag: false,
  automaticEmailCcFlag: false,
};

/** A ticket that would tell the customer if anything did, made without telling. */
async function quietTicket(more: object = {}): Promise<number> {
  const id = await desk.ticket({ ...ANN, automaticEmailContactFlag: true, processNotifications: false, ...more });
  expect(using.sandbox.mails.count).toBe(0);
  return id;
}

function occasions(): string[] {
  return using.sandbox.mails.entries.map(({ occasion }) => occasion);
}

describe('mails to customers', () => {
  it('go out for a new ticket unless it says otherwise: by the board, and by the status', async () => {
    const id = await desk.ticket({ ...ANN, initialDescription: 'Cannot mail' });
    expect(using.sandbox.mails.entries).toMatchObject([
      {
        number: 1,
        author: 'psabridge',
        ticketId: id,
        occasion: 'ticket',
        from: 'help@msp.example',
        to: ['ann@customer.example'],
        subject: `Ticket#${id} Mail flow`,
        text: 'Cannot mail',
      },
      { occasion: 'status', text: 'Ticket Received' },
    ]);
  });

  it('go out for the status although the flags of the ticket are off', async () => {
    await desk.ticket({ ...ANN, ...SILENT, processNotifications: true, initialInternalAnalysis: 'secret' });
    expect(occasions()).toEqual(['status']);
  });

  it('go out for the contact that ConnectWise itself fills in', async () => {
    const { id } = using.sandbox.records('contacts').add({ firstName: 'Default', lastName: 'Dan' });
    using.sandbox.companies.edit(desk.company, { defaultContact: { id } });
    using.sandbox.settings.ticketContact = 'company';
    await desk.ticket();
    expect(using.sandbox.mails.entries.map(({ to }) => to)).toEqual([['Default Dan'], ['Default Dan']]);
  });

  it('do not go out for an internal ticket, its notes and its closing', async () => {
    const id = await desk.ticket({ ...ANN, ...SILENT, initialInternalAnalysis: 'secret' });
    await desk.note(id, { text: 'more of it', internalAnalysisFlag: true, processNotifications: false });
    await desk.note(id, { text: 'and more', internalAnalysisFlag: true });
    await desk.patch(id, { status: { name: 'Completed' }, processNotifications: false });
    expect((await desk.get(id)).json.closedFlag).toBe(true);
    expect(using.sandbox.mails.count).toBe(0);
  });

  it('do not go out where there is nobody to tell', async () => {
    await desk.ticket({ initialDescription: 'x' });
    expect(using.sandbox.mails.count).toBe(0);
  });

  it.each([
    ['discussion', { detailDescriptionFlag: true }, ['note']],
    ['resolution', { resolutionFlag: true }, ['note']],
    ['internal', { internalAnalysisFlag: true }, []],
    ['both', { internalAnalysisFlag: true, detailDescriptionFlag: true }, ['note']],
    ['silent', { detailDescriptionFlag: true, processNotifications: false }, []],
  ])('go out for a note or not: %s', async (_what, flags, expected) => {
    const id = await quietTicket();
    await desk.note(id, { text: 'Words', ...flags });
    expect(occasions()).toEqual(expected);
  });

  it('follow the flags of the ticket as they are when the note is written', async () => {
    const id = await quietTicket({ automaticEmailCc: 'a@x.example; b@x.example' });
    await desk.patch(id, { automaticEmailContactFlag: false, automaticEmailCcFlag: true });
    await desk.note(id, { text: 'Words', resolutionFlag: true });
    expect(using.sandbox.mails.entries.map(({ to }) => to)).toEqual([['a@x.example', 'b@x.example']]);
  });

  it('go out for a change of status, and what one write said does not silence the next', async () => {
    const id = await quietTicket();
    await desk.patch(id, { summary: 'Same status' });
    expect(occasions()).toEqual([]);
    await desk.patch(id, { status: { name: 'In Progress' } });
    expect(occasions()).toEqual([]);
    await desk.patch(id, { status: { name: 'Completed' } });
    expect(using.sandbox.mails.entries).toMatchObject([{ occasion: 'status', text: 'Ticket Closed' }]);
  });

  it('have the sender of the system where the board names none', async () => {
    await desk.ticket({ ...ANN, board: { name: 'Alerts' }, automaticEmailContactFlag: true });
    expect(using.sandbox.mails.entries).toMatchObject([{ occasion: 'ticket', from: 'service@sandbox.example' }]);
    using.sandbox.mails.clear();
    await desk.ticket({ ...ANN, board: { name: 'Alerts' } });
    expect(using.sandbox.mails.count).toBe(0);
  });

  it('of other people are noted under their own name, and shown and cleared over HTTP', async () => {
    const id = await quietTicket();
    using.sandbox.tickets.addNote(id, 'From a person');
    const shown = (await using.client.plain('/_control/mails')).json;
    expect(shown).toMatchObject({ count: 1, entries: [{ author: 'person', text: 'From a person' }] });
    expect((await using.client.plain('/_control/mails', { method: 'DELETE' })).json).toEqual({ count: 0, entries: [] });
    expect((await using.client.plain('/_control/mails', { method: 'POST' })).status).toBe(404);
  });
});
