import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { toGlobalId } from '../../src/graphql/node.js';
import { ask } from '../support/graphql-client.js';
import { mirrorCompanies, type NamedCompany } from '../support/matching.js';
import type { SeedAccount, SeedSource, SeedUser } from '../support/seed.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import {
  AcceptMatchSuggestionsDocument,
  type AcceptMatchSuggestionsInput,
  DismissMatchSuggestionsDocument,
  MatchingSettingsDocument,
  MatchSuggestionsDocument,
  type MatchSuggestionsQueryVariables,
  ReopenMatchSuggestionsDocument,
  StartMatchingDocument,
  UpdateMatchingSettingsDocument,
  type UpdateMatchingSettingsInput,
} from './operations.generated.js';
import { auditOf, errorsOf, given, unmap } from './support/calls.js';
import { holdWork, jobsOf, runJobs, runSlice } from './support/jobs.js';
import { eventsOf, sql } from './support/rows.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

/** Companies that the sandbox has as well, so that they can be verified. */
const real = (count: number) =>
  test.sandbox.landmarks.ordinary
    .slice(0, count)
    .map(({ id, identifier }) => ({ id, identifier, name: `The one called ${identifier}` }));

async function furnished(
  companies: readonly NamedCompany[] = [],
): Promise<{ account: SeedAccount; source: SeedSource }> {
  const account = await test.account();
  await account.integration();
  const { id: instanceId } = await test.app.services.integration.instance(account.caller);
  await mirrorCompanies(test.database, { accountId: account.id, instanceId }, companies);
  return { account, source: await account.source() };
}

async function mirrorReal({ id, caller }: SeedAccount, count: number): Promise<(NamedCompany & { id: number })[]> {
  const { id: instanceId } = await test.app.services.integration.instance(caller);
  const companies = real(count);
  for (const company of companies) {
    await mirrorCompanies(test.database, { accountId: id, instanceId }, [company], company.id);
  }
  return companies;
}

async function match(account: SeedAccount): Promise<void> {
  await test.app.services.matching.start(account.caller, undefined);
  await runJobs(test.app, account, 'MATCHING');
}

/** How many statements a run sends, by the server's own log of the driver. */
async function statementsOf(account: SeedAccount): Promise<number> {
  test.sandbox.journal.clear();
  await test.app.services.matching.start(account.caller, undefined);
  const queries = jest.spyOn(pg.Client.prototype, 'query');
  await runJobs(test.app, account, 'MATCHING');
  const count = queries.mock.calls.length;
  queries.mockRestore();
  expect(test.sandbox.journal.total).toBe(0);
  return count;
}

const list = async (account: SeedAccount, variables: MatchSuggestionsQueryVariables = {}) =>
  given((await ask(account, MatchSuggestionsDocument, variables)).matchSuggestions);
const open = async (account: SeedAccount) => (await list(account, { filter: { statuses: ['OPEN'] } })).nodes;
const accept = async (account: SeedAccount, input: AcceptMatchSuggestionsInput) =>
  given((await ask(account, AcceptMatchSuggestionsDocument, { input })).acceptMatchSuggestions);
const dismiss = async (account: SeedAccount, suggestionIds: string[]) =>
  given((await ask(account, DismissMatchSuggestionsDocument, { input: { suggestionIds } })).dismissMatchSuggestions);
const reopen = async (account: SeedAccount, suggestionIds: string[]) =>
  given((await ask(account, ReopenMatchSuggestionsDocument, { input: { suggestionIds } })).reopenMatchSuggestions);
const change = async (account: SeedAccount, input: UpdateMatchingSettingsInput) =>
  given((await ask(account, UpdateMatchingSettingsDocument, { input })).updateMatchingSettings);
const idsOf = (nodes: readonly { id: string }[]) => nodes.map(({ id }) => id);
const named = (name: string): NamedCompany => ({ identifier: `id-${randomUUID()}`, name });

