import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HoldLost } from '../../../src/database/wake.js';
import type { JobCounts } from '../../../src/features/jobs/job.js';
import { JobRepository } from '../../../src/features/jobs/job.repository.js';
import type { JobDue, JobRun, JobTask } from '../../../src/features/jobs/job-task.js';
import { JobWork } from '../../../src/features/jobs/job-work.js';
import type { Caller } from '../../../src/shared/caller.js';
import { ActorKind, systemCaller } from '../../../src/shared/caller.js';
import { Failure, FailureCode } from '../../../src/shared/failure.js';
import { type AccountId, newId } from '../../../src/shared/ids.js';
import { PutOff } from '../../../src/shared/put-off.js';
import type { NextWake } from '../../../src/shared/work.js';
import { ask } from '../../support/graphql-client.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { CancelJobDocument, JobsDocument, RetryJobDocument } from '../operations.generated.js';
import { auditOf, given } from '../support/calls.js';
import { takeHold } from '../support/health.js';
import { eventsOf, sql } from '../support/rows.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

type Part = (run: JobRun) => Promise<void>;

/** A task of toy parts; it counts how often each was begun. */
class ToyTask implements JobTask {
  readonly kind = 'MATCHING';
  begun = 0;
  due?: (caller: Caller) => Promise<JobDue>;

  constructor(private readonly doPart: Part = countTo(3)) {}

  async part(_caller: Caller, run: JobRun): Promise<void> {
    this.begun += 1;
    await this.doPart(run);
  }
}

/** Goes on from where the last part ended, one item each. */
function countTo(total: number, counts: JobCounts = { SUGGESTED: 2 }): Part {
  return async (run) => {
    const done = run.job.done + 1;
    await run.save({ done, total, state: { done }, counts, isLast: done === total });
  };
}

const PERSON = { kind: ActorKind.TOKEN, name: 'operator' };

const jobsOf = async (account: SeedAccount, variables = {}) =>
  given((await ask(account, JobsDocument, variables)).jobs);
const newest = async (account: SeedAccount) => given((await jobsOf(account)).nodes[0]);
const start = (account: SeedAccount, input = {}, idempotencyKey?: string) =>
  test.app.services.jobs.start({ ...account.caller, actor: PERSON }, { kind: 'MATCHING', input, idempotencyKey });
const cancel = async (account: SeedAccount, jobId: string) =>
  given((await ask(account, CancelJobDocument, { input: { jobId } })).cancelJob);
const retry = async (account: SeedAccount, jobId: string) =>
  given((await ask(account, RetryJobDocument, { input: { jobId } })).retryJob);

/** One slice of the account's jobs of the toy's kind, as a worker would do it. */
async function slice(account: SeedAccount, task: JobTask, signal = new AbortController().signal): Promise<NextWake> {
  const { services } = test.app;
  const work = new JobWork(
    { database: test.database, jobs: services.jobs, rows: new JobRepository(test.database) },
    task,
  );
  return work.run(systemCaller(account.id as AccountId, 'slice'), signal, await takeHold(account, 'MATCHING'));
}

const wakesOf = (account: SeedAccount) =>
  sql(`SELECT due_at FROM work WHERE account_id = $1 AND kind = 'MATCHING'`, [account.id]);

