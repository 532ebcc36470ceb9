import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { auditOf, given } from '../support/calls.js';
import { later } from '../support/notifications.js';
import { eventsOf, sql } from '../support/rows.js';
import { TicketScene } from '../support/tickets.js';

let test: TestApp;
let scene: TicketScene;

beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
afterEach(() => test.sandbox.faults.clear());
beforeEach(async () => {
  scene = await TicketScene.open(test);
});

const eventKinds = async () =>
  (await eventsOf(scene.account.id)).map(({ kind }) => kind).filter((kind) => /TICKET/.test(kind));

describe('N7: a ticket closed in ConnectWise', () => {
  it('resolves its notification, with an event and in the trail, and is not written to', async () => {
    const number = await scene.ticket();
    test.sandbox.tickets.close(number);
    test.sandbox.journal.clear();
    await scene.poll();

    const { id, state, resolvedBy, ticket } = await scene.one();
    expect({ state, resolvedBy, ticket }).toMatchObject({
      ...{ state: 'RESOLVED', resolvedBy: 'TICKET' },
      ticket: { number, isClosed: true },
    });
    expect(scene.calls()).toEqual(['GET /service/tickets']);
    expect(await eventKinds()).toEqual(['TICKET_OPENED', 'TICKET_CLOSED_BY_PERSON']);
    const trail = await auditOf(scene.account, id);
    expect(trail.map(({ action, actor }) => `${action} ${actor.kind}`)).toContain('TICKET_CLOSED_BY_PERSON SYSTEM');
    await scene.poll();
    expect(await eventKinds()).toHaveLength(2);
  });

  it('and reopened there is open again, with its notification, and that of a person', async () => {
    const number = await scene.ticket();
    test.sandbox.tickets.close(number);
    await scene.poll();
    test.sandbox.tickets.reopen(number);
    await scene.poll();
    const { state, resolvedBy, ticket } = await scene.one();
    expect({ state, resolvedBy, ticket }).toMatchObject({
      ...{ state: 'SENT', resolvedBy: null },
      ticket: { number, isClosed: false, isTakenOver: true },
    });
    expect(await eventKinds()).toEqual(['TICKET_OPENED', 'TICKET_CLOSED_BY_PERSON', 'TICKET_REOPENED_BY_PERSON']);
    expect(await scene.notes(number)).toHaveLength(1);
  });

  it('before we knew that it was there resolves its notification all the same', async () => {
    test.sandbox.faults.add({
      method: 'POST',
      route: '/service/tickets',
      fault: { kind: 'cut', at: 'headers', how: 'reset', applied: true },
    });
    await scene.raise();
    await scene.deliver();
    const numbers = await scene.ofCompany();
    expect(numbers).toHaveLength(1);
    test.sandbox.tickets.close(given(numbers[0]));
    await later(scene.account);
    await scene.deliver();
    await scene.poll();
    expect(await scene.one()).toMatchObject({
      state: 'RESOLVED',
      resolvedBy: 'TICKET',
      ticket: { number: numbers[0] },
    });
    expect(await scene.ofCompany()).toEqual(numbers);
  });

  it('takes in nothing more: what would share it was not there when it was closed', async () => {
    scene = await TicketScene.open(test, { groupingMinutes: 60 });
    const number = await scene.ticket();
    test.sandbox.tickets.close(number);
    await sql(`UPDATE tickets SET seen_at = now() - interval '2 minutes' WHERE account_id = $1`, [scene.account.id]);
    await scene.raise({ key: 'other' });
    await scene.deliver();
    const other = await scene.one('other');
    expect([(await scene.one()).state, other.state]).toEqual(['RESOLVED', 'SENT']);
    expect(given(other.ticket).number).not.toBe(number);
  });

  it('that shares it resolves all that do', async () => {
    scene = await TicketScene.open(test, { groupingMinutes: 60 });
    const number = await scene.ticket();
    await scene.ticket({ key: 'other' });
    test.sandbox.tickets.close(number);
    await scene.poll();
    expect([(await scene.one()).state, (await scene.one('other')).state]).toEqual(['RESOLVED', 'RESOLVED']);
  });
});

