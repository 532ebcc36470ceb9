import { expect, it } from '@jest/globals';
import { buildSchema, execute, type GraphQLResolveInfo, parse } from 'graphql';
import { askedBelow } from '../../src/graphql/asked.js';

const schema = buildSchema('type Query { row: Row } type Row { a: Int b: Int row: Row }');

function asked(query: string): string[] {
  const names: string[] = [];
  const row = (_args: unknown, _context: unknown, info: GraphQLResolveInfo) => {
    names.push(...askedBelow(info));
    // A second look is answered from the first.
    expect([...askedBelow(info)]).toEqual([...askedBelow(info)]);
    return null;
  };
  void execute({ schema, document: parse(query), rootValue: { row } });
  return names.toSorted();
}

it.each([
  ['fields and what is below them', '{ row { a row { b } } }', ['a', 'b', 'row']],
  ['names, not aliases', '{ row { b: a } }', ['a']],
  ['what fragments hold, in whichever way', '{ row { ...F ... on Row { b } } } fragment F on Row { a }', ['a', 'b']],
  ['both places in which a field stands', '{ row { a } row { b } }', ['a', 'b']],
  ['what a directive may leave out', '{ row { a @include(if: false) b @skip(if: true) } }', ['a', 'b']],
  ['nothing of its neighbours', '{ row { a } other: __typename }', ['a']],
])('tells %s', (_what, query, names) => {
  expect(asked(query)).toEqual(names);
});

it('takes a fragment that many spread once', () => {
  const many = Array.from({ length: 20 }, (_, at) => `fragment F${at} on Row { ...F${at + 1} ...F${at + 1} }`);
  expect(asked(`{ row { ...F0 } } ${many.join(' ')} fragment F20 on Row { a }`)).toEqual(['a']);
});
