import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { WorkPiece } from '../../src/features/integration/background-work.js';
import { PutOff } from '../../src/shared/put-off.js';
import type { SeedAccount } from '../support/seed.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { auditOf, errorsOf, given, holdOf, save, settingsOf, tryOut, verify } from './support/calls.js';
import { checkHealth, healthOf, readCompanies, refuseThrice, work } from './support/health.js';
import { type Replica, startReplica } from './support/replica.js';
import { eventsOf, sql } from './support/rows.js';

let test: TestApp;
let other: Replica;
beforeAll(async () => {
  test = await startTestApp();
  other = await startReplica(test);
});
afterAll(async () => {
  await other.close();
  await test.close();
});
beforeEach(() => {
  test.sandbox.faults.clear();
  test.sandbox.permissions.reset();
  test.sandbox.keys.add({ ...test.sandbox.credentials, member: 'psabridge' });
  test.sandbox.settings.clientIds = [test.sandbox.credentials.clientId];
  test.sandbox.journal.clear();
});

const revoke = () => test.sandbox.keys.revoke(test.sandbox.credentials.publicKey);
const restore = () => test.sandbox.keys.add({ ...test.sandbox.credentials, member: 'psabridge' });

async function enabled(): Promise<SeedAccount> {
  const account = await test.account();
  await account.integration();
  test.sandbox.journal.clear();
  return account;
}

const told = async (account: SeedAccount) =>
  (await eventsOf(account.id))
    .map(({ kind, facts }) => ({ kind, facts }))
    .filter(({ kind }) => /PAUSE|RESUM|HELD/.test(kind));
const audited = async (account: SeedAccount) =>
  (await auditOf(account)).filter(({ action }) => /PAUSE|RESUM|HELD/.test(action));

describe('F10: three refusals of the keys in a row', () => {
  it('pause the work of the account with a reason, told once, and nothing more leaves', async () => {
    const account = await enabled();
    const user = await (await account.source()).user();
    await user.map(test.sandbox.landmarks.ordinary[0].identifier);
    revoke();
    const outcomes = await refuseThrice(test, account);
    const asked = test.sandbox.journal.total;

    const later = await Promise.all([1, 2, 3, 4].map(() => work(test.app, account)));

    expect(outcomes).toEqual(['wrong-keys', 'wrong-keys', 'INTEGRATION_PAUSED']);
    expect(later).toEqual(Array(4).fill('INTEGRATION_PAUSED'));
    expect(test.sandbox.journal.total).toBe(asked);
    expect(await healthOf(account)).toMatchObject({
      ...{ phase: 'PAUSED', pauseReason: 'KEYS_REFUSED', pausedAt: expect.any(String) },
      nextCheckAt: expect.any(String),
    });
    expect(await told(account)).toEqual([{ kind: 'INTEGRATION_PAUSED', facts: { reason: 'KEYS_REFUSED' } }]);
    expect(await audited(account)).toMatchObject([
      {
        action: 'INTEGRATION_PAUSED',
        actor: { kind: 'SYSTEM' },
        changes: [{ field: 'pauseReason', before: null, after: 'KEYS_REFUSED' }],
      },
    ]);
    expect(await holdOf(account, user)).toBe('INTEGRATION_PAUSED');
  });

  it('are counted over all replicas and kinds of work', async () => {
    const account = await enabled();
    revoke();

    const outcomes = [
      await work(test.app, account, { work: 'BILLING', capability: 'READ_AGREEMENTS' }),
      await work(other.app, account, { work: 'TICKETS', capability: 'WRITE_TICKETS' }),
      await work(test.app, account),
    ];

    expect(outcomes).toEqual(['wrong-keys', 'wrong-keys', 'INTEGRATION_PAUSED']);
    expect(await work(other.app, account)).toBe('INTEGRATION_PAUSED');
  });

  it('at the same moment pause it once', async () => {
    const account = await enabled();
    revoke();

    const outcomes = await Promise.all(
      Array.from({ length: 6 }, (_, at) => work(at % 2 ? other.app : test.app, account)),
    );

    expect(outcomes.filter((outcome) => outcome === 'INTEGRATION_PAUSED').length).toBeGreaterThanOrEqual(1);
    expect((await told(account)).map(({ kind }) => kind)).toEqual(['INTEGRATION_PAUSED']);
  });

  it('are not in a row when work went through between them', async () => {
    const account = await enabled();
    const outcomes: string[] = [];
    for (const isGood of [false, false, true, false, false]) {
      if (isGood) restore();
      else revoke();
      outcomes.push(await work(test.app, account));
    }

    expect(outcomes).toEqual(['wrong-keys', 'wrong-keys', 'done', 'wrong-keys', 'wrong-keys']);
    expect((await healthOf(account)).phase).toBe('HEALTHY');
  });

  it('pause it for a refused clientId too, with that reason', async () => {
    const account = await enabled();
    test.sandbox.settings.clientIds = [];

    await refuseThrice(test, account);

    expect(await healthOf(account)).toMatchObject({ phase: 'PAUSED', pauseReason: 'CLIENT_ID_REFUSED' });
  });

  it('are never what an outage of ConnectWise makes', async () => {
    const account = await enabled();
    test.sandbox.faults.add({ times: null, fault: { kind: 'answer', status: 500, body: '{}' } });

    const outcomes = [1, 2, 3, 4].map(() => work(test.app, account));

    expect(await Promise.all(outcomes)).toEqual(Array(4).fill('server-fault'));
    expect((await healthOf(account)).phase).toBe('HEALTHY');
  });

  it('make the passed test of the same values count no more', async () => {
    const account = await enabled();
    revoke();
    await refuseThrice(test, account);

    const answer = await save(account, { isEnabled: true });

    expect(errorsOf(answer)).toEqual(['CONNECTWISE_DENIED privateKey']);
    expect((await healthOf(account)).phase).toBe('PAUSED');
  });
});