describe('N4: a ticket closed while the condition persists', () => {
  beforeEach(async () => {
    const number = await scene.ticket();
    test.sandbox.tickets.close(number);
    await scene.poll();
    test.sandbox.journal.clear();
  });
  const closedDaysAgo = async (days: number) => {
    await sql(`UPDATE notifications SET resolved_at = now() - make_interval(days => $2) WHERE account_id = $1`, [
      scene.account.id,
      days,
    ]);
    await sql(`UPDATE tickets SET closed_at = now() - make_interval(days => $2) WHERE account_id = $1`, [
      scene.account.id,
      days,
    ]);
  };

  it('stays quiet for the days of the settings, however often the source tells of it', async () => {
    await closedDaysAgo(6);
    await scene.again(11);
    await scene.again(12);
    await scene.deliver();
    expect(await scene.one()).toMatchObject({ state: 'RESOLVED', resolvedBy: 'TICKET', occurrences: 3 });
    expect(scene.calls()).toEqual([]);
  });

  it('is reopened when the source resolves it and it recurs', async () => {
    const { ticket } = await scene.one();
    await scene.resolve();
    await scene.deliver();
    expect(scene.calls()).toEqual([]);
    await scene.again(12);
    await scene.deliver();
    expect(await scene.one()).toMatchObject({
      ...{ state: 'SENT', ticket: { number: given(ticket).number, isClosed: false } },
    });
    expect(scene.inConnectWise(given(ticket).number)).toMatchObject({ closedFlag: false });
    await scene.poll();
    expect(await eventKinds()).toEqual(['TICKET_OPENED', 'TICKET_CLOSED_BY_PERSON']);
  });

  it('gets another ticket after the days', async () => {
    const { ticket } = await scene.one();
    await closedDaysAgo(8);
    await scene.again(12);
    await scene.deliver();
    const again = await scene.one();
    expect(again.state).toBe('SENT');
    expect(given(again.ticket).number).not.toBe(given(ticket).number);
  });
});

