import type { ApolloServerPlugin } from '@apollo/server';
import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';
import { Extensions } from 'type-graphql';
import { FailureCode } from '../shared/failure.js';
import { limits } from '../shared/limits.js';
import type { Context } from './context.js';
import { type Request, type Variables, variablesOf } from './variables.js';

const MAX_COST = limits.cost;

const READS = 'reads';
const COUNTS = 'counts';
/** What a count costs of a list of the account, which looks at every row that the filter leaves, and of a list of one object. */
const COUNT_OF_ACCOUNT = 500;
const COUNT_OF_OBJECT = 25;

/** States what a field costs beside the rows that it answers, where it has to look at more than those. */
export function Reads<Args>(cost: (args: Args) => number): MethodDecorator {
  return Extensions({ [READS]: cost });
}

/** A field of a connection for which all rows of its list are counted: once, however many the page has. */
export function CountsAll(): MethodDecorator & PropertyDecorator {
  return Extensions({ [COUNTS]: true });
}

/** Whether a field looks at more than the rows that it answers. */
export function readsMore(field: GraphQLField<unknown, unknown>): boolean {
  return field.extensions[READS] !== undefined;
}

/**
 * Counts the rows a request could make us read: a list of n costs n, and n times what is asked of each row; a field that
 * looks at more says so with `@Reads` or `@CountsAll`. Every answer says what it cost; a request above the limit is refused before it runs.
 */
export const costPlugin: ApolloServerPlugin<Context> = {
  async requestDidStart() {
    let requested = 0;
    return {
      async didResolveOperation(request) {
        requested = costOf(request);
        if (requested > MAX_COST) throw tooMuch(requested);
      },
      async willSendResponse({ response }) {
        if (response.body.kind !== 'single') return;
        const { singleResult } = response.body;
        singleResult.extensions = { ...singleResult.extensions, cost: { requested, limit: MAX_COST } };
      },
    };
  },
};

function costOf(request: Request): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of request.document.definitions) {
    if (definition.kind === 'FragmentDefinition') fragments.set(definition.name.value, definition);
  }
  const { operation, schema } = request;
  const root = operation && schema.getRootType(operation.operation);
  if (!root) return 0;
  return new CostWalk(schema, fragments, variablesOf(request).values).set(operation.selectionSet, root);
}

/** What a list holds that says nothing of its length. */
const FEW_ITEMS = 10;

class CostWalk {
  /** How many items a list without a length of its own may have here: a bulk call answers as many as it is given. */
  private items = FEW_ITEMS;
  /** How often the list is counted of which the selection is walked. */
  private counts = 0;
  /** Whether that is a page, whose own lists hold what the page was asked for and no more. */
  private isPage = false;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    private readonly variables: Variables,
  ) {}

  set(set: SelectionSetNode, type: GraphQLNamedType): number {
    let rows = 0;
    for (const selection of set.selections) {
      if (selection.kind === 'Field') rows += this.field(selection, type);
      else if (selection.kind === 'InlineFragment')
        rows += this.set(selection.selectionSet, this.typeNamed(selection.typeCondition?.name.value) ?? type);
      else rows += this.spread(selection.name.value);
    }
    return rows;
  }

  private spread(name: string): number {
    const fragment = this.fragments.get(name);
    const type = this.typeNamed(fragment?.typeCondition.name.value);
    return fragment && type ? this.set(fragment.selectionSet, type) : 0;
  }

  private field(node: FieldNode, parent: GraphQLNamedType): number {
    const definition =
      isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
    if (!definition) return 0;
    if (definition.extensions[COUNTS]) this.counts += 1;
    const rows = rowsOf(definition, node, this.variables);
    const reads = readsOf(definition, node, this.variables);
    const outer = { items: this.items, counts: this.counts, isPage: this.isPage };
    const isList = isListType(getNullableType(definition.type));
    this.items = Math.max(outer.items, longestList(argumentsOf(definition, node, this.variables)));
    this.counts = 0;
    this.isPage = rows !== undefined && !isList;
    const inner = node.selectionSet ? this.set(node.selectionSet, getNamedType(definition.type)) : 0;
    const times = rows ?? (isList && !outer.isPage ? this.items : 1);
    const counted = this.counts * (parent === this.schema.getQueryType() ? COUNT_OF_ACCOUNT : COUNT_OF_OBJECT);
    Object.assign(this, outer);
    return reads + counted + (rows ?? 0) + times * inner;
  }

  private typeNamed(name: string | undefined): GraphQLNamedType | undefined {
    return name === undefined ? undefined : this.schema.getType(name);
  }
}

/** How many rows a field makes; undefined for one that makes none of its own. */
function rowsOf(definition: GraphQLField<unknown, unknown>, node: FieldNode, variables: Variables): number | undefined {
  if (!definition.args.some((arg) => arg.name === 'first' || arg.name === 'ids')) return undefined;
  // Bad arguments cost next to nothing here: execution refuses them right after with a better message.
  const { first, ids } = argumentsOf(definition, node, variables) ?? {};
  if (typeof first === 'number') return Math.max(0, first);
  return Array.isArray(ids) ? ids.length : 1;
}

function readsOf(definition: GraphQLField<unknown, unknown>, node: FieldNode, variables: Variables): number {
  const cost = definition.extensions[READS] as ((args: Variables) => number) | undefined;
  const given = cost && argumentsOf(definition, node, variables);
  return given ? Math.max(0, cost(given)) : 0;
}

/** Of the arguments and what is in them. */
function longestList(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let longest = Array.isArray(value) ? value.length : 0;
  for (const inner of Object.values(value)) longest = Math.max(longest, longestList(inner));
  return longest;
}

/** Undefined when they are bad. */
function argumentsOf(
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Variables,
): Variables | undefined {
  try {
    return getArgumentValues(definition, node, variables);
  } catch {
    return undefined;
  }
}

function tooMuch(requested: number): GraphQLError {
  return new GraphQLError(`The request could read ${requested} rows; the limit is ${MAX_COST}.`, {
    extensions: { code: FailureCode.LIMIT_EXCEEDED, requested, limit: MAX_COST, http: { status: 400 } },
  });
}
