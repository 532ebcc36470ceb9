import type { GraphQLRequestContextDidResolveOperation } from '@apollo/server';
import {
  coerceInputValue,
  type GraphQLInputType,
  getNullableType,
  isInputObjectType,
  isInputType,
  isLeafType,
  isListType,
  isNonNullType,
  typeFromAST,
  type VariableDefinitionNode,
  valueFromAST,
} from 'graphql';
import type { Context } from './context.js';

/** How many problems are told. */
export const MAX_TOLD = 5;
const ENOUGH = Symbol('enough');

export type Variables = Readonly<Record<string, unknown>>;
export type Request = GraphQLRequestContextDidResolveOperation<Context>;

export interface ReadVariables {
  /** As execution will read them; some are missing when there are problems. */
  readonly values: Variables;
  /**
   * Graphql's own message about a variable of the wrong shape repeats the whole value, with the secrets in it; ours names the
   * place and what is expected there. A variable that is missing altogether is left to graphql, whose message has nothing to repeat.
   */
  readonly problems: readonly string[];
}

const ofRequests = new WeakMap<Request['request'], ReadVariables>();

/** Read once for all who ask before execution: those of a bulk call take milliseconds. */
export function variablesOf(request: Request): ReadVariables {
  const known = ofRequests.get(request.request);
  if (known) return known;
  const read = readVariables(request);
  ofRequests.set(request.request, read);
  return read;
}

function readVariables({ request: { variables = {} }, operation, schema }: Request): ReadVariables {
  const values: Record<string, unknown> = Object.create(null);
  const problems: string[] = [];
  for (const definition of operation?.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type);
    if (!isInputType(type)) continue;
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (value === undefined) addDefault(definition, type, values);
    else values[name] = value === null && !isNonNullType(type) ? null : coerce({ name, type, value }, problems);
    if (problems.length === MAX_TOLD) break;
  }
  return { values, problems };
}

function addDefault(definition: VariableDefinitionNode, type: GraphQLInputType, values: Record<string, unknown>): void {
  if (definition.defaultValue) values[definition.variable.name.value] = valueFromAST(definition.defaultValue, type);
}

interface Given {
  readonly name: string;
  readonly type: GraphQLInputType;
  readonly value: unknown;
}

/** Ends at the last problem that will be told: for each unknown field graphql looks for similar names, and 1 MB holds many. */
function coerce({ name, type, value }: Given, problems: string[]): unknown {
  try {
    return coerceInputValue(value, type, (path, _value, error) => {
      const place = [name, ...path].join('.');
      const expected = typeAt(type, path);
      const isLeaf = expected && isLeafType(getNullableType(expected));
      const reason = isLeaf ? `Expected type "${expected}".` : error.message;
      problems.push(`Variable "$${name}" got an invalid value at "${place}": ${reason}`);
      if (problems.length === MAX_TOLD) throw ENOUGH;
    });
  } catch (thrown) {
    if (thrown !== ENOUGH) throw thrown;
    return undefined;
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
