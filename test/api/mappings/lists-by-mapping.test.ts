import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { assertObjectType, getNamedType, isLeafType } from 'graphql';
import { createBareSchema } from '../../../src/app/schema.js';
import { ask, execute } from '../../support/graphql-client.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import {
  type CompanyMappingFilter,
  type CompanyMappingOrder,
  CompanyMappingsDocument,
  type CompanyMappingsQuery,
  type UserFilter,
  UsersDocument,
  type UsersQuery,
} from '../operations.generated.js';
import { disable, unmap, verifyMapping } from '../support/calls.js';

const schema = createBareSchema();
let test: TestApp;
let account: SeedAccount;
const ids: Record<string, string> = {};

beforeAll(async () => {
  test = await startTestApp();
  account = await test.account();
  const source = await (await account.integration()).source();
  const map = async (name: string, input: object = {}) => {
    const company = test.sandbox.companies.add({ identifier: `By-${name}`, name, types: [{ name: 'Customer' }] });
    const user = await source.user(name);
    const { id: mappingId } = await user.map(`By-${name}`, input);
    ids[name] = mappingId;
    return { company, mappingId };
  };
  const inactive = await map('inactive');
  const deleted = await map('deleted');
  await map('verified');
  const off = await map('off');
  const gone = await map('gone');
  await source.user('unmapped');
  await unmap(account, { mappingId: gone.mappingId });
  await disable(account, { mappingId: off.mappingId });
  test.sandbox.companies.inactivate(inactive.company.id);
  test.sandbox.companies.delete(deleted.company.id);
  for (const { mappingId } of [inactive, deleted]) await verifyMapping(account, { mappingId });
});
afterAll(() => test.close());

describe('U12: users by what their mapping is like', () => {
  const named = async (filter: UserFilter) => {
    const { users }: UsersQuery = await ask(account, UsersDocument, { filter });
    expect(users?.totalCount).toBe(users?.nodes.length);
    return users?.nodes.map(({ name }) => name);
  };

  it.each<[string, UserFilter, readonly string[]]>([
    ['unmapped, also after a mapping was removed', { isMapped: false }, ['gone', 'unmapped']],
    ['mapped', { isMapped: true }, ['deleted', 'inactive', 'off', 'verified']],
    ['broken', { mappingStatuses: ['BROKEN'] }, ['deleted', 'inactive']],
    ['verified', { mappingStatuses: ['VERIFIED'] }, ['off', 'verified']],
    [
      'of any standing',
      { mappingStatuses: ['VERIFIED', 'BROKEN', 'UNVERIFIED'] },
      ['deleted', 'inactive', 'off', 'verified'],
    ],
    ['of no standing', { mappingStatuses: [] }, []],
    ['with an inactive company', { mappingProblems: ['COMPANY_INACTIVE'] }, ['inactive']],
    ['with one of two problems', { mappingProblems: ['COMPANY_INACTIVE', 'COMPANY_DELETED'] }, ['deleted', 'inactive']],
    ['with no problem named', { mappingProblems: [] }, []],
    ['with a mapping that is off', { isMappingEnabled: false }, ['off']],
    ['on and verified', { isMappingEnabled: true, mappingStatuses: ['VERIFIED'] }, ['verified']],
    ['unmapped and broken at once', { isMapped: false, mappingStatuses: ['BROKEN'] }, []],
    [
      'nothing asked',
      { isMappingEnabled: null, mappingStatuses: null, mappingProblems: null },
      ['deleted', 'gone', 'inactive', 'off', 'unmapped', 'verified'],
    ],
  ])('U12: %s', async (_name, filter, expected) => {
    expect(await named(filter)).toEqual(expected);
  });
});

