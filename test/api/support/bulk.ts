import { randomUUID } from 'node:crypto';
import { copyCompanies, recordsOf } from '../../support/company-copy.js';
import { ask } from '../../support/graphql-client.js';
import type { SeedAccount, SeedSource } from '../../support/seed.js';
import type { TestApp } from '../../support/test-app.js';
import {
  DisableMappingsDocument,
  type DisableMappingsInput,
  EnableMappingsDocument,
  type EnableMappingsInput,
  MapCompaniesDocument,
  type MapCompaniesInput,
  type MapCompaniesItemInput,
  type MapCompaniesMutation,
  SaveUsersDocument,
} from '../operations.generated.js';
import { type Asker, errorsOf, given } from './calls.js';

type Answer = NonNullable<MapCompaniesMutation['mapCompanies']>;

/** Maps under REJECT_FAILED unless told otherwise. */
export async function mapAll(
  asker: Asker,
  items: readonly MapCompaniesItemInput[],
  onError: MapCompaniesInput['onError'] = 'REJECT_FAILED',
) {
  return given((await ask(asker, MapCompaniesDocument, { input: { items: [...items], onError } })).mapCompanies);
}

export async function enableAll(asker: Asker, input: EnableMappingsInput) {
  const all = { onError: 'REJECT_FAILED', ...input } as const;
  return given((await ask(asker, EnableMappingsDocument, { input: all })).enableMappings);
}

export async function disableAll(asker: Asker, input: DisableMappingsInput) {
  const all = { onError: 'REJECT_FAILED', ...input } as const;
  return given((await ask(asker, DisableMappingsDocument, { input: all })).disableMappings);
}

/** Each result in a line: the record id and standing of a mapping, or the errors, or nothing. */
export function linesOf({ results }: Pick<Answer, 'results'>): string[] {
  return given(results).map(({ mapping, userErrors }) => {
    if (userErrors.length > 0) return errorsOf({ userErrors }).join(', ');
    if (!mapping) return '';
    return `${mapping.connectWiseId} ${mapping.verification.status}${mapping.isEnabled ? '' : ' off'}`;
  });
}

/** What each refused row is told, in order. */
export function messagesOf({ results }: Pick<Answer, 'results'>): string[] {
  return given(results).flatMap(({ userErrors }) => userErrors.map(({ message }) => message));
}

/** Many users of one source in one call. */
export async function manyUsers(source: SeedSource, count: number): Promise<string[]> {
  const items = Array.from({ length: count }, (_, number) => ({
    ...{ source: source.code, externalId: randomUUID(), name: `Customer ${number}` },
  }));
  const { saveUsers } = await ask(source.account, SaveUsersDocument, { input: { items } });
  return given(saveUsers?.results).map(({ userId }) => given(userId));
}

/** A row by the user's id, enabled unless told otherwise. */
export function row(
  userId: string,
  company: MapCompaniesItemInput['company'],
  rest: Partial<MapCompaniesItemInput> = {},
): MapCompaniesItemInput {
  return { user: { userId }, company, ...rest };
}

/** An account whose integration is on, and whose copy has these companies of the sandbox. */
export async function accountWithCopy(test: TestApp, companies: readonly { id: number }[]): Promise<SeedAccount> {
  const account = await test.account();
  await account.integration();
  const ids = companies.map(({ id }) => id);
  await copyCompanies(account, recordsOf(test.sandbox, ids));
  return account;
}

let made = 0;

/** A new company, in ConnectWise and in the account's copy. */
export async function copiedCompany(
  { sandbox }: TestApp,
  owner: SeedAccount,
  fields: { identifier?: string; name?: string } = {},
) {
  made += 1;
  const names = { identifier: `Bulk-${made}`, name: `Bulk Company ${made}`, ...fields };
  const { id } = sandbox.companies.add(names);
  await copyCompanies(owner, recordsOf(sandbox, [id]));
  return { id, ...names };
}
