import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ask } from '../../support/graphql-client.js';
import type { SeedAccount, SeedSource, SeedUser } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { ArchiveUserDocument, CancelJobDocument, RetryJobDocument } from '../operations.generated.js';
import { copiedCompany } from '../support/bulk.js';
import { auditOf, given } from '../support/calls.js';
import { fingerprint } from '../support/fingerprint.js';
import {
  apply,
  importFile,
  linesOf,
  newestJob,
  resultsOf,
  slice,
  upload,
  WRITE,
  WRITE_WHOLE,
} from '../support/imports.js';
import { sql } from '../support/rows.js';

let test: TestApp;
let account: SeedAccount;
let source: SeedSource;
beforeAll(async () => {
  test = await startTestApp();
});
beforeEach(async () => {
  account = await test.account();
  await account.integration();
  source = await account.source();
});
afterAll(() => test.close());

const HEAD =
  'source,user_external_id,company_identifier,company_record_id,company_name,enabled,replace_existing,allow_shared\r\n';
const line = (user: Pick<SeedUser, 'externalId'>, rest: string) => `${source.code},${user.externalId},${rest}\r\n`;
const mappingsOf = () =>
  sql<{ id: string; origin: string; isEnabled: boolean; connectWiseId: number | null }>(
    `SELECT id, origin, is_enabled AS "isEnabled", connect_wise_id AS "connectWiseId" FROM mappings
     WHERE account_id = $1 ORDER BY id`,
    [account.id],
  );

/** Users and companies of the copy, as many as asked for. */
async function pairs(count: number) {
  const users: SeedUser[] = [];
  const companies: Awaited<ReturnType<typeof copiedCompany>>[] = [];
  for (let made = 0; made < count; made += 1) {
    users.push(await source.user());
    companies.push(await copiedCompany(test, account));
  }
  return users.map((user, index) => ({ user, company: given(companies[index]) }));
}

/** A file of good rows and two bad ones. */
async function mixed(): Promise<string> {
  const [byId, byIdentifier, byName, unmapped] = await pairs(4);
  return (
    HEAD +
    line(given(byId).user, `,${byId?.company.id},,true,,`) +
    line(given(byIdentifier).user, `${byIdentifier?.company.identifier},,,false,,`) +
    line({ externalId: 'nobody' }, `,${byId?.company.id},,,,`) +
    line(given(byName).user, `,,"${byName?.company.name}",yes,,`) +
    line(given(unmapped).user, ',,,,,') +
    line(given(unmapped).user, `x,1,,,,`)
  );
}
const MIXED = ['MAPPABLE', 'MAPPABLE', 'REFUSED NOT_FOUND', 'MAPPABLE', 'SKIPPED', 'REFUSED INVALID'];

