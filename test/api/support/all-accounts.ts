import { ask } from '../../support/graphql-client.js';
import { AccountsDocument, type AccountsQuery } from '../operations.generated.js';

type Listed = NonNullable<AccountsQuery['accounts']>['nodes'][number];

/** Every account of the worker's database, page by page: earlier test files have left many. */
export async function allAccounts(platform: { url: string; token: string }, first = 100): Promise<Listed[]> {
  const all: Listed[] = [];
  let after: string | null | undefined;
  do {
    const { accounts }: AccountsQuery = await ask(platform, AccountsDocument, { first, after });
    all.push(...(accounts?.nodes ?? []));
    after = accounts?.pageInfo.hasNextPage ? accounts.pageInfo.endCursor : undefined;
  } while (after);
  return all;
}
