import { ask } from '../../support/graphql-client.js';
import type { SeedAccount, SeedSource, SeedUser } from '../../support/seed.js';
import type { TestApp } from '../../support/test-app.js';
import {
  RecordUsageDocument,
  type RecordUsageItemInput,
  SaveProductsDocument,
  type SaveProductsItemInput,
  UsageDocument,
  type UsageFilter,
} from '../operations.generated.js';
import { type Asker, given } from './calls.js';

type OnError = 'REJECT_ALL' | 'REJECT_FAILED';

/** An account whose source has a user and two products: mailboxes without decimals, and storage with six. */
export interface Metered {
  readonly account: SeedAccount;
  readonly source: SeedSource;
  readonly user: SeedUser;
}

export async function metered(test: TestApp): Promise<Metered> {
  const account = await test.account();
  const source = await account.source();
  const user = await source.user();
  await saveProducts(account, [
    { source: source.code, code: 'mailboxes', name: 'Mailboxes', unit: 'mailbox' },
    { source: source.code, code: 'storage', name: 'Storage', unit: 'GB', decimals: 6, periodRule: 'MAXIMUM' },
  ]);
  return { account, source, user };
}

export async function saveProducts(asker: Asker, items: SaveProductsItemInput[], onError: OnError = 'REJECT_FAILED') {
  return given((await ask(asker, SaveProductsDocument, { input: { items, onError } })).saveProducts);
}

export async function recordUsage(asker: Asker, items: RecordUsageItemInput[], onError: OnError = 'REJECT_FAILED') {
  return given((await ask(asker, RecordUsageDocument, { input: { items, onError } })).recordUsage);
}

/** Newest day first. */
export async function usageOf(asker: Asker, filter: UsageFilter = {}, page: { first?: number; after?: string } = {}) {
  return given((await ask(asker, UsageDocument, { first: 100, ...page, filter })).usage);
}

/** "CODE field" of each thing that is wrong with each item. */
export function errorsIn(
  results: readonly { userErrors: readonly { code: string; field: readonly string[] | null }[] }[] | null,
): string[] {
  return (results ?? []).map(({ userErrors }) =>
    userErrors.map(({ code, field }) => `${code} ${field?.join('.')}`).join(),
  );
}

/** The day in a time zone, some days from now. */
export function dayFromNow(days: number, timeZone = 'UTC'): string {
  const [today] = new Date().toLocaleString('sv-SE', { timeZone }).split(' ');
  return new Date(Date.parse(`${today}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