describe('jobs', () => {
  it('wait for a worker, are done part by part, and show what came of them', async () => {
    const account = await test.account();
    await start(account, { thorough: true });
    expect(await newest(account)).toMatchObject({
      kind: 'MATCHING',
      status: 'QUEUED',
      actor: { kind: 'TOKEN', name: 'operator' },
      done: 0,
      total: null,
      counts: [],
      startedAt: null,
    });
    expect(await wakesOf(account)).toEqual([{ due_at: expect.any(Date) }]);

    expect(await slice(account, new ToyTask())).toEqual({ kind: 'soon' });

    const job = await newest(account);
    expect(job).toMatchObject({ status: 'SUCCEEDED', done: 3, total: 3, counts: [{ counter: 'SUGGESTED', value: 6 }] });
    expect([job.startedAt, job.finishedAt]).toEqual([expect.any(String), expect.any(String)]);
    expect(await slice(account, new ToyTask())).toEqual({ kind: 'rest' });
  });

  it('tell in the feed and the audit trail who asked and how they ended', async () => {
    const account = await test.account();
    await start(account);
    await slice(account, new ToyTask());
    const facts = { kind: 'MATCHING', status: 'SUCCEEDED', failure: null };
    expect(await eventsOf(account.id)).toEqual([expect.objectContaining({ kind: 'JOB_FINISHED', facts })]);
    expect((await auditOf(account)).filter(({ action }) => action === 'JOB_STARTED')).toHaveLength(1);
  });

  it('go on where the last part that was saved ended, whatever became of the worker', async () => {
    const account = await test.account();
    await start(account);
    const dying = new ToyTask(async (run) => {
      if (run.job.done === 2) throw new HoldLost();
      await countTo(4)(run);
    });
    await expect(slice(account, dying)).rejects.toThrow(HoldLost);
    expect(await newest(account)).toMatchObject({ status: 'RUNNING', done: 2 });

    const next = new ToyTask(countTo(4));
    await slice(account, next);
    expect(await newest(account)).toMatchObject({ status: 'SUCCEEDED', done: 4 });
    expect(next.begun).toBe(2);
  });

  it('F19: a part of a run that does not count any more writes nothing', async () => {
    const account = await test.account();
    await start(account);
    const overtaken = new ToyTask(async (run) => {
      await takeHold(account, 'MATCHING');
      await run.save({ done: 1 }, async (tx) => {
        await tx.source.create({ data: { accountId: account.id, id: newId(), code: 'late', name: 'Late' } });
      });
    });
    await expect(slice(account, overtaken)).rejects.toThrow(HoldLost);
    expect(await newest(account)).toMatchObject({ done: 0 });
    expect(await sql(`SELECT FROM sources WHERE account_id = $1 AND code = 'late'`, [account.id])).toEqual([]);
  });

  it('end as failed with a reason that can be acted on, and can be tried again', async () => {
    const account = await test.account();
    await start(account, { of: 'this' });
    const failing = new ToyTask(async () => {
      throw new Failure({ code: FailureCode.CONNECTWISE_REJECTED, message: 'ConnectWise said no.' });
    });
    await slice(account, failing);
    const failed = await newest(account);
    expect(failed).toMatchObject({
      status: 'FAILED',
      failure: { code: 'CONNECTWISE_REJECTED', message: 'ConnectWise said no.' },
    });

    const again = await retry(account, failed.id);
    expect(again).toMatchObject({ job: { status: 'QUEUED' }, userErrors: [] });
    expect(given(again.job).id).not.toBe(failed.id);
    let input: unknown;
    await slice(
      account,
      new ToyTask(async (run) => {
        input = run.job.input;
        await run.save({ isLast: true });
      }),
    );
    expect(input).toEqual({ of: 'this' });
    expect((await retry(account, given(again.job).id)).userErrors).toMatchObject([{ code: 'INVALID' }]);
  });

  it('say what they wait for while they cannot go on, and until they do', async () => {
    const account = await test.account();
    await start(account);
    const waiting = new ToyTask(async () => {
      throw new PutOff('INTEGRATION_OFF', { kind: 'rest' });
    });
    await expect(slice(account, waiting)).rejects.toThrow(PutOff);
    expect(await newest(account)).toMatchObject({ status: 'RUNNING', waitsFor: 'INTEGRATION_OFF' });
    await slice(account, new ToyTask());
    expect(await newest(account)).toMatchObject({ status: 'SUCCEEDED', waitsFor: null });
  });

  it('are tried again after errors that nobody expected, and fail when that does not end', async () => {
    const account = await test.account();
    await start(account);
    const broken = new ToyTask(async () => {
      throw new Error('a bug with a secret in it');
    });
    for (let tries = 1; tries <= 5; tries += 1) await expect(slice(account, broken)).rejects.toThrow('a bug');
    const job = await newest(account);
    expect(job).toMatchObject({ status: 'FAILED', failure: { code: 'UNAVAILABLE' } });
    expect(JSON.stringify(job)).not.toContain('a bug');
  });

  it('give a slice back that was told to stop, without counting it as an error', async () => {
    const account = await test.account();
    await start(account);
    const task = new ToyTask();
    await expect(slice(account, task, AbortSignal.abort(new Error('The worker stops.')))).rejects.toThrow('stops');
    expect(task.begun).toBe(0);
    expect(await sql('SELECT errors FROM jobs WHERE account_id = $1', [account.id])).toEqual([{ errors: 0 }]);
  });
});

