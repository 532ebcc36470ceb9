import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { HoldLost } from '../../../src/database/wake.js';
import { putSpam } from '../../support/spam.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { given } from '../support/calls.js';
import { runWork } from '../support/data.js';
import { holdWork } from '../support/jobs.js';
import { OldRows } from '../support/old-rows.js';
import { sql } from '../support/rows.js';

/** Schedules go by the database's time; the rows are what is old. */
let test: TestApp;
let mine: OldRows;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
beforeEach(async () => {
  mine = await OldRows.of(test);
});
afterEach(() => {
  jest.restoreAllMocks();
});

const remove = () => runWork(mine.account, test.app.services.removeOld);
const months = (kind: string, count: number) =>
  sql(`INSERT INTO retention_settings (account_id, months) VALUES ($1, $2)`, [mine.account.id, { [kind]: count }]);

/** Days before now. */
function ago(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString();
}
const YEAR = 366;

async function removed(): Promise<Record<string, string | null>[]> {
  const rows = await sql<{ changes: { field: string; after: string | null }[] }>(
    `SELECT changes FROM audit_events WHERE account_id = $1 AND action = 'OLD_ROWS_REMOVED' ORDER BY id`,
    [mine.account.id],
  );
  return rows.map(({ changes }) => Object.fromEntries(changes.map(({ field, after }) => [field, after])));
}

