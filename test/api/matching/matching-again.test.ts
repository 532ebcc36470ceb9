import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { given } from '../support/calls.js';
import { jobsOf } from '../support/jobs.js';
import { sql } from '../support/rows.js';
import { dismiss, furnished, idsOf, match, named, open, reopen } from '../support/suggestions.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

/** As if the copy of the companies was older than every run. */
const settle = (account: SeedAccount) =>
  sql(`UPDATE companies SET updated_at = now() - interval '1 hour' WHERE account_id = $1`, [account.id]);

/** How many users the next run looks at. */
async function lookedAt(account: SeedAccount): Promise<number> {
  await match(test, account);
  const job = given((await jobsOf(test.app, account, 'MATCHING'))[0]);
  expect(job.status).toBe('SUCCEEDED');
  return job.done;
}

const rename = (account: SeedAccount, from: string, to: string) =>
  sql('UPDATE users SET name = $3, version = version + 1 WHERE account_id = $1 AND name = $2', [account.id, from, to]);
const sureOf = async (account: SeedAccount) =>
  (await open(account)).map(({ user, isSure }) => `${user.name} ${isSure}`).sort();

describe('a run of the job', () => {
  it('looks at nobody when nothing has changed, and at one user when one has come', async () => {
    const { account, source } = await furnished(test, [named('Quiet Lake'), named('Loud River')]);
    await settle(account);
    await source.user('Quiet Lake');
    expect(await lookedAt(account)).toBe(1);
    const before = idsOf(await open(account));
    expect(await lookedAt(account)).toBe(0);
    expect(idsOf(await open(account))).toEqual(before);
    await source.user('Loud River');
    expect(await lookedAt(account)).toBe(1);
    expect(await open(account)).toHaveLength(2);
  });

  it('looks at everybody when a company or the threshold is another', async () => {
    const { account, source } = await furnished(test, [named('Quiet Lake'), named('Loud River')]);
    await settle(account);
    await source.user('Quiet Lake');
    await source.user('Wide Meadow');
    await match(test, account);
    await sql(
      `UPDATE companies SET name = 'Wide Meadow', folded_name = 'wide meadow', normalised_name = 'widemeadow',
         sketch = 'wide meadow', match_keys = '{^wide}', updated_at = now() WHERE account_id = $1 AND name = 'Loud River'`,
      [account.id],
    );
    expect(await lookedAt(account)).toBe(2);
    expect(await open(account)).toHaveLength(2);
    await settle(account);
    expect(await lookedAt(account)).toBe(0);
    await test.app.services.matching.changeSettings(account.caller, { threshold: 0.95 });
    expect(await lookedAt(account)).toBe(2);
    expect(await open(account)).toHaveLength(0);
  });

  it('C3: takes being sure from a user when a rival comes, and gives it back when the rival goes', async () => {
    const { account, source } = await furnished(test, [named('Lone Pine'), named('Far Away')]);
    await settle(account);
    await source.user('Lone Pine');
    await source.user('Far Away');
    await match(test, account);
    expect(await sureOf(account)).toEqual(['Far Away true', 'Lone Pine true']);
    await source.user('LONE PINE, Inc.');
    expect(await lookedAt(account)).toBe(2);
    expect(await sureOf(account)).toEqual(['Far Away true', 'LONE PINE, Inc. false', 'Lone Pine false']);
    await rename(account, 'LONE PINE, Inc.', 'Somebody Else');
    expect(await lookedAt(account)).toBe(2);
    expect(await sureOf(account)).toEqual(['Far Away true', 'Lone Pine true']);
    await rename(account, 'Somebody Else', 'Lone Pine');
    await match(test, account);
    await sql(
      `UPDATE users SET status = 'ARCHIVED', archived_at = now(), version = version + 1 WHERE account_id = $1 AND id = (
         SELECT id FROM users WHERE account_id = $1 AND name = 'Lone Pine' ORDER BY id DESC LIMIT 1)`,
      [account.id],
    );
    await match(test, account);
    expect(await sureOf(account)).toEqual(['Far Away true', 'Lone Pine true']);
  });

  it('C4: fills the place of a dismissed suggestion with the next best one', async () => {
    const names = Array.from({ length: 6 }, () => named('Twin Rivers'));
    const { account, source } = await furnished(test, names);
    await settle(account);
    await source.user('Twin Rivers');
    await match(test, account);
    const [first] = await open(account);
    await dismiss(account, [given(first).id]);
    expect(await open(account)).toHaveLength(4);
    expect(await lookedAt(account)).toBe(1);
    expect(await open(account)).toHaveLength(5);
    await reopen(account, [given(first).id]);
    expect(await lookedAt(account)).toBe(1);
    expect(await open(account)).toHaveLength(5);
  });
});
