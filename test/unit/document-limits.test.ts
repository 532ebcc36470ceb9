import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildSchema, parse, validate } from 'graphql';
import { documentLimits, documentLimitsRule } from '../../src/graphql/document-limits.js';

const schema = buildSchema('type Query { a: Query b: Query leaf: Int }');

function broken(document: string): string[] {
  return validate(schema, parse(document), [documentLimitsRule]).map(({ message }) => message);
}

/** A selection as a tree, from which both the document and the plain count are made. */
interface Tree {
  readonly kind: 'field' | 'inline' | 'spread';
  readonly alias: boolean;
  readonly directives: number;
  readonly inner: readonly Tree[];
}

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.record({
    kind: fc.constantFrom('field', 'field', 'inline', 'spread'),
    alias: fc.boolean(),
    directives: fc.constantFrom(0, 0, 0, 1, 2),
    inner: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constant([]),
      fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
    ),
  }),
}));

interface Count {
  depth: number;
  aliases: number;
  rootFields: number;
  directives: number;
}

function print(trees: readonly Tree[], fragments: string[], names = { next: 0 }): string {
  return trees
    .map(({ kind, alias, directives, inner }) => {
      const marks = ' @include(if: true)'.repeat(directives);
      const set = `{ ${inner.length === 0 ? 'leaf' : print(inner, fragments, names)} }`;
      if (kind === 'inline') return `...${marks} ${set}`;
      names.next += 1;
      const name = `n${names.next}`;
      if (kind === 'field') return `${alias ? `${name}: ` : ''}a${marks} ${set}`;
      fragments.push(`fragment ${name} on Query ${set}`);
      return `...${name}${marks}`;
    })
    .join(' ');
}

function count(trees: readonly Tree[]): Count {
  const sum: Count = { depth: 0, aliases: 0, rootFields: 0, directives: 0 };
  for (const { kind, alias, directives, inner } of trees) {
    const below = inner.length === 0 ? { depth: 1, aliases: 0, rootFields: 1, directives: 0 } : count(inner);
    const isField = kind === 'field';
    sum.depth = Math.max(sum.depth, below.depth + (isField ? 1 : 0));
    sum.aliases += below.aliases + (isField && alias ? 1 : 0);
    sum.rootFields += isField ? 1 : below.rootFields;
    sum.directives += below.directives + directives;
  }
  return sum;
}

describe('T14: limits of a document', () => {
  it('T14: count the same whether selections stand in fields, inline fragments or named ones', () => {
    fc.assert(
      fc.property(fc.array(tree, { minLength: 1, maxLength: 6 }), (trees) => {
        const fragments: string[] = [];
        const document = `{ ${print(trees, fragments)} } ${fragments.join(' ')}`;
        const counted = count(trees);
        const over = Object.entries(documentLimits).filter(([name, limit]) => counted[name as keyof Count] > limit);
        const [first] = over;
        const expected = first
          ? [`The document has ${first[0]} ${counted[first[0] as keyof Count]}; the limit is ${first[1]}.`]
          : [];
        expect(broken(document)).toEqual(expected);
      }),
      { seed: 20_260_131, numRuns: 500 },
    );
  });

  it('T14: count what a fragment holds at every place it is spread, and double it at every step', () => {
    const steps = Array.from(
      { length: 40 },
      (_, index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`,
    );
    const document = `{ ...F0 } ${steps.join(' ')} fragment F40 on Query { leaf }`;
    expect(broken(document)).toEqual([`The document has rootFields ${2 ** 40}; the limit is 20.`]);
  });

  it('P4: end over fragments that spread themselves, each other, or nothing that exists', () => {
    expect(broken('{ ...A } fragment A on Query { a { ...A } }')).toEqual([]);
    expect(broken('{ ...A } fragment A on Query { ...B } fragment B on Query { ...A leaf }')).toEqual([]);
    expect(broken('{ ...Nope }')).toEqual([]);
  });

  it('T14: leave introspection to other limits, and count each operation by itself', () => {
    expect(broken(`{ __schema { types { ${'ofType { '.repeat(12)} name ${'} '.repeat(12)} } } }`)).toEqual([]);
    const operation = (name: string) =>
      `query ${name} { ${Array.from({ length: 15 }, (_, index) => `x${index}: leaf`).join(' ')} }`;
    expect(broken(`${operation('A')} ${operation('B')}`)).toEqual([]);
    expect(broken(`query A { ${'leaf '.repeat(21)} } query B { leaf }`)).toHaveLength(1);
    expect(broken(`query A @a @b @c { leaf ${'@include(if: true) '.repeat(8)} }`)).toHaveLength(1);
  });
});
