import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errorsOf, save, settingsOf, tryOut } from '../support/calls.js';
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
  test.sandbox.journal.clear();
});

const tests = () => test.sandbox.journal.entries.filter(({ path }) => path.startsWith('/login/companyinfo/')).length;

it('T15: of 100 tests of one account at once, the same or different, at most three go out', async () => {
  for (const isSame of [true, false]) {
    test.sandbox.journal.clear();
    test.sandbox.faults.clear();
    // Longer than it takes for all of them to arrive.
    test.sandbox.faults.add({ route: '/system/info', times: null, fault: { kind: 'slow', delay: 4_000 } });
    const account = await test.account();
    const values = (at: number) => ({
      ...account.values,
      privateKey: isSame ? account.values.privateKey : `key ${at}`,
    });

    const answers = await Promise.all(Array.from({ length: 100 }, (_, at) => tryOut(account, values(at))));

    expect(tests()).toBeGreaterThan(0);
    expect(tests()).toBeLessThanOrEqual(3);
    const refused = answers.flatMap(({ userErrors }) => userErrors);
    expect(refused.every((error) => error.code === 'RATE_LIMITED' && 'retryAfterSeconds' in error)).toBe(true);
    expect(answers.filter(({ report }) => report).length + refused.length).toBe(100);
    if (!isSame) expect(refused.length).toBeGreaterThanOrEqual(97);
  }
});

it('T15: the seventh test within a minute is refused and says when to come back', async () => {
  const account = await test.account();
  for (let done = 0; done < 6; done += 1) expect(errorsOf(await tryOut(account, account.values))).toEqual([]);
  const before = test.sandbox.journal.total;

  const { report, userErrors } = await tryOut(account, account.values);

  expect(report).toBeNull();
  expect(userErrors).toMatchObject([{ code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) }]);
  const [error] = userErrors;
  const seconds = error && 'retryAfterSeconds' in error ? error.retryAfterSeconds : 0;
  expect(seconds).toBeGreaterThanOrEqual(1);
  expect(seconds).toBeLessThanOrEqual(60);
  expect(test.sandbox.journal.total).toBe(before);
});

it('T15: saving untested values counts as a test, and is refused without changing anything', async () => {
  const account = await test.account();
  for (let done = 0; done < 6; done += 1) await tryOut(account, { ...account.values, privateKey: `wrong ${done}` });

  const answer = await save(account, { ...account.values, isEnabled: true });

  expect(errorsOf(answer)).toEqual(['RATE_LIMITED']);
  expect(await settingsOf(account)).toBeNull();
});

it('T15: what one account uses up is not taken from another', async () => {
  const [one, other] = [await test.account(), await test.account()];
  for (let done = 0; done < 7; done += 1) await tryOut(one, one.values);

  expect(errorsOf(await tryOut(one, one.values))).toEqual(['RATE_LIMITED']);
  expect((await tryOut(other, other.values)).report?.isHealthy).toBe(true);
});

it('F2: a silent far side of one account does not hold up the tests of another', async () => {
  const [slow, quick] = [await test.account(), await test.account()];
  test.sandbox.faults.add({ route: '/system/info', fault: { kind: 'slow', delay: 8_000 } });

  const waiting = tryOut(slow, slow.values).then(() => 'slow');
  while (test.sandbox.journal.total < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  const running = tryOut(quick, quick.values).then(({ report }) => (report?.isHealthy ? 'quick' : 'failed'));

  expect(await Promise.race([waiting, running])).toBe('quick');
  expect(errorsOf(await tryOut(slow, { ...slow.values, privateKey: 'another' }))).toEqual(['RATE_LIMITED']);
  await waiting;
});

describe('T15: two replicas', () => {
  it('let at most three of 100 tests of one account at once go out, the same or different', async () => {
    for (const isSame of [true, false]) {
      test.sandbox.journal.clear();
      test.sandbox.faults.clear();
      test.sandbox.faults.add({ route: '/system/info', times: null, fault: { kind: 'slow', delay: 4_000 } });
      const account = await test.account();
      const askers = [account, other.at(account)];
      const values = (at: number) => (isSame ? account.values : { ...account.values, privateKey: `key ${at}` });

      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, at) => tryOut(askers[at % 2] ?? account, values(at))),
      );

      expect(tests()).toBeGreaterThan(0);
      expect(tests()).toBeLessThanOrEqual(3);
      const refused = answers.flatMap(({ userErrors }) => userErrors);
      expect(refused.every(({ code }) => code === 'RATE_LIMITED')).toBe(true);
      expect(answers.filter(({ report }) => report).length + refused.length).toBe(100);
    }
  });

  it('share the six of a minute', async () => {
    const account = await test.account();
    const askers = [account, other.at(account)];
    const answers: string[] = [];
    for (let done = 0; done < 8; done += 1) {
      answers.push(...errorsOf(await tryOut(askers[done % 2] ?? account, account.values)), 'asked');
    }

    expect(answers.filter((answer) => answer === 'RATE_LIMITED')).toHaveLength(2);
    expect(tests()).toBe(6);
  });

  it('F12: wait for a test of a process that died no longer than a test can last', async () => {
    const account = await test.account();
    const claim = (until: string) =>
      sql(
        `INSERT INTO connection_tests (account_id, minute_started_at, used, runner, running_until)
         VALUES ($1, now(), 1, gen_random_uuid(), now() + interval '${until}')
         ON CONFLICT (account_id) DO UPDATE SET runner = EXCLUDED.runner, running_until = EXCLUDED.running_until`,
        [account.id],
      );
    await claim('15 seconds');
    const meanwhile = await tryOut(account, account.values);
    await claim('-1 second');

    expect(meanwhile.userErrors).toMatchObject([{ code: 'RATE_LIMITED', retryAfterSeconds: 5 }]);
    expect((await tryOut(account, account.values)).report?.isHealthy).toBe(true);
  });

  it('F11: are not locked out by times that a clock has set which has gone back since', async () => {
    const account = await test.account();
    expect((await tryOut(account, account.values)).userErrors).toEqual([]);
    await sql(
      `UPDATE connection_tests SET minute_started_at = now() + interval '3 hours', used = 6,
         running_until = now() + interval '3 hours' WHERE account_id = $1`,
      [account.id],
    );
    expect((await tryOut(account, account.values)).userErrors).toEqual([]);
  });

  it('begin a new minute by the clock of the database', async () => {
    const account = await test.account();
    for (let done = 0; done < 7; done += 1) await tryOut(account, account.values);
    await sql("UPDATE connection_tests SET minute_started_at = now() - interval '61 seconds' WHERE account_id = $1", [
      account.id,
    ]);

    expect((await tryOut(other.at(account), account.values)).report?.isHealthy).toBe(true);
  });
});
