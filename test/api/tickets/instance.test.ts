import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ticketsIn } from '../../support/told-tickets.js';
import { enable, given, verifyMapping } from '../support/calls.js';
import { deliver, later, notificationsOf, raise, resolve, saveTicketing } from '../support/notifications.js';
import { sql } from '../support/rows.js';
import { Systems } from '../support/systems.js';

let systems: Systems;
beforeAll(async () => {
  systems = await Systems.start();
});
afterAll(() => systems.close());

/** An account whose condition has a ticket on A, and as many strangers' tickets on C. */
async function told() {
  const mapped = await systems.mappedOnA();
  const { account, user, mapping, identifier, id } = mapped;
  const { app } = systems.server;
  await saveTicketing({ ...systems.test, app }, account, { closesTickets: true });
  const source = user.source.code;
  let minute = 0;
  const tell = (body: string, key = 'a') => {
    minute += 1;
    const occurredAt = new Date(Date.UTC(2026, 10, 1, 10, minute)).toISOString();
    const about = { source, key, userExternalId: user.externalId, kind: 'X', severity: 'WARNING' as const };
    return raise(account, { ...about, title: 'About a', body, occurredAt });
  };
  await tell('At first.');
  await deliver(app, account);
  const { number } = given(given((await notificationsOf(account))[0]).ticket);
  const [ticket] = ticketsIn(systems.all.a).filter((one) => one.number === number);
  const { tickets, landmarks } = systems.all.c;
  const stranger = { id: landmarks.ordinary[0].id };
  while (tickets.count < number) tickets.add({ summary: "A stranger's", company: stranger, board: { id: 1 } });
  systems.setRecord('c', identifier, id);
  return { account, app, source, mappingId: mapping.id, tell, number, id, reference: given(ticket).reference };
}

describe('S14: after settings that lead to another instance', () => {
  it('a ticket that moved there with all other data is known by its key, and told on', async () => {
    const { account, app, mappingId, tell, number, reference, id } = await told();
    systems.all.c.tickets.edit(number, { externalXRef: reference, company: { id } });
    await systems.move(account, 'c', 'SAME_DATA_MOVED');
    await tell('Last.');
    await deliver(app, account);
    // The settings name a board of the other one.
    expect(await notificationsOf(account)).toMatchObject([{ state: 'HELD', hold: 'TICKETING_OFF' }]);
    await saveTicketing({ ...systems.test, app }, account, { closesTickets: true });
    await deliver(app, account);
    expect(await notificationsOf(account)).toMatchObject([{ state: 'HELD', hold: 'MAPPING_ON_OTHER_INSTANCE' }]);
    expect(systems.all.c.journal.count('POST', '/service/tickets')).toBe(0);
    await verifyMapping(account, { mappingId });
    await enable(account, { mappingId });
    await deliver(app, account);
    expect(await notificationsOf(account)).toMatchObject([{ state: 'SENT', ticket: { number } }]);
    expect(ticketsIn(systems.all.c)[number - 1]?.texts.at(-1)).toContain('Last.');
  });

  it('a ticket that a person closed there is over, and is not opened again', async () => {
    const { account, app, mappingId, tell, number, reference, id } = await told();
    systems.all.c.tickets.edit(number, { externalXRef: reference, company: { id } });
    await systems.move(account, 'c', 'SAME_DATA_MOVED');
    await saveTicketing({ ...systems.test, app }, account, { closesTickets: true });
    await verifyMapping(account, { mappingId });
    await enable(account, { mappingId });
    systems.all.c.tickets.close(number);
    await tell('Last.');
    await deliver(app, account);
    await sql('UPDATE ticket_watches SET poll_at = now() WHERE account_id = $1', [account.id]);
    await deliver(app, account);
    expect(await notificationsOf(account)).toMatchObject([
      { state: 'RESOLVED', resolvedBy: 'TICKET', ticket: { number, isClosed: true } },
    ]);
    expect(ticketsIn(systems.all.c)[number - 1]).toMatchObject({ isClosed: true });
  });

  it('a ticket of which nobody knew whether it was opened is found where all data has gone', async () => {
    const { account, app, mappingId, tell, number } = await told();
    systems.all.a.faults.add({
      method: 'POST',
      route: '/service/tickets',
      fault: { kind: 'cut', at: 'headers', how: 'reset', applied: true },
    });
    await tell('Of another one.', 'b');
    await deliver(app, account);
    const [lost] = ticketsIn(systems.all.a).slice(-1);
    systems.all.c.tickets.edit(number, { externalXRef: given(lost).reference });
    await systems.move(account, 'c', 'SAME_DATA_MOVED');
    await saveTicketing({ ...systems.test, app }, account);
    await verifyMapping(account, { mappingId });
    await enable(account, { mappingId });
    systems.all.c.journal.clear();
    await later(account);
    await deliver(app, account);
    const found = (await notificationsOf(account)).find(({ key }) => key === 'b');
    expect(found).toMatchObject({ state: 'SENT', ticket: { number } });
    expect(systems.all.c.journal.count('POST', '/service/tickets')).toBe(0);
  });

  it("a stranger's ticket of the same number is never written to, and what is open gets one of its own", async () => {
    const { account, app, source, mappingId, tell, number, id } = await told();
    const strangers = systems.all.c.tickets.count;
    // It is not known whether this note was written, and it cannot be found out any more.
    systems.all.a.faults.add({ method: 'POST', route: '/service/tickets/*', fault: { kind: 'cut', how: 'reset' } });
    await tell('Lost on its way.');
    await deliver(app, account);
    await systems.move(account, 'c', 'OTHER_DATA');
    await tell('Last.');
    await verifyMapping(account, { mappingId });
    await enable(account, { mappingId });
    await saveTicketing({ ...systems.test, app }, account, { closesTickets: true });
    await later(account);
    await deliver(app, account);

    const made = ticketsIn(systems.all.c).slice(strangers);
    expect(made).toMatchObject([{ companyId: id, texts: [expect.stringContaining('Last.')] }]);
    expect(ticketsIn(systems.all.c)[number - 1]?.texts).toEqual([]);
    await resolve(account, source, ['a']);
    await deliver(app, account);
    expect(ticketsIn(systems.all.c).slice(strangers)).toMatchObject([{ isClosed: true }]);
    expect(ticketsIn(systems.all.c)[number - 1]).toMatchObject({ texts: [], isClosed: false });
  });
});
