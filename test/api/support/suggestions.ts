import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import pg from 'pg';
import { ask } from '../../support/graphql-client.js';
import { mirrorCompanies, type NamedCompany } from '../../support/matching.js';
import type { SeedAccount, SeedSource } from '../../support/seed.js';
import type { TestApp } from '../../support/test-app.js';
import {
  AcceptMatchSuggestionsDocument,
  type AcceptMatchSuggestionsInput,
  DismissMatchSuggestionsDocument,
  MatchSuggestionsDocument,
  type MatchSuggestionsQueryVariables,
  ReopenMatchSuggestionsDocument,
  UpdateMatchingSettingsDocument,
  type UpdateMatchingSettingsInput,
} from '../operations.generated.js';
import { given } from './calls.js';
import { runJobs } from './jobs.js';

/** Companies that the sandbox has as well, so that they can be verified. */
export const real = (test: TestApp, count: number) =>
  test.sandbox.landmarks.ordinary
    .slice(0, count)
    .map(({ id, identifier }) => ({ id, identifier, name: `The one called ${identifier}` }));

export async function furnished(
  test: TestApp,
  companies: readonly NamedCompany[] = [],
): Promise<{ account: SeedAccount; source: SeedSource }> {
  const account = await test.account();
  await account.integration();
  const { id: instanceId } = await test.app.services.integration.instance(account.caller);
  await mirrorCompanies(test.database, { accountId: account.id, instanceId }, companies);
  return { account, source: await account.source() };
}

export async function mirrorReal(
  test: TestApp,
  { id, caller }: SeedAccount,
  count: number,
): Promise<(NamedCompany & { id: number })[]> {
  const { id: instanceId } = await test.app.services.integration.instance(caller);
  const companies = real(test, count);
  for (const company of companies) {
    await mirrorCompanies(test.database, { accountId: id, instanceId }, [company], company.id);
  }
  return companies;
}

export async function match(test: TestApp, account: SeedAccount): Promise<void> {
  await test.app.services.matching.start(account.caller, undefined);
  await runJobs(test.app, account, 'MATCHING');
}

/** How many statements a run sends, by the server's own log of the driver. */
export async function statementsOf(test: TestApp, account: SeedAccount): Promise<number> {
  test.sandbox.journal.clear();
  await test.app.services.matching.start(account.caller, undefined);
  const queries = jest.spyOn(pg.Client.prototype, 'query');
  await runJobs(test.app, account, 'MATCHING');
  const count = queries.mock.calls.length;
  queries.mockRestore();
  return count;
}

export const list = async (account: SeedAccount, variables: MatchSuggestionsQueryVariables = {}) =>
  given((await ask(account, MatchSuggestionsDocument, variables)).matchSuggestions);
export const open = async (account: SeedAccount) => (await list(account, { filter: { statuses: ['OPEN'] } })).nodes;
export const accept = async (account: SeedAccount, input: AcceptMatchSuggestionsInput) =>
  given((await ask(account, AcceptMatchSuggestionsDocument, { input })).acceptMatchSuggestions);
export const dismiss = async (account: SeedAccount, suggestionIds: string[]) =>
  given((await ask(account, DismissMatchSuggestionsDocument, { input: { suggestionIds } })).dismissMatchSuggestions);
export const reopen = async (account: SeedAccount, suggestionIds: string[]) =>
  given((await ask(account, ReopenMatchSuggestionsDocument, { input: { suggestionIds } })).reopenMatchSuggestions);
export const change = async (account: SeedAccount, input: UpdateMatchingSettingsInput) =>
  given((await ask(account, UpdateMatchingSettingsDocument, { input })).updateMatchingSettings);
export const idsOf = (nodes: readonly { id: string }[]) => nodes.map(({ id }) => id);
export const named = (name: string): NamedCompany => ({ identifier: `id-${randomUUID()}`, name });
