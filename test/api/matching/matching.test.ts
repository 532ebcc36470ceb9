import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask } from '../../support/graphql-client.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { type MatchSuggestionsQueryVariables, StartMatchingDocument } from '../operations.generated.js';
import { auditOf, errorsOf, given } from '../support/calls.js';
import { holdWork, jobsOf, runJobs, runSlice } from '../support/jobs.js';
import { sql } from '../support/rows.js';
import {
  dismiss,
  furnished,
  idsOf,
  list,
  match,
  named,
  open,
  real,
  reopen,
  statementsOf,
} from '../support/suggestions.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

describe('suggestions', () => {
  it('C3: tell score and reasons, best first, page by page', async () => {
    const { account, source } = await furnished(test, [
      named('Walnut Dental'),
      named('Walnut Dental Care, Inc.'),
      named('Oak'),
    ]);
    const user = await source.user('Walnut Dental');
    await match(test, account);
    const { nodes, totalCount } = await list(account);
    expect(nodes.map(({ company }) => company.name)).toEqual(['Walnut Dental', 'Walnut Dental Care, Inc.']);
    expect(nodes[0]).toMatchObject({
      user: { id: user.id },
      reasons: ['SAME_NAME', 'SAME_NORMALISED_NAME', 'SIMILAR_NAME'],
      score: 0.9,
      isSure: true,
      status: 'OPEN',
    });
    expect(nodes[1]).toMatchObject({ reasons: ['SIMILAR_NAME'], isSure: false });
    expect(totalCount).toBe(2);

    const first = await list(account, { first: 1 });
    const second = await list(account, { first: 1, after: first.pageInfo.endCursor });
    expect([...idsOf(first.nodes), ...idsOf(second.nodes)]).toEqual(idsOf(nodes));
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
  });

  it('C3: are filtered by user, reason, score, sureness and status', async () => {
    const { account, source } = await furnished(test, [
      named('Walnut Dental'),
      named('Walnut Dental Care'),
      named('Oak Farms'),
    ]);
    const walnut = await source.user('Walnut Dental');
    await source.user('Oak Farms');
    await match(test, account);
    const count = async (filter: MatchSuggestionsQueryVariables['filter']) =>
      (await list(account, { filter })).totalCount;
    expect(await count({ userIds: [walnut.id] })).toBe(2);
    expect(await count({ reasons: ['SAME_NAME', 'SAME_DOMAIN'] })).toBe(2);
    expect(await count({ minimumScore: 0.9 })).toBe(2);
    expect(await count({ isSure: false })).toBe(1);
    expect(await count({ statuses: ['OPEN'] })).toBe(3);
    expect(await count({ statuses: ['DISMISSED', 'ACCEPTED'] })).toBe(0);
    expect(await count({ statuses: [] })).toBe(0);
  });

  it('C3: are two, and neither sure, where two companies are equally good', async () => {
    const { account, source } = await furnished(test, [named('Twin Rivers'), named('Twin Rivers')]);
    await source.user('Twin Rivers');
    await match(test, account);
    const nodes = await open(account);
    expect(nodes.map(({ score, isSure }) => [score, isSure])).toEqual([
      [0.9, false],
      [0.9, false],
    ]);
  });

  it('C3: are not sure where another user of the source, even a mapped one, may be meant', async () => {
    const { account, source } = await furnished(test, [named('Lone Pine')]);
    const [company] = real(test, 1);
    const rival = await source.user('Lone Pine');
    await rival.map(given(company).identifier);
    await source.user('Lone Pine');
    await match(test, account);
    expect((await open(account)).map(({ isSure }) => isSure)).toEqual([false]);
  });

  it('C3: name no inactive or deleted company, but an inactive one stands in the way of being sure', async () => {
    const { account, source } = await furnished(test, [
      named('Grey Owl'),
      { ...named('Grey Owl'), state: 'inactive' },
      named('Red Fox'),
      { ...named('Red Fox'), state: 'deleted' },
    ]);
    await source.user('Grey Owl');
    await source.user('Red Fox');
    await match(test, account);
    const nodes = await open(account);
    expect(nodes.map(({ company, isSure }) => [company.name, isSure]).sort()).toEqual([
      ['Grey Owl', false],
      ['Red Fox', true],
    ]);
  });

  it('C4: stay dismissed, whatever is computed later, until somebody brings them back', async () => {
    const { account, source } = await furnished(test, [named('Blue Heron'), named('Blue Heron')]);
    await source.user('Blue Heron');
    await match(test, account);
    const [first, second] = await open(account);
    const { results } = await dismiss(account, [given(first).id]);
    expect(results).toEqual([{ suggestion: { id: first?.id, status: 'DISMISSED' }, userErrors: [] }]);
    await match(test, account);
    expect(idsOf(await open(account))).toEqual([second?.id]);
    expect((await list(account, { filter: { statuses: ['DISMISSED'] } })).totalCount).toBe(1);

    await reopen(account, [given(first).id]);
    expect(idsOf(await open(account)).sort()).toEqual([given(first).id, given(second).id].sort());
    const actions = (await auditOf(account)).map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['SUGGESTION_DISMISSED', 'SUGGESTION_REOPENED']));
  });

  it('go when they no longer hold, and when their users are mapped, archived or ignored', async () => {
    const { account, source } = await furnished(test, [named('Elm Street Bakery'), named('Ash Grove Hotel')]);
    const user = await source.user('Elm Street Bakery');
    await source.user('Ash Grove Hotel');
    await match(test, account);
    expect(await open(account)).toHaveLength(2);
    const [company] = real(test, 1);
    await user.map(given(company).identifier);
    // At once for whoever looks, and for good with the next run.
    expect((await open(account)).map(({ company: { name } }) => name)).toEqual(['Ash Grove Hotel']);
    await sql(`UPDATE users SET is_ignored = true WHERE account_id = $1 AND name LIKE 'Ash%'`, [account.id]);
    await match(test, account);
    expect(await sql('SELECT 1 FROM match_suggestions WHERE account_id = $1', [account.id])).toEqual([]);
  });

  it('C4: are computed in a number of statements that does not grow with users, and ask ConnectWise nothing', async () => {
    const companies = Array.from({ length: 40 }, (_, index) => named(`Company Number ${index} of ${randomUUID()}`));
    const { account, source } = await furnished(test, companies);
    const statements: number[] = [];
    for (const { name } of companies.slice(0, 1)) await source.user(name);
    statements.push(await statementsOf(test, account));
    for (const { name } of companies.slice(1)) await source.user(name);
    statements.push(await statementsOf(test, account));
    expect(statements[1]).toBe(statements[0]);
    expect(test.sandbox.journal.total).toBe(0);
  });

  it('go on where the last slice ended when the worker dies, and are made once', async () => {
    const companies = Array.from({ length: 10 }, (_, index) => named(`Survivor ${index} ${randomUUID()}`));
    const { account, source } = await furnished(test, companies);
    for (const { name } of companies) await source.user(name);
    await test.app.services.matching.start(account.caller, undefined);
    const signal = AbortSignal.abort(new Error('killed'));
    const work = given(test.app.services.jobWork.find(({ kind }) => kind === 'MATCHING'));
    await expect(work.run(account.caller, signal, await holdWork(account, 'MATCHING'))).rejects.toThrow('killed');
    await runJobs(test.app, account, 'MATCHING');
    expect((await jobsOf(test.app, account, 'MATCHING')).map(({ status }) => status)).toEqual(['SUCCEEDED']);
    expect((await open(account)).filter(({ reasons }) => reasons.includes('SAME_NAME'))).toHaveLength(10);
  });
});

