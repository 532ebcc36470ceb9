import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execute, type GraphQLAnswer, post } from '../../support/graphql-client.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { leaksIn } from '../support/leaks.js';

const repeat = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => make(index)).join(' ');

describe('T14, P4: limits of a document', () => {
  let test: TestApp;
  let account: SeedAccount;
  beforeAll(async () => {
    test = await startTestApp({ environment: { EXPLORER: 'false' } });
    account = await test.account();
  });
  afterAll(() => test.close());

  const run = (query: string, variables?: Record<string, unknown>) =>
    execute<Record<string, unknown>, unknown>(account, query, variables);
  const expectRefused = (answer: GraphQLAnswer<unknown>, code: string) => {
    expect(answer.status).toBe(400);
    expect(answer.data ?? null).toBeNull();
    expect(answer.errors.map(({ extensions }) => extensions?.['code'])).toContain(code);
    expect(answer.errors.length).toBeLessThanOrEqual(6);
    expect(leaksIn(JSON.stringify(answer.errors))).toEqual([]);
  };
  /** `depth` fields below each other, the root field and the leaf among them. */
  const deep = (depth: number) => {
    const steps = Array.from({ length: depth - 3 }, (_, index) => (index % 2 === 0 ? 'mapping' : 'user'));
    return `{ users(first: 1) { nodes { ${steps.map((step) => `${step} { `).join('')} id ${'} '.repeat(steps.length)} } } }`;
  };

  it('T14: takes a document 10 deep and refuses one 11 deep, whose depth may be in fragments', async () => {
    expect((await run(deep(10))).errors).toEqual([]);
    expectRefused(await run(deep(11)), 'LIMIT_EXCEEDED');
    const inFragments = `{ users(first: 1) { nodes { ...A } } }
      fragment A on User { mapping { user { mapping { ...B } } } }
      fragment B on CompanyMapping { user { mapping { user { mapping { user { id } } } } } }`;
    expectRefused(await run(inFragments), 'LIMIT_EXCEEDED');
    const inline = deep(11).replace('{ mapping {', '{ ... on User { mapping {').replace(/\}$/, '} }');
    expectRefused(await run(inline), 'LIMIT_EXCEEDED');
  });

  it.each<[string, string, string]>([
    ['15 aliases', `{ ${repeat(15, (i) => `a${i}: __typename`)} }`, `{ ${repeat(16, (i) => `a${i}: __typename`)} }`],
    [
      '20 root fields',
      `{ ${repeat(10, (i) => `a${i}: __typename`)} ${repeat(10, () => '__typename')} }`,
      `{ ${repeat(10, (i) => `a${i}: __typename`)} ${repeat(11, () => '__typename')} }`,
    ],
    [
      '10 directives',
      `{ ${repeat(5, (i) => `a${i}: __typename @include(if: true) @skip(if: false)`)} }`,
      `{ ${repeat(5, (i) => `a${i}: __typename @include(if: true) @skip(if: false)`)} ... @include(if: true) { __typename } }`,
    ],
    [
      'aliases below a list',
      `{ users(first: 1) { ${repeat(15, (i) => `a${i}: nodes { id }`)} } }`,
      `{ users(first: 1) { ${repeat(16, (i) => `a${i}: nodes { id }`)} } }`,
    ],
  ])('T14: takes %s and not one more', async (_name, good, bad) => {
    expect((await run(good)).errors).toEqual([]);
    expectRefused(await run(bad), 'LIMIT_EXCEEDED');
  });

  it('T14: counts what a fragment holds wherever it is spread', async () => {
    const fragment = `fragment F on Query { ${repeat(4, (i) => `a${i}: __typename`)} }`;
    expect((await run(`{ ...F ...F ...F } ${fragment}`)).errors).toEqual([]);
    expectRefused(await run(`{ ...F ...F ...F ...F } ${fragment}`), 'LIMIT_EXCEEDED');
    expectRefused(
      await run(`{ ${repeat(6, () => '...F @skip(if: true) @include(if: true)')} } fragment F on Query { __typename }`),
      'LIMIT_EXCEEDED',
    );
  });

  it('P4: fragments that double at every step are refused at once', async () => {
    const steps = repeat(60, (i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`);
    expectRefused(await run(`{ ...F0 } ${steps} fragment F60 on Query { __typename }`), 'GRAPHQL_VALIDATION_FAILED');
    const nodes = repeat(40, (i) => `fragment N${i} on User { ...N${i + 1} ...N${i + 1} }`);
    expectRefused(
      await run(`{ users(first: 1) { nodes { ...N0 } } } ${nodes} fragment N40 on User { id }`),
      'GRAPHQL_VALIDATION_FAILED',
    );
  });

  it('P4: fragments that spread each other in a circle are refused', async () => {
    expectRefused(
      await run('{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'),
      'GRAPHQL_VALIDATION_FAILED',
    );
    expectRefused(await run('{ ...A } fragment A on Query { ...A ...A }'), 'GRAPHQL_VALIDATION_FAILED');
    const circle = '{ users { nodes { ...A } } } fragment A on User { mapping { user { ...A } } }';
    expectRefused(await run(circle), 'GRAPHQL_VALIDATION_FAILED');
  });

  it('T14: takes 1,000 tokens and not one more, and answers nesting of any depth', async () => {
    expectRefused(await run(`{ ${repeat(1_000, () => '__typename')} }`), 'GRAPHQL_PARSE_FAILED');
    for (const count of [400, 998, 10_000, 100_000]) {
      expectRefused(await run('{a'.repeat(count)), 'GRAPHQL_PARSE_FAILED');
      const list = await run(`{ node(id: ${'['.repeat(count)}${']'.repeat(count)}) { id } }`);
      expect(list.status).toBe(400);
      const type = await run(`query ($a: ${'['.repeat(count)}Int${']'.repeat(count)}) { viewer { roles } }`);
      expect(type.status).toBe(400);
      const object = await run(
        `mutation { saveUsers(input: ${'{a:'.repeat(count)}1${'}'.repeat(count)}) { userErrors { code } } }`,
      );
      expect(object.status).toBe(400);
    }
  });

  it('T14: tells at most five errors of one document', async () => {
    const { errors, status } = await run(`{ ${repeat(19, (i) => `nope${i}`)} }`);
    expect(status).toBe(400);
    expect(errors.length).toBeLessThanOrEqual(6);
    expect(JSON.stringify(errors)).not.toContain('nope10');
  });

  it.each([
    ['nothing', ''],
    ['blanks', ' \n\t,,'],
    ['a comment', '# nothing'],
    ['fragments alone', 'fragment F on Query { viewer { roles } }'],
    ['a subscription', 'subscription { users { totalCount } }'],
    ['two operations and no name', 'query A { viewer { roles } } query B { viewer { roles } }'],
    ['a schema', 'type Query { a: Int }'],
    ['an unknown directive', '{ viewer @defer { roles } }'],
    ['a stream', '{ users { nodes @stream { id } } }'],
    ['a null byte', '{ viewer\u0000 { roles } }'],
    ['a variable that is never declared', '{ node(id: $id) { id } }'],
    ['a variable of an unknown type', 'query ($id: Secret!) { node(id: $id) { id } }'],
    ['a field that does not exist', '{ users { nodes { privateKey } } }'],
  ])('P5: refuses a document that holds %s', async (_name, query) => {
    const answer = await run(query);
    expect(answer.status).toBe(400);
    expect(answer.data ?? null).toBeNull();
    expect(leaksIn(JSON.stringify(answer.errors))).toEqual([]);
  });

  it('T14: keeps the schema to itself where nobody opened it', async () => {
    for (const query of [
      '{ __schema { types { name } } }',
      '{ __type(name: "User") { name } }',
      '{ s: __schema { types { name } } }',
    ]) {
      expectRefused(await run(query), 'GRAPHQL_VALIDATION_FAILED');
    }
    const typo = await run('{ viewr { roles } }');
    expect(JSON.stringify(typo.errors)).not.toMatch(/did you mean/i);
    expect((await run('{ __typename viewer { __typename } }')).errors).toEqual([]);
  });

  it('P4: a batch of operations is refused', async () => {
    for (const batch of [
      [],
      [{ query: '{ viewer { roles } }' }],
      Array.from({ length: 100 }, () => ({ query: '{ __typename }' })),
    ]) {
      const response = await post(test.url, { token: account.token, body: JSON.stringify(batch) });
      expect(response.status).toBe(400);
      expect(leaksIn(await response.text())).toEqual([]);
    }
  });

  it('P4: a list of 1,000 items is taken in the input and one of 1,001 is not, however deep it is', async () => {
    const items = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ source: 's', externalId: `e${index}`, name: 'n' }));
    const query =
      'mutation ($input: SaveUsersInput!) { saveUsers(input: $input) { results { userErrors { code } } userErrors { code } } }';
    expect((await run(query, { input: { items: items(1_000) } })).errors).toEqual([]);
    expectRefused(await run(query, { input: { items: items(1_001) } }), 'LIMIT_EXCEEDED');
    const states = 'query ($ids: [String!]!) { userStates(source: "s", externalIds: $ids) { hold } }';
    expectRefused(await run(states, { ids: items(1_001).map(({ externalId }) => externalId) }), 'LIMIT_EXCEEDED');
    expectRefused(await run('{ __typename }', { unused: { deep: [items(1_001)] } }), 'LIMIT_EXCEEDED');
  });
});