describe('F10: a paused account', () => {
  const pausedAccount = async () => {
    const account = await enabled();
    revoke();
    await refuseThrice(test, account);
    return account;
  };
  const resumed = [
    { kind: 'INTEGRATION_PAUSED', facts: { reason: 'KEYS_REFUSED' } },
    { kind: 'INTEGRATION_RESUMED', facts: { reason: 'KEYS_REFUSED' } },
  ];

  it('stays paused, and silent, while the scheduled check fails', async () => {
    const account = await pausedAccount();

    await checkHealth(test, account);
    await checkHealth(test, account);

    expect((await healthOf(account)).phase).toBe('PAUSED');
    expect(await told(account)).toHaveLength(1);
    expect((await settingsOf(account))?.lastReport?.isHealthy).toBe(false);
  });

  it('goes on after the next good check, told once', async () => {
    const account = await pausedAccount();
    restore();

    await checkHealth(test, account);
    await checkHealth(test, account);

    expect(await healthOf(account)).toMatchObject({ phase: 'HEALTHY', pauseReason: null, pausedAt: null });
    expect(await told(account)).toEqual(resumed);
    expect((await audited(account)).at(-1)).toMatchObject({
      action: 'INTEGRATION_RESUMED',
      actor: { kind: 'SYSTEM' },
      changes: [{ field: 'pauseReason', before: 'KEYS_REFUSED', after: null }],
    });
    expect(await work(test.app, account)).toBe('done');
  });

  it('P10: goes on after a good test of the saved values, but not after one of others', async () => {
    const account = await pausedAccount();
    restore();
    test.sandbox.keys.add({ publicKey: 'another', privateKey: 'pair', member: 'psabridge' });

    const foreign = await tryOut(account, { publicKey: 'another', privateKey: 'pair' });
    const between = await healthOf(account);
    await tryOut(account);

    expect([foreign.report?.isHealthy, between.phase]).toEqual([true, 'PAUSED']);
    expect((await healthOf(account)).phase).toBe('HEALTHY');
    expect(await told(account)).toEqual(resumed);
    expect((await audited(account)).at(-1)).toMatchObject({ actor: { kind: 'TOKEN' } });
  });

  it('P10: goes on after a save with keys that work', async () => {
    const account = await pausedAccount();
    test.sandbox.keys.add({ publicKey: 'second', privateKey: 'pair', member: 'psabridge' });

    const answer = await save(account, { publicKey: 'second', privateKey: 'pair' });
    test.sandbox.keys.revoke('second');

    expect(errorsOf(answer)).toEqual([]);
    expect((await healthOf(account)).phase).toBe('HEALTHY');
    expect((await told(account)).map(({ kind }) => kind)).toEqual(['INTEGRATION_PAUSED', 'INTEGRATION_RESUMED']);
  });

  it('still answers those who ask by hand', async () => {
    const account = await pausedAccount();
    restore();

    const { verification } = await verify(account, test.sandbox.landmarks.ordinary[0].identifier);

    expect(verification?.outcome).toBe('USABLE');
    expect((await healthOf(account)).phase).toBe('PAUSED');
  });

  it('is put off until the next check, using up no try', async () => {
    const account = await pausedAccount();

    const refused = await readCompanies(test.app, account).catch((error: unknown) => error);

    expect(refused).toBeInstanceOf(PutOff);
    const { nextCheckAt } = await healthOf(account);
    expect(refused).toMatchObject({ next: { kind: 'at', at: new Date(given(nextCheckAt)) } });
  });

  it('A3: says nothing of another account', async () => {
    await pausedAccount();
    const neighbour = await test.account();
    restore();
    await neighbour.integration();

    expect(await work(test.app, neighbour)).toBe('done');
  });
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
    const account = await enabled();
    forbidden();

    const first = await work(test.app, account, tickets);
    const asked = test.sandbox.journal.total;
    const second = await work(other.app, account, tickets);
    const askedThen = test.sandbox.journal.total;
    test.sandbox.faults.clear();
    const sync = await work(test.app, account);

    expect([first, second, sync]).toEqual(['WORK_NOT_PERMITTED', 'WORK_NOT_PERMITTED', 'done']);
    expect(askedThen).toBe(asked);
    const role = { module: 'Service Desk', function: 'Service Tickets', level: 'Add: All, Edit: All' };
    expect(await healthOf(account)).toMatchObject({
      phase: 'PARTLY_HELD',
      pauseReason: null,
      holds: [{ work: 'TICKETS', role, heldAt: expect.any(String) }],
    });
    const facts = { work: 'TICKETS', capability: 'WRITE_TICKETS', ...role };
    expect(await told(account)).toEqual([{ kind: 'WORK_HELD', facts }]);
    expect(await audited(account)).toMatchObject([{ action: 'WORK_HELD', actor: { kind: 'SYSTEM' } }]);
  });

  it('is held until a check finds the right, and then goes on', async () => {
    const account = await enabled();
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
    expect(await told(account)).toMatchObject([
      { kind: 'WORK_HELD' },
      { kind: 'WORK_RESUMED', facts: { work: 'TICKETS', capability: 'WRITE_TICKETS' } },
    ]);
    expect((await healthOf(account)).holds).toEqual([]);
  });

  it('S9: where ConnectWise does not show the rights, a check lets it try again', async () => {
    const account = await enabled();
    forbidden();
    await work(test.app, account, tickets);
    test.sandbox.faults.clear();
    test.sandbox.permissions.mySecurity = 'forbidden';

    await checkHealth(test, account);

    expect(await work(test.app, account, tickets)).toBe('done');
  });

  it('S6: that the last report shows already holds it without asking, and nothing that does not need it', async () => {
    test.sandbox.permissions.set('Service Tickets', { edit: 'None' });
    const account = await enabled();

    const before = await healthOf(account);
    const outcomes = [await work(test.app, account, tickets), await work(test.app, account)];

    expect(before).toMatchObject({ phase: 'HEALTHY', holds: [] });
    expect(outcomes).toEqual(['WORK_NOT_PERMITTED', 'done']);
    expect(test.sandbox.journal.count('GET', '/company/companies')).toBe(1);
    expect((await healthOf(account)).phase).toBe('PARTLY_HELD');
  });

  it('U11: is told to the source that asks about this kind of work', async () => {
    const account = await enabled();
    const user = await (await account.source()).user();
    await user.map(test.sandbox.landmarks.ordinary[0].identifier);
    forbidden();
    await work(test.app, account, tickets);

    expect(await holdOf(account, user, 'TICKETS')).toBe('WORK_NOT_PERMITTED');
    expect([await holdOf(account, user, 'BILLING'), await holdOf(account, user)]).toEqual([null, null]);
  });
});