describe('the job that makes suggestions', () => {
  it('starts when asked, once for a key', async () => {
    const { account } = await furnished(test);
    const start = async (idempotencyKey?: string) =>
      given((await ask(account, StartMatchingDocument, { input: { idempotencyKey } })).startMatching);
    const first = await start('a key');
    expect(first.job).toMatchObject({ kind: 'MATCHING', status: 'QUEUED' });
    expect((await start('a key')).job?.id).toBe(first.job?.id);
    expect(errorsOf(await start())).toEqual(['JOB_IN_PROGRESS']);
    const bare = await test.account();
    const refused = given((await ask(bare, StartMatchingDocument, { input: {} })).startMatching);
    expect(errorsOf(refused)).toEqual(['NOT_CONFIGURED']);
  });

  it('starts by itself when users came, and rests when nothing has changed', async () => {
    const { account, source } = await furnished(test, [named('Quiet Lake')]);
    expect(await runSlice(test.app, account, 'MATCHING')).toMatchObject({ kind: 'after' });
    await source.user('Quiet Lake');
    const woken = await sql(
      `SELECT 1 FROM work WHERE account_id = $1 AND kind = 'MATCHING' AND due_at < now() + interval '1 minute'`,
      [account.id],
    );
    expect(woken).toHaveLength(1);
    expect(await runJobs(test.app, account, 'MATCHING')).toMatchObject({ kind: expect.stringMatching(/after|at/) });
    expect(await open(account)).toHaveLength(1);
    const old = `UPDATE companies SET updated_at = now() - interval '1 hour' WHERE account_id = $1`;
    await sql(old, [account.id]);
    expect(await runSlice(test.app, account, 'MATCHING')).toMatchObject({ kind: 'after' });
    expect(await jobsOf(test.app, account, 'MATCHING')).toHaveLength(1);
  });

  it('is cancelled between slices', async () => {
    const { account, source } = await furnished(test, [named('Quiet Lake')]);
    await source.user('Quiet Lake');
    const job = await test.app.services.matching.start(account.caller, undefined);
    await test.app.services.jobs.cancel(account.caller, job.id);
    expect((await jobsOf(test.app, account, 'MATCHING')).map(({ status }) => status)).toEqual(['CANCELLED']);
  });
});
