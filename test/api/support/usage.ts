import { ask } from '../../support/graphql-client.js';
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
