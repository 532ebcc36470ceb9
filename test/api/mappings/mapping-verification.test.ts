import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ask } from '../../support/graphql-client.js';
import type { SeedAccount } from '../../support/seed.js';
import { CompanyMappingsDocument } from '../operations.generated.js';
import { errorsOf, given, holdOf, map, save } from '../support/calls.js';
import { driftLines, mappedUser, startVerification, verifyAll } from '../support/drift.js';
import { holdWork, jobsOf, runJobs } from '../support/jobs.js';
import { manyMappings } from '../support/many-mappings.js';
import { sql } from '../support/rows.js';
import { Systems } from '../support/systems.js';

let systems: Systems;
let account: SeedAccount;
beforeAll(async () => {
  systems = await Systems.start();
});
afterAll(() => systems.close());
beforeEach(async () => {
  account = await systems.account();
  await account.integration();
  systems.clearJournals();
});

const KIND = 'MAPPING_VERIFICATION';
const test = () => ({ ...systems.test, app: systems.server.app });
const standing = async (asker: SeedAccount) =>
  given((await ask(asker, CompanyMappingsDocument, { first: 50 })).companyMappings).nodes.map(
    ({ identifier, verification }) => `${identifier} ${verification.status} ${verification.problem ?? ''}`.trim(),
  );

describe('C6: the verification of mappings', () => {
  it('asks in batches, counts what it finds and notes when', async () => {
    const sound = await mappedUser(test(), account);
    const renamed = await mappedUser(test(), account);
    const gone = await mappedUser(test(), account);
    await sql("UPDATE mappings SET verified_at = '2020-01-01' WHERE account_id = $1", [account.id]);
    systems.all.a.companies.rename(renamed.id, 'Renamed');
    systems.all.a.companies.remove(gone.id);
    systems.clearJournals();
    const job = await verifyAll(test(), account);

    const counts = { CALLED: 1, CHANGED: 0, MISSING: 1, VERIFIED: 2, BROKEN: 1 };
    expect(job).toMatchObject({ status: 'SUCCEEDED', done: 3, total: 3, counts });
    const rows = await sql<{ n: number }>(
      "SELECT count(*)::int AS n FROM mappings WHERE account_id = $1 AND verified_at > now() - interval '1 hour'",
      [account.id],
    );
    expect(rows).toEqual([{ n: 3 }]);
    const [versions] = await sql<{ version: number }>(
      'SELECT version FROM mappings WHERE account_id = $1 AND connect_wise_id = $2',
      [account.id, sound.id],
    );
    expect(versions).toEqual({ version: 1 });
    const asked = systems.askedAt('a').filter((line) => /companies (?!.*statuses)/.test(line));
    expect(asked).toHaveLength(1);
  });

  it('asks once for a company that several users have', async () => {
    const { identifier, user } = await mappedUser(test(), account);
    const other = await user.source.user();
    await other.map(identifier, { allowShared: true });
    await map(account, { userId: user.id, company: { identifier }, replaceExisting: true, allowShared: true });
    systems.clearJournals();
    const job = await verifyAll(test(), account);
    expect(job).toMatchObject({ done: 2, total: 2, counts: { VERIFIED: 2 } });
    expect(systems.askedAt('a').filter((line) => /in \(\d+\)/.test(line))).toHaveLength(1);
  });

  it('looks at the mappings that were named, or stand as was asked, and at no other', async () => {
    const [one, two] = [await mappedUser(test(), account), await mappedUser(test(), account)];
    systems.all.a.companies.inactivate(one.id);
    systems.all.a.companies.inactivate(two.id);
    expect(await verifyAll(test(), account, { mappingIds: [one.mappingId] })).toMatchObject({ done: 1, total: 1 });
    expect(await driftLines(account)).toEqual(['COMPANY_INACTIVATED OPEN']);
    systems.all.a.companies.activate(one.id);
    expect(await verifyAll(test(), account, { statuses: ['BROKEN'] })).toMatchObject({
      done: 1,
      counts: { VERIFIED: 1 },
    });
    expect(await verifyAll(test(), account, { statuses: ['VERIFIED'] })).toMatchObject({
      done: 2,
      counts: { BROKEN: 1 },
    });
  });

  it('stays below the limit of an URL, and makes as few calls as that allows', async () => {
    await manyMappings(systems.all.a, account, 1_200);
    systems.clearJournals();
    const job = await verifyAll(test(), account);
    expect(job).toMatchObject({ done: 1_200, total: 1_200, counts: { VERIFIED: 1_200 } });
    const calls = systems.all.a.journal.entries.filter(({ path }) => path.endsWith('/company/companies'));
    expect(calls.length).toBeLessThanOrEqual(7);
    expect(job.counts.CALLED).toBe(calls.length);
  });

  it('finds by identifier what was never verified', async () => {
    await save(account, { isEnabled: false });
    const { id } = systems.all.a.companies.add({ identifier: 'Never-asked', name: 'Never asked Ltd' });
    const user = await (await account.source()).user();
    const none = await (await account.source()).user();
    await user.map('never-ASKED', { isEnabled: false });
    await none.map('日本 "の" 会社', { isEnabled: false });
    await save(account, { isEnabled: true });
    const job = await verifyAll(test(), account);

    expect(job).toMatchObject({ done: 2, total: 2, counts: { VERIFIED: 1, BROKEN: 1, REJECTED: 0 } });
    expect(await standing(account)).toEqual(['日本 "の" 会社 BROKEN COMPANY_NOT_FOUND', 'Never-asked VERIFIED']);
    const [row] = await sql<{ id: number }>(
      'SELECT connect_wise_id AS id FROM mappings WHERE account_id = $1 AND connect_wise_id IS NOT NULL',
      [account.id],
    );
    expect(row).toEqual({ id });
  });

  it('leaves a mapping as it was whose company another user of the source has', async () => {
    const { identifier, user } = await mappedUser(test(), account);
    await save(account, { isEnabled: false });
    const rival = await user.source.user();
    await rival.map(identifier, { isEnabled: false });
    await save(account, { isEnabled: true });
    expect(await verifyAll(test(), account)).toMatchObject({
      status: 'SUCCEEDED',
      counts: { VERIFIED: 1, REJECTED: 1 },
    });
    expect(await standing(account)).toEqual([`${identifier} UNVERIFIED`, `${identifier} VERIFIED`]);
  });

  it('has suggestions made anew when a company breaks and when it is back, and not otherwise', async () => {
    const { id } = await mappedUser(test(), account);
    const isWoken = async () => {
      await verifyAll(test(), account);
      const rows = await sql(
        `DELETE FROM work WHERE account_id = $1 AND kind = 'MATCHING' AND due_at < now() + interval '1 minute' RETURNING 1`,
        [account.id],
      );
      return rows.length > 0;
    };
    await isWoken();
    expect(await isWoken()).toBe(false);
    systems.all.a.companies.inactivate(id);
    expect(await isWoken()).toBe(true);
    systems.all.a.companies.activate(id);
    expect(await isWoken()).toBe(true);
  });

  it('S14: takes mappings back after a move, by what they have to show', async () => {
    const same = await systems.mappedOnA();
    systems.setRecord('c', same.identifier, same.id);
    await systems.move(same.account, 'c', 'SAME_DATA_MOVED');
    expect(await holdOf(same.account, same.user)).toBe('MAPPING_ON_OTHER_INSTANCE');
    await verifyAll(test(), same.account);
    expect(await holdOf(same.account, same.user)).toBeNull();

    const other = await systems.mappedOnA();
    systems.setRecord('c', 'Somebody-else', other.id);
    await systems.move(other.account, 'c', 'SAME_DATA_MOVED');
    expect(await verifyAll(test(), other.account)).toMatchObject({ counts: { BROKEN: 1 } });
    expect(await standing(other.account)).toEqual([`${other.identifier} BROKEN IDENTIFIER_CHANGED`]);
    expect(await driftLines(other.account)).toEqual([]);
  });
});

