import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ask } from '../../support/graphql-client.js';
import { readsOf } from '../../support/plan.js';
import { CancelJobDocument, RetryJobDocument } from '../operations.generated.js';
import { Billed, type Customer, shortly } from '../support/billing.js';
import { auditOf, errorsOf, given, unmap } from '../support/calls.js';
import { jobsOf, runInterrupted, runJobs, runSlice } from '../support/jobs.js';
import { manyMappings } from '../support/many-mappings.js';
import { eventsOf, sql } from '../support/rows.js';
import { Systems } from '../support/systems.js';

let systems: Systems;
let billed: Billed;
let customer: Customer;
const KIND = 'BILLING_PLAN';
beforeAll(async () => {
  systems = await Systems.start();
});
afterAll(() => systems.close());
beforeEach(async () => {
  billed = await Billed.start({ ...systems.test, app: systems.server.app }, await systems.account());
  customer = await billed.customer();
  billed.addition(customer.agreementId, 5);
  await billed.use(customer.user, { 31: '7' });
  systems.clearJournals();
});

/** What ConnectWise was asked, without the look at its version. */
const asked = () => systems.askedAt('a').filter((line) => !/companyinfo|system\/info/i.test(line));
const pathsAsked = () =>
  systems.all.a.journal.entries.map(({ path }) => path.replace(/^.*3\.0/, '')).filter((path) => /finance/.test(path));
const job = async () => given((await jobsOf(billed.test.app, billed.account, KIND))[0]);

describe('B11: the calls of a plan', () => {
  it('B11: one page of agreements and one read of the additions of each that is needed, and nothing else', async () => {
    await billed.save({ rules: [{ product: 'mailboxes' }, { product: 'storage' }] });
    await billed.use(customer.user, { 31: '1' }, 'storage');
    const [other, colleague] = [await billed.customer(), await billed.colleague(customer)];
    await billed.customer();
    await billed.use(other.user, { 31: '7' });
    await billed.use(colleague, { 31: '7' });
    systems.clearJournals();
    await billed.run();
    expect(pathsAsked().sort()).toEqual([
      '/finance/agreements',
      `/finance/agreements/${customer.agreementId}/additions`,
      `/finance/agreements/${other.agreementId}/additions`,
    ]);
    expect(asked()).toHaveLength(3);
    expect(await job()).toMatchObject({ done: 4, total: 4, counts: { CALLED: 3, PLANNED: 2, HELD: 0 } });
  });

  it('B11: where nothing is to be billed nothing is asked', async () => {
    await unmap(billed.account, { mappingId: customer.mappingId });
    systems.clearJournals();
    await billed.run();
    expect(asked()).toEqual([]);
  });

  it('B11: many companies take the pages of all agreements, and statements as parts are', async () => {
    const ids = await manyMappings(systems.all.a, billed.account, 1_000);
    for (const companyId of ids) billed.addition(billed.agreement(companyId), 1);
    await sql(
      `INSERT INTO products (account_id, id, source_id, code, name, unit, decimals, first_billed_at)
       SELECT DISTINCT u.account_id, $2::uuid, u.source_id, 'many', 'Many', 'piece', 0, now()
       FROM users u WHERE u.account_id = $1 AND u.name = 'user 0'`,
      [billed.account.id, '01900000-0000-7000-8000-00000000ffff'],
    );
    await sql(
      `INSERT INTO usage_days (account_id, user_id, day, product_id, used)
       SELECT account_id, id, '2026-01-31', $2, 2 FROM users WHERE account_id = $1 AND name LIKE 'user %'`,
      [billed.account.id, '01900000-0000-7000-8000-00000000ffff'],
    );
    await sql('UPDATE billing_settings SET rules = rules || $2::jsonb WHERE account_id = $1', [
      billed.account.id,
      JSON.stringify([{ ...billed.rule({ product: 'mailboxes' }), productId: '01900000-0000-7000-8000-00000000ffff' }]),
    ]);
    systems.clearJournals();
    const { plan } = await billed.begin();
    const reads = await readsOf(billed.test.database, () => billed.work());
    const made = await billed.plan(given(plan).id, { first: 1 });
    expect(made.counts).toEqual([{ action: 'UPDATE', state: 'PENDING', lines: 1_001, held: 0 }]);
    const pages = Math.ceil(systems.all.a.agreements.count / 1_000);
    expect(pathsAsked().filter((path) => path === '/finance/agreements')).toHaveLength(pages);
    expect(pathsAsked()).toHaveLength(pages + 1_001);
    // 21 parts of companies at 5 statements each, and some around them: none for a company, a user or a line.
    expect(reads.length).toBeLessThan(250);
  });
});

