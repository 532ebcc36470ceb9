import type { FieldNode, GraphQLResolveInfo, SelectionSetNode } from 'graphql';

type Names = ReadonlySet<string>;

/** Apollo Server keeps documents by their text: each field is looked through once, and forgotten with its document. */
const known = new WeakMap<FieldNode, Names>();

/**
 * The names of all fields that are asked for anywhere below this one. Whoever reads more at once by them reads too much
 * at times, never too little: types are not looked at, nor `@include` and `@skip`.
 */
export function askedBelow({ fieldNodes, fragments }: GraphQLResolveInfo): Names {
  const [only, ...others] = fieldNodes.map((node) => namesBelow(node, fragments));
  return others.length === 0 && only ? only : new Set([only, ...others].flatMap((names = new Set()) => [...names]));
}

function namesBelow(node: FieldNode, fragments: GraphQLResolveInfo['fragments']): Names {
  const found = known.get(node);
  if (found) return found;
  const names = new Set<string>();
  const spread = new Set<string>();
  const gather = (set: SelectionSetNode | undefined) => {
    for (const selection of set?.selections ?? []) {
      if (selection.kind === 'Field') names.add(selection.name.value);
      if (selection.kind !== 'FragmentSpread') {
        gather(selection.selectionSet);
        continue;
      }
      if (spread.has(selection.name.value)) continue;
      spread.add(selection.name.value);
      gather(fragments[selection.name.value]?.selectionSet);
    }
  };
  gather(node.selectionSet);
  known.set(node, names);
  return names;
}