describe('C7: a verification as a job', () => {
  it('is refused for what is not the own, while off, and while one is under way', async () => {
    const foreign = await systems.account();
    await foreign.integration();
    const { mappingId } = await mappedUser(test(), foreign);
    expect(errorsOf(await startVerification(account, { mappingIds: [mappingId] }))).toEqual(['NOT_FOUND mappingIds 0']);
    expect(errorsOf(await startVerification(account, { mappingIds: ['nonsense'] }))).toEqual([
      'NOT_FOUND mappingIds 0',
    ]);
    const idempotencyKey = randomUUID();
    const { job } = await startVerification(account, { idempotencyKey });
    expect((await startVerification(account, { idempotencyKey })).job?.id).toBe(given(job).id);
    expect(errorsOf(await startVerification(account, { idempotencyKey, statuses: ['BROKEN'] }))).toEqual([
      'IDEMPOTENCY_KEY_REUSED idempotencyKey',
    ]);
    expect(errorsOf(await startVerification(account))).toEqual(['JOB_IN_PROGRESS']);
    const off = await systems.account();
    await off.integration({ isEnabled: false });
    expect(errorsOf(await startVerification(off))).toEqual(['INTEGRATION_DISABLED']);
  });

  it('F18, F19: goes on where another worker left it, whose late answer counts no more', async () => {
    const { id } = await mappedUser(test(), account);
    systems.all.a.companies.inactivate(id);
    await startVerification(account);
    systems.all.a.faults.add({ fault: { kind: 'slow', delay: 5_000 }, route: '/company/companies' });
    const handler = given(test().app.services.jobWork.find(({ kind }) => kind === KIND));
    const late = handler.run(account.caller, new AbortController().signal, await holdWork(account, KIND));
    const outcome = late.then(
      () => 'done',
      (error: Error) => error.name,
    );
    while (systems.askedAt('a').length === 0) await new Promise((wake) => setTimeout(wake, 5));
    await runJobs(test().app, account, KIND);

    expect(await outcome).toBe('HoldLost');
    expect((await jobsOf(test().app, account, KIND))[0]).toMatchObject({
      status: 'SUCCEEDED',
      done: 1,
      counts: { BROKEN: 1 },
    });
    expect(await driftLines(account)).toEqual(['COMPANY_INACTIVATED OPEN']);
  });

  it('F3: waits out an outage of ConnectWise and then goes on', async () => {
    await mappedUser(test(), account);
    await startVerification(account);
    systems.all.a.faults.add({ times: null, fault: { kind: 'cut' } });
    const next = await runJobs(test().app, account, KIND);
    expect(next.kind).toBe('after');
    expect((await jobsOf(test().app, account, KIND))[0]).toMatchObject({ status: 'RUNNING' });
    systems.all.a.faults.clear();
    await sql('DELETE FROM call_paces WHERE account_id = $1', [account.id]);
    await runJobs(test().app, account, KIND);
    expect((await jobsOf(test().app, account, KIND))[0]).toMatchObject({
      status: 'SUCCEEDED',
      counts: { VERIFIED: 1 },
    });
  });
});