describe('A5: what has been kept for its time goes', () => {
  it('A5: of each kind what is over, and nothing that is younger or open', async () => {
    const [old, young] = [ago(9 * YEAR), ago(20)];
    for (const at of [old, young]) {
      await mine.plan(at);
      await mine.usage(at.slice(0, 10));
      await mine.notification(at);
      await mine.drift(at);
      await mine.job(at, { rows: 3 });
      await mine.report(at);
      await mine.audit(at);
    }
    // Open, however old.
    await mine.plan(old, { status: 'OPEN' });
    await mine.notification(old, { isOpen: true });
    await mine.notification(old, { ticket: 'OPEN' });
    await mine.notification(old, { dueAt: young });
    await mine.drift(old, 'OPEN');
    await mine.report(old, { state: 'WAITING' });
    await mine.job(old, { status: 'RUNNING', rows: 2 });
    const trail = await mine.count('audit_events');
    const next = await remove();
    expect(next.kind).toBe('at');
    const left = [
      'billing_plans',
      'usage_days',
      'notifications',
      'tickets',
      'drifts',
      'spam_deliveries',
      'jobs',
      'import_rows',
    ];
    expect(await Promise.all(left.map((table) => mine.count(table)))).toEqual([2, 1, 4, 4, 2, 2, 2, 5]);
    for (const table of ['billing_turns', 'billing_lines', 'billing_shares']) expect(await mine.count(table)).toBe(2);
    const told = await removed();
    expect(told.map(({ kind, rows }) => `${kind} ${rows}`)).toEqual([
      ...['BILLING_PLANS 4', 'USAGE 1', 'NOTIFICATIONS 2', 'SPAM_REPORTS 1', 'DRIFTS 1', 'JOBS 5', 'AUDIT 1'],
    ]);
    expect(await mine.count('audit_events')).toBe(trail - 1 + told.length);
  });

  it('A5: is done once a month for each kind, and the days between are nothing to be told of', async () => {
    await mine.audit(ago(9 * YEAR));
    await remove();
    await mine.audit(ago(9 * YEAR));
    await remove();
    expect(await removed()).toHaveLength(1);
    // Next month.
    await sql(`UPDATE retention_runs SET "before" = "before" - interval '1 month' WHERE account_id = $1`, [
      mine.account.id,
    ]);
    await remove();
    expect((await removed()).map(({ rows }) => rows)).toEqual(['1', '1']);
  });

  it('A5: what a thousand rows are not enough for takes several transactions, and is told as one', async () => {
    await mine.audit(ago(9 * YEAR), 2_500);
    await mine.job(ago(3 * YEAR), { rows: 2_300 });
    await mine.plan(ago(9 * YEAR), { lines: 2_100 });
    const transactions = jest.spyOn(test.database, 'write');
    await remove();
    expect(transactions.mock.calls.length).toBeGreaterThan(12);
    expect((await removed()).map(({ kind, rows }) => `${kind} ${rows}`)).toEqual([
      ...['BILLING_PLANS 2103', 'JOBS 2302', 'AUDIT 2500'],
    ]);
    expect(await mine.count('import_rows')).toBe(0);
    expect(await mine.count('billing_lines')).toBe(0);
  });

  it('A5: goes on where it was when its worker died, and the one that died writes nothing any more', async () => {
    await mine.audit(ago(9 * YEAR), 2_500);
    const { removeOld } = test.app.services;
    const hold = await holdWork(mine.account, 'RETENTION');
    const dying = new AbortController();
    const through = test.database.write;
    let calls = 0;
    jest.spyOn(test.database, 'write').mockImplementation(async (accountId, work) => {
      const answer = await through(accountId, work);
      const [{ position } = { position: null }] = await sql<{ position: unknown }>(
        `SELECT position FROM retention_runs WHERE account_id = $1 AND kind = 'AUDIT'`,
        [mine.account.id],
      );
      calls += 1;
      if (position !== null) dying.abort();
      return answer;
    });
    await expect(removeOld.run(mine.account.caller, dying.signal, hold)).rejects.toThrow();
    jest.restoreAllMocks();
    expect(calls).toBeGreaterThan(1);
    const [run] = await sql(
      `SELECT removed::int, ended_at FROM retention_runs WHERE account_id = $1 AND kind = 'AUDIT'`,
      [mine.account.id],
    );
    expect(run).toEqual({ removed: 1_000, ended_at: null });
    await holdWork(mine.account, 'RETENTION');
    const late = removeOld.run(mine.account.caller, new AbortController().signal, hold);
    await expect(late).rejects.toThrow(HoldLost);
    await remove();
    expect((await removed()).map(({ kind, rows }) => `${kind} ${rows}`)).toEqual(['AUDIT 2500']);
  });

  it('A5: other settings begin anew, and what went before is told', async () => {
    await mine.audit(ago(9 * YEAR), 1_500);
    await mine.audit(ago(3 * YEAR), 2);
    await sql(
      `INSERT INTO retention_runs (account_id, kind, "before", position, removed) VALUES ($1, 'AUDIT', '2015-01-01', $2, 7)`,
      [mine.account.id, JSON.stringify('ffffffff-0000-7000-8000-000000000000')],
    );
    await months('AUDIT', 24);
    await remove();
    expect((await removed()).map(({ before, rows }) => [before === '2015-01-01', rows])).toEqual([
      [true, '7'],
      [false, '1502'],
    ]);
  });

  it('B10: usage stays with the plan that was made of it, whatever its age', async () => {
    const [from, to] = [ago(9 * YEAR).slice(0, 10), ago(9 * YEAR - 2).slice(0, 10)];
    await mine.usage(from, to, ago(9 * YEAR + 1).slice(0, 10), ago(9 * YEAR - 3).slice(0, 10));
    // Billed late, or again.
    await mine.plan(ago(5), { period: [from, to] });
    await remove();
    const days = await sql<{ day: string }>(
      `SELECT to_char(day, 'YYYY-MM-DD') AS day FROM usage_days WHERE account_id = $1`,
      [mine.account.id],
    );
    expect(days.map(({ day }) => day).sort()).toEqual([from, to]);
  });

  it('B9, B10: a plan stays while another takes it back, or its additions are compared by it', async () => {
    const [first, second, undo] = [
      await mine.plan(ago(10 * YEAR)),
      await mine.plan(ago(9 * YEAR)),
      await mine.plan(ago(30)),
    ];
    await sql(`UPDATE billing_plans SET kind = 'UNDO', undoes_plan_id = $2 WHERE account_id = $1 AND id = $3`, [
      ...[mine.account.id, first, undo],
    ]);
    await sql(
      `INSERT INTO reconciliation_rows (account_id, agreement_id, catalog_item_id, user_id, product_id, instance_id, line_id,
         line_quantity, state, checked_at)
       SELECT account_id, 1, 1, $3, $4, $5, id, 1, 'GONE', now() FROM billing_lines WHERE account_id = $1 AND plan_id = $2`,
      [mine.account.id, second, mine.userId, mine.productId, mine.instanceId],
    );
    const third = await mine.plan(ago(8 * YEAR));
    await remove();
    const plans = await sql<{ id: string }>('SELECT id FROM billing_plans WHERE account_id = $1', [mine.account.id]);
    expect(plans.map(({ id }) => id).sort()).toEqual([first, second, undo].sort());
    expect(plans.map(({ id }) => id)).not.toContain(third);
  });

  it('B10: the database itself lets nothing go that was billed within seven years, nor what is open', async () => {
    await mine.plan(ago(6 * YEAR));
    await mine.plan(ago(9 * YEAR), { status: 'OPEN' });
    await mine.usage(ago(6 * YEAR).slice(0, 10));
    await mine.report(ago(9 * YEAR), { state: 'WAITING' });
    const gone = await test.database.write(mine.account.id, async (tx) => [
      (await tx.billingShare.deleteMany()).count,
      (await tx.billingLine.deleteMany()).count,
      (await tx.billingTurn.deleteMany()).count,
      (await tx.billingPlan.deleteMany()).count,
      (await tx.usageDay.deleteMany()).count,
      (await tx.spamDelivery.deleteMany()).count,
    ]);
    expect(gone).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('T19: no audit row of the last twelve months goes, and none of another account', async () => {
    const other = await OldRows.of(test);
    const call = (accountId: string, before: string) =>
      test.database.write(
        mine.account.id,
        (tx) => tx.$queryRaw`
        SELECT removed FROM remove_old_audit(${accountId}::uuid, '00000000-0000-0000-0000-000000000000'::uuid,
          'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid, ${before}::timestamptz)`,
      );
    await expect(call(mine.account.id, ago(300))).rejects.toThrow(/at least 12 months/);
    await expect(call(other.account.id, ago(800))).rejects.toThrow(/of the account/);
    await expect(call(mine.account.id, ago(800))).resolves.toEqual([{ removed: 0 }]);
  });

  it('N4: what may still reopen its ticket stays, though it is old', async () => {
    await months('NOTIFICATIONS', 1);
    await sql(
      `INSERT INTO ticketing_settings (account_id, is_enabled, template, closes_tickets, closes_taken_over, reopen_days)
       VALUES ($1, false, '{}', true, false, 365)`,
      [mine.account.id],
    );
    await mine.notification(ago(100));
    await mine.notification(ago(400));
    await remove();
    expect(await mine.count('notifications')).toBe(1);
  });

  it('A5: a job stays while reports tell of it', async () => {
    const jobId = await mine.job(ago(3 * YEAR));
    await mine.report(ago(10), { jobId });
    await mine.job(ago(3 * YEAR));
    await remove();
    expect(await mine.count('jobs')).toBe(1);
  });

  it('A5: rows of an import that never came in whole go as well', async () => {
    const jobId = await mine.job(ago(3 * YEAR), { rows: 5 });
    await sql('UPDATE import_files SET job_id = NULL WHERE account_id = $1 AND job_id = $2', [mine.account.id, jobId]);
    await remove();
    expect(await mine.count('import_rows')).toBe(0);
    expect(await mine.count('import_files')).toBe(0);
  });

  it('E2: events of a feed to which nothing is appended go after 30 days', async () => {
    await sql(
      `INSERT INTO events (account_id, position, kind, occurred_at)
       SELECT $1, n - 5000, 'old', now() - interval '31 days' FROM generate_series(1, 2100) n`,
      [mine.account.id],
    );
    const before = await mine.count('events');
    await remove();
    expect(await mine.count('events')).toBe(before - 2_100);
  });
});

describe('A5, M2: old spam statistics go, and the sums stay exact', () => {
  const seen = { totalMessages: 10, accountMessages: 6, spam: 3, phishing: 1, viruses: 0 };

  it('A5: days and sums go together, those that are kept stay', async () => {
    const days = [ago(6 * YEAR), ago(6 * YEAR - 1), ago(10)].map((at) => at.slice(0, 10));
    const domains = Array.from({ length: 700 }, (_, at) => `d${at}.example`);
    await putSpam(
      mine.account.id,
      days.flatMap((day) => domains.map((domain) => ({ userId: mine.userId, domain, day, ...seen }))),
    );
    await remove();
    const sums = await sql(
      `SELECT to_char(day, 'YYYY-MM-DD') AS day, total_messages::int AS total FROM spam_totals WHERE account_id = $1`,
      [mine.account.id],
    );
    expect(sums).toEqual([{ day: days[2], total: 7_000 }]);
    expect(await mine.count('spam_days')).toBe(700);
    expect((await removed()).map(({ kind, rows }) => `${kind} ${rows}`)).toEqual(['SPAM_STATISTICS 1400']);
  });

  it('A5: half-way through a day the sums are those of the days that are there', async () => {
    const day = ago(6 * YEAR).slice(0, 10);
    const domains = Array.from({ length: 1_300 }, (_, at) => `d${at}.example`);
    await putSpam(
      mine.account.id,
      domains.map((domain) => ({ userId: mine.userId, domain, day, ...seen })),
    );
    const through = test.database.write;
    const sums: (number | null)[][] = [];
    jest.spyOn(test.database, 'write').mockImplementation(async (accountId, work) => {
      const answer = await through(accountId, work);
      const [row] = await sql<{ days: number | null; sum: number | null }>(
        `SELECT (SELECT sum(total_messages)::int FROM spam_days WHERE account_id = $1) AS days,
           (SELECT sum(total_messages)::int FROM spam_totals WHERE account_id = $1) AS sum`,
        [mine.account.id],
      );
      sums.push([given(row).days, given(row).sum]);
      return answer;
    });
    await remove();
    expect(sums.filter(([days]) => days === 3_000)).not.toEqual([]);
    for (const [days, sum] of sums) expect(sum).toBe(days);
    expect(sums.at(-1)).toEqual([null, null]);
  });
});

describe('A5: when it is done', () => {
  it('A5: an account is woken for it within a day of its making, and then each day', async () => {
    const [work] = await sql<{ hours: number }>(
      `SELECT extract(epoch FROM due_at - now())::float8 / 3600 AS hours FROM work WHERE account_id = $1 AND kind = 'RETENTION'`,
      [mine.account.id],
    );
    expect(given(work).hours).toBeGreaterThan(-0.1);
    expect(given(work).hours).toBeLessThan(24.1);
    const next = await remove();
    if (next.kind !== 'at') throw new Error('It rests.');
    const hours = (next.at.getTime() - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(0.9);
    expect(hours).toBeLessThan(25.1);
  });
});