describe('cancelling', () => {
  it('ends a waiting job at once', async () => {
    const account = await test.account();
    await start(account);
    const { job, userErrors } = await cancel(account, (await newest(account)).id);
    expect([job?.status, userErrors]).toEqual(['CANCELLED', []]);
    const task = new ToyTask();
    expect(await slice(account, task)).toEqual({ kind: 'rest' });
    expect(task.begun).toBe(0);
  });

  it('ends a job under way after the part in hand, whose outcome stays', async () => {
    const account = await test.account();
    await start(account);
    const task = new ToyTask(async (run) => {
      const { id } = await newest(account);
      expect((await cancel(account, id)).job).toMatchObject({ status: 'RUNNING', isCancelRequested: true });
      await countTo(3)(run);
    });
    await slice(account, task);
    expect(task.begun).toBe(1);
    expect(await newest(account)).toMatchObject({ status: 'CANCELLED', done: 1 });
    expect((await auditOf(account)).filter(({ action }) => action === 'JOB_CANCELLED')).toHaveLength(1);
  });

  it('ends a job that waits for ConnectWise when it is next woken, which is now', async () => {
    const account = await test.account();
    await start(account);
    const waiting = new ToyTask(async () => {
      throw new PutOff('timeout', { kind: 'after', seconds: 3_600 });
    });
    await expect(slice(account, waiting)).rejects.toThrow(PutOff);
    await sql(`UPDATE work SET due_at = now() + interval '1 hour' WHERE account_id = $1`, [account.id]);
    await cancel(account, (await newest(account)).id);
    const [wake] = await sql<{ isDue: boolean }>(
      `SELECT due_at <= now() AS "isDue" FROM work WHERE account_id = $1 AND kind = 'MATCHING'`,
      [account.id],
    );
    expect(wake).toEqual({ isDue: true });
    const task = new ToyTask();
    await slice(account, task);
    expect(task.begun).toBe(0);
    expect(await newest(account)).toMatchObject({ status: 'CANCELLED' });
  });

  it('says so when there is nothing left to cancel, and that a foreign job does not exist', async () => {
    const [account, other] = [await test.account(), await test.account()];
    await start(account);
    await slice(account, new ToyTask());
    const { id } = await newest(account);
    expect((await cancel(account, id)).userErrors).toMatchObject([{ code: 'INVALID', field: ['jobId'] }]);
    expect((await cancel(other, id)).userErrors).toMatchObject([{ code: 'NOT_FOUND', field: ['jobId'] }]);
    expect((await retry(other, id)).userErrors).toMatchObject([{ code: 'NOT_FOUND', field: ['jobId'] }]);
  });
});

describe('starting', () => {
  it('F20: one job of a kind is open at a time, however many ask at once', async () => {
    const account = await test.account();
    const asked = await Promise.allSettled(Array.from({ length: 12 }, () => start(account)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = asked.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    for (const error of refused) expect(error).toMatchObject({ problems: [{ code: 'JOB_IN_PROGRESS' }] });
    expect((await jobsOf(account)).totalCount).toBe(1);
  });

  it('F21: the same key gives the first job again, and with another input an error', async () => {
    const account = await test.account();
    const asked = await Promise.all(Array.from({ length: 5 }, () => start(account, { of: [1, null] }, 'key')));
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
    await slice(account, new ToyTask());
    expect((await start(account, { of: [1, null] }, 'key')).id).toBe(asked[0]?.id);
    await expect(start(account, { of: [2] }, 'key')).rejects.toMatchObject({
      problems: [{ code: 'IDEMPOTENCY_KEY_REUSED' }],
    });
    await expect(start(account, {}, 'x'.repeat(201))).rejects.toMatchObject({ problems: [{ code: 'INVALID' }] });
  });

  it('happens by itself where a kind has a schedule, and is no news when it goes well', async () => {
    const account = await test.account();
    const task = new ToyTask();
    task.due = async () => ({ kind: 'start', input: {} });
    expect(await slice(account, task)).toEqual({ kind: 'soon' });
    expect(await newest(account)).toMatchObject({ status: 'QUEUED', actor: { kind: 'SYSTEM' } });
    await slice(account, task);
    expect(await newest(account)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await eventsOf(account.id)).toEqual([]);
    task.due = async () => ({ kind: 'after', seconds: 900 });
    expect(await slice(account, task)).toEqual({ kind: 'after', seconds: 900 });
  });

  it('A5: keeps the history of schedules for a week, and that of people until it is removed with its age', async () => {
    const account = await test.account();
    for (const [kind, days] of [
      ['SYSTEM', 6],
      ['SYSTEM', 8],
      ['TOKEN', 89],
      ['TOKEN', 91],
    ] as const) {
      await sql(
        `INSERT INTO jobs (account_id, id, kind, status, actor_kind, actor_name, input, finished_at)
         VALUES ($1, $2, 'MATCHING', 'SUCCEEDED', $3, $4, '{}', now() - $5 * interval '1 day')`,
        [account.id, newId(), kind, `${kind} ${days}`, days],
      );
    }
    await start(account);
    const names = (await jobsOf(account)).nodes.map(({ actor }) => actor.name);
    expect(names.filter((name) => /\d/.test(name)).sort()).toEqual(['SYSTEM 6', 'TOKEN 89', 'TOKEN 91']);
  });
});

it('the list is read page by page, newest first, by kind and status', async () => {
  const account = await test.account();
  for (let made = 0; made < 3; made += 1) {
    await start(account);
    if (made < 2) await slice(account, new ToyTask());
  }
  const first = await jobsOf(account, { first: 2 });
  expect([first.nodes.length, first.totalCount, first.pageInfo.hasNextPage]).toEqual([2, 3, true]);
  const rest = await jobsOf(account, { first: 2, after: first.pageInfo.endCursor });
  expect(rest.nodes.map(({ status }) => status)).toEqual(['SUCCEEDED']);
  expect((await jobsOf(account, { filter: { statuses: ['QUEUED'] } })).totalCount).toBe(1);
  expect((await jobsOf(account, { filter: { kinds: ['COMPANY_SYNC'] } })).totalCount).toBe(0);
});
