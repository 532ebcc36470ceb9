import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask } from '../../support/graphql-client.js';
import { readsOf } from '../../support/plan.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { type JobStatus, OverviewDocument, type ScheduledWork } from '../operations.generated.js';
import { given, save } from '../support/calls.js';
import { compareAll, verifyAll } from '../support/drift.js';
import { jobsOf, runJobs } from '../support/jobs.js';
import { furnish, Stand } from '../support/overview.js';
import { sql } from '../support/rows.js';
import { match } from '../support/suggestions.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const overviewOf = async (account: SeedAccount) => given((await ask(account, OverviewDocument)).overview);

/** Every figure under its path. */
async function figuresOf(account: SeedAccount): Promise<Record<string, number>> {
  const { users, drifts, suggestions, jobs, ticketing, companyMirror } = await overviewOf(account);
  const { openByKind, open } = drifts;
  const groups = {
    ...{ users, suggestions, jobs, ticketing, companies: { count: companyMirror?.companyCount ?? 0 } },
    drifts: { open, ...Object.fromEntries(openByKind.map(({ kind, value }) => [kind, value])) },
  };
  return Object.fromEntries(
    Object.entries(groups).flatMap(([group, values]) =>
      Object.entries(values).flatMap(([name, value]) =>
        typeof value === 'number' ? [[`${group}.${name}`, value]] : [],
      ),
    ),
  );
}

const FURNISHED = {
  ...{ 'users.users': 42, 'users.ignored': 2, 'users.unmapped': 12, 'users.disabled': 3, 'users.setAside': 4 },
  ...{ 'users.unverified': 5, 'users.broken': 6, 'users.ready': 10, 'users.held': 15 },
  ...{ 'drifts.open': 11, 'drifts.COMPANY_RENAMED': 1, 'drifts.COMPANY_MERGED': 3, 'drifts.COMPANY_MISSING': 7 },
  ...{ 'suggestions.users': 8, 'suggestions.sure': 9 },
  ...{ 'jobs.open': 3, 'jobs.waiting': 2, 'jobs.failed': 4, 'companies.count': 13 },
  'ticketing.problems': 5,
};

