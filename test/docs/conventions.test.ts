import { describe, expect, it } from '@jest/globals';
import { isEnumType, isScalarType, isSpecifiedScalarType } from 'graphql';
import { createBareSchema } from '../../src/app-schema.js';
import { FailureCode } from '../../src/shared/failure.js';
import { pageAt } from './markdown.js';

const { text } = pageAt('docs/api/README.md');
const schema = createBareSchema();

/** The first cell of each row of the table with this head, and the second. */
function rowsOf(head: string): Record<string, string> {
  const [, table = ''] = text.split(`${head}\n`);
  const rows = table.split('\n\n')[0]?.split('\n').slice(1) ?? [];
  return Object.fromEntries(
    rows.map((row) => {
      const [name = '', told = ''] = row
        .split('|')
        .slice(1, -1)
        .map((one) => one.trim());
      return [name.replaceAll('`', ''), told];
    }),
  );
}

function valuesOf(name: string): Record<string, string> {
  const type = schema.getType(name);
  if (!isEnumType(type)) throw new Error(`${name} is no enumeration.`);
  return Object.fromEntries(type.getValues().map((value) => [value.name, value.description ?? '']));
}

describe('the conventions of the API', () => {
  it('tell all failures in the words of the schema', () => {
    const told = rowsOf('| code | what it says | what to do |');

    expect(told).toEqual(valuesOf('UserErrorCode'));
    expect(Object.keys(told).sort()).toEqual(Object.values(FailureCode).sort());
  });

  it('tell all roles', () => {
    expect(Object.keys(rowsOf('| role | may |')).sort()).toEqual(Object.keys(valuesOf('Role')).sort());
  });

  it('tell all scalars of our own', () => {
    const own = Object.values(schema.getTypeMap()).filter((type) => isScalarType(type) && !isSpecifiedScalarType(type));

    expect(Object.keys(rowsOf('| type | is |')).sort()).toEqual(own.map(({ name }) => name).sort());
  });
});
