import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { HoldLost } from '../../../src/database/wake.js';
import type { JobRun, JobTask } from '../../../src/features/jobs/job-task.js';
import { copyCompanies, recordsOf } from '../../support/company-copy.js';
import { ask } from '../../support/graphql-client.js';
import type { SeedAccount, SeedSource } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { CancelJobDocument, SaveUsersDocument } from '../operations.generated.js';
import { given, map } from '../support/calls.js';
import { takeHold } from '../support/health.js';
import { importFile, linesOf, newestJob, slice, upload, WRITE, WRITE_WHOLE } from '../support/imports.js';
import { sql } from '../support/rows.js';

const COUNT = 500;
const HEAD = 'source,user_external_id,company_record_id,enabled\r\n';

let test: TestApp;
let account: SeedAccount;
let source: SeedSource;
let companies: readonly number[];
beforeAll(async () => {
  test = await startTestApp();
  companies = test.sandbox.companies.addMany(COUNT, (number) => ({
    ...{ identifier: `Slice-${number}`, name: `Slice ${number}` },
  }));
});
beforeEach(async () => {
  account = await test.account();
  await account.integration();
  source = await account.source();
  for (let first = 0; first < COUNT; first += 250) {
    const items = Array.from({ length: Math.min(250, COUNT - first) }, (_, number) => ({
      ...{ source: source.code, externalId: `u${first + number}`, name: `Customer ${first + number}` },
    }));
    await ask(account, SaveUsersDocument, { input: { items } });
  }
  await copyCompanies(account, recordsOf(test.sandbox, companies));
  test.sandbox.journal.clear();
});
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(() => test.close());

const row = (user: number, company: number, enabled = 'false') =>
  `${source.code},u${user},${companies[company]},${enabled}\r\n`;
const file = (enabled = 'false', count = COUNT) =>
  HEAD + Array.from({ length: count }, (_, number) => row(number, number, enabled)).join('');
const countOf = async () => (await sql('SELECT FROM mappings WHERE account_id = $1', [account.id])).length;
const tally = (lines: readonly string[]) => {
  const sums: Record<string, number> = {};
  for (const line of lines) sums[line] = (sums[line] ?? 0) + 1;
  return sums;
};
const ownTask = () => test.app.services.importMappings;

/** Runs the app's own task, but something comes between at the part that is given, counted from 1. */
function interrupted(at: number, come: (run: JobRun) => Promise<JobRun | undefined>): JobTask {
  let parts = 0;
  return {
    kind: 'MAPPING_IMPORT',
    part: async (caller, run) => {
      parts += 1;
      await ownTask().part(caller, parts === at ? ((await come(run)) ?? run) : run);
    },
  };
}

describe('U9: imports of more than one slice', () => {
  it('ask ConnectWise about enabled rows as few times as it takes, in the dry run too', async () => {
    const { body, lines } = await importFile(test, account, file('true'));
    expect(tally(lines)).toEqual({ MAPPABLE: COUNT });
    expect(await countOf()).toBe(0);
    // One for each slice.
    expect(test.sandbox.journal.total).toBeLessThanOrEqual(Math.ceil(COUNT / 200) + 3);
    process.stdout.write(`${test.sandbox.journal.total} calls for ${body.rows} enabled rows\n`);
  });

  it.each([WRITE, WRITE_WHOLE])('are written whole (%s)', async (query) => {
    const started = performance.now();
    const { job, lines } = await importFile(test, account, file(), query);
    process.stdout.write(`${COUNT} rows written in ${Math.round(performance.now() - started)} ms (${query})\n`);
    expect([job.status, tally(lines), await countOf()]).toEqual(['SUCCEEDED', { MAPPED: COUNT }, COUNT]);
  });

  it.each(['', WRITE])('find a user or a company that stands in an earlier slice (%s)', async (query) => {
    const again = file() + row(0, 1) + row(COUNT - 1, 5);
    const fresh = HEAD + file('false', COUNT - 1).slice(HEAD.length) + row(COUNT - 1, 0);
    const done = query === '' ? 'MAPPABLE' : 'MAPPED';
    const repeated = await importFile(test, account, again, query);
    expect(tally(repeated.lines)).toEqual({ [done]: COUNT, 'REFUSED INVALID': 2 });
    const other = await test.account();
    expect(other.id).not.toBe(account.id);
    if (query !== '') return;
    const rival = await importFile(test, account, fresh, query);
    expect(rival.lines.at(-1)).toBe('REFUSED COMPANY_IN_USE');
  });

  it('can be cancelled in the middle: what was done stays, and the results tell how far it came', async () => {
    const { body } = await upload(account, file(), WRITE);
    const task = interrupted(2, async (run) => {
      await ask(account, CancelJobDocument, { input: { jobId: body.jobId } });
      return run;
    });
    await slice(test, account, task);
    expect(await newestJob(account)).toMatchObject({ status: 'CANCELLED', done: 400 });
    expect(tally(await linesOf(account, body.jobId))).toEqual({ MAPPED: 400, NOT_DONE: 100 });
    expect(await countOf()).toBe(400);
  });
});

