import { describe, expect, it } from '@jest/globals';
import { buildSchema, execute, parse } from 'graphql';
import { createBareSchema } from '../../src/app/schema.js';
import { asksConnectWise, limitResolverTime } from '../../src/graphql/resolver-time.js';
import { Failure } from '../../src/shared/failure.js';

const never = () => new Promise<never>(() => undefined);

function schemaOf(resolvers: Readonly<Record<string, () => unknown>>, marked: readonly string[] = []) {
  const schema = buildSchema('type Query { quick: Int slow: Int broken: Int plain: Int nested: Query }');
  for (const [name, field] of Object.entries(schema.getQueryType()?.getFields() ?? {})) {
    if (resolvers[name]) field.resolve = resolvers[name];
    field.extensions = { asksConnectWise: marked.includes(name) };
  }
  limitResolverTime(schema, { ownMs: 20, connectWiseMs: 60_000 });
  return schema;
}

describe('the time a resolver may take', () => {
  it('ends the wait for one that never answers, and leaves its neighbours their answers', async () => {
    const schema = schemaOf({ quick: async () => 1, slow: never, plain: () => 2 });
    const { data, errors } = await execute({ schema, document: parse('{ quick slow plain }') });
    expect(data).toEqual({ quick: 1, slow: null, plain: 2 });
    expect(errors?.map(({ path, originalError }) => [path, originalError instanceof Failure])).toEqual([
      [['slow'], true],
    ]);
    expect(errors?.[0]?.originalError).toMatchObject({ problems: [{ code: 'UNAVAILABLE', retryAfterSeconds: 5 }] });
  });

  it('holds below the root too', async () => {
    const schema = schemaOf({ nested: async () => ({}), slow: never });
    const { data } = await execute({ schema, document: parse('{ nested { slow } }') });
    expect(data).toEqual({ nested: { slow: null } });
  });

  it('is longer for a field that waits for ConnectWise', async () => {
    const late = () => new Promise((fulfil) => setTimeout(fulfil, 100, 7));
    const schema = schemaOf({ slow: late }, ['slow']);
    expect(await execute({ schema, document: parse('{ slow }') })).toEqual({ data: { slow: 7 } });
  });

  it('passes a failure on as it is', async () => {
    const failure = new Error('as it was');
    const schema = schemaOf({ broken: () => Promise.reject(failure) });
    const { errors } = await execute({ schema, document: parse('{ broken }') });
    expect(errors?.[0]?.originalError).toBe(failure);
  });

  it('is the longer one for exactly the operations that ask ConnectWise', () => {
    const schema = createBareSchema();
    const fields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
      Object.values(type?.getFields() ?? {}),
    );
    expect(
      fields
        .filter(asksConnectWise)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([
      'acceptMatchSuggestions',
      'attachTicket',
      'billingOptions',
      'enableMapping',
      'enableMappings',
      'mapCompanies',
      'mapCompany',
      'resolveBillingLine',
      'saveBillingOverride',
      'saveBillingSettings',
      'saveIntegrationSettings',
      'saveTicketOverride',
      'saveTicketingSettings',
      'testConnection',
      'ticketingOptions',
      'verifyCompany',
      'verifyCompanyMapping',
      'whyNotListed',
    ]);
  });
});