describe('U12: overview', () => {
  let account: SeedAccount;
  beforeAll(async () => {
    account = await test.account();
    await account.integration();
    await furnish(account);
  });

  it('U12: counts everything of the account in its own place, and nothing of another one', async () => {
    expect(await figuresOf(account)).toEqual(FURNISHED);
    const other = await test.account();
    await other.integration();
    expect(Object.values(await figuresOf(other)).filter((value) => value !== 0)).toEqual([]);
  });

  const one = (table: string, condition: string) =>
    `id = (SELECT id FROM ${table} WHERE account_id = $1 AND ${condition} ORDER BY id LIMIT 1)`;
  const mapping = (change: string) => `UPDATE mappings SET ${change} WHERE ${one('mappings', Stand.READY)}`;
  const user = (change: string) => `UPDATE users SET ${change} WHERE ${one('users', Stand.UNMAPPED)}`;
  const drift = (change: string) =>
    `UPDATE drifts SET ${change} WHERE ${one('drifts', `kind = 'COMPANY_MERGED' AND status = 'OPEN'`)}`;
  const suggestion = (change: string, condition: string) =>
    `UPDATE match_suggestions SET ${change} WHERE ${one('match_suggestions', condition)}`;
  const job = (change: string, status: JobStatus) =>
    `UPDATE jobs SET ${change} WHERE ${one('jobs', `status = '${status}' AND waits_for IS NULL`)}`;

  const changes: readonly (readonly [string, string, Readonly<Record<string, number>>])[] = [
    ['a user is ignored', user('is_ignored = true'), { 'users.ignored': 1, 'users.unmapped': -1 }],
    [
      'a user is archived',
      user(`status = 'ARCHIVED', archived_at = now()`),
      { 'users.users': -1, 'users.unmapped': -1 },
    ],
    ['a mapping is disabled', mapping('is_enabled = false'), { 'users.disabled': 1, 'users.ready': -1 }],
    [
      'a mapping is set aside',
      mapping(`instance_id = (SELECT id FROM connect_wise_instances WHERE account_id = $1 AND host = 'elsewhere')`),
      { 'users.setAside': 1, 'users.held': 1, 'users.ready': -1 },
    ],
    [
      'a mapping breaks',
      mapping(`verification = 'BROKEN', problem = 'COMPANY_DELETED'`),
      { 'users.broken': 1, 'users.held': 1, 'users.ready': -1 },
    ],
    [
      'a mapping is not verified any more',
      mapping(`verification = 'UNVERIFIED', verified_at = NULL`),
      { 'users.unverified': 1, 'users.held': 1, 'users.ready': -1 },
    ],
    [
      'a drift turns out to be another one',
      drift(`kind = 'COMPANY_MISSING'`),
      { 'drifts.COMPANY_MERGED': -1, 'drifts.COMPANY_MISSING': 1 },
    ],
    [
      'a drift is resolved',
      drift(`status = 'RESOLVED', closed_at = now()`),
      { 'drifts.COMPANY_MERGED': -1, 'drifts.open': -1 },
    ],
    [
      'one of two suggestions of a user is dismissed',
      suggestion(`status = 'DISMISSED'`, Stand.SECOND_SUGGESTION),
      { 'suggestions.sure': -1 },
    ],
    ['a suggestion is sure no more', suggestion('is_sure = false', Stand.ONLY_SUGGESTION), { 'suggestions.sure': -1 }],
    [
      'the only suggestion of a user goes',
      suggestion(`status = 'DISMISSED'`, Stand.ONLY_SUGGESTION),
      { 'suggestions.users': -1, 'suggestions.sure': -1 },
    ],
    ['a job begins', job(`status = 'RUNNING'`, 'QUEUED'), { 'jobs.waiting': -1 }],
    ['a job has to wait', job(`waits_for = 'a pause'`, 'RUNNING'), { 'jobs.waiting': 1 }],
    [
      'a job fails that was under way',
      job(`status = 'FAILED', finished_at = now()`, 'RUNNING'),
      { 'jobs.open': -1, 'jobs.failed': 1 },
    ],
    [
      'a template of the account fits again',
      `UPDATE ticketing_settings SET problems = '[]' WHERE true`,
      { 'ticketing.problems': -2 },
    ],
    [
      'the template of a user fits again',
      `UPDATE ticket_overrides SET problems = '[]' WHERE problems <> '[]'`,
      { 'ticketing.problems': -3 },
    ],
    [
      'a company goes',
      `UPDATE companies SET missing_since = now() WHERE ${one('companies', 'true')}`,
      { 'companies.count': -1 },
    ],
  ];
  it.each(changes)('U12: tells by exactly these figures that %s', async (_name, change, expected) => {
    const before = await figuresOf(account);
    await sql(`${change} AND account_id = $1`, [account.id]);
    const after = await figuresOf(account);
    const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    const moved = paths.map((path) => [path, (after[path] ?? 0) - (before[path] ?? 0)] as const);
    expect(Object.fromEntries(moved.filter(([, by]) => by !== 0))).toEqual(expected);
  });

  it('U12: a user with suggestions who is mapped by hand waits for none of them', async () => {
    const before = (await overviewOf(account)).suggestions;
    await sql(
      `INSERT INTO mappings (account_id, id, user_id, source_id, instance_id, identifier, company_types, is_enabled, origin)
       SELECT account_id, gen_random_uuid(), user_id, (SELECT id FROM sources WHERE account_id = $1), instance_id, 'x', '{}',
              true, 'MANUAL'
       FROM match_suggestions WHERE account_id = $1 AND is_sure AND status = 'OPEN' ORDER BY user_id LIMIT 1`,
      [account.id],
    );
    const { users, sure } = (await overviewOf(account)).suggestions;
    expect(users).toBe(before.users - 1);
    expect(sure).toBeLessThan(before.sure);
  });

  it('U12: when the integration is turned off everybody who is mapped and enabled is held', async () => {
    const { users, health } = await overviewOf(account);
    expect(health).toMatchObject({ phase: 'HEALTHY', nextCheckAt: expect.any(String) });
    await save(account, { isEnabled: false });
    const after = await overviewOf(account);
    expect(after.health).toEqual({ phase: 'OFF', nextCheckAt: null });
    expect(users.ready).toBeGreaterThan(0);
    expect(after.users).toEqual({ ...users, held: users.held + users.ready });
  });

  it('U12: takes as many statements whatever the account has', async () => {
    const statements = async () => (await readsOf(test.database, () => overviewOf(account))).length;
    const few = await statements();
    await furnish(account, 5);
    expect((await overviewOf(account)).drifts.open).toBeGreaterThan(11);
    expect(await statements()).toBe(few);
    expect(few).toBe(7);
  });
});

