import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestApp } from '../../support/test-app.js';
import { broughtTo, callbacksIn, callbacksOf, startCalledApp, storedOf } from '../support/callbacks.js';
import { given } from '../support/calls.js';
import { boardOf, deliverOnce, saveTicketing } from '../support/notifications.js';
import { dump, sql } from '../support/rows.js';
import { TicketScene } from '../support/tickets.js';

let test: TestApp;
let scene: TicketScene;

beforeAll(async () => {
  test = await startCalledApp();
});
afterAll(() => test.close());
afterEach(() => test.sandbox.faults.clear());
beforeEach(async () => {
  scene = await TicketScene.open(test);
});

const reads = () => scene.calls().filter((call) => call === 'GET /service/tickets').length;
const wakes = async () =>
  (
    await sql(
      `SELECT FROM work WHERE account_id = $1 AND kind = 'TICKETS' AND due_at <= now() + interval '2 seconds'`,
      [scene.account.id],
    )
  ).length;

describe('N7: callbacks', () => {
  it('are registered for each board in use, at an address that nobody can guess, and nothing stored leads to it', async () => {
    expect(await scene.status()).toMatchObject({ receives: 'POLLING', pollingReason: 'NOT_REGISTERED' });
    await scene.deliver();
    const boardId = await boardOf(test, scene.account);
    const [callback, ...others] = await callbacksOf(scene);
    expect(others).toEqual([]);
    expect(callback).toMatchObject({ type: 'ticket', level: 'board', objectId: boardId, isInactive: false });
    const key = given(/\/callbacks\/connectwise\/([\w-]{43})\?recordId=$/.exec(given(callback).url)?.[1]);
    expect(await scene.status()).toMatchObject({
      receives: 'CALLBACKS',
      pollingReason: null,
      callbacksRepairedAt: null,
    });
    expect(await dump()).not.toContain(key);
    expect(test.logs.join('\n')).not.toContain(key);

    test.sandbox.journal.clear();
    await scene.deliver();
    expect(scene.calls()).toEqual([]);
    const number = await scene.ticket();
    // Where it is now nobody has asked to be told.
    test.sandbox.tickets.changeBoard(number, { id: scene.otherBoard(number) });
    await scene.poll();
    await scene.deliver();
    expect((await callbacksOf(scene)).map(({ objectId }) => objectId).sort()).toEqual([1, 2]);
  });

  it('are registered for the boards of rules before these have a ticket', async () => {
    const [boardId, other] = [await boardOf(test, scene.account), await boardOf(test, scene.account, 'Alerts')];
    const rules = [{ severities: ['INFORMATION' as const], template: { boardId: other } }];
    await saveTicketing(test, scene.account, { template: { boardId }, rules });
    await scene.deliver();
    expect(new Set((await callbacksOf(scene)).map(({ objectId }) => objectId))).toEqual(new Set([boardId, other]));
  });

  it('have an address of their own for each account', async () => {
    await scene.deliver();
    const other = await TicketScene.open(test);
    await other.deliver();
    const urls = [...(await callbacksOf(scene)), ...(await callbacksOf(other))].map(({ url }) => url);
    expect(new Set(urls).size).toBe(2);
  });

  it('tell of what a person does, once and at once, and the ticket is read in one call', async () => {
    const number = await scene.ticket();
    test.sandbox.tickets.close(number);
    const [delivery] = await broughtTo(scene);
    expect(delivery?.attempts).toMatchObject([{ status: 204 }]);
    expect(await storedOf(scene)).toMatchObject([
      { message_id: delivery?.messageId, record_id: number, handled_at: null },
    ]);
    expect(await wakes()).toBe(1);
    expect((await scene.status()).lastCallbackAt).not.toBeNull();

    test.sandbox.journal.clear();
    await scene.deliver();
    expect(reads()).toBe(1);
    expect(await scene.one()).toMatchObject({ state: 'RESOLVED', resolvedBy: 'TICKET' });
    expect(await storedOf(scene)).toMatchObject([{ handled_at: expect.any(Date) }]);
    await scene.deliver();
    expect(reads()).toBe(1);
  });

  it('are taken under another key as soon as ConnectWise signs with it', async () => {
    const number = await scene.ticket();
    test.sandbox.tickets.addNote(number, 'One.');
    await test.sandbox.deliveries.idle();
    test.sandbox.signingKeys.rotate();
    test.sandbox.tickets.addNote(number, 'Two.');
    expect((await broughtTo(scene)).flatMap(({ attempts }) => attempts)).toMatchObject([
      { status: 204 },
      { status: 204 },
    ]);
  });

  it('come before what is delivered: a condition that is over leaves a ticket alone that was taken over just now', async () => {
    scene = await TicketScene.open(test, { closesTickets: true });
    const number = await scene.ticket();
    test.sandbox.tickets.addTime(number, 0.25);
    await scene.resolve();
    await test.sandbox.deliveries.idle();
    await scene.deliver();
    expect(scene.inConnectWise(number)).toMatchObject({ closedFlag: false });
  });

  it('tell nothing of what we do ourselves, and of tickets of others nothing that wakes anybody', async () => {
    const number = await scene.ticket();
    await scene.again(11);
    await scene.deliver();
    expect(await broughtTo(scene)).toEqual([]);
    const other = test.sandbox.tickets.add({ summary: 'Not ours', company: { id: scene.companyId } }).id;
    await test.sandbox.deliveries.idle();
    await sql(`UPDATE work SET due_at = NULL WHERE account_id = $1`, [scene.account.id]);
    test.sandbox.tickets.close(other);
    expect((await broughtTo(scene)).map(({ recordId }) => recordId)).toEqual([other, other]);
    expect(await storedOf(scene)).toMatchObject([{ handled_at: expect.any(Date) }, { handled_at: expect.any(Date) }]);
    expect(await wakes()).toBe(0);
    expect(number).not.toBe(other);
  });

  it('of a ticket that is being written to wait until that is known', async () => {
    const number = await scene.ticket();
    const intent = { step: 'CLOSE', notificationId: crypto.randomUUID(), revision: 1, at: new Date().toISOString() };
    await sql(`UPDATE tickets SET intent = $2 WHERE account_id = $1`, [scene.account.id, intent]);
    test.sandbox.tickets.close(number);
    await test.sandbox.deliveries.idle();
    await scene.deliver();
    expect(await storedOf(scene)).toMatchObject([{ handled_at: null }]);
    await sql(`UPDATE tickets SET intent = NULL WHERE account_id = $1`, [scene.account.id]);
    expect(await deliverOnce(test.app, scene.account)).toMatchObject({ kind: 'at' });
    expect(await scene.one()).toMatchObject({ state: 'RESOLVED', resolvedBy: 'TICKET' });
  });

  it('do not keep the tickets from being read every hour', async () => {
    await scene.ticket();
    const [row] = await sql<{ minutes: number }>(
      `SELECT extract(epoch FROM poll_at - now())::float8 / 60 AS minutes FROM ticket_watches WHERE account_id = $1`,
      [scene.account.id],
    );
    expect(row?.minutes).toBeGreaterThan(50);
    expect(row?.minutes).toBeLessThanOrEqual(60);
  });

  it('are forgotten after some days', async () => {
    const number = await scene.ticket();
    test.sandbox.tickets.addNote(number, 'One.');
    await broughtTo(scene);
    await sql(`UPDATE ticket_callbacks SET received_at = now() - interval '4 days' WHERE account_id = $1`, [
      scene.account.id,
    ]);
    test.sandbox.tickets.addNote(number, 'Two.');
    await broughtTo(scene);
    expect(await storedOf(scene)).toHaveLength(1);
  });
});

