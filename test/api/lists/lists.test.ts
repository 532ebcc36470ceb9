import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabaseUrl, withClient } from '../../support/database.js';
import { ask } from '../../support/graphql-client.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import {
  ArchiveUserDocument,
  IgnoreUserDocument,
  MapCompanyDocument,
  SaveUsersDocument,
  type UserFilter,
  type UserOrder,
  UsersDocument,
  type UsersQuery,
} from '../operations.generated.js';

type Listed = NonNullable<UsersQuery['users']>['nodes'][number];

const names = [
  'Äpfel',
  'apfel',
  'Zebra',
  'tie',
  'tie',
  'tie',
  'tie',
  '株式会社',
  '100%',
  'under_score',
  'back\\slash',
  "O'Brien",
  '😀',
];

describe('U12: lists of users', () => {
  let test: TestApp;
  let account: SeedAccount;
  let source: string;
  let other: string;
  beforeAll(async () => {
    test = await startTestApp();
    account = await test.account();
    const integration = await account.integration();
    source = (await integration.source()).code;
    other = (await integration.source()).code;
    const items = names.map((name, index) => ({
      source: index % 3 === 0 ? other : source,
      externalId: `ext-${index}`,
      name,
    }));
    const { saveUsers } = await ask(account, SaveUsersDocument, { input: { items } });
    const ids = saveUsers?.results?.map(({ userId }) => userId ?? '') ?? [];
    // All were made in one transaction and so tie in every time; some get others.
    for (const userId of ids.slice(0, 2)) await ask(account, ArchiveUserDocument, { input: { userId } });
    for (const userId of ids.slice(2, 5)) await ask(account, IgnoreUserDocument, { input: { userId } });
    const [company] = test.sandbox.landmarks.ordinary;
    const mapped = { userId: ids[5] ?? '', company: { identifier: company?.identifier ?? '' } };
    expect((await ask(account, MapCompanyDocument, { input: mapped })).mapCompany?.userErrors).toEqual([]);
  });
  afterAll(() => test.close());

  async function all(query: { filter?: UserFilter; orderBy?: UserOrder; first?: number } = {}): Promise<Listed[]> {
    const found: Listed[] = [];
    let after: string | null | undefined;
    do {
      const { users }: UsersQuery = await ask(account, UsersDocument, { first: 4, ...query, after });
      expect(users?.edges).toHaveLength(users?.nodes.length ?? -1);
      expect(users?.pageInfo.startCursor ?? null).toBe(users?.edges[0]?.cursor ?? null);
      expect(users?.pageInfo.endCursor ?? null).toBe(users?.edges.at(-1)?.cursor ?? null);
      expect(users?.pageInfo.hasPreviousPage).toBe(false);
      found.push(...(users?.nodes ?? []));
      const total = users?.totalCount ?? 0;
      expect(users?.pageInfo.hasNextPage).toBe(found.length < total);
      after = users?.pageInfo.hasNextPage ? users.pageInfo.endCursor : undefined;
    } while (after);
    return found;
  }
  const namesOf = (users: readonly Listed[]) => users.map(({ name }) => name).sort();

  const orders = (['NAME', 'CREATED_AT', 'UPDATED_AT'] as const).flatMap((field) =>
    (['ASC', 'DESC'] as const).map((direction) => ({ field, direction })),
  );

  it.each(orders)('U12: orders by $field $direction, over ties, the same for every size of page', async (orderBy) => {
    const once = await all({ orderBy, first: 100 });
    expect(once).toHaveLength(names.length);
    for (const first of [1, 3, 4, 12, 13]) expect(await all({ orderBy, first })).toEqual(once);
    const back = await all({ orderBy: { ...orderBy, direction: orderBy.direction === 'ASC' ? 'DESC' : 'ASC' } });
    expect(back.map(({ id }) => id)).toEqual(once.map(({ id }) => id).reverse());
  });

  it('U12: is in the order that the database gives these names and times', async () => {
    const sorted = await withClient(testDatabaseUrl(), async (client) => {
      const text = 'SELECT external_id FROM users WHERE account_id = $1 ORDER BY';
      const run = async (order: string) =>
        (await client.query<{ external_id: string }>(`${text} ${order}`, [account.id])).rows.map(
          (row) => row.external_id,
        );
      return {
        NAME: await run('name, id'),
        CREATED_AT: await run('created_at, id'),
        UPDATED_AT: await run('updated_at, id'),
      };
    });
    for (const field of ['NAME', 'CREATED_AT', 'UPDATED_AT'] as const) {
      expect((await all({ orderBy: { field, direction: 'ASC' } })).map(({ externalId }) => externalId)).toEqual(
        sorted[field],
      );
    }
    expect(await all()).toEqual(await all({ orderBy: { field: 'NAME', direction: 'ASC' } }));
  });

  it('U12: a user that comes or changes between two pages moves no other', async () => {
    const own = await test.account();
    const { code } = await own.source();
    const save = (numbers: readonly number[]) =>
      ask(own, SaveUsersDocument, {
        input: { items: numbers.map((one) => ({ source: code, externalId: `${one}`, name: `n${one}` })) },
      });
    await save([1, 3, 5, 7]);
    const first = (await ask(own, UsersDocument, { first: 2 })).users;
    await save([0, 2, 4, 6]);
    const rest = (await ask(own, UsersDocument, { first: 10, after: first?.pageInfo.endCursor })).users;
    expect([...(first?.nodes ?? []), ...(rest?.nodes ?? [])].map(({ name }) => name)).toEqual([
      'n1',
      'n3',
      'n4',
      'n5',
      'n6',
      'n7',
    ]);
  });

  it.each<[string, UserFilter, (user: Listed) => boolean]>([
    ['status', { statuses: ['ARCHIVED'] }, ({ status }) => status === 'ARCHIVED'],
    ['several statuses', { statuses: ['ARCHIVED', 'ACTIVE'] }, () => true],
    ['no status', { statuses: [] }, () => false],
    ['ignored', { isIgnored: true }, ({ isIgnored }) => isIgnored],
    ['not ignored', { isIgnored: false }, ({ isIgnored }) => !isIgnored],
    ['mapped', { isMapped: true }, ({ mapping }) => mapping !== null],
    ['unmapped', { isMapped: false }, ({ mapping }) => mapping === null],
    [
      'the queue of unmapped users',
      { isMapped: false, isIgnored: false, statuses: ['ACTIVE'] },
      (user) => user.mapping === null && !user.isIgnored && user.status === 'ACTIVE',
    ],
    ['nulls', { search: null, sources: null, statuses: null, isIgnored: null, isMapped: null }, () => true],
    ['part of the name, ignoring case', { search: 'TIE' }, ({ name }) => name === 'tie'],
    ['part of the external id', { search: 'EXT-1' }, ({ externalId }) => externalId.startsWith('ext-1')],
    ['a percent sign', { search: '%' }, ({ name }) => name.includes('%')],
    ['an underscore', { search: '_' }, ({ name }) => name.includes('_')],
    ['a backslash', { search: '\\' }, ({ name }) => name.includes('\\')],
    ['a quote', { search: "'" }, ({ name }) => name.includes("'")],
    ['an emoji', { search: '😀' }, ({ name }) => name.includes('😀')],
    ['a text in another script', { search: '株式' }, ({ name }) => name.includes('株式')],
    ['what nobody is called', { search: "' OR 1=1 --" }, () => false],
    ['sources that do not exist', { sources: ['nope', ''] }, () => false],
    ['no sources', { sources: [] }, () => false],
  ])('U12: filters by %s, and counts the same', async (_name, filter, isWanted) => {
    const wanted = (await all()).filter(isWanted);
    expect(namesOf(await all({ filter }))).toEqual(namesOf(wanted));
    const { users } = await ask(account, UsersDocument, { first: 1, filter });
    expect(users?.totalCount).toBe(wanted.length);
  });

  it('U12: filters by source, with any of several', async () => {
    const bySource = async (sources: string[]) => (await all({ filter: { sources } })).length;
    expect(await bySource([other])).toBe(5);
    expect(await bySource([source])).toBe(8);
    expect(await bySource([source, other, 'nope'])).toBe(13);
  });

  it('U12: an empty list has no cursors and no next page', async () => {
    const { users } = await ask(await test.account(), UsersDocument);
    expect(users).toEqual({
      ...{ totalCount: 0, edges: [], nodes: [] },
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });
});
