import { describe, expect, it } from '@jest/globals';
import { isEnumType, isScalarType, isSpecifiedScalarType } from 'graphql';
import { createBareSchema } from '../../src/app/schema.js';
import { FailureCode } from '../../src/shared/failure.js';
import { pageAt, rowsOf } from './markdown.js';

const page = pageAt('docs/api/README.md');
const schema = createBareSchema();

/** The first cell of each row of a table, and the second. */
function told(head: string): Record<string, string> {
  return Object.fromEntries(rowsOf(page, head).map(([name = '', text = '']) => [name.replaceAll('`', ''), text]));
}

function valuesOf(name: string): Record<string, string> {
  const type = schema.getType(name);
  if (!isEnumType(type)) throw new Error(`${name} is no enumeration.`);
  return Object.fromEntries(type.getValues().map((value) => [value.name, value.description ?? '']));
}

describe('the conventions of the API', () => {
  it('tell all failures in the words of the schema', () => {
    const codes = told('| code | what it says | what to do |');

    expect(codes).toEqual(valuesOf('UserErrorCode'));
    expect(Object.keys(codes).sort()).toEqual(Object.values(FailureCode).sort());
  });

  it('tell all roles', () => {
    expect(Object.keys(told('| role | may |')).sort()).toEqual(Object.keys(valuesOf('Role')).sort());
  });

  it('tell all scalars of our own', () => {
    const own = Object.values(schema.getTypeMap()).filter((type) => isScalarType(type) && !isSpecifiedScalarType(type));

    expect(Object.keys(told('| type | is |')).sort()).toEqual(own.map(({ name }) => name).sort());
  });
});
