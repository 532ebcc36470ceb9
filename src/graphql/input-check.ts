import type { ApolloServerPlugin, GraphQLRequestContextDidResolveOperation } from '@apollo/server';
import {
  coerceInputValue,
  type DocumentNode,
  GraphQLError,
  type GraphQLInputType,
  getNullableType,
  isInputObjectType,
  isInputType,
  isLeafType,
  isListType,
  isNonNullType,
  typeFromAST,
  visit,
} from 'graphql';
import { FailureCode } from '../shared/failure.js';
import { limits } from '../shared/limits.js';
import type { Context } from './context.js';

const MAX_TOLD = 5;
const ENOUGH = Symbol('enough');

/** No database text holds U+0000, and half of a surrogate pair is no character. */
const NO_TEXT = /[\0\p{Cs}]/u;

type Request = GraphQLRequestContextDidResolveOperation<Context>;

/**
 * Refuses input that no operation can use, before any runs. Graphql's own message about a variable of the wrong shape
 * repeats the whole value, with the secrets in it; ours names the place and what is expected there.
 */
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
      const problems = wrongShapes(request, variables);
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

/** A variable that is missing altogether is left to graphql, whose message has nothing to repeat. */
function wrongShapes({ operation, schema }: Request, variables: Readonly<Record<string, unknown>>): string[] {
  const problems: string[] = [];
  for (const definition of operation?.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type);
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (!isInputType(type) || value === undefined || (value === null && !isNonNullType(type))) continue;
    addProblems({ name, type, value }, problems);
    if (problems.length === MAX_TOLD) break;
  }
  return problems;
}

interface Given {
  readonly name: string;
  readonly type: GraphQLInputType;
  readonly value: unknown;
}

/** Ends at the last one that will be told: for each unknown field graphql looks for similar names, and 1 MB holds many. */
function addProblems({ name, type, value }: Given, problems: string[]): void {
  try {
    coerceInputValue(value, type, (path, _value, error) => {
      const place = [name, ...path].join('.');
      const expected = typeAt(type, path);
      const isLeaf = expected && isLeafType(getNullableType(expected));
      const reason = isLeaf ? `Expected type "${expected}".` : error.message;
      problems.push(`Variable "$${name}" got an invalid value at "${place}": ${reason}`);
      if (problems.length === MAX_TOLD) throw ENOUGH;
    });
  } catch (thrown) {
    if (thrown !== ENOUGH) throw thrown;
  }
}

function typeAt(type: GraphQLInputType, [key, ...rest]: readonly (string | number)[]): GraphQLInputType | undefined {
  if (key === undefined) return type;
  const inner = getNullableType(type);
  // A single value stands for a list of one, and then has no number in its path.
  if (isListType(inner)) return typeAt(inner.ofType, typeof key === 'number' ? rest : [key, ...rest]);
  const field = isInputObjectType(inner) ? inner.getFields()[key] : undefined;
  return field && typeAt(field.type, rest);
}