describe('F18, F19: a worker that dies', () => {
  it.each([
    [WRITE, 1],
    [WRITE, 2],
    [WRITE, 3],
    [WRITE_WHOLE, 2],
    [WRITE_WHOLE, 4],
  ])('before or within a part leaves no row out and does none twice (%s, part %i)', async (query, at) => {
    const { body } = await upload(account, file(), query);
    // Another worker takes over while this one is in the middle: nothing of its part counts.
    const overtaken = interrupted(at, async (run) => {
      await takeHold(account, 'MAPPING_IMPORT');
      return run;
    });
    await expect(slice(test, account, overtaken)).rejects.toThrow(HoldLost);
    expect(await countOf()).toBe(query === WRITE ? (at - 1) * 200 : 0);
    await slice(test, account);
    expect(tally(await linesOf(account, body.jobId))).toEqual({ MAPPED: COUNT });
    const versions = await sql('SELECT FROM mappings WHERE account_id = $1 AND version = 1', [account.id]);
    expect(versions).toHaveLength(COUNT);
    const told = await sql(`SELECT FROM events WHERE account_id = $1 AND kind = 'USER_MAPPED'`, [account.id]);
    expect(told).toHaveLength(COUNT);
  });
});

describe('U9: somebody who is quicker than the writing', () => {
  const rival = async () => {
    const user = await source.user();
    const other = { userId: user.id, company: { connectWiseId: given(companies[480]) }, isEnabled: true };
    expect(
      (await map(account, { ...other, replaceExisting: false, allowShared: false, allowInactive: false })).userErrors,
    ).toEqual([]);
  };

  it('under REJECT_ALL between the look and the writing leaves nothing written', async () => {
    const { body } = await upload(account, file(), WRITE_WHOLE);
    await slice(
      test,
      account,
      interrupted(4, async (run) => {
        await rival();
        return run;
      }),
    );
    expect(await newestJob(account)).toMatchObject({ status: 'FAILED' });
    expect(tally(await linesOf(account, body.jobId))).toEqual({ NOT_WRITTEN: COUNT - 1, 'REFUSED COMPANY_IN_USE': 1 });
    expect(await countOf()).toBe(1);
  });

  it('under REJECT_ALL in the middle of the writing leaves nothing written', async () => {
    const { body } = await upload(account, file(), WRITE_WHOLE);
    const task = interrupted(4, async (run) => ({
      job: run.job,
      signal: run.signal,
      goesOn: run.goesOn,
      write: (work) => run.write(work),
      // After the last look and before the transaction.
      save: async (part, write) => {
        if (part.isLast) await rival();
        await run.save(part, write);
      },
    }));
    await slice(test, account, task);
    expect(await newestJob(account)).toMatchObject({ status: 'FAILED' });
    expect(tally(await linesOf(account, body.jobId))).toEqual({ NOT_WRITTEN: COUNT - 1, 'REFUSED COMPANY_IN_USE': 1 });
    expect(await countOf()).toBe(1);
  });
});