describe('S11: background work', () => {
  it('rests while the integration is off, was never saved, or has lost its keys', async () => {
    const account = await enabled();
    await save(account, { isEnabled: false });
    const lost = await enabled();
    await test.database.system.forgetSealed(lost.id);

    for (const [asker, why] of [
      [account, 'INTEGRATION_OFF'],
      [await test.account(), 'INTEGRATION_OFF'],
      [lost, 'KEYS_MISSING'],
    ] as const) {
      const refused = await readCompanies(test.app, asker).catch((error: unknown) => error);
      expect(refused).toMatchObject({ name: 'PutOff', message: why, next: { kind: 'rest' } });
    }
    expect(test.sandbox.journal.total).toBe(0);
    expect([(await healthOf(account)).phase, (await healthOf(lost)).phase]).toEqual(['OFF', 'KEYS_MISSING']);
  });

  it('is put off when its keys do not open here, for an operator has to mend that', async () => {
    const account = await enabled();
    await sql("UPDATE integration_settings SET private_key_sealed = 'v1.gone.x.y' WHERE account_id = $1", [account.id]);

    const refused = await readCompanies(test.app, account).catch((error: unknown) => error);

    expect(refused).toMatchObject({ message: 'CREDENTIAL_LOCKED', next: { kind: 'at' } });
    expect(await work(test.app, account)).toBe('CREDENTIAL_LOCKED');
  });
});