describe('U12: scheduled work in the overview', () => {
  let account: SeedAccount;
  beforeAll(async () => {
    account = await test.account();
  });

  const schedulesOf = async () => {
    const { schedules } = await overviewOf(account);
    return Object.fromEntries(schedules.map(({ work, ...rest }) => [work, rest]));
  };
  const scheduleOf = async (work: ScheduledWork) => given((await schedulesOf())[work]);
  const plan = (kind: string, change: string, ...values: readonly unknown[]) =>
    sql(`UPDATE work SET ${change} WHERE account_id = $1 AND kind = $2`, [account.id, kind, ...values]);
  const NOTHING = { lastRun: null, nextRunAt: null, stoppedAt: null };

  it('U12: nothing was done and nothing is planned before the set-up', async () => {
    expect(await overviewOf(account)).toMatchObject({ companyMirror: null, health: null });
    expect(Object.entries(await schedulesOf())).toEqual(
      ['COMPANY_SYNC', 'COMPANY_COMPARISON', 'MAPPING_VERIFICATION', 'MATCHING'].map((work) => [work, NOTHING]),
    );
    await account.integration();
    expect((await overviewOf(account)).companyMirror).toMatchObject({ isComplete: false, syncedAt: null });
    const { nextRunAt } = await scheduleOf('COMPANY_SYNC');
    expect(nextRunAt).not.toBeNull();
    expect(await scheduleOf('COMPANY_COMPARISON')).toEqual({ ...NOTHING, nextRunAt });
  });

  it('U12: each kind shows the newest run that is over', async () => {
    const full = await compareAll(test, account);
    const { companyMirror } = await overviewOf(account);
    expect(companyMirror).toMatchObject({ isComplete: true, comparedAt: companyMirror?.syncedAt });
    const { lastRun } = await scheduleOf('COMPANY_COMPARISON');
    expect(lastRun).toMatchObject({
      ...{ kind: 'COMPANY_SYNC', status: 'SUCCEEDED', finishedAt: full.finishedAt?.toISOString() },
    });
    expect(await scheduleOf('COMPANY_SYNC')).toMatchObject({ lastRun });

    await test.app.services.directory.startSync(account.caller, { mode: 'INCREMENT' });
    expect(await scheduleOf('COMPANY_SYNC')).toMatchObject({ lastRun });
    await runJobs(test.app, account, 'COMPANY_SYNC');
    const [increment] = await jobsOf(test.app, account, 'COMPANY_SYNC');
    const synced = (await scheduleOf('COMPANY_SYNC')).lastRun;
    expect(synced?.finishedAt).toBe(increment?.finishedAt?.toISOString());
    expect(synced?.id).not.toBe(lastRun?.id);
    expect(await scheduleOf('COMPANY_COMPARISON')).toMatchObject({ lastRun });
    expect((await overviewOf(account)).companyMirror?.comparedAt).toBe(companyMirror?.comparedAt);

    expect((await scheduleOf('MATCHING')).lastRun).toBeNull();
    await match(test, account);
    expect((await scheduleOf('MATCHING')).lastRun).toMatchObject({ kind: 'MATCHING', status: 'SUCCEEDED' });
    expect((await scheduleOf('MAPPING_VERIFICATION')).lastRun).toBeNull();
    await verifyAll(test, account);
    expect((await scheduleOf('MAPPING_VERIFICATION')).lastRun).toMatchObject({ kind: 'MAPPING_VERIFICATION' });
  });

  it('U12: each kind shows when it is woken next, and a full comparison its own hour', async () => {
    const compared = new Date(given((await overviewOf(account)).companyMirror?.comparedAt)).getTime();
    const at = (hours: number) => new Date(compared + hours * 3_600_000).toISOString();
    const kinds = ['COMPANY_SYNC', 'MAPPING_VERIFICATION', 'MATCHING'] as const;
    for (const [hours, kind] of kinds.entries()) await plan(kind, 'due_at = $3', at(hours / 10));
    const before = await schedulesOf();
    expect(kinds.map((kind) => before[kind]?.nextRunAt)).toEqual([at(0), at(0.1), at(0.2)]);
    const hour = given(before.COMPANY_COMPARISON?.nextRunAt);
    expect(hour >= at(1) && hour <= at(25)).toBe(true);

    await plan('COMPANY_SYNC', 'due_at = $3', at(26));
    expect((await scheduleOf('COMPANY_COMPARISON')).nextRunAt).toBe(at(26));
    await plan('COMPANY_SYNC', 'due_at = NULL');
    expect((await scheduleOf('COMPANY_COMPARISON')).nextRunAt).toBeNull();
    expect((await scheduleOf('COMPANY_SYNC')).nextRunAt).toBeNull();
  });

  it('U12: what leaves for ConnectWise has no next run while the account is held, and what stays here has', async () => {
    await plan('COMPANY_SYNC', 'due_at = now()');
    await save(account, { isEnabled: false });
    await plan('COMPANY_SYNC', 'due_at = now()');
    const held = await schedulesOf();
    expect(held.COMPANY_SYNC?.nextRunAt).toBeNull();
    expect(held.COMPANY_COMPARISON?.nextRunAt).toBeNull();
    expect(held.MATCHING?.nextRunAt).not.toBeNull();
    await save(account, { isEnabled: true });
    expect((await scheduleOf('COMPANY_SYNC')).nextRunAt).not.toBeNull();
  });

  it('U12: work that failed too often shows since when it is left alone', async () => {
    await plan('MATCHING', `died_at = '2026-01-02T03:04:05Z', due_at = NULL`);
    expect(await scheduleOf('MATCHING')).toMatchObject({ stoppedAt: '2026-01-02T03:04:05.000Z', nextRunAt: null });
    await test.app.services.matching.start(account.caller, undefined);
    expect(await scheduleOf('MATCHING')).toMatchObject({ stoppedAt: null, nextRunAt: expect.any(String) });
  });
});
