import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { post } from '../../support/graphql-client.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';

interface CostAnswer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly extensions?: Readonly<Record<string, unknown>> }[];
  readonly extensions?: { readonly cost?: { readonly requested: number; readonly limit: number } };
}

const pages = (count: number, first: string) =>
  Array.from({ length: count }, (_, index) => `a${index}: users(first: ${first}) { nodes { id } }`).join(' ');

describe('P4: what a request may cost', () => {
  let test: TestApp;
  let account: SeedAccount;
  beforeAll(async () => {
    test = await startTestApp();
    account = await test.account();
  });
  afterAll(() => test.close());

  async function costOf(query: string, variables?: Record<string, unknown>, operationName?: string) {
    const response = await post(test.url, {
      token: account.token,
      body: JSON.stringify({ query, variables, operationName }),
    });
    const answer = (await response.json()) as CostAnswer;
    return {
      status: response.status,
      cost: answer.extensions?.cost,
      codes: answer.errors?.map((one) => one.extensions?.['code']) ?? [],
    };
  }

  it.each<[string, string, Record<string, unknown> | undefined, number]>([
    ['nothing for what is no list', '{ viewer { roles } }', undefined, 0],
    ['what the list is asked for', '{ users(first: 7) { nodes { id } } }', undefined, 7],
    ['the default of the schema', '{ users { nodes { id } } }', undefined, 20],
    ['the value of a variable', 'query ($n: Int!) { users(first: $n) { nodes { id } } }', { n: 33 }, 33],
    ['the default of a variable', 'query ($n: Int! = 44) { users(first: $n) { nodes { id } } }', {}, 44],
    ['a variable over its default', 'query ($n: Int! = 44) { users(first: $n) { nodes { id } } }', { n: 3 }, 3],
    [
      'the default of the schema for a variable left out',
      'query ($n: Int) { users(first: $n) { nodes { id } } }',
      {},
      20,
    ],
    ['the number of ids', '{ nodes(ids: ["a", "b", "c"]) { id } }', undefined, 3],
    ['the number of ids in a variable', 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: ['a', 'b'] }, 2],
    ['each alias', `{ ${pages(5, '10')} }`, undefined, 50],
    ['what is in a fragment', '{ ...F } fragment F on Query { users(first: 9) { nodes { id } } }', undefined, 9],
    ['what is in an inline fragment', '{ ... on Query { ... { users(first: 8) { nodes { id } } } } }', undefined, 8],
    [
      'what a directive might leave out',
      'query ($x: Boolean!) { users(first: 6) @skip(if: $x) { nodes { id } } }',
      { x: true },
      6,
    ],
  ])('P4: counts %s', async (_name, query, variables, requested) => {
    const { status, cost } = await costOf(query, variables);
    expect(status).toBe(200);
    expect(cost).toEqual({ requested, limit: 5_000 });
  });

  it('P4: counts 500 rows for a count of a whole list, once whatever the page holds, and 25 for one of an object', async () => {
    expect((await costOf('{ users(first: 50) { totalCount nodes { id } } }')).cost?.requested).toBe(550);
    expect(
      (await costOf('{ users(first: 1) { ...F } } fragment F on UserConnection { totalCount }')).cost?.requested,
    ).toBe(501);
    const lines = 'billingPlans(first: 20) { nodes { lines(first: 10) { totalCount nodes { id } } } }';
    expect((await costOf(`{ ${lines} }`)).cost?.requested).toBe(20 + 20 * (10 + 25));
    expect((await costOf(`{ ${lines.replace('{ nodes', '{ totalCount nodes')} }`)).cost?.requested).toBe(1_220);
  });

  it('T14, P4: refuses to count many lists at once', async () => {
    const counts = (count: number) =>
      Array.from(
        { length: count },
        (_, at) => `a${at}: users(first: 1, filter: {search: "a${at}"}) { totalCount }`,
      ).join(' ');
    expect((await costOf(`{ ${counts(9)} }`)).codes).toEqual([]);
    expect((await costOf(`{ ${counts(10)} }`)).codes).toEqual(['LIMIT_EXCEEDED']);
    const twice = `users(first: 1) { ${Array.from({ length: 10 }, (_, at) => `a${at}: totalCount`).join(' ')} }`;
    expect((await costOf(`{ ${twice} }`)).codes).toEqual(['LIMIT_EXCEEDED']);
  });

  it('T14, P4: counts for each item of a bulk call what is asked of it', async () => {
    const statistics = 'spamStatistics(from: "2026-01-01", to: "2026-01-31") { topDomains(first: 100) { domain } }';
    const query = `mutation ($input: MapCompaniesInput!) {
      mapCompanies(input: $input) { results { mapping { user { ${statistics} } } } userErrors { code } } }`;
    const bulk = (count: number) => {
      const items = Array.from({ length: count }, () => ({ user: { userId: 'x' }, company: { connectWiseId: 1 } }));
      return costOf(query, { input: { items } });
    };
    const few = await bulk(20);
    expect(few.codes).toEqual([]);
    expect(few.cost?.requested).toBeGreaterThanOrEqual(2_000);
    expect((await bulk(60)).codes).toEqual(['LIMIT_EXCEEDED']);
  });

  it('P4: counts the operation that runs, not its neighbours', async () => {
    const query = `query A { users(first: 1) { nodes { id } } } query B { users(first: 90) { nodes { id } } }`;
    expect((await costOf(query, undefined, 'A')).cost?.requested).toBe(1);
    expect((await costOf(query, undefined, 'B')).cost?.requested).toBe(90);
  });

  it('P4: takes what costs the limit and refuses one row more, wherever the number comes from', async () => {
    // Nothing in the schema is costly enough within 15 aliases and the page size; `first` is refused only by the resolver.
    const { cost, status } = await costOf('{ users(first: 5000) { nodes { id } } }');
    expect({ cost, status }).toEqual({ cost: { requested: 5_000, limit: 5_000 }, status: 200 });
    const refused = { status: 400, cost: { requested: 5_001, limit: 5_000 }, codes: ['LIMIT_EXCEEDED'] };
    expect(await costOf('{ users(first: 5001) { nodes { id } } }')).toEqual(refused);
    expect(await costOf('query ($n: Int!) { users(first: $n) { nodes { id } } }', { n: 5_001 })).toEqual(refused);
    expect(await costOf('query ($n: Int! = 5001) { users(first: $n) { nodes { id } } }')).toEqual(refused);
    expect(await costOf(`{ users(first: 1) { nodes { id } } a: users(first: 5000) { nodes { id } } }`)).toEqual(
      refused,
    );
    expect(await costOf('{ ...F } fragment F on Query { users(first: 5001) { nodes { id } } }')).toEqual(refused);
  });

  it('P4: a page that is too small or negative brings no cost down', async () => {
    const { codes, cost } = await costOf(
      '{ a: users(first: -5000) { nodes { id } } b: users(first: 5000) { nodes { id } } }',
    );
    expect(cost?.requested).toBe(5_000);
    expect(codes).toEqual(['INVALID', 'INVALID']);
  });

  it.each([-1, 0, 101, 2_147_483_647])('P4: a page of %i is refused', async (first) => {
    for (const list of ['users', 'accessTokens', 'auditEvents', 'companyMappings']) {
      const { codes } = await costOf(`{ ${list}(first: ${first}) { nodes { id } } }`);
      expect({ list, codes }).toEqual({ list, codes: [first > 5_000 ? 'LIMIT_EXCEEDED' : 'INVALID'] });
    }
  });
});
