import type { App } from '../../../src/app/app.js';
import type { Job, JobKind } from '../../../src/features/jobs/job.js';
import type { JobRun, JobTask } from '../../../src/features/jobs/job-task.js';
import { JobWork } from '../../../src/features/jobs/job-work.js';
import { PutOff } from '../../../src/shared/put-off.js';
import type { NextWake, WorkHold, WorkKind } from '../../../src/shared/work.js';
import type { SeedAccount } from '../../support/seed.js';
import type { TestApp } from '../../support/test-app.js';
import { given } from './calls.js';
import { sql } from './rows.js';

/** Begins the next slice of a kind of the account's work; the one before does not count any more. */
export async function holdWork({ id }: SeedAccount, kind: WorkKind): Promise<WorkHold> {
  const [row] = await sql<{ attempt: number; startedAt: Date }>(
    `INSERT INTO work (account_id, kind, attempt, started_at) VALUES ($1, $2, 1, now())
     ON CONFLICT (account_id, kind) DO UPDATE SET attempt = work.attempt + 1, started_at = now()
     RETURNING attempt, started_at AS "startedAt"`,
    [id, kind],
  );
  return { accountId: id, kind, ...given(row) };
}

/** One slice, as a worker would do it. */
export async function runSlice(app: App, account: SeedAccount, kind: JobKind): Promise<NextWake> {
  const handler = given(app.services.jobWork.find((work) => work.kind === kind));
  try {
    return await handler.run(account.caller, new AbortController().signal, await holdWork(account, kind));
  } catch (error) {
    if (error instanceof PutOff) return error.next;
    throw error;
  }
}

/** One slice of the kind's own task, but something comes while the part that is given, counted from 1, is in hand. */
export async function runInterrupted(
  { app, database }: TestApp,
  account: SeedAccount,
  { kind, at, come }: { kind: JobKind; at: number; come: (run: JobRun) => Promise<void> },
): Promise<NextWake> {
  const { jobs, jobRows: rows, jobWork } = app.services;
  const own = given(jobWork.find((work) => work.kind === kind)).task;
  let parts = 0;
  const part: JobTask['part'] = async (caller, run) => {
    parts += 1;
    if (parts === at) await come(run);
    await own.part(caller, run);
  };
  const work = new JobWork({ database, jobs, rows }, { kind, part });
  return work.run(account.caller, new AbortController().signal, await holdWork(account, kind));
}

/** Slice after slice, until the kind's work rests or waits for a time. */
export async function runJobs(app: App, account: SeedAccount, kind: JobKind): Promise<NextWake> {
  for (;;) {
    const next = await runSlice(app, account, kind);
    if (next.kind !== 'soon') return next;
  }
}

/** The account's jobs of a kind, newest first. */
export async function jobsOf(app: App, account: SeedAccount, kind: JobKind): Promise<Job[]> {
  const page = await app.services.jobs.page(account.caller, { first: 50 }, { kinds: [kind] });
  return page.items.map(({ item }) => item);
}
