import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { auditOf, errorsOf, given, holdOf, save, settingsOf, tryOut, verify } from '../support/calls.js';
import { checkHealth, healthOf, work } from '../support/health.js';
import { eventsOf, sql } from '../support/rows.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const NEW_PAIR = { publicKey: 'SecondPublicKey', privateKey: 'SecondPrivateKey' };
const revokeOld = () => test.sandbox.keys.revoke(test.sandbox.credentials.publicKey);
beforeEach(() => {
  test.sandbox.faults.clear();
  test.sandbox.keys.add({ ...test.sandbox.credentials, member: 'psabridge' });
  test.sandbox.keys.add({ ...NEW_PAIR, member: 'psabridge' });
  test.sandbox.journal.clear();
});

async function mapped() {
  const account = await test.account();
  const user = await (await account.integration()).user();
  await user.map(test.sandbox.landmarks.ordinary[0].identifier);
  return { account, user };
}

const mappings = (account: { id: string }) => sql('SELECT * FROM mappings WHERE account_id = $1', [account.id]);
const asked = (route: string) => test.sandbox.journal.count('GET', route);

describe('S10: new keys', () => {
  it('are tried beside the old ones, which go on working, and then switched without another test', async () => {
    const { account } = await mapped();
    const before = await settingsOf(account);

    const staged = await tryOut(account, NEW_PAIR);
    const between = await settingsOf(account);
    const stillOld = await work(test.app, account);
    const tests = asked('/login/companyinfo/{id}');
    const saved = await save(account, NEW_PAIR);
    revokeOld();

    expect(staged.report?.isHealthy).toBe(true);
    expect([between, stillOld]).toEqual([before, 'done']);
    expect([errorsOf(saved), saved.report, asked('/login/companyinfo/{id}')]).toEqual([[], null, tests]);
    expect(saved.integration).toMatchObject({
      isEnabled: true,
      access: { publicKeyHint: 'cKey', hasPrivateKey: true },
    });
    expect(await work(test.app, account)).toBe('done');
  });

  it('touch no mapping, hold no work, and leave one audit row and no event', async () => {
    const { account, user } = await mapped();
    const before = await mappings(account);
    const [audit, events] = [await auditOf(account), await eventsOf(account.id)];

    await save(account, NEW_PAIR);

    expect(await mappings(account)).toEqual(before);
    expect(await holdOf(account, user)).toBeNull();
    expect(await eventsOf(account.id)).toEqual(events);
    expect((await auditOf(account)).slice(audit.length)).toMatchObject([
      {
        action: 'SETTINGS_SAVED',
        changes: [
          { field: 'publicKey', before: 'changed', after: 'changed' },
          { field: 'privateKey', before: 'changed', after: 'changed' },
        ],
      },
    ]);
  });

  it('leave work in flight to finish on the old pair, call by call, and the old pair can go afterwards', async () => {
    const { account } = await mapped();
    test.sandbox.journal.clear();
    test.sandbox.faults.add({ route: '/company/companies', fault: { kind: 'slow', delay: 5_000 } });
    const piece = { work: 'COMPANY_SYNC', capability: 'READ_COMPANIES', signal: new AbortController().signal } as const;
    let switched = false;
    const inFlight = test.app.services.backgroundWork.run(account.caller, piece, async ({ probes }) => {
      await probes.readCompanies();
      // Whoever speaks with the old pair is still let in, and with the new one it would not be.
      test.sandbox.keys.revoke(NEW_PAIR.publicKey);
      await probes.readBoards();
      return switched;
    });
    while (asked('/company/companies') === 0) await new Promise((resolve) => setTimeout(resolve, 5));

    const saved = await save(account, NEW_PAIR);
    switched = true;
    const finished = await inFlight;
    revokeOld();
    test.sandbox.keys.add({ ...NEW_PAIR, member: 'psabridge' });

    expect(errorsOf(saved)).toEqual([]);
    expect(finished).toBe(true);
    expect(await work(test.app, account)).toBe('done');
    expect((await verify(account, test.sandbox.landmarks.ordinary[0].identifier)).verification?.outcome).toBe('USABLE');
  });

  it('are not blamed for what was refused to the old pair, however often', async () => {
    const { account } = await mapped();
    test.sandbox.journal.clear();
    test.sandbox.faults.add({ route: '/company/companies', times: 3, fault: { kind: 'slow', delay: 5_000 } });
    const late = [1, 2, 3].map(() => work(test.app, account));
    while (asked('/company/companies') < 3) await new Promise((resolve) => setTimeout(resolve, 5));

    const saved = await save(account, NEW_PAIR);
    revokeOld();

    expect(errorsOf(saved)).toEqual([]);
    expect(await Promise.all(late)).toEqual(Array(3).fill('wrong-keys'));
    expect((await healthOf(account)).phase).toBe('HEALTHY');
    const [row] = await sql('SELECT refusals FROM integration_settings WHERE account_id = $1', [account.id]);
    expect(row).toEqual({ refusals: 0 });
    expect(await work(test.app, account)).toBe('done');
  });

  it.each([
    ['a wrong pair', { publicKey: 'NobodysKey', privateKey: 'NobodysSecret' }],
    ['half a pair', { privateKey: NEW_PAIR.privateKey }],
    ['a pair that cannot be sent', { publicKey: 'a:b', privateKey: 'c' }],
  ])('that fail leave the old pair at work: %s', async (_what, pair) => {
    const { account } = await mapped();
    const before = await settingsOf(account);

    const refused = await save(account, pair);

    expect(errorsOf(refused)).toHaveLength(1);
    expect(await settingsOf(account)).toEqual(before);
    expect([await work(test.app, account), (await healthOf(account)).phase]).toEqual(['done', 'HEALTHY']);
  });

  it('are what the next check uses', async () => {
    const { account } = await mapped();
    await save(account, NEW_PAIR);
    revokeOld();

    await checkHealth(test, account);

    expect(given((await settingsOf(account))?.lastReport).isHealthy).toBe(true);
  });
});
