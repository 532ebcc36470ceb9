import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { WorkPiece } from '../../../src/features/integration/background-work.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { holdOf } from '../support/calls.js';
import { checkHealth, enabledAccount, healthAudit, healthEvents, healthOf, work } from '../support/health.js';
import { type Replica, startReplica } from '../support/replica.js';

let test: TestApp;
let other: Replica;
beforeAll(async () => {
  test = await startTestApp();
  other = await startReplica(test);
});
afterAll(() => test.close());
beforeEach(() => {
  test.sandbox.faults.clear();
  test.sandbox.permissions.reset();
  test.sandbox.journal.clear();
});

describe('F10: a missing right', () => {
  const tickets: Partial<WorkPiece> = { work: 'TICKETS', capability: 'WRITE_TICKETS' };
  const denied = { route: '/company/companies', times: null } as const;
  const forbidden = () =>
    test.sandbox.faults.add({
      ...denied,
      fault: {
        ...{ kind: 'answer', status: 403, headers: { 'content-type': 'application/json' } },
        body: '{"code":"Security","message":"You do not have security permission to perform this action.","errors":null}',
      },
    });

  it('holds its own kind of work, names the role row, and lets the other kinds go on', async () => {
    const account = await enabledAccount(test);
    forbidden();

    const first = await work(test.app, account, tickets);
    const asked = test.sandbox.journal.total;
    const second = await work(other.app, account, tickets);
    const askedThen = test.sandbox.journal.total;
    test.sandbox.faults.clear();
    const sync = await work(test.app, account);

    expect([first, second, sync]).toEqual(['WORK_NOT_PERMITTED', 'WORK_NOT_PERMITTED', 'done']);
    expect(askedThen).toBe(asked);
    const role = { module: 'Service Desk', function: 'Service Tickets', level: 'Add: All, Edit: All, Inquire: All' };
    expect(await healthOf(account)).toMatchObject({
      phase: 'PARTLY_HELD',
      pauseReason: null,
      holds: [{ work: 'TICKETS', role, heldAt: expect.any(String) }],
    });
    const facts = { work: 'TICKETS', capability: 'WRITE_TICKETS', ...role };
    expect(await healthEvents(account)).toEqual([{ kind: 'WORK_HELD', facts }]);
    expect(await healthAudit(account)).toMatchObject([{ action: 'WORK_HELD', actor: { kind: 'SYSTEM' } }]);
  });

  it('is held until a check finds the right, and then goes on', async () => {
    const account = await enabledAccount(test);
    forbidden();
    await work(test.app, account, tickets);
    test.sandbox.faults.clear();
    test.sandbox.permissions.set('Service Tickets', { add: 'None' });
    await checkHealth(test, account);
    const still = await work(test.app, account, tickets);
    test.sandbox.permissions.reset();

    await checkHealth(test, account);

    expect(still).toBe('WORK_NOT_PERMITTED');
    expect(await work(test.app, account, tickets)).toBe('done');
    expect(await healthEvents(account)).toMatchObject([
      { kind: 'WORK_HELD' },
      { kind: 'WORK_RESUMED', facts: { work: 'TICKETS', capability: 'WRITE_TICKETS' } },
    ]);
    expect((await healthOf(account)).holds).toEqual([]);
  });

  it('S9: where ConnectWise does not show the rights, a check lets it try again', async () => {
    const account = await enabledAccount(test);
    forbidden();
    await work(test.app, account, tickets);
    test.sandbox.faults.clear();
    test.sandbox.permissions.mySecurity = 'forbidden';

    await checkHealth(test, account);

    expect(await work(test.app, account, tickets)).toBe('done');
  });

  it('S6: that the last report shows already holds it without asking, and nothing that does not need it', async () => {
    test.sandbox.permissions.set('Service Tickets', { edit: 'None' });
    const account = await enabledAccount(test);

    const before = await healthOf(account);
    const outcomes = [await work(test.app, account, tickets), await work(test.app, account)];

    expect(before).toMatchObject({ phase: 'HEALTHY', holds: [] });
    expect(outcomes).toEqual(['WORK_NOT_PERMITTED', 'done']);
    expect(test.sandbox.journal.count('GET', '/company/companies')).toBe(1);
    expect((await healthOf(account)).phase).toBe('PARTLY_HELD');
  });

  it('U11: is told to the source that asks about this kind of work', async () => {
    const account = await enabledAccount(test);
    const user = await (await account.source()).user();
    await user.map(test.sandbox.landmarks.ordinary[0].identifier);
    forbidden();
    await work(test.app, account, tickets);

    expect(await holdOf(account, user, 'TICKETS')).toBe('WORK_NOT_PERMITTED');
    expect([await holdOf(account, user, 'BILLING'), await holdOf(account, user)]).toEqual([null, null]);
  });
});