describe('N4: a ticket that a person has taken over', () => {
  it.each<[string, (number: number) => unknown]>([
    ['owner', (number) => test.sandbox.tickets.changeOwner(number, scene.memberName())],
    ['status', (number) => test.sandbox.tickets.edit(number, { status: { id: scene.otherStatus(number) } })],
    ['board', (number) => test.sandbox.tickets.changeBoard(number, { id: scene.otherBoard(number) })],
    ['time', (number) => test.sandbox.tickets.addTime(number, 0.5)],
  ])('by its %s gets a note when the condition is over, and is not closed', async (_name, takeOver) => {
    scene = await TicketScene.open(test, { closesTickets: true });
    const number = await scene.ticket();
    takeOver(number);
    await scene.poll();
    expect(await scene.one()).toMatchObject({ state: 'SENT', ticket: { isTakenOver: true } });
    await scene.resolve();
    await scene.deliver();
    expect(scene.inConnectWise(number)).toMatchObject({ closedFlag: false });
    expect(await scene.notes(number)).toHaveLength(2);
    expect(await eventKinds()).toEqual(['TICKET_OPENED', 'TICKET_TAKEN_OVER']);
  });

  it('is closed where the settings say so', async () => {
    scene = await TicketScene.open(test, { closesTickets: true, closesTakenOver: true });
    const number = await scene.ticket();
    test.sandbox.tickets.addTime(number, 0.5);
    await scene.poll();
    await scene.resolve();
    await scene.deliver();
    expect(scene.inConnectWise(number)).toMatchObject({ closedFlag: true });
  });

  it('a moment before it would have been closed is looked at first', async () => {
    scene = await TicketScene.open(test, { closesTickets: true });
    const number = await scene.ticket();
    test.sandbox.tickets.changeOwner(number, scene.memberName());
    await sql(`UPDATE tickets SET seen_at = now() - interval '2 minutes' WHERE account_id = $1`, [scene.account.id]);
    await scene.resolve();
    await scene.deliver();
    expect(scene.inConnectWise(number)).toMatchObject({ closedFlag: false });
    expect(await scene.rows()).toMatchObject([{ state: 'OPEN', is_taken_over: true }]);
  });

  it('and reopened a moment before it would have been is not set back, and gets a note', async () => {
    scene = await TicketScene.open(test, { closesTickets: true });
    const number = await scene.ticket();
    await scene.resolve();
    await scene.deliver();
    const status = scene.otherStatus(number);
    test.sandbox.tickets.edit(number, { status: { id: status } });
    await sql(`UPDATE tickets SET seen_at = now() - interval '2 minutes' WHERE account_id = $1`, [scene.account.id]);
    await scene.again(12);
    await scene.deliver();
    expect(scene.place(number)).toMatchObject({ statusId: status });
    expect((await scene.notes(number)).join()).toContain('Still so at 12.');
    expect(await scene.rows()).toMatchObject([{ state: 'OPEN', is_taken_over: true }]);
  });

  it('is none that we wrote to ourselves: noted, closed, reopened, with a status that had to be set twice', async () => {
    scene = await TicketScene.open(test, { closesTickets: true });
    const number = await scene.ticket();
    await scene.again(11);
    await scene.poll();
    await scene.resolve();
    test.sandbox.faults.add({
      method: 'PATCH',
      route: '/service/tickets/{id}',
      fault: { kind: 'cut', at: 'headers', how: 'reset', applied: true },
    });
    await scene.deliver();
    expect(scene.inConnectWise(number)).toMatchObject({ closedFlag: true });
    // Nobody knows yet that it was us.
    await scene.poll();
    expect(await scene.rows()).toMatchObject([{ state: 'OPEN', is_taken_over: false }]);
    await later(scene.account);
    await scene.poll();
    expect(await scene.rows()).toMatchObject([{ state: 'CLOSED', is_taken_over: false }]);
    await scene.again(13);
    await scene.poll();
    await scene.poll();
    expect(await scene.rows()).toMatchObject([{ state: 'OPEN', connect_wise_id: number, is_taken_over: false }]);
    expect(await eventKinds()).toEqual(['TICKET_OPENED', 'TICKET_CLOSED']);
  });

  it.each([
    ['nothing of hours and resources, and then none', null, null, 0, ''],
    ['none, and then nothing', 0, '', null, null],
  ])('is none of which ConnectWise said %s', async (_name, hoursBefore, resourcesBefore, actualHours, resources) => {
    scene = await TicketScene.open(test, { closesTickets: true });
    const number = await scene.ticket();
    const before = [scene.account.id, hoursBefore, resourcesBefore];
    await sql('UPDATE tickets SET actual_hours = $2, resources = $3 WHERE account_id = $1', before);
    Object.assign(scene.inConnectWise(number), { actualHours, resources });
    await scene.poll();
    await sql('UPDATE tickets SET actual_hours = $2, resources = $3 WHERE account_id = $1', before);
    await scene.resolve();
    await scene.deliver();
    expect(await scene.rows()).toMatchObject([{ state: 'CLOSED', is_taken_over: false }]);
  });

  it('is none that was assigned by itself when it was opened', async () => {
    const number = await scene.ticket();
    // As the answer to its creation would have said.
    test.sandbox.tickets.changeOwner(number, scene.memberName());
    await sql(`UPDATE tickets SET seen_at = NULL WHERE account_id = $1`, [scene.account.id]);
    await scene.poll();
    await scene.poll();
    expect(await scene.rows()).toMatchObject([{ is_taken_over: false }]);
    test.sandbox.tickets.changeOwner(number, null);
    await scene.poll();
    expect(await scene.rows()).toMatchObject([{ is_taken_over: true }]);
  });
});
