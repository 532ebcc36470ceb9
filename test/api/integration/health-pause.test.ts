import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startSandbox } from '../../../src/sandbox/sandbox.js';
import { PutOff } from '../../../src/shared/put-off.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errorsOf, given, holdOf, save, settingsOf, tryOut, verify } from '../support/calls.js';
import {
  checkHealth,
  enabledAccount,
  healthAudit,
  healthEvents,
  healthOf,
  readCompanies,
  refuseThrice,
  work,
} from '../support/health.js';
import { type Replica, startReplica } from '../support/replica.js';
import { sql } from '../support/rows.js';

let test: TestApp;
let other: Replica;
beforeAll(async () => {
  test = await startTestApp();
  other = await startReplica(test);
});
afterAll(() => test.close());
beforeEach(() => {
  test.sandbox.faults.clear();
  test.sandbox.keys.add({ ...test.sandbox.credentials, member: 'psabridge' });
  test.sandbox.settings.clientIds = [test.sandbox.credentials.clientId];
  test.sandbox.journal.clear();
});

const revoke = () => test.sandbox.keys.revoke(test.sandbox.credentials.publicKey);
const restore = () => test.sandbox.keys.add({ ...test.sandbox.credentials, member: 'psabridge' });

describe('F10: three refusals of the keys in a row', () => {
  it('pause the work of the account with a reason, told once, and nothing more leaves', async () => {
    const account = await enabledAccount(test);
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
    expect(await healthEvents(account)).toEqual([{ kind: 'INTEGRATION_PAUSED', facts: { reason: 'KEYS_REFUSED' } }]);
    expect(await healthAudit(account)).toMatchObject([
      {
        action: 'INTEGRATION_PAUSED',
        actor: { kind: 'SYSTEM' },
        changes: [{ field: 'pauseReason', before: null, after: 'KEYS_REFUSED' }],
      },
    ]);
    expect(await holdOf(account, user)).toBe('INTEGRATION_PAUSED');
  });

  it('are counted over all replicas and kinds of work', async () => {
    const account = await enabledAccount(test);
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
    const account = await enabledAccount(test);
    revoke();

    const outcomes = await Promise.all(
      Array.from({ length: 6 }, (_, at) => work(at % 2 ? other.app : test.app, account)),
    );

    expect(outcomes.filter((outcome) => outcome === 'INTEGRATION_PAUSED').length).toBeGreaterThanOrEqual(1);
    expect((await healthEvents(account)).map(({ kind }) => kind)).toEqual(['INTEGRATION_PAUSED']);
  });

  it('are not in a row when ConnectWise took the keys between them, though what was asked for failed', async () => {
    const account = await enabledAccount(test);
    const missing = { status: 404, body: '{"code":"NotFound","message":"Company 1 not found","errors":null}' };
    const outcomes: string[] = [];
    for (const refusals of [2, 2]) {
      revoke();
      for (let at = 0; at < refusals; at += 1) outcomes.push(await work(test.app, account));
      restore();
      test.sandbox.faults.add({ route: '/company/companies', fault: { kind: 'answer', ...missing } });
      outcomes.push(await work(test.app, account));
    }
    expect(outcomes).toEqual(['wrong-keys', 'wrong-keys', 'not-found', 'wrong-keys', 'wrong-keys', 'not-found']);
  });

  it('are not in a row when work went through between them', async () => {
    const account = await enabledAccount(test);
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
    const account = await enabledAccount(test);
    test.sandbox.settings.clientIds = [];

    await refuseThrice(test, account);

    expect(await healthOf(account)).toMatchObject({ phase: 'PAUSED', pauseReason: 'CLIENT_ID_REFUSED' });
  });

  it('are never what an outage of ConnectWise makes', async () => {
    const account = await enabledAccount(test);
    test.sandbox.faults.add({ times: null, fault: { kind: 'answer', status: 500, body: '{}' } });

    const outcomes = [1, 2, 3, 4].map(() => work(test.app, account));

    expect(await Promise.all(outcomes)).toEqual(Array(4).fill('server-fault'));
    expect((await healthOf(account)).phase).toBe('HEALTHY');
  });

  it('make the passed test of the same values count no more', async () => {
    const account = await enabledAccount(test);
    revoke();
    await refuseThrice(test, account);

    const answer = await save(account, { isEnabled: true });

    expect(errorsOf(answer)).toEqual(['CONNECTWISE_DENIED privateKey']);
    expect((await healthOf(account)).phase).toBe('PAUSED');
  });
});

