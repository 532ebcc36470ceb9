import {
  type ASTVisitor,
  type FragmentDefinitionNode,
  GraphQLError,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';
import { FailureCode } from '../shared/failure.js';

export const documentLimits = { depth: 10, aliases: 15, rootFields: 20, directives: 10 } as const;

type Measure = { -readonly [Limit in keyof typeof documentLimits]: number };

const NOTHING: Measure = { depth: 0, aliases: 0, rootFields: 0, directives: 0 };

/**
 * Refuses documents that are too deep or too wide, before anything runs. What a fragment holds counts at every place
 * it is spread; each fragment is measured once, so that measuring is linear however they are nested.
 */
export function documentLimitsRule(context: ValidationContext): ASTVisitor {
  const fragments = new Map<string, Measure>();
  const measureFragment = (name: string): Measure => {
    const known = fragments.get(name);
    if (known) return known;
    // A fragment that spreads itself is refused by another rule; here it only must not loop.
    fragments.set(name, NOTHING);
    const fragment: FragmentDefinitionNode | null | undefined = context.getFragment(name);
    const measured = fragment ? measureSet(fragment.selectionSet) : NOTHING;
    fragments.set(name, measured);
    return measured;
  };
  const measureSet = (set: SelectionSetNode): Measure => set.selections.map(measureOne).reduce(join, NOTHING);
  const measureOne = (selection: SelectionNode): Measure => {
    const directives = selection.directives?.length ?? 0;
    if (selection.kind === 'FragmentSpread') return add(measureFragment(selection.name.value), directives);
    if (selection.kind === 'InlineFragment') return add(measureSet(selection.selectionSet), directives);
    const inner = selection.selectionSet ? measureSet(selection.selectionSet) : NOTHING;
    // The standard introspection query is deeper than any of ours; tokens and recursion limits hold it instead.
    const depth = selection.name.value.startsWith('__') ? 0 : inner.depth + 1;
    return {
      depth,
      aliases: inner.aliases + (selection.alias ? 1 : 0),
      rootFields: 1,
      directives: inner.directives + directives,
    };
  };
  return {
    OperationDefinition(operation: OperationDefinitionNode) {
      const broken = firstBroken(add(measureSet(operation.selectionSet), operation.directives?.length ?? 0));
      if (broken) context.reportError(broken);
    },
  };
}

function join(left: Measure, right: Measure): Measure {
  return {
    depth: Math.max(left.depth, right.depth),
    aliases: left.aliases + right.aliases,
    rootFields: left.rootFields + right.rootFields,
    directives: left.directives + right.directives,
  };
}

function add(measure: Measure, directives: number): Measure {
  return directives === 0 ? measure : { ...measure, directives: measure.directives + directives };
}

function firstBroken(measure: Measure): GraphQLError | undefined {
  for (const [name, limit] of Object.entries(documentLimits)) {
    const requested = measure[name as keyof Measure];
    if (requested > limit) {
      return new GraphQLError(`The document has ${name} ${requested}; the limit is ${limit}.`, {
        extensions: { code: FailureCode.LIMIT_EXCEEDED, limit, requested },
      });
    }
  }
  return undefined;
}
