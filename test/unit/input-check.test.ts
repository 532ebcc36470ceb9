import { expect, it } from '@jest/globals';
import { buildSchema, GraphQLScalarType, getOperationAST, parse } from 'graphql';
import { costPlugin } from '../../src/graphql/cost.js';
import { inputPlugin } from '../../src/graphql/input-check.js';

const schema = buildSchema(`
  scalar Odd
  input Item { odd: Odd, known: Int }
  type Query { take(items: [Item!]): Int }
`);
const document = parse('query ($items: [Item!]) { take(items: $items) }');

/** What is told of the variables, and how many values were looked at. */
async function check(items: unknown): Promise<{ told: string; looks: number }> {
  let looks = 0;
  (schema.getType('Odd') as GraphQLScalarType).parseValue = () => {
    looks += 1;
    throw new Error('odd');
  };
  const hooks = await inputPlugin.requestDidStart?.({} as never);
  const request = { request: { variables: { items } }, operation: getOperationAST(document), schema, document };
  const told = await hooks?.didResolveOperation?.(request as never)?.then(
    () => '',
    ({ message }: Error) => message,
  );
  return { told: told ?? '', looks };
}

it('T14, P4: of input with a thousand faults the first five are looked for', async () => {
  const { told, looks } = await check(Array.from({ length: 1_000 }, () => ({ odd: 1 })));
  expect(told.match(/Expected type "Odd"/g)).toHaveLength(5);
  expect(looks).toBe(5);
});

it('T14, P4: of ten thousand fields that do not exist five are compared with those that do', async () => {
  const fields = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`know${index}`, 1]));
  const { told, looks } = await check([fields, { odd: 1 }]);
  expect(told.match(/is not defined by type "Item"/g)).toHaveLength(5);
  expect(looks).toBe(0);
});

it('P4: the variables of a bulk call are read once before execution, whoever looks at them', async () => {
  let looks = 0;
  (schema.getType('Odd') as GraphQLScalarType).parseValue = (value) => {
    looks += 1;
    return value;
  };
  const variables = { items: Array.from({ length: 1_000 }, () => ({ odd: 1 })) };
  const request = { request: { variables }, operation: getOperationAST(document), schema, document };
  for (const plugin of [inputPlugin, costPlugin]) {
    const hooks = await plugin.requestDidStart?.({} as never);
    await hooks?.didResolveOperation?.(request as never);
  }
  expect(looks).toBe(1_000);
});
