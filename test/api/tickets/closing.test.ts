import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { checkHealth } from '../support/health.js';
import { deliver, later } from '../support/notifications.js';
import { Ticketed, writesSent } from '../support/ticketed.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

describe('N4: closing tickets', () => {
  it('S8: that the role may not close tickets holds nothing but the closing', async () => {
    const desk = await Ticketed.open(test, { closesTickets: true });
    await desk.raise({ key: 'over' });
    await deliver(test.app, desk.account);
    test.sandbox.permissions.set('Close Service Tickets', { edit: 'None' });
    await desk.resolve('over');
    await deliver(test.app, desk.account);
    await desk.raise({ key: 'next' });
    test.sandbox.journal.clear();
    await deliver(test.app, desk.account);
    expect(writesSent(test)).toEqual(['POST /service/tickets']);
    expect(await desk.standings()).toEqual({ over: 'RESOLVED WORK_NOT_PERMITTED', next: 'SENT' });
    const open = desk.tickets().map(({ isClosed }) => isClosed);
    expect(open).toEqual([false, false]);
    test.sandbox.permissions.reset();
    await checkHealth(test, desk.account);
    await later(desk.account, 7_200);
    await deliver(test.app, desk.account);
    expect(await desk.standings()).toEqual({ over: 'RESOLVED', next: 'SENT' });
    expect(desk.tickets().map(({ isClosed }) => isClosed)).toEqual([true, false]);
  });
});
