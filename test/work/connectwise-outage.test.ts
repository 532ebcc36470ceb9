import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DEFAULT_PACE } from '../../src/connectwise/pace.js';
import type { AccountId } from '../../src/shared/ids.js';
import type { WorkHandler } from '../../src/shared/work.js';
import { testDatabaseUrl, withClient } from '../support/database.js';
import { figure } from '../support/figure.js';
import { OUTAGES } from '../support/outages.js';
import type { SeedAccount } from '../support/seed.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { HASTY } from '../support/timing.js';
import { toyKind, until, Workers, wakeNow, workRow } from './support/toy.js';

const ACCOUNTS = 3;
const JOBS_EACH = 12;
const HOUR = 3_600;

let app: TestApp;
const workers = new Workers(() => app.database);
beforeAll(async () => {
  app = await startTestApp({ timing: HASTY, paceFigures: DEFAULT_PACE });
});
afterAll(async () => {
  await workers.stopAll();
  await app.close();
});

const kind = toyKind();
const sql = <Row extends object>(text: string, values: unknown[]) =>
  withClient(testDatabaseUrl(), async (client) => (await client.query<Row>(text, values)).rows);

/** Everything that was put down for a time after now is so much nearer. */
async function passTime(seconds: number): Promise<void> {
  const span = "$1 * interval '1 second'";
  const work = `UPDATE work SET due_at = due_at - ${span}, failed_at = failed_at - ${span} WHERE kind = $2`;
  await sql(work, [seconds, kind]);
  await sql(`UPDATE call_paces SET not_before = not_before - ${span}, trial_at = trial_at - ${span}`, [seconds]);
}

/** Until nothing more is to be done at this moment of the simulated time. */
const settled = () =>
  until('all work rests or waits', async () => {
    const busy = 'SELECT 1 FROM work WHERE kind = $1 AND (due_at <= now() OR started_at IS NOT NULL)';
    return (await sql(busy, [kind])).length === 0;
  });

/** Makes a ticket for each job of an account, one a slice, and looks first whether an earlier slice has made it. */
class Tickets implements WorkHandler {
  readonly kind = kind;
  readonly left = new Map<AccountId, string[]>();
  slices = 0;

  readonly run: WorkHandler['run'] = async (caller, signal) => {
    this.slices += 1;
    const jobs = this.left.get(caller.accountId) ?? [];
    const [reference] = jobs;
    if (reference === undefined) return { kind: 'rest' };
    const piece = { work: 'TICKETS', capability: 'WRITE_TICKETS', signal } as const;
    await app.app.services.backgroundWork.run(caller, piece, async ({ tickets }) => {
      if ((await tickets.findByExternalReference(reference)).length > 0) return;
      const companyId = app.sandbox.landmarks.ordinary[0].id;
      await tickets.create({ summary: 'Quarantine is full', companyId, externalReference: reference });
    });
    jobs.shift();
    return { kind: jobs.length > 0 ? 'soon' : 'rest' };
  };
}

async function accountsWithJobs(tickets: Tickets): Promise<SeedAccount[]> {
  const accounts = await Promise.all(Array.from({ length: ACCOUNTS }, () => app.account()));
  await Promise.all(accounts.map((account) => account.integration()));
  const jobsOf = ({ id }: SeedAccount) => Array.from({ length: JOBS_EACH }, (_, at) => `${id}:${at}`);
  for (const account of accounts) tickets.left.set(account.id, jobsOf(account));
  return accounts;
}

/** The most requests that came within half a second: a second's worth may arrive bunched on a busy machine. */
function densestHalfSecond(): number {
  const times = app.sandbox.journal.entries.map(({ at }) => at.getTime());
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 500).length));
}

test('P9: after 24 hours of errors from ConnectWise no job is lost or doubled, and work goes on within 60 seconds', async () => {
  const tickets = new Tickets();
  const accounts = await accountsWithJobs(tickets);
  await workers.start([tickets]);
  const expected = [...tickets.left.values()].flat();
  const rows: unknown[] = [];

  for (let hour = 0; hour < 24; hour += 1) {
    app.sandbox.faults.clear();
    app.sandbox.faults.add({ times: null, fault: OUTAGES[hour % OUTAGES.length] ?? { kind: 'silent' } });
    const before = tickets.slices;
    if (hour === 0) await Promise.all(accounts.map(({ id }) => wakeNow(app.database, id, kind)));
    else await passTime(HOUR);
    await until('every account has tried', () => tickets.slices >= before + ACCOUNTS);
    await settled();
    for (const { id } of accounts) rows.push(await workRow(app.database, id, kind));
  }
  const madeMeanwhile = app.sandbox.tickets.count;
  app.sandbox.faults.clear();
  app.sandbox.journal.clear();
  // Fifty seconds; what the jobs themselves take comes on top.
  for (let step = 0; step < 5; step += 1) {
    await passTime(10);
    await settled();
  }

  const left = [...tickets.left.values()].flat().length;
  figure(
    'P9',
    `24 h of errors: ${left} of ${expected.length} jobs not done 50 s after, ${app.sandbox.tickets.count} tickets`,
  );
  expect(rows).toHaveLength(24 * ACCOUNTS);
  expect(rows).toEqual(rows.map(() => expect.objectContaining({ tries: 0, isDead: false, failure: null })));
  expect(madeMeanwhile).toBe(0);
  expect([...tickets.left.values()].flat()).toEqual([]);
  const made = await Promise.all(expected.map((_, at) => app.sandbox.tickets.get(at + 1)?.['externalXRef']));
  expect(made.sort()).toEqual([...expected].sort());
  expect(app.sandbox.tickets.count).toBe(expected.length);
  expect(densestHalfSecond()).toBeLessThanOrEqual(ACCOUNTS * DEFAULT_PACE.background.aSecond);
});