describe('U9: a dry run', () => {
  it('shows what would become of each row, in order, and changes nothing', async () => {
    const file = await mixed();
    const tables = ['mappings', 'users', 'audit_events', 'work_holds', 'integration_settings'];
    const state = async () => Object.entries(await fingerprint(account.id)).filter(([name]) => tables.includes(name));
    const { status, body } = await upload(account, file);
    expect([status, body.rows, body.badRows]).toEqual([202, 6, 1]);
    const before = await state();
    await slice(test, account);
    expect(await state()).toEqual(before);
    expect(await linesOf(account, body.jobId)).toEqual(MIXED);
    const results = await resultsOf(account, body.jobId);
    expect(results.map(({ row, line: at }) => `${row} ${at}`)).toEqual(['1 2', '2 3', '3 4', '4 5', '5 6', '6 7']);
    expect(results[1]).toMatchObject({ source: source.code, enabled: 'false', company_record_id: '' });
    expect(await newestJob(account)).toMatchObject({
      status: 'SUCCEEDED',
      ...{ done: 6, total: 6 },
      counts: [
        { counter: 'MAPPABLE', value: 3 },
        { counter: 'REJECTED', value: 2 },
      ],
    });
  });

  it('is applied by a job of its own, and both keep their results', async () => {
    const { body } = await importFile(test, account, await mixed());
    const { job, userErrors } = await apply(account, { jobId: body.jobId, onError: 'REJECT_FAILED' });
    expect(userErrors).toEqual([]);
    expect(await linesOf(account, given(job).id)).toEqual(MIXED.map(() => 'NOT_DONE'));
    await slice(test, account);
    expect(await linesOf(account, given(job).id)).toEqual(MIXED.map((one) => (one === 'MAPPABLE' ? 'MAPPED' : one)));
    expect(await linesOf(account, body.jobId)).toEqual(MIXED);
    const mappings = await mappingsOf();
    expect(mappings.map(({ origin, isEnabled }) => `${origin} ${isEnabled}`)).toEqual([
      ...['IMPORTED true', 'IMPORTED false', 'IMPORTED true'],
    ]);
    const audit = (await auditOf(account)).filter(({ action }) => action === 'COMPANY_MAPPED');
    expect(audit.map(({ actor }) => actor.name)).toEqual(Array(3).fill('first token'));
  });

  it('that is out of date decides nothing: each row is decided again', async () => {
    const [one, other] = await pairs(2);
    const file =
      HEAD + line(given(one).user, `,${one?.company.id},,,,`) + line(given(other).user, `,${other?.company.id},,,,`);
    const { body, lines } = await importFile(test, account, file);
    expect(lines).toEqual(['MAPPABLE', 'MAPPABLE']);
    await ask(account, ArchiveUserDocument, { input: { userId: given(other).user.id } });
    const { job } = await apply(account, { jobId: body.jobId, onError: 'REJECT_FAILED' });
    await slice(test, account);
    expect(await linesOf(account, given(job).id)).toEqual(['MAPPED', 'REFUSED INVALID']);
  });

  it('F21: is applied once under one key, and only when it was done to its end', async () => {
    const { body } = await importFile(test, account, await mixed());
    const input = { jobId: body.jobId, onError: 'REJECT_FAILED', idempotencyKey: 'k' } as const;
    const [first, second] = [await apply(account, input), await apply(account, input)];
    expect(second.job?.id).toBe(first.job?.id);
    await slice(test, account);
    const errors = async (jobId: string) => (await apply(account, { jobId })).userErrors.map(({ code }) => code);
    expect(await errors(given(first.job).id)).toEqual(['INVALID']);
    expect(await errors('nonsense')).toEqual(['NOT_FOUND']);
    const other = await test.account();
    expect((await apply(other, { jobId: body.jobId })).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });
});

describe('U9: writing', () => {
  it('under REJECT_FAILED carries the good rows out', async () => {
    const { lines, job } = await importFile(test, account, await mixed(), WRITE);
    expect(lines).toEqual(MIXED.map((one) => (one === 'MAPPABLE' ? 'MAPPED' : one)));
    expect(job).toMatchObject({
      status: 'SUCCEEDED',
      counts: expect.arrayContaining([{ counter: 'MAPPED', value: 3 }]),
    });
  });

  it('under REJECT_ALL writes nothing when a row is refused, and every row says so', async () => {
    const { lines, job } = await importFile(test, account, await mixed(), WRITE_WHOLE);
    expect(job).toMatchObject({
      status: 'FAILED',
      failure: { message: expect.stringContaining('Nothing was written: 2') },
    });
    expect(lines).toEqual(MIXED.map((one) => (one === 'MAPPABLE' ? 'NOT_WRITTEN' : one)));
    expect(await mappingsOf()).toEqual([]);
  });

  it('under REJECT_ALL writes all when none is refused', async () => {
    const all = await pairs(3);
    const file = HEAD + all.map(({ user, company }) => line(user, `,${company.id},,,,`)).join('');
    const { lines, job } = await importFile(test, account, file, WRITE_WHOLE);
    expect([job.status, ...lines]).toEqual(['SUCCEEDED', 'MAPPED', 'MAPPED', 'MAPPED']);
    expect(await mappingsOf()).toHaveLength(3);
  });

  it('again changes nothing, and asks nobody', async () => {
    const all = await pairs(3);
    const file = HEAD + all.map(({ user, company }) => line(user, `,${company.id},,,,`)).join('');
    await importFile(test, account, file, WRITE);
    const before = await fingerprint(account.id);
    test.sandbox.journal.clear();
    const { lines } = await importFile(test, account, file, WRITE);
    expect(lines).toEqual(['UNCHANGED', 'UNCHANGED', 'UNCHANGED']);
    const after = await fingerprint(account.id);
    expect([after['mappings'], after['users']]).toEqual([before['mappings'], before['users']]);
    expect(test.sandbox.journal.total).toBe(0);
  });

  it('moves an existing mapping only where the row says so', async () => {
    const [one, other] = await pairs(2);
    await importFile(test, account, HEAD + line(given(one).user, `,${one?.company.id},,,,`), WRITE);
    const moved = (replace: string) => HEAD + line(given(one).user, `,${other?.company.id},,,${replace},`);
    expect((await importFile(test, account, moved(''), WRITE)).lines).toEqual(['REFUSED ALREADY_MAPPED']);
    expect((await importFile(test, account, moved('true'), WRITE)).lines).toEqual(['MAPPED']);
    expect(await mappingsOf()).toMatchObject([{ connectWiseId: other?.company.id }]);
  });

  it('before the integration is on saves rows disabled, unless they ask to be enabled', async () => {
    await account.integration({ isEnabled: false });
    const [one, other] = await pairs(2);
    const file =
      HEAD +
      line(given(one).user, `${one?.company.identifier},,,,,`) +
      line(given(other).user, `${other?.company.identifier},,,true,,`);
    test.sandbox.journal.clear();
    const { lines } = await importFile(test, account, file, WRITE);
    expect(lines).toEqual(['MAPPED', 'REFUSED INTEGRATION_DISABLED']);
    expect(await mappingsOf()).toMatchObject([{ isEnabled: false }]);
    expect(test.sandbox.journal.total).toBe(0);
  });
});

it('U9: one import is open at a time; a second one is told so, and leaves nothing', async () => {
  const file = await mixed();
  const first = await upload(account, file);
  const second = await upload(account, file);
  expect([second.status, second.body.errors?.[0]?.extensions.code]).toEqual([422, 'JOB_IN_PROGRESS']);
  const many = await Promise.all([await test.account(), await test.account()].map(async (own) => upload(own, file)));
  expect(many.map(({ body }) => body.errors?.[0]?.extensions.code)).toEqual(['NOT_CONFIGURED', 'NOT_CONFIGURED']);
  expect(await sql('SELECT FROM import_files WHERE account_id = $1', [account.id])).toHaveLength(1);
  await ask(account, CancelJobDocument, { input: { jobId: first.body.jobId } });
  expect(await linesOf(account, first.body.jobId)).toEqual(
    MIXED.map((one) => (one === 'REFUSED INVALID' ? one : 'NOT_DONE')),
  );
  const { retryJob } = await ask(account, RetryJobDocument, { input: { jobId: first.body.jobId } });
  await slice(test, account);
  expect(await linesOf(account, given(retryJob?.job).id)).toEqual(MIXED);
});
