import type { ApolloServerPlugin } from '@apollo/server';
import { type DocumentNode, GraphQLError, visit } from 'graphql';
import { FailureCode } from '../shared/failure.js';
import { limits } from '../shared/limits.js';
import type { Context } from './context.js';
import { MAX_TOLD, type Request, variablesOf } from './variables.js';

/** No database text holds U+0000, and half of a surrogate pair is no character. */
const NO_TEXT = /[\0\p{Cs}]/u;

/** Refuses input that no operation can use, before any runs. */
export const inputPlugin: ApolloServerPlugin<Context> = {
  requestDidStart: async () => ({
    didResolveOperation: async (request) => {
      const { variables = {} } = request.request;
      const { operation, schema } = request;
      // Graphql finds out no sooner than in execution, and then it looks like a fault of ours.
      if (operation && !schema.getRootType(operation.operation)) {
        throw refused(`There is no ${operation.operation} here.`, 'BAD_USER_INPUT');
      }
      const [longest, hasBadText] = measure(variables);
      if (longest > limits.bulkItems) {
        const message = `A list in the input has ${longest} items; the limit is ${limits.bulkItems}.`;
        throw refused(message, FailureCode.LIMIT_EXCEEDED, { requested: longest, limit: limits.bulkItems });
      }
      const problems = [...variablesOf(request).problems];
      if (hasBadText || hasBadLiteral(request)) problems.push('Text takes Unicode characters but U+0000.');
      if (problems.length > 0) throw refused(problems.slice(0, MAX_TOLD).join(' '), 'BAD_USER_INPUT');
    },
  }),
};

function refused(message: string, code: string, facts: Readonly<Record<string, number>> = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...facts, http: { status: 400 } } });
}

/** Walks without recursion: a body of 1 MB can nest deeper than the stack. */
function measure(variables: unknown): [longestList: number, hasBadText: boolean] {
  let longest = 0;
  let hasBadText = false;
  const waiting: unknown[] = [variables];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next === 'string') hasBadText ||= NO_TEXT.test(next);
    if (typeof next !== 'object' || next === null) continue;
    if (Array.isArray(next)) longest = Math.max(longest, next.length);
    for (const inner of Object.values(next)) waiting.push(inner);
  }
  return [longest, hasBadText];
}

/** Apollo Server keeps documents by their text: each is walked once, and forgotten with it. */
const checkedDocuments = new WeakMap<DocumentNode, boolean>();

function hasBadLiteral({ document }: Request): boolean {
  const known = checkedDocuments.get(document);
  if (known !== undefined) return known;
  let isBad = false;
  visit(document, {
    StringValue: ({ value }) => {
      isBad ||= NO_TEXT.test(value);
    },
  });
  checkedDocuments.set(document, isBad);
  return isBad;
}
