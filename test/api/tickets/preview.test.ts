import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { execute } from '../../support/graphql-client.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { TicketPreviewDocument, type TicketPreviewInput } from '../operations.generated.js';
import { given } from '../support/calls.js';
import { raise, saveTicketing } from '../support/notifications.js';
import { previewOf, type ReadyDesk, readyDesk } from '../support/ticketing.js';

let test: TestApp;
let desk: ReadyDesk;

beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
beforeEach(async () => {
  desk = await readyDesk(test);
});

const preview = async (input: Partial<TicketPreviewInput> = {}) =>
  given(await previewOf(desk.account, { userId: desk.user.id, ...input }));

describe('N2: the preview of a ticket', () => {
  it('N2: shows which template applies, without asking ConnectWise', async () => {
    const rules = [
      { kinds: ['BACKUP'], template: { boardId: desk.alerts.id } },
      {
        severities: ['INFORMATION' as const],
        template: { boardId: desk.alerts.id, typeId: desk.alerts.type('Alert') },
      },
    ];
    await saveTicketing(test, desk.account, { rules });
    test.sandbox.journal.clear();
    expect(await preview()).toMatchObject({ origin: 'DEFAULT', rule: null, template: { boardId: desk.help.id } });
    expect(await preview({ kind: 'BACKUP' })).toMatchObject({ origin: 'RULE', rule: 0 });
    expect(await preview({ severity: 'INFORMATION' })).toMatchObject({
      ...{ origin: 'RULE', rule: 1, template: { boardId: desk.alerts.id, typeId: desk.alerts.type('Alert') } },
    });
    expect(test.sandbox.journal.entries).toEqual([]);
    await desk.override({ contactId: desk.company.other, siteId: desk.company.site });
    expect(await preview({ kind: 'BACKUP' })).toMatchObject({
      ...{ origin: 'USER', rule: null, companyId: desk.company.id },
      ...{ contactId: desk.company.other, siteId: desk.company.site, template: { boardId: desk.alerts.id } },
    });
    expect(await previewOf(desk.account, { kind: 'BACKUP' })).toMatchObject({ origin: 'RULE', companyId: null });
  });

  it('N2: says that text is internal and nobody is mailed, unless the template says otherwise', async () => {
    expect(await preview()).toMatchObject({ isCustomerVisible: false, sendsMail: false, contactId: null });
    const template = { boardId: desk.help.id, isCustomerVisible: true, mailsContact: true };
    await desk.override({ template, contactId: desk.company.contact });
    expect(await preview()).toMatchObject({
      isCustomerVisible: true,
      sendsMail: true,
      contactId: desk.company.contact,
    });
  });

  it('N8: shows summary and text exactly as they are sent', async () => {
    await saveTicketing(test, desk.account, { template: { boardId: desk.help.id, isCustomerVisible: true } });
    const said = {
      ...{
        kind: 'MAIL_FLOW',
        severity: 'ACTION_REQUIRED' as const,
        body: `First.\u0007\r\n\n\n\nLast. ${'長'.repeat(8_000)}`,
      },
      title: `  Mail of 👩‍👩‍👧‍👦 ${'é'.repeat(60)}${'👩‍👩‍👧‍👦'.repeat(9)} does not flow`,
    };
    const { summary, text } = await preview(said);
    const { account, externalId, source } = { ...desk.user, account: desk.account, source: desk.user.source.code };
    const condition = { source, key: 'a', userExternalId: externalId, ...said };
    expect((await raise(account, condition)).userErrors).toEqual([]);
    const ticket = await desk.ticket();
    expect(summary).toBe(ticket['summary']);
    expect(summary.length).toBeLessThanOrEqual(100);
    const notes: string[] = [];
    await test.app.services.integration.ask(account.caller, async (session) => {
      for await (const note of session.ticketNotes.list(ticket.id)) notes.push(note.text ?? '');
    });
    const withoutTime = (words: string | undefined) => given(words).replace(/^Occurred: .*$/m, '');
    expect(withoutTime(text)).toBe(withoutTime(notes[0]));
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(16_384);
  });

  it('N2: of a user that is not mapped has no company yet', async () => {
    const other = await desk.user.source.user('Nobody yet');
    expect(await preview({ userId: other.id })).toMatchObject({ companyId: null, contactId: null, sendsMail: false });
    expect((await preview({ userId: other.id })).text).toContain('Customer: Nobody yet');
  });

  it('N2: is refused for what no source may tell, and for users that are not there', async () => {
    const codes = async (input: Partial<TicketPreviewInput>) => {
      const said = { kind: 'A', severity: 'WARNING' as const, title: 'A', body: '' };
      const { errors } = await execute(desk.account, TicketPreviewDocument, { input: { ...said, ...input } });
      return errors?.map(({ extensions }) => extensions?.['code']);
    };
    expect(await codes({ title: ' ' })).toEqual(['INVALID']);
    expect(await codes({ kind: 'x'.repeat(101) })).toEqual(['INVALID']);
    const stranger = await (await test.account()).source();
    expect(await codes({ userId: (await stranger.user()).id })).toEqual(['NOT_FOUND']);
    expect(await codes({ userId: 'rubbish' })).toEqual(['NOT_FOUND']);
  });

  it('N2: is nothing while it was never said how notifications become tickets', async () => {
    expect(await previewOf(await test.account())).toBeNull();
  });
});