describe('F10: a paused account', () => {
  const pausedAccount = async () => {
    const account = await enabledAccount(test);
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
    expect(await healthEvents(account)).toHaveLength(1);
    expect((await settingsOf(account))?.lastReport?.isHealthy).toBe(false);
  });

  it('goes on after the next good check, told once', async () => {
    const account = await pausedAccount();
    restore();

    await checkHealth(test, account);
    await checkHealth(test, account);

    expect(await healthOf(account)).toMatchObject({ phase: 'HEALTHY', pauseReason: null, pausedAt: null });
    expect(await healthEvents(account)).toEqual(resumed);
    expect((await healthAudit(account)).at(-1)).toMatchObject({
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
    expect(await healthEvents(account)).toEqual(resumed);
    expect((await healthAudit(account)).at(-1)).toMatchObject({ actor: { kind: 'TOKEN' } });
  });

  it('P10: goes on after a save with keys that work', async () => {
    const account = await pausedAccount();
    test.sandbox.keys.add({ publicKey: 'second', privateKey: 'pair', member: 'psabridge' });

    const answer = await save(account, { publicKey: 'second', privateKey: 'pair' });
    test.sandbox.keys.revoke('second');

    expect(errorsOf(answer)).toEqual([]);
    expect((await healthOf(account)).phase).toBe('HEALTHY');
    expect((await healthEvents(account)).map(({ kind }) => kind)).toEqual([
      'INTEGRATION_PAUSED',
      'INTEGRATION_RESUMED',
    ]);
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

describe('S11: background work', () => {
  it('rests while the integration is off, was never saved, or has lost its keys', async () => {
    const account = await enabledAccount(test);
    await save(account, { isEnabled: false });
    const lost = await enabledAccount(test);
    await test.database.sealed.forget(lost.id);

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
    const account = await enabledAccount(test);
    await sql("UPDATE integration_settings SET private_key_sealed = 'v1.gone.x.y' WHERE account_id = $1", [account.id]);

    const refused = await readCompanies(test.app, account).catch((error: unknown) => error);

    expect(refused).toMatchObject({ message: 'CREDENTIAL_LOCKED', next: { kind: 'after', seconds: 3_600 } });
    expect(await work(test.app, account)).toBe('CREDENTIAL_LOCKED');
  });

  it('F3: that ConnectWise tells to wait for an hour is put off until then, and nothing is sent before', async () => {
    const system = await startSandbox({ companies: 10 });
    const server = await startReplica(test, { reaches: [system] });
    const account = server.at(await test.account());
    await account.integration({ site: system.url });
    system.faults.add({ times: null, fault: { kind: 'rateLimit', retryAfter: 3_600 } });

    const refused: unknown[] = [];
    for (let at = 0; at < 4; at += 1) {
      refused.push(await readCompanies(server.app, account).catch((error: unknown) => error));
    }
    const asked = system.journal.entries.filter(({ fault }) => fault === 'rateLimit').length;
    await server.close();
    await system.close();

    for (const error of refused) {
      expect(error).toMatchObject({ name: 'PutOff', message: 'rate-limited', next: { kind: 'after' } });
      const { next } = error instanceof PutOff ? error : { next: undefined };
      expect(next?.kind === 'after' ? next.seconds : 0).toBeGreaterThan(3_500);
    }
    expect(asked).toBe(1);
  });
});
