import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ask } from '../../support/graphql-client.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import {
  RetentionSettingsDocument,
  SaveRetentionSettingsDocument,
  type SaveRetentionSettingsInput,
} from '../operations.generated.js';
import { given } from '../support/calls.js';
import { runWork } from '../support/data.js';
import { sql } from '../support/rows.js';

const now = { at: new Date('2031-03-31T23:30:00Z') };
let test: TestApp;
let account: SeedAccount;
beforeAll(async () => {
  test = await startTestApp({ clock: { now: () => now.at } });
});
afterAll(() => test.close());
beforeEach(async () => {
  account = await test.account();
});

const read = async () => given((await ask(account, RetentionSettingsDocument)).retentionSettings);
const save = async (input: SaveRetentionSettingsInput) =>
  given((await ask(account, SaveRetentionSettingsDocument, { input })).saveRetentionSettings);

async function rule(kind: string) {
  return given((await read()).rules.find((one) => one.kind === kind));
}

describe('A5: how long things are kept', () => {
  it('A5: has defaults and a least for each kind, by the time zone of the account', async () => {
    const { rules, version } = await read();
    expect(version).toBe(0);
    expect(
      rules.map(({ kind, months, minimumMonths, keptFrom }) => `${kind} ${months} ${minimumMonths} ${keptFrom}`),
    ).toEqual([
      'BILLING_PLANS 84 84 2024-03-01',
      'USAGE 84 84 2024-03-01',
      'NOTIFICATIONS 24 1 2029-03-01',
      'SPAM_REPORTS 24 3 2029-03-01',
      'SPAM_STATISTICS 36 24 2028-03-01',
      'DRIFTS 24 3 2029-03-01',
      'JOBS 3 1 2030-12-01',
      'AUDIT 84 12 2024-03-01',
    ]);
    await sql(`UPDATE accounts SET time_zone = 'Asia/Tokyo' WHERE id = $1`, [account.id]);
    expect((await rule('JOBS')).keptFrom).toBe('2031-01-01');
  });

  it('A5: is changed kind by kind, null is the default again, and both are in the trail', async () => {
    const first = await save({
      rules: [
        { kind: 'JOBS', months: 9 },
        { kind: 'AUDIT', months: 120 },
      ],
      expectedVersion: 0,
    });
    expect(first.userErrors).toEqual([]);
    expect(first.settings?.version).toBe(1);
    expect(await rule('JOBS')).toMatchObject({ months: 9, defaultMonths: 3, keptFrom: '2030-06-01', lastRunAt: null });
    await save({ rules: [{ kind: 'JOBS' }] });
    expect(await rule('JOBS')).toMatchObject({ months: 3 });
    expect(await rule('AUDIT')).toMatchObject({ months: 120 });
    const rows = await sql<{ changes: unknown }>(
      `SELECT changes FROM audit_events WHERE account_id = $1 AND action = 'RETENTION_SETTINGS_SAVED' ORDER BY id`,
      [account.id],
    );
    expect(rows.map(({ changes }) => changes)).toEqual([
      [
        { field: 'JOBS', before: null, after: '9' },
        { field: 'AUDIT', before: null, after: '120' },
      ],
      [{ field: 'JOBS', before: '9', after: null }],
    ]);
  });

  it('A5: less than the least is refused, all at once, and nothing is saved', async () => {
    const { settings, userErrors } = await save({
      rules: [
        { kind: 'USAGE', months: 83 },
        { kind: 'JOBS', months: 5 },
        { kind: 'AUDIT', months: 11 },
        { kind: 'DRIFTS', months: 1_201 },
        { kind: 'JOBS', months: 6 },
      ],
    });
    expect(settings).toBeNull();
    expect(userErrors.map(({ field, message }) => `${field?.join('.')}: ${message}`)).toEqual([
      'rules.0.months: This takes 84 to 1200 months.',
      'rules.2.months: This takes 12 to 1200 months.',
      'rules.3.months: This takes 3 to 1200 months.',
      'rules.4: This kind stands above already.',
    ]);
    expect((await read()).version).toBe(0);
  });

  it('F22: is refused when somebody changed it since, and of many at once one wins', async () => {
    await save({ rules: [{ kind: 'JOBS', months: 3 }] });
    const late = await save({ rules: [{ kind: 'JOBS', months: 4 }], expectedVersion: 0 });
    expect(late.userErrors).toMatchObject([{ code: 'VERSION_CONFLICT' }]);
    const all = await Promise.all(
      [5, 6, 7, 8].map((months) => save({ rules: [{ kind: 'JOBS', months }], expectedVersion: 1 })),
    );
    expect(all.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1);
    expect((await read()).version).toBe(2);
    // What changes nothing is no change.
    await save({ rules: [{ kind: 'JOBS', months: (await rule('JOBS')).months }] });
    expect((await read()).version).toBe(2);
  });

  it('A5: shows what the newest removal did', async () => {
    await runWork(account, test.app.services.removeOld);
    expect(await rule('JOBS')).toMatchObject({ lastRemoved: 0, lastRunAt: expect.any(String) });
  });
});