describe('F18: a plan that is interrupted', () => {
  it.each([1, 2, 3, 4, 5])('F18: goes on after a crash before part %s, and writes nothing twice', async (at) => {
    for (const quantity of ['1', '2']) {
      const { user, agreementId } = await billed.customer();
      billed.addition(agreementId, 9);
      await billed.use(user, { 31: quantity });
    }
    const unmapped = await billed.source.user();
    await billed.use(unmapped, { 31: '3' });
    const { plan } = await billed.begin();
    const crash = async () => {
      throw new Error('the process was killed');
    };
    // The first slice starts the job.
    await runSlice(billed.test.app, billed.account, KIND);
    await expect(runInterrupted(billed.test, billed.account, { kind: KIND, at, come: crash })).rejects.toThrow(
      'killed',
    );
    await billed.work();
    const made = await billed.plan(given(plan).id);
    expect(shortly(made)).toEqual(['UPDATE 5>7', 'UPDATE 9>1', 'UPDATE 9>2', 'SKIP NOT_MAPPED']);
    expect(made.status).toBe('OPEN');
  });
});

describe('B5: a plan that cannot be made', () => {
  it('S14: fails when the account moved to another ConnectWise meanwhile', async () => {
    const { plan } = await billed.begin();
    await systems.move(billed.account, 'b', 'OTHER_DATA');
    await billed.work();
    expect(await billed.plan(given(plan).id)).toMatchObject({
      status: 'FAILED',
      failure: { code: 'NOT_CONFIGURED', message: expect.stringContaining('another ConnectWise') },
    });
    expect((await auditOf(billed.account)).map(({ action }) => action)).toContain('BILLING_PLAN_FAILED');
    expect((await eventsOf(billed.account.id)).map(({ kind }) => kind)).toContain('BILLING_PLAN_FAILED');
    const { id } = await job();
    const retried = given(
      (
        await ask(billed.account, RetryJobDocument, {
          input: { jobId: Buffer.from(`Job:${id}`).toString('base64url') },
        })
      ).retryJob,
    );
    expect(errorsOf(retried)).toEqual([]);
    await billed.work();
    expect(await job()).toMatchObject({ status: 'FAILED', failure: { code: 'INVALID' } });
  });

  it('S14: bills nobody by a mapping of another ConnectWise, and goes by no settings of one', async () => {
    await systems.move(billed.account, 'b', 'OTHER_DATA');
    expect(errorsOf(await billed.begin())).toEqual(['NOT_CONFIGURED']);
    await billed.save();
    expect(shortly(await billed.run())).toEqual(['SKIP MAPPING_ON_OTHER_INSTANCE']);
  });

  it('C7: is discarded when its job is cancelled', async () => {
    const { plan } = await billed.begin();
    const cancel = async () => {
      const jobId = Buffer.from(`Job:${(await job()).id}`).toString('base64url');
      const { cancelJob } = await ask(billed.account, CancelJobDocument, { input: { jobId } });
      expect(errorsOf(given(cancelJob))).toEqual([]);
    };
    await runSlice(billed.test.app, billed.account, KIND);
    await runInterrupted(billed.test, billed.account, { kind: KIND, at: 2, come: cancel });
    await runJobs(billed.test.app, billed.account, KIND);
    expect(await billed.plan(given(plan).id)).toMatchObject({ status: 'DISCARDED', failure: null });
    const left = await sql('SELECT 1 FROM billing_agreements WHERE account_id = $1', [billed.account.id]);
    expect(left).toEqual([]);
  });

  it('A3: waits while ConnectWise is away, and goes on when it is back', async () => {
    const { plan } = await billed.begin();
    const { faults } = systems.all.a;
    faults.add({ fault: { kind: 'frontEnd', status: 503 }, route: '/finance/agreements', times: null });
    await billed.work();
    expect((await billed.plan(given(plan).id)).status).toBe('PLANNING');
    faults.clear();
    await billed.work();
    expect(shortly(await billed.plan(given(plan).id))).toEqual(['UPDATE 5>7']);
  });
});
