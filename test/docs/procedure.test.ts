import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { execute } from '../support/graphql-client.js';
import type { SeedAccount } from '../support/seed.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { allPages, pageAt } from './markdown.js';

/** Requests of a page with the variables that follow them. */
function requestsOf(path: string): { query: string; variables: Record<string, unknown> | undefined }[] {
  const { fences } = pageAt(path);
  return fences.flatMap(({ language, text }, index) => {
    if (language !== 'graphql') return [];
    const next = fences[index + 1];
    return [{ query: text, variables: next?.language === 'json' ? JSON.parse(next.text) : undefined }];
  });
}

/** All `userErrors` of an answer, whatever they are of. */
function userErrorsIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(userErrorsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => (name === 'userErrors' ? inner : userErrorsIn(inner)));
}

describe('requests of the documentation', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  it('carry the procedure of the README out as they stand there', async () => {
    const account = await test.account();
    const requests = requestsOf('README.md');
    let userId: string | undefined;
    let connection: Record<string, unknown> = {};
    for (const { query, variables } of requests) {
      const given = { ...variables };
      // The reader enters the own connection, and the id that was answered; saving takes the values of the test.
      if (query.startsWith('mutation Test')) connection = { ...account.values };
      if (query.startsWith('mutation Test')) given['input'] = connection;
      if (query.startsWith('mutation Save')) given['input'] = { ...connection, isEnabled: true };
      if (query.startsWith('mutation Map')) given['input'] = { ...(given['input'] as object), userId };
      const { data, errors } = await execute<Answer, object>(account, query, given);
      expect({ query, errors, userErrors: userErrorsIn(data) }).toEqual({ query, errors: [], userErrors: [] });
      userId ??= data?.saveUsers?.results?.[0]?.userId;
    }

    expect(requests).toHaveLength(6);
  });

  it('are answered where they only ask', async () => {
    const account: SeedAccount = await test.account();
    await account.integration();
    const documents = allPages().flatMap(({ path, fences }) =>
      fences
        .filter(({ language }) => language === 'graphql')
        .map(({ text, line }) => ({ text, at: `${path}:${line}` })),
    );
    const questions = documents.filter(({ text }) =>
      parse(text).definitions.every(
        (one) => 'operation' in one && one.operation === 'query' && one.variableDefinitions?.length === 0,
      ),
    );
    const refused: string[] = [];
    for (const { text, at } of questions) {
      const { errors } = await execute(account, text);
      // An id that the reader fills in finds nothing here.
      const others = errors.filter(({ extensions }) => extensions?.['code'] !== 'NOT_FOUND' || !text.includes('…'));
      if (others.length > 0) refused.push(`${at} ${JSON.stringify(others)}`);
    }

    expect(questions.length).toBeGreaterThan(4);
    expect(refused).toEqual([]);
  });
});

interface Answer {
  readonly saveUsers?: { readonly results?: readonly { readonly userId?: string }[] };
}
