import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { given } from '../support/calls.js';
import { eventsOf, sql } from '../support/rows.js';
import { TicketScene } from '../support/tickets.js';

let test: TestApp;
let scene: TicketScene;
const LONG_UNSEEN = `UPDATE tickets SET seen_at = now() - interval '2 minutes' WHERE account_id = $1`;

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

describe('N7: a merged ticket', () => {
  it('goes on as the one it was merged into', async () => {
    scene = await TicketScene.open(test, { closesTickets: true });
    const number = await scene.ticket();
    const parent = test.sandbox.tickets.add({ summary: 'All of it', company: { id: scene.companyId } }).id;
    test.sandbox.tickets.mergeInto(number, parent);
    await scene.poll();
    expect(await scene.one()).toMatchObject({
      ...{ state: 'SENT', ticket: { number: parent, isClosed: false, isTakenOver: true } },
    });
    expect(await eventKinds()).toEqual(['TICKET_OPENED', 'TICKET_MERGED']);
    await scene.again(11);
    await scene.deliver();
    await scene.resolve();
    await scene.deliver();
    expect((await scene.notes(parent)).join()).toContain('Still so at 11.');
    expect(scene.inConnectWise(parent)).toMatchObject({ closedFlag: false });
    test.sandbox.tickets.close(parent);
    await scene.poll();
    expect(await scene.rows()).toMatchObject([{ state: 'CLOSED', connect_wise_id: parent }]);
  });

  it('that was merged twice goes on as the last one, and is over when that is closed', async () => {
    const number = await scene.ticket();
    const company = { id: scene.companyId };
    const [second, last] = [1, 2].map((part) => test.sandbox.tickets.add({ summary: `Part ${part}`, company }).id);
    test.sandbox.tickets.mergeInto(number, given(second));
    test.sandbox.tickets.mergeInto(given(second), given(last));
    test.sandbox.tickets.close(given(last));
    await scene.poll();
    expect(await scene.one()).toMatchObject({
      ...{ state: 'RESOLVED', resolvedBy: 'TICKET', ticket: { number: last, isClosed: true } },
    });
  });

  it('into another one of ours shares it: that is closed when the last condition is over', async () => {
    scene = await TicketScene.open(test, { closesTickets: true, closesTakenOver: true });
    const first = await scene.ticket();
    const second = await scene.ticket({ key: 'other' });
    test.sandbox.tickets.mergeInto(first, second);
    await scene.poll();
    expect([(await scene.one()).ticket?.number, (await scene.one('other')).ticket?.number]).toEqual([second, second]);
    await scene.resolve('mail-flow');
    await scene.deliver();
    expect(scene.inConnectWise(second)).toMatchObject({ closedFlag: false });
    await scene.resolve('other');
    await scene.deliver();
    expect(scene.inConnectWise(second)).toMatchObject({ closedFlag: true });
  });
});

describe('N7: a deleted ticket', () => {
  it('holds its notification until that was resolved and recurs, which makes another one', async () => {
    const number = await scene.ticket();
    test.sandbox.tickets.remove(number);
    await scene.poll();
    expect(await scene.one()).toMatchObject({ state: 'HELD', hold: 'TICKET_DELETED' });
    expect(await eventKinds()).toEqual(['TICKET_OPENED', 'TICKET_DELETED']);
    test.sandbox.journal.clear();
    await scene.again(11);
    await scene.deliver();
    expect(await scene.one()).toMatchObject({ state: 'HELD', hold: 'TICKET_DELETED', occurrences: 2 });
    await scene.resolve();
    await scene.deliver();
    expect(await scene.one()).toMatchObject({ state: 'RESOLVED', resolvedBy: 'SOURCE', hold: null });
    expect(scene.calls()).toEqual([]);
    await scene.again(12);
    await scene.deliver();
    const { state, ticket } = await scene.one();
    expect(state).toBe('SENT');
    expect(given(ticket).number).not.toBe(number);
  });

  it.each([0, 60])(
    'that was closed %s days ago is of no matter to what recurs, which gets another one',
    async (days) => {
      scene = await TicketScene.open(test, { closesTickets: true });
      const number = await scene.ticket();
      await scene.resolve();
      await scene.deliver();
      expect(scene.inConnectWise(number)).toMatchObject({ closedFlag: true });
      test.sandbox.tickets.remove(number);
      await sql(
        `UPDATE tickets SET seen_at = now() - interval '2 minutes', closed_at = now() - make_interval(days => $2)
       WHERE account_id = $1`,
        [scene.account.id, days],
      );
      await scene.again(12);
      await scene.deliver();
      const { state, ticket } = await scene.one();
      expect(state).toBe('SENT');
      expect(given(ticket).number).not.toBe(number);
      expect((await scene.rows()).map((row) => row.state)).toEqual(['GONE', 'OPEN']);
    },
  );

  it.each(['a moment', 'minutes'])(
    'and seen %s ago holds none that was to share it, which opens another one',
    async (ago) => {
      scene = await TicketScene.open(test, { groupingMinutes: 60 });
      const number = await scene.ticket();
      test.sandbox.tickets.remove(number);
      if (ago === 'minutes') await sql(LONG_UNSEEN, [scene.account.id]);
      await scene.raise({ key: 'other' });
      // What was noticed on the way goes on in the next slice.
      await scene.deliver();
      await scene.deliver();
      expect(await scene.one()).toMatchObject({ state: 'HELD', hold: 'TICKET_DELETED' });
      const { state, failure, ticket } = await scene.one('other');
      expect({ state, failure }).toEqual({ state: 'SENT', failure: null });
      expect(given(ticket).number).not.toBe(number);
    },
  );

  it('whose condition was over gets another one when it recurs', async () => {
    const number = await scene.ticket();
    await scene.resolve();
    await scene.deliver();
    test.sandbox.tickets.remove(number);
    await scene.poll();
    expect(await scene.one()).toMatchObject({ state: 'RESOLVED' });
    await scene.again(12);
    await scene.deliver();
    const { state, ticket } = await scene.one();
    expect({ state, isAnother: given(ticket).number !== number }).toEqual({ state: 'SENT', isAnother: true });
  });

  it('is noticed by a note for it, too', async () => {
    const number = await scene.ticket();
    test.sandbox.tickets.remove(number);
    await scene.again(11);
    await scene.deliver();
    expect(await scene.one()).toMatchObject({ state: 'HELD', hold: 'TICKET_DELETED', failure: null });
  });
});
