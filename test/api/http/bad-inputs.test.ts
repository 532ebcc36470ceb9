import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createBareSchema } from '../../../src/app/schema.js';
import { figure } from '../../support/figure.js';
import { ask, post } from '../../support/graphql-client.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { ViewerDocument } from '../operations.generated.js';
import { type BadInput, illTyped, ODD_TEXTS, oddTexts } from '../support/bad-inputs.js';
import { type FurnishedAccount, furnish } from '../support/furnished.js';
import type { Answer } from '../support/generated-calls.js';
import { leaksIn } from '../support/leaks.js';
import { rootFieldsOf } from '../support/schema-documents.js';

const rootFields = rootFieldsOf(createBareSchema());
const platformOnly = ['accounts', 'createAccount', 'suspendAccount', 'resumeAccount'];
const CANARY = 'canary-3f7a9c';

describe('P5: bad input', () => {
  let test: TestApp;
  let mine: FurnishedAccount;
  let platform: string;
  let illByField: ReadonlyMap<string, BadInput[]>;
  let oddByField: ReadonlyMap<string, BadInput[]>;
  beforeAll(async () => {
    test = await startTestApp({ environment: { EXPLORER: 'false' } });
    mine = await furnish(test);
    platform = await test.platformToken();
    illByField = byField(illTyped(test.app.schema, mine.samples));
    oddByField = byField(oddTexts(test.app.schema, mine.samples));
  });
  afterAll(() => test.close());

  async function send(input: Omit<BadInput, 'name'>) {
    const token = platformOnly.includes(input.field) ? platform : mine.account.token;
    const { query, variables } = input;
    const response = await post(test.url, { token, body: JSON.stringify({ query, variables }) });
    const text = await response.text();
    const { errors = [] } = JSON.parse(text) as Answer;
    const isRefused = response.status >= 400 || errors.length > 0 || text.includes('"userErrors":[{');
    const isFault = response.status >= 500 || text.includes('INTERNAL_SERVER_ERROR');
    return { text, status: response.status, isRefused, isFault, leaks: leaksIn(text) };
  }

  it('P5: there are at least 500 values of a wrong shape, and more that are odd', () => {
    const [ill, odd] = [illByField, oddByField].map((byField) => [...byField.values()].flat().length);
    figure('P5', `${ill} values of a wrong shape and ${odd} odd texts sent`);
    expect(ill).toBeGreaterThanOrEqual(500);
    expect(odd).toBeGreaterThanOrEqual(1_000);
  });

  it.each(rootFields)('P5: %s refuses every value of a wrong shape', async (field) => {
    const wrong: string[] = [];
    await inTens(illByField.get(field), async (input) => {
      const { isRefused, isFault, leaks, status, text } = await send(input);
      if (!isRefused || isFault || leaks.length > 0) wrong.push(`${input.name}: ${status} ${leaks} ${text}`);
    });
    expect(wrong).toEqual([]);
  });

  it.each(rootFields)('P5: %s takes or refuses every odd text, and never fails over it', async (field) => {
    const wrong: string[] = [];
    await inTens(oddByField.get(field), async (input) => {
      const { isFault, leaks, status, text } = await send(input);
      // What a user is called comes back in its name.
      const own = leaks.filter((leak) => !input.name.includes(leak));
      if (isFault || own.length > 0) wrong.push(`${input.name}: ${status} ${own} ${text}`);
    });
    expect(wrong).toEqual([]);
  });

  it('P5: the same odd texts as literals of the document are taken or refused alike', async () => {
    const wrong: string[] = [];
    for (const text of ODD_TEXTS) {
      const query = `{ users(filter: { search: ${JSON.stringify(text)} }) { totalCount } }`;
      const { isFault, status, text: answer } = await send({ field: 'users', query, variables: {} });
      if (isFault) wrong.push(`${JSON.stringify(text)}: ${status} ${answer}`);
    }
    expect(wrong).toEqual([]);
  });

  it.each([
    ['both', { identifier: 'Acme', connectWiseId: 1 }],
    ['neither', {}],
    ['null', null],
    ['one that is null', { identifier: null }],
    ['one, and another that is null', { identifier: 'Acme', connectWiseId: null }],
    ['two in another pair', { name: 'Acme', identifier: 'Acme' }],
    ['another field', { recordId: 1 }],
    ['a text', 'Acme'],
  ])('P5: a company reference with %s is refused before anything runs', async (_name, company) => {
    for (const [field, rest] of Object.entries({ verifyCompany: {}, mapCompany: { userId: mine.ids.user } })) {
      const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
      const query = `mutation ($input: ${type}!) { ${field}(input: $input) { userErrors { code } } }`;
      expect((await send({ field, query, variables: { input: { ...rest, company } } })).status).toBe(400);
      const literal = JSON.stringify({ ...rest, company }).replace(/"(\w+)":/g, '$1: ');
      const inline = `mutation { ${field}(input: ${literal}) { userErrors { code } } }`;
      expect((await send({ field, query: inline, variables: {} })).status).toBe(400);
    }
  });

  it.each<[string, string, Record<string, unknown>]>([
    ['an unknown field beside it', 'v', { privateKey: CANARY, privatKey: CANARY }],
    ['a wrong value beside it', 'v', { privateKey: CANARY, isEnabled: 'yes' }],
    ['a list instead', 'v', { privateKey: [CANARY] }],
    ['an object instead', 'v', { privateKey: { value: CANARY } }],
    ['a text in place of the input', 'v', CANARY as unknown as Record<string, unknown>],
    ['a list in place of the input', 'v', [CANARY, CANARY] as unknown as Record<string, unknown>],
    ['an unknown field, as a literal', `{ privateKey: "${CANARY}", privatKey: "${CANARY}" }`, {}],
    ['a list, as a literal', `{ privateKey: ["${CANARY}"] }`, {}],
    ['an object, as a literal', `{ privateKey: { value: "${CANARY}" } }`, {}],
    ['a text for a flag, as a literal', `{ privateKey: "${CANARY}", isEnabled: "${CANARY}" }`, {}],
    ['a text in place of the input, as a literal', `"${CANARY}"`, {}],
    ['a forgotten colon', `{ privateKey "${CANARY}" }`, {}],
    ['a forgotten brace', `{ privateKey: "${CANARY}" "${CANARY}" )`, {}],
    ['a block text in the wrong place', `{ privateKey """${CANARY}""" }`, {}],
  ])('P13: a refused input never comes back with the secret in it: %s', async (_name, literal, input) => {
    const isVariable = literal === 'v';
    const head = isVariable ? 'mutation ($input: SaveIntegrationSettingsInput!)' : 'mutation';
    const query = `${head} { saveIntegrationSettings(input: ${isVariable ? '$input' : literal}) { userErrors { code } } }`;
    const { text, status } = await send({
      field: 'saveIntegrationSettings',
      query,
      variables: isVariable ? { input } : {},
    });
    expect(status).toBe(400);
    expect(text).not.toContain(CANARY);
    expect(test.logs.join('')).not.toContain(CANARY);
  });

  it('P5: a wrong value is told by its place and what is expected there', async () => {
    const query = 'mutation ($input: SaveUsersInput!) { saveUsers(input: $input) { userErrors { code } } }';
    const items = [
      { externalId: 'a', name: 'b' },
      { externalId: 1, name: 'b' },
    ];
    const { text } = await send({ field: 'saveUsers', query, variables: { input: { items } } });
    expect(text).toContain('\\"input.items.1.externalId\\": Expected type \\"String!\\"');
    expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });

  it('P4: after all of it an ordinary caller is answered', async () => {
    expect((await ask(mine.account, ViewerDocument)).viewer?.account.id).toBe(mine.ids.account);
    expect(test.logs.filter((line) => line.includes('request failed'))).toEqual([]);
  });
});

function byField(inputs: readonly BadInput[]): Map<string, BadInput[]> {
  const fields = new Map<string, BadInput[]>();
  for (const input of inputs) fields.set(input.field, [...(fields.get(input.field) ?? []), input]);
  return fields;
}

async function inTens(inputs: readonly BadInput[] = [], work: (input: BadInput) => Promise<void>): Promise<void> {
  for (let start = 0; start < inputs.length; start += 10) await Promise.all(inputs.slice(start, start + 10).map(work));
}
