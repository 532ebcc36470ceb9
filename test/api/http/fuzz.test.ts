import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ask, post } from '../../support/graphql-client.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { ViewerDocument } from '../operations.generated.js';
import { type FurnishedAccount, furnish } from '../support/furnished.js';
import { leaksIn } from '../support/leaks.js';
import { type RandomOperation, randomOperation } from '../support/random-operation.js';
import { type GeneratedDocument, rootDocuments } from '../support/schema-documents.js';

/** Whatever a document is turned into, it may not end the account that the next one asks for. */
const ENDS_THE_ACCOUNT = ['revokeAccessToken', 'testConnection', 'saveIntegrationSettings'];

const fixed = { seed: 20_260_131, numRuns: 150 } as const;

describe('P5: random input', () => {
  let test: TestApp;
  let mine: FurnishedAccount;
  let documents: readonly GeneratedDocument[];
  beforeAll(async () => {
    test = await startTestApp({ environment: { EXPLORER: 'false' } });
    mine = await furnish(test);
    const all = rootDocuments(test.app.schema, { ...mine.samples, isComplete: true });
    documents = all.filter(({ field }) => !ENDS_THE_ACCOUNT.includes(field));
  });
  afterAll(() => test.close());

  async function expectNoFault(body: string): Promise<void> {
    const response = await post(test.url, { token: mine.account.token, body });
    const text = await response.text();
    expect({ body, status: response.status < 500, fault: text.includes('INTERNAL_SERVER_ERROR') }).toEqual({
      body,
      status: true,
      fault: false,
    });
    expect(leaksIn(text).filter((leak) => !body.includes(leak))).toEqual([]);
  }

  it('P5: random JSON is no fault of the server', async () => {
    await fc.assert(fc.asyncProperty(fc.json({ maxDepth: 6 }), expectNoFault), fixed);
  });

  it('P5: random text is no fault of the server', async () => {
    await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 500 }), expectNoFault), fixed);
  });

  it('P5: random values for the members of a request are no fault of the server', async () => {
    const anything = fc.anything({ maxDepth: 3, withNullPrototype: false });
    const member = fc.oneof(anything, fc.constant('{ viewer { roles } }'));
    const request = fc.record(
      { query: member, variables: anything, operationName: member, extensions: anything },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(request, (value) => expectNoFault(JSON.stringify(value))),
      fixed,
    );
  });

  it('P5: random text as a document is no fault of the server', async () => {
    const token = fc.constantFrom(
      '{',
      '}',
      '(',
      ')',
      '[',
      ']',
      ':',
      '!',
      '$',
      '...',
      '@',
      '"',
      '"""',
      '#',
      '\n',
      'users',
      'query',
      'on',
      'User',
      'fragment',
      'first',
      '1',
      'null',
      '=',
      '\\',
    );
    const query = fc.array(token, { maxLength: 60 }).map((tokens) => tokens.join(' '));
    await fc.assert(
      fc.asyncProperty(query, (text) => expectNoFault(JSON.stringify({ query: text }))),
      fixed,
    );
  });

  it('P5: a document with a piece cut out, doubled or replaced is no fault of the server', async () => {
    const change = fc.record({
      index: fc.nat(),
      from: fc.nat(),
      length: fc.integer({ min: 1, max: 30 }),
      put: fc.oneof(fc.constant(''), fc.string({ unit: 'grapheme', maxLength: 8 }), fc.constant('{ __typename }')),
    });
    const apply = ({ index, from, length, put }: { index: number; from: number; length: number; put: string }) => {
      const { query = '', variables } = documents[index % documents.length] ?? {};
      const start = from % query.length;
      const changed = query.slice(0, start) + put + query.slice(start + length);
      return expectNoFault(JSON.stringify({ query: changed, variables }));
    };
    await fc.assert(fc.asyncProperty(change, apply), fixed);
  });

  it('P5: random values in the place of a variable are no fault of the server', async () => {
    const change = fc.record({ index: fc.nat(), value: fc.anything({ maxDepth: 3, withNullPrototype: false }) });
    const apply = ({ index, value }: { index: number; value: unknown }) => {
      const { query = '', variables = {} } = documents[index % documents.length] ?? {};
      const changed = Object.fromEntries(Object.keys(variables).map((name) => [name, value]));
      return expectNoFault(JSON.stringify({ query, variables: changed }));
    };
    await fc.assert(fc.asyncProperty(change, apply), fixed);
  });

  it('P5: random operations with random values are no fault of the server', async () => {
    const source = { schema: test.app.schema, samples: mine.samples, without: ENDS_THE_ACCOUNT };
    const send = (operation: RandomOperation) => expectNoFault(JSON.stringify(operation));
    await fc.assert(fc.asyncProperty(randomOperation(source), send), { ...fixed, numRuns: 300 });
  });

  it('P4: after all of it an ordinary caller is answered', async () => {
    expect((await ask(mine.account, ViewerDocument)).viewer?.account.id).toBe(mine.ids.account);
    expect(test.logs.filter((line) => line.includes('request failed'))).toEqual([]);
  });
});
