import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toGlobalId } from '../../../src/graphql/node.js';
import { ask } from '../../support/graphql-client.js';
import type { NamedCompany } from '../../support/matching.js';
import type { SeedAccount, SeedUser } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { MatchingSettingsDocument } from '../operations.generated.js';
import { auditOf, errorsOf, given, unmap } from '../support/calls.js';
import { jobsOf } from '../support/jobs.js';
import { eventsOf, sql } from '../support/rows.js';
import {
  accept,
  change,
  dismiss,
  furnished,
  idsOf,
  list,
  match,
  mirrorReal,
  named,
  open,
} from '../support/suggestions.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

describe('accepting suggestions', () => {
  async function suggested(
    count: number,
  ): Promise<{ account: SeedAccount; users: SeedUser[]; companies: NamedCompany[] }> {
    const { account, source } = await furnished(test);
    const companies = await mirrorReal(test, account, count);
    const users: SeedUser[] = [];
    for (const { name } of companies) users.push(await source.user(name));
    await match(test, account);
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
    const other = await furnished(test);
    const suggestionIds = [given(suggestion).id];
    const { results } = await accept(other.account, { suggestionIds, onError: 'REJECT_FAILED' });
    expect(errorsOf(given(results?.[0]))).toEqual(['NOT_FOUND suggestionIds']);
    expect(errorsOf(given((await dismiss(other.account, suggestionIds)).results?.[0]))).toEqual([
      'NOT_FOUND suggestionIds',
    ]);
    expect((await list(other.account)).nodes).toEqual([]);
  });

  it('is undone by unmapping: the company is suggested again', async () => {
    const { account } = await suggested(1);
    const [suggestion] = await sure(account);
    const { results } = await accept(account, { suggestionIds: [given(suggestion).id] });
    await unmap(account, { mappingId: given(results?.[0]?.mapping).id });
    await match(test, account);
    expect(idsOf(await open(account))).toContain(suggestion?.id);
  });

  it('C3: happens without a person only where it is switched on, and only to sure ones', async () => {
    const { account, source } = await furnished(test, [named('Twin Rivers'), named('Twin Rivers')]);
    const companies = await mirrorReal(test, account, 2);
    for (const { name } of [...companies, { name: 'Twin Rivers' }]) await source.user(name);
    await match(test, account);
    expect((await list(account, { filter: { statuses: ['ACCEPTED'] } })).totalCount).toBe(0);

    expect(errorsOf(await change(account, { autoAccept: true }))).toEqual([]);
    await match(test, account);
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
    const { account, source } = await furnished(test, [named('Walnut Dental'), named('Walnut Dental Care')]);
    await source.user('Walnut Dental');
    await match(test, account);
    expect(await open(account)).toHaveLength(2);
    await change(account, { threshold: 0.8 });
    await match(test, account);
    expect(await open(account)).toHaveLength(1);
  });
});