describe('N7: the watch-dog', () => {
  const firstOf = async () => given((await callbacksOf(scene))[0]);

  it('registers a callback anew that ConnectWise has disabled, and catches up on what it did not tell', async () => {
    const number = await scene.ticket();
    const callback = await firstOf();
    test.sandbox.records('callbacks').edit(callback.id, { inactiveFlag: true });
    test.sandbox.tickets.close(number);
    expect(await broughtTo(scene)).toEqual([]);
    await scene.check();
    expect(await firstOf()).toMatchObject({ url: callback.url, objectId: callback.objectId, isInactive: false });
    expect((await firstOf()).id).not.toBe(callback.id);
    expect(await scene.one()).toMatchObject({ state: 'RESOLVED', resolvedBy: 'TICKET' });
    expect((await scene.status()).callbacksRepairedAt).not.toBeNull();

    test.sandbox.tickets.reopen(number);
    await test.sandbox.deliveries.idle();
    await scene.deliver();
    expect(await scene.one()).toMatchObject({ state: 'SENT' });
  });

  it('registers one anew that ConnectWise gave up after three days on which nothing could be delivered', async () => {
    const number = await scene.ticket();
    const callback = await firstOf();
    await scene.account.integration({ isEnabled: false });
    for (let day = 0; day < 3; day += 1) {
      test.sandbox.tickets.addNote(number, `Day ${day}.`);
      // Two more tries, and the end of the day.
      for (const seconds of [3, 5, 86_400]) {
        await test.sandbox.deliveries.idle();
        test.sandbox.clock.advance(seconds);
      }
    }
    expect(test.sandbox.records('callbacks').get(callback.id)).toMatchObject({ inactiveFlag: true });
    test.sandbox.tickets.close(number);
    await scene.account.integration({ isEnabled: true });
    await scene.check();
    test.sandbox.clock.reset();
    expect(await firstOf()).toMatchObject({ url: callback.url, isInactive: false });
    expect(await scene.one()).toMatchObject({ state: 'RESOLVED', resolvedBy: 'TICKET' });
    const statuses = test.sandbox.deliveries.journal.entries
      .filter(({ callbackId }) => callbackId === callback.id)
      .map(({ attempts }) => attempts.map(({ status }) => status));
    expect(statuses).toEqual([1, 2, 3].map(() => [429, 429, 429]));
  });

  it('registers one that has vanished, and leaves those of others alone', async () => {
    const number = await scene.ticket();
    const callback = await firstOf();
    const foreign = { url: 'https://other.example/?id=', type: 'ticket', level: 'board', objectId: 1 };
    const other = test.sandbox.records('callbacks').add(foreign);
    test.sandbox.records('callbacks').remove(callback.id);
    test.sandbox.tickets.close(number);
    await scene.check();
    expect(await firstOf()).toMatchObject({ url: callback.url });
    expect(test.sandbox.records('callbacks').get(other.id)).toBeDefined();
    expect(await scene.one()).toMatchObject({ state: 'RESOLVED', resolvedBy: 'TICKET' });
    const kinds = await sql<{ kind: string }>(`SELECT kind FROM events WHERE account_id = $1 ORDER BY position`, [
      scene.account.id,
    ]);
    expect(kinds.map(({ kind }) => kind)).toContain('CALLBACKS_REPAIRED');
    test.sandbox.records('callbacks').remove(other.id);
  });

  it('takes away what is for a board that is no longer used, or at an address that we had before', async () => {
    await scene.deliver();
    const { url } = await firstOf();
    const former = url.replace(test.origin, 'https://former.example');
    const fields = { url: former, type: 'ticket', level: 'board', objectId: 1 };
    test.sandbox.records('callbacks').add(fields);
    await saveTicketing(test, scene.account, { template: { boardId: 2 } });
    await scene.check();
    expect((await callbacksOf(scene)).map(({ objectId }) => objectId)).toEqual([2]);
    expect((await callbacksIn(scene)).map((one) => one.url)).not.toContain(former);
  });

  it('asks once an hour, in one call', async () => {
    await scene.deliver();
    test.sandbox.journal.clear();
    await scene.check();
    await scene.deliver();
    expect(scene.calls()).toEqual(['GET /system/callbacks']);
  });

  it('that is not permitted to leaves it at reading, says so, and tickets go on', async () => {
    test.sandbox.permissions.set('Table Setup', { add: 'None', edit: 'None', delete: 'None', inquire: 'None' });
    test.sandbox.faults.add({
      route: '/system/callbacks',
      times: 10,
      fault: { kind: 'answer', status: 403, body: '{"code":"Security","message":"no","errors":null}' },
    });
    await scene.ticket();
    expect(await scene.one()).toMatchObject({ state: 'SENT' });
    expect(await scene.status()).toMatchObject({ receives: 'POLLING', pollingReason: 'NOT_PERMITTED' });
    test.sandbox.permissions.reset();
  });

  it('that is refused leaves it at reading, and asks again within an hour', async () => {
    test.sandbox.faults.add({
      method: 'POST',
      route: '/system/callbacks',
      fault: { kind: 'answer', status: 400, body: '{"code":"InvalidObject","message":"Invalid URL","errors":[]}' },
    });
    await scene.ticket();
    expect(await scene.one()).toMatchObject({ state: 'SENT' });
    expect(await scene.status()).toMatchObject({ receives: 'POLLING', pollingReason: 'REFUSED' });
    await scene.check();
    expect(await scene.status()).toMatchObject({ receives: 'CALLBACKS' });
  });

  it('finds another address when the sealing key is gone that made the first, and takes that away', async () => {
    await scene.deliver();
    const before = await firstOf();
    await scene.watch(`path_key_id = 'gone'`);
    await scene.check();
    const after = await callbacksOf(scene);
    expect(after).toHaveLength(1);
    expect(after[0]?.url).not.toBe(before.url);
    expect((await callbacksIn(scene)).map(({ url }) => url)).not.toContain(before.url);
  });
});