describe('U12: users with their mappings', () => {
  const MAPPING = `mapping { id isEnabled connectWiseId identifier companyName companyStatus companyTypes isShared allowsInactive origin
    verification { status problem checkedAt } version createdAt updatedAt user { id } }`;
  type Found = { name: string; mapping: object | null };
  const found = async (query: string) => {
    const { data, errors } = await execute<Record<string, unknown>, never>(account, query);
    expect(errors).toEqual([]);
    return data ?? {};
  };
  /** Not with their users, but with their own list. */
  async function expected(): Promise<ReadonlyMap<string, object>> {
    const fields = MAPPING.replace(/^mapping {/, '').replace('user { id } }', 'user { id name }');
    const { companyMappings } = await found(`{ companyMappings(first: 100) { nodes { ${fields} } } }`);
    const { nodes } = companyMappings as { nodes: { user: { id: string; name: string } }[] };
    return new Map(nodes.map(({ user: { id, name }, ...mapping }) => [name, { ...mapping, user: { id } }]));
  }
  const withMappings = (names: readonly string[], known: ReadonlyMap<string, object>) =>
    names.map((name): Found => ({ name, mapping: known.get(name) ?? null }));
  const ALL = ['deleted', 'gone', 'inactive', 'off', 'unmapped', 'verified'];

  it.each(['NAME', 'CREATED_AT', 'UPDATED_AT'])(
    'U12: by %s, page by page, in the order without them',
    async (field) => {
      const known = await expected();
      for (const direction of ['ASC', 'DESC']) {
        const list = (args: string, fields: string) =>
          `{ users(${args} orderBy: { field: ${field}, direction: ${direction} }) { nodes { name ${fields} } pageInfo { endCursor hasNextPage } } }`;
        const { users: whole } = (await found(list('first: 100', ''))) as { users: { nodes: { name: string }[] } };
        const read: Found[] = [];
        for (let after = '', more = true; more; ) {
          const { users } = await found(list(`first: 2 ${after}`, MAPPING));
          const { nodes, pageInfo } = users as {
            nodes: Found[];
            pageInfo: { endCursor: string; hasNextPage: boolean };
          };
          read.push(...nodes);
          more = pageInfo.hasNextPage;
          after = `after: "${pageInfo.endCursor}"`;
        }
        expect(read).toEqual(
          withMappings(
            whole.nodes.map(({ name }) => name),
            known,
          ),
        );
      }
    },
  );

  it.each([
    ['in a fragment', `users { nodes { ...F } } } fragment F on User { name ${MAPPING}`],
    ['through edges', `users { edges { node { name ${MAPPING} } } }`],
    ['filtered', `users(filter: { statuses: [ACTIVE], search: "verif" }) { nodes { name ${MAPPING} } }`],
  ])('U12: %s', async (_way, query) => {
    const { users } = await found(`{ ${query} }`);
    const { nodes, edges = [] } = users as { nodes?: Found[]; edges?: { node: Found }[] };
    const read = nodes ?? edges.map(({ node }) => node);
    expect(read).toEqual(
      withMappings(
        ALL.filter((name) => !query.includes('search') || name === 'verified'),
        await expected(),
      ),
    );
  });

  it('U12: each field is told the same whatever else is asked for', async () => {
    const plain = (type: string) => {
      const fields = assertObjectType(schema.getType(type)).getFields();
      return Object.values(fields).flatMap(({ name, type, args }) =>
        args.length === 0 && isLeafType(getNamedType(type)) ? [name] : [],
      );
    };
    const ofUser = plain('User');
    const ofMapping = [...plain('CompanyMapping'), 'verification { status problem checkedAt }'];
    const listed = async (field: string) =>
      ((await found(`{ users { nodes { ${field} } } }`)) as { users: { nodes: unknown[] } }).users.nodes;
    const ids = (await listed('id')).map((one) => (one as { id: string }).id);
    const byIds = async (field: string) =>
      (await found(`{ nodes(ids: ${JSON.stringify(ids)}) { ... on User { ${field} } } }`))['nodes'];
    const all = (await listed(`${ofUser.join(' ')} mapping { ${ofMapping.join(' ')} }`)) as Found[];
    for (const read of [listed, byIds]) {
      for (const field of ofUser) expect(await read(field)).toEqual(all.map((user) => pick(user, field)));
      for (const field of ofMapping) {
        const [name = ''] = field.split(' ');
        expect(await read(`mapping { ${field} }`)).toEqual(
          all.map(({ mapping }) => ({ mapping: mapping && pick(mapping, name) })),
        );
      }
    }
  });

  it('U12: by their ids, one and many, and from a mutation', async () => {
    const known = await expected();
    const { users } = (await found('{ users { nodes { id name } } }')) as {
      users: { nodes: { id: string; name: string }[] };
    };
    const ids = users.nodes.map(({ id }) => id);
    const user = `... on User { name ${MAPPING} }`;
    const { nodes } = await found(`{ nodes(ids: ${JSON.stringify(ids)}) { ${user} } }`);
    expect(nodes).toEqual(withMappings(ALL, known));
    for (const { id, name } of users.nodes) {
      const { node } = await found(`{ node(id: "${id}") { ${user} } }`);
      expect([node]).toEqual(withMappings([name], known));
      const { ignoreUser } = await found(
        `mutation { ignoreUser(input: { userId: "${id}", isIgnored: false }) { user { name ${MAPPING} } } }`,
      );
      expect(ignoreUser).toEqual({ user: withMappings([name], known)[0] });
    }
  });
});

describe('U12: mappings by problem, in every order', () => {
  type Listed = NonNullable<CompanyMappingsQuery['companyMappings']>['nodes'][number];

  async function all(filter?: CompanyMappingFilter, orderBy?: CompanyMappingOrder, first = 2): Promise<Listed[]> {
    const found: Listed[] = [];
    let after: string | null | undefined;
    do {
      const variables = { filter, orderBy, first, after };
      const { companyMappings }: CompanyMappingsQuery = await ask(account, CompanyMappingsDocument, variables);
      found.push(...(companyMappings?.nodes ?? []));
      expect(companyMappings?.pageInfo.hasNextPage).toBe(found.length < (companyMappings?.totalCount ?? -1));
      after = companyMappings?.pageInfo.hasNextPage ? companyMappings.pageInfo.endCursor : undefined;
    } while (after);
    return found;
  }
  const names = (mappings: readonly Listed[]) => mappings.map(({ user }) => user.name);

  it('U12: is filtered by problem', async () => {
    expect(names(await all({ problems: ['COMPANY_DELETED'] }))).toEqual(['deleted']);
    expect(names(await all({ problems: ['COMPANY_DELETED', 'COMPANY_INACTIVE'] }))).toEqual(['deleted', 'inactive']);
    expect(names(await all({ problems: [] }))).toEqual([]);
    expect(names(await all({ statuses: ['BROKEN'], isEnabled: false }))).toEqual([]);
  });

  it.each<[CompanyMappingOrder['field'], readonly string[]]>([
    ['CREATED_AT', ['inactive', 'deleted', 'verified', 'off']],
    ['UPDATED_AT', ['verified', 'off', 'inactive', 'deleted']],
    ['IDENTIFIER', ['deleted', 'inactive', 'off', 'verified']],
  ])('U12: is ordered by %s, both ways, the same for every size of page', async (field, expected) => {
    for (const first of [1, 2, 3, 100]) {
      expect(names(await all(undefined, { field, direction: 'ASC' }, first))).toEqual(expected);
      expect(names(await all(undefined, { field, direction: 'DESC' }, first))).toEqual([...expected].reverse());
    }
  });

  it('U12: is newest first unless told', async () => {
    expect(await all()).toEqual(await all(undefined, { field: 'CREATED_AT', direction: 'DESC' }));
  });

  it('P5: a cursor of another order, or with another kind of value, is refused', async () => {
    const order = (field: CompanyMappingOrder['field']) => ({ orderBy: { field, direction: 'ASC' as const } });
    const after = (await ask(account, CompanyMappingsDocument, { first: 1 })).companyMappings?.pageInfo.endCursor;
    const forged = (field: string, key: unknown) =>
      Buffer.from(JSON.stringify([`companyMappings.${field}`, key, ids['off']])).toString('base64url');
    for (const variables of [
      { after, ...order('IDENTIFIER') },
      { after, ...order('UPDATED_AT') },
      { after: forged('UPDATED_AT', 'soon'), ...order('UPDATED_AT') },
      { after: forged('CREATED_AT', 'x'), ...order('CREATED_AT') },
      { after: forged('IDENTIFIER', 7), ...order('IDENTIFIER') },
    ]) {
      const { errors } = await execute(account, CompanyMappingsDocument, variables);
      expect(errors).toMatchObject([{ extensions: { code: 'INVALID', field: ['after'] } }]);
    }
  });
});

function pick(from: object, name: string): object {
  return Object.fromEntries(Object.entries(from).filter(([key]) => key === name));
}