describe('suggestions', () => {
  it('C3: tell score and reasons, best first, page by page', async () => {
    const { account, source } = await furnished([
      named('Walnut Dental'),
      named('Walnut Dentistry, Inc.'),
      named('Oak'),
    ]);
    const user = await source.user('Walnut Dental');
    await match(account);
    const { nodes, totalCount } = await list(account);
    expect(nodes.map(({ company }) => company.name)).toEqual(['Walnut Dental', 'Walnut Dentistry, Inc.']);
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
    const { account, source } = await furnished([
      named('Walnut Dental'),
      named('Walnut Dentistry'),
      named('Oak Farms'),
    ]);
    const walnut = await source.user('Walnut Dental');
    await source.user('Oak Farms');
    await match(account);
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
    const { account, source } = await furnished([named('Twin Rivers'), named('Twin Rivers')]);
    await source.user('Twin Rivers');
    await match(account);
    const nodes = await open(account);
    expect(nodes.map(({ score, isSure }) => [score, isSure])).toEqual([
      [0.9, false],
      [0.9, false],
    ]);
  });

  it('C3: are not sure where another user of the source, even a mapped one, may be meant', async () => {
    const { account, source } = await furnished([named('Lone Pine')]);
    const [company] = real(1);
    const rival = await source.user('Lone Pine');
    await rival.map(given(company).identifier);
    await source.user('Lone Pine');
    await match(account);
    expect((await open(account)).map(({ isSure }) => isSure)).toEqual([false]);
  });

  it('C3: name no inactive or deleted company, but an inactive one stands in the way of being sure', async () => {
    const { account, source } = await furnished([
      named('Grey Owl'),
      { ...named('Grey Owl'), state: 'inactive' },
      named('Red Fox'),
      { ...named('Red Fox'), state: 'deleted' },
    ]);
    await source.user('Grey Owl');
    await source.user('Red Fox');
    await match(account);
    const nodes = await open(account);
    expect(nodes.map(({ company, isSure }) => [company.name, isSure]).sort()).toEqual([
      ['Grey Owl', false],
      ['Red Fox', true],
    ]);
  });

  it('C4: stay dismissed, whatever is computed later, until somebody brings them back', async () => {
    const { account, source } = await furnished([named('Blue Heron'), named('Blue Heron')]);
    await source.user('Blue Heron');
    await match(account);
    const [first, second] = await open(account);
    const { results } = await dismiss(account, [given(first).id]);
    expect(results).toEqual([{ suggestion: { id: first?.id, status: 'DISMISSED' }, userErrors: [] }]);
    await match(account);
    expect(idsOf(await open(account))).toEqual([second?.id]);
    expect((await list(account, { filter: { statuses: ['DISMISSED'] } })).totalCount).toBe(1);

    await reopen(account, [given(first).id]);
    expect(idsOf(await open(account)).sort()).toEqual([given(first).id, given(second).id].sort());
    const actions = (await auditOf(account)).map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['SUGGESTION_DISMISSED', 'SUGGESTION_REOPENED']));
  });

  it('go when they no longer hold, and when their users are mapped, archived or ignored', async () => {
    const { account, source } = await furnished([named('Elm Street Bakery'), named('Ash Grove Hotel')]);
    const user = await source.user('Elm Street Bakery');
    await source.user('Ash Grove Hotel');
    await match(account);
    expect(await open(account)).toHaveLength(2);
    const [company] = real(1);
    await user.map(given(company).identifier);
    // At once for whoever looks, and for good with the next run.
    expect((await open(account)).map(({ company: { name } }) => name)).toEqual(['Ash Grove Hotel']);
    await sql(`UPDATE users SET is_ignored = true WHERE account_id = $1 AND name LIKE 'Ash%'`, [account.id]);
    await match(account);
    expect(await sql('SELECT 1 FROM match_suggestions WHERE account_id = $1', [account.id])).toEqual([]);
  });

  it('C4: are computed in a number of statements that does not grow with users, and ask ConnectWise nothing', async () => {
    const companies = Array.from({ length: 40 }, (_, index) => named(`Company Number ${index} of ${randomUUID()}`));
    const { account, source } = await furnished(companies);
    const statements: number[] = [];
    for (const { name } of companies.slice(0, 1)) await source.user(name);
    statements.push(await statementsOf(account));
    for (const { name } of companies.slice(1)) await source.user(name);
    statements.push(await statementsOf(account));
    expect(statements[1]).toBe(statements[0]);
  });

  it('go on where the last slice ended when the worker dies, and are made once', async () => {
    const companies = Array.from({ length: 10 }, (_, index) => named(`Survivor ${index} ${randomUUID()}`));
    const { account, source } = await furnished(companies);
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

describe('accepting suggestions', () => {
  async function suggested(
    count: number,
  ): Promise<{ account: SeedAccount; users: SeedUser[]; companies: NamedCompany[] }> {
    const { account, source } = await furnished();
    const companies = await mirrorReal(account, count);
    const users: SeedUser[] = [];
    for (const { name } of companies) users.push(await source.user(name));
    await match(account);
    return { account, users, companies };
  }
  const sure = async (account: SeedAccount) =>
    (await open(account)).filter(({ reasons }) => reasons.includes('SAME_NAME'));

  it('C4: maps, verifies and enables by the rules of every other mapping, in order', async () => {
    const { account } = await suggested(3);
    const suggestions = await sure(account);
    const { results, userErrors } = await accept(account, { suggestionIds: idsOf(suggestions) });
    expect(userErrors).toEqual([]);
    expect(results?.map(({ mapping }) => mapping)).toEqual(
      suggestions.map(({ connectWiseId }) =>
        expect.objectContaining({
          connectWiseId,
          isEnabled: true,
          origin: 'SUGGESTED',
          verification: { status: 'VERIFIED' },
        }),
      ),
    );
    expect(await open(account)).toEqual([]);
    expect((await list(account, { filter: { statuses: ['ACCEPTED'] } })).totalCount).toBe(suggestions.length);
    const events = await eventsOf(account.id);
    expect(events.filter(({ kind }) => kind === 'USER_MAPPED')).toHaveLength(suggestions.length);
    const actions = (await auditOf(account)).map(({ action }) => action);
    expect(actions.filter((action) => action === 'SUGGESTION_ACCEPTED')).toHaveLength(suggestions.length);
  });

  it('C4: saves them disabled and unasked when that is wanted', async () => {
    const { account } = await suggested(1);
    const [suggestion] = await sure(account);
    test.sandbox.journal.clear();
    const { results } = await accept(account, { suggestionIds: [given(suggestion).id], isEnabled: false });
    expect(results?.[0]?.mapping).toMatchObject({ isEnabled: false, verification: { status: 'UNVERIFIED' } });
    expect(test.sandbox.journal.total).toBe(0);
  });

  it('C4: refuses what is unknown, dismissed or overtaken, one by one or all', async () => {
    const { account, users, companies } = await suggested(3);
    const byUser = new Map((await sure(account)).map((one) => [one.user.id, one.id]));
    const [good = '', dismissed = '', mapped = ''] = users.map(({ id }) => byUser.get(id) ?? '');
    await dismiss(account, [dismissed]);
    await given(users[2]).map(given(companies[2]).identifier);
    const unknown = toGlobalId('MatchSuggestion', randomUUID());
    const suggestionIds = [good, unknown, dismissed, mapped, 'rubbish'];
    const codes = async (onError: 'REJECT_ALL' | 'REJECT_FAILED') => {
      const { results, userErrors } = await accept(account, { suggestionIds, onError, isEnabled: false });
      return [
        userErrors.map(({ code }) => code),
        given(results).map((row) => [row.mapping?.origin ?? null, ...errorsOf(row)]),
      ];
    };
    expect(await codes('REJECT_ALL')).toEqual([
      ['INVALID'],
      [
        [null],
        [null, 'NOT_FOUND suggestionIds'],
        [null, 'INVALID suggestionIds'],
        [null],
        [null, 'NOT_FOUND suggestionIds'],
      ],
    ]);
    expect(await codes('REJECT_FAILED')).toEqual([
      [],
      [
        ['SUGGESTED'],
        [null, 'NOT_FOUND suggestionIds'],
        [null, 'INVALID suggestionIds'],
        [null, 'ALREADY_MAPPED suggestionIds'],
        [null, 'NOT_FOUND suggestionIds'],
      ],
    ]);
    expect(errorsOf(given((await dismiss(account, [good])).results?.[0]))).toEqual(['INVALID suggestionIds']);
  });

  it('T10: knows nothing of the suggestions of others', async () => {
    const { account } = await suggested(1);
    const [suggestion] = await sure(account);
    const other = await furnished();
    const suggestionIds = [given(suggestion).id];
    const { results } = await accept(other.account, { suggestionIds, onError: 'REJECT_FAILED' });
    expect(errorsOf(given(results?.[0]))).toEqual(['NOT_FOUND suggestionIds']);
    expect(errorsOf(given((await dismiss(other.account, suggestionIds)).results?.[0]))).toEqual([
      'NOT_FOUND suggestionIds',
    ]);
    expect((await list(other.account)).nodes).toEqual([]);
  });

  it('takes up to 1,000 a call', async () => {
    const { account } = await furnished();
    const suggestionIds = Array.from({ length: 1_001 }, () => toGlobalId('MatchSuggestion', randomUUID()));
    expect(errorsOf(await accept(account, { suggestionIds }))).toEqual(['LIMIT_EXCEEDED suggestionIds']);
    expect(errorsOf(await dismiss(account, suggestionIds))).toEqual(['LIMIT_EXCEEDED suggestionIds']);
  });

  it('is undone by unmapping: the company is suggested again', async () => {
    const { account } = await suggested(1);
    const [suggestion] = await sure(account);
    const { results } = await accept(account, { suggestionIds: [given(suggestion).id] });
    await unmap(account, { mappingId: given(results?.[0]?.mapping).id });
    await match(account);
    expect(idsOf(await open(account))).toContain(suggestion?.id);
  });

  it('C3: happens without a person only where it is switched on, and only to sure ones', async () => {
    const { account, source } = await furnished([named('Twin Rivers'), named('Twin Rivers')]);
    const companies = await mirrorReal(account, 2);
    for (const { name } of [...companies, { name: 'Twin Rivers' }]) await source.user(name);
    await match(account);
    expect((await list(account, { filter: { statuses: ['ACCEPTED'] } })).totalCount).toBe(0);

    expect(errorsOf(await change(account, { autoAccept: true }))).toEqual([]);
    await match(account);
    const accepted = await list(account, { filter: { statuses: ['ACCEPTED'] } });
    expect(accepted.nodes.map(({ company }) => company.name).sort()).toEqual(companies.map(({ name }) => name).sort());
    const mappings = await sql<object>('SELECT origin, is_enabled, verification FROM mappings WHERE account_id = $1', [
      account.id,
    ]);
    expect(mappings).toEqual(
      companies.map(() => ({ origin: 'SUGGESTED', is_enabled: true, verification: 'VERIFIED' })),
    );
    expect((await open(account)).map(({ isSure }) => isSure)).toEqual([false, false]);
    const [job] = await jobsOf(test.app, account, 'MATCHING');
    expect(job?.counts).toMatchObject({ MAPPED: 2, REJECTED: 0 });
  });
});

describe('the job that makes suggestions', () => {
  it('starts when asked, once for a key', async () => {
    const { account } = await furnished();
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
    const { account, source } = await furnished([named('Quiet Lake')]);
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
    const { account, source } = await furnished([named('Quiet Lake')]);
    await source.user('Quiet Lake');
    const job = await test.app.services.matching.start(account.caller, undefined);
    await test.app.services.jobs.cancel(account.caller, job.id);
    expect((await jobsOf(test.app, account, 'MATCHING')).map(({ status }) => status)).toEqual(['CANCELLED']);
  });
});

describe('the settings of suggestions', () => {
  const settings = async (account: SeedAccount) =>
    given((await ask(account, MatchingSettingsDocument)).matchingSettings);

  it('are off and usual until somebody changes them, and leave what is not named', async () => {
    const account = await test.account();
    expect(await settings(account)).toEqual({ autoAccept: false, threshold: 0.45, version: 0 });
    expect((await change(account, { autoAccept: true })).settings).toEqual({
      autoAccept: true,
      threshold: 0.45,
      version: 1,
    });
    await change(account, { threshold: 0.7, expectedVersion: 1 });
    expect(await settings(account)).toEqual({ autoAccept: true, threshold: 0.7, version: 2 });
  });

  it('P12: are not overwritten unseen, and take a score only', async () => {
    const account = await test.account();
    await change(account, { threshold: 0.5 });
    expect(errorsOf(await change(account, { threshold: 0.6, expectedVersion: 0 }))).toEqual([
      'VERSION_CONFLICT expectedVersion',
    ]);
    expect(errorsOf(await change(account, { threshold: 1.5 }))).toEqual(['INVALID threshold']);
  });

  it('C3: a higher threshold leaves the weaker suggestions out', async () => {
    const { account, source } = await furnished([named('Walnut Dental'), named('Walnut Dentistry')]);
    await source.user('Walnut Dental');
    await match(account);
    expect(await open(account)).toHaveLength(2);
    await change(account, { threshold: 0.8 });
    await match(account);
    expect(await open(account)).toHaveLength(1);
  });
});
