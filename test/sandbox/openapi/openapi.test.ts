import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.js';
import { Client } from '../client.js';
import { printCoverage } from './coverage.js';
import { DESCRIPTION_FILE } from './description.js';
import { furnish, Judge } from './exceptions.js';
import { liveThrough } from './life-cycle.js';
import { isForUpdates, missing, type Step, textOf, tooLong, unsaid, Walk } from './walk.js';

const COVERAGE_FILE = 'docs/sandbox-coverage.md';

const ONE = { pageSize: '1', fields: 'id' };

const LISTED_NAMES: readonly (readonly [parameter: string, unknownName: string])[] = [
  ['conditions', 'nonsense = 1'],
  ['childConditions', 'types/nonsense = 1'],
  ['customFieldConditions', 'nonsense = 1'],
  ['orderBy', 'nonsense asc'],
];

function besideTheDescription(): void {
  const judge = new Judge();
  let sandbox: Sandbox;
  let walk: Walk;

  beforeAll(async () => {
    sandbox = await startSandbox({ companies: 30 });
    await furnish(sandbox, new Client(sandbox));
    walk = new Walk(sandbox);
  });
  afterAll(() => sandbox.close());

  /** Looks at every operation of a method, and fails with everything that is not as described. */
  async function all(method: string | undefined, look: (step: Step) => Promise<readonly string[]>): Promise<void> {
    const found: string[] = [];
    const steps = await walk.steps(method);
    for (const step of steps) {
      found.push(...(await look(step)).map((text) => `${step.name} ${text}`));
    }
    expect(steps.length).toBeGreaterThan(0);
    expect(judge.unmeant(found)).toEqual([]);
  }

  it('every operation is described', () => {
    expect(judge.unmeant(walk.undescribed)).toEqual([]);
  });

  it('there is a record to try each operation on', async () => {
    expect(await walk.placeless()).toEqual([]);
  });

  it('GET answers with nothing but fields of the right types, and with all it has', () =>
    all('GET', async (step) => walk.ofAnswer(step, await walk.call(step, { query: { pageSize: '1000' } }))));

  it('a list refuses names it does not know', () =>
    all('GET', async (step) => {
      const ignored: string[] = [];
      for (const [parameter, value] of isList(step) ? LISTED_NAMES : []) {
        const reply = await walk.call(step, { query: { [parameter]: value } });
        const isRefused = reply.status === 400 && reply.json.code === 'ApiFindCondition';
        if (!isRefused && step.described.queryNames.includes(parameter)) ignored.push(`takes any ${parameter}`);
      }
      return ignored;
    }));

  it('a list knows every value of an enumeration, and no other', () =>
    all('GET', async (step) => {
      const items = step.described.answer?.items;
      const wrong: string[] = [];
      for (const [field, schema] of items ? walk.description.properties(items) : []) {
        for (const value of schema.enum ? [...schema.enum, 'Nonsense'] : []) {
          const { status, text } = await walk.call(step, { query: { ...ONE, conditions: `${field} = "${value}"` } });
          const isRight = value === 'Nonsense' ? text.includes('Enum value') : status === 200;
          // Fields that are not kept are listed elsewhere; some that are returned cannot be asked for.
          if (!isRight && !text.includes('is not a recognized name'))
            wrong.push(`answers ${text} to ${field} = "${value}"`);
        }
      }
      return wrong;
    }));

  it('POST demands what is required', () =>
    all('POST', async (step) => {
      const reply = await walk.call(step, { body: {} });
      return unsaid(reply, walk.required(step).map(missing));
    }));

  it('POST refuses texts that are too long, and none that just fits', () =>
    all('POST', async (step) => {
      const limited = await walk.limited(step);
      const body = (extra: number) => Object.fromEntries(limited.map((field) => [field[0], textOf(field, extra)]));
      const refused = limited.length > 0 ? await walk.call(step, { body: body(1) }) : undefined;
      const fits = limited.length > 0 ? await walk.call(step, { body: body(0) }) : undefined;
      return [
        ...(refused ? unsaid(refused, limited.map(tooLong)) : []),
        ...(fits?.text.includes('MaxLengthField') ? [`finds too long what fits: ${fits.text}`] : []),
      ];
    }));

  it('POST answers 500 to a number where a reference belongs, and 400 to a reference that leads nowhere', () =>
    all('POST', async (step) => {
      const wrong: string[] = [];
      const bare = (await walk.call(step, { body: {} })).text;
      for (const [name, type] of await walk.references(step)) {
        const number = await walk.call(step, { body: { [name]: 250 } });
        const nowhere = await walk.call(step, { body: { [name]: { id: 999_999_999 } } });
        // What only the server or the path can say is passed over, whatever it is.
        if (number.text === bare && nowhere.text === bare) continue;
        if (number.status !== 500 || !number.text.includes(`.${type}'`))
          wrong.push(`answers ${number.text} to ${name}`);
        if (!nowhere.text.includes(`"${name}/id"`)) wrong.push(`answers ${nowhere.text} to ${name}/id`);
      }
      return wrong;
    }));

  it('PATCH demands what is required, and what is required on updates only', () =>
    all('PATCH', async (step) => {
      const onUpdates = walk.fields(step).filter(isForUpdates);
      const required = [...walk.required(step), ...onUpdates.map(([name]) => name)];
      const reply = await walk.call(step, { body: required.map((path) => ({ op: 'remove', path })) });
      return unsaid(reply, required.map(missing));
    }));

  it('PATCH refuses texts that are too long', () =>
    all('PATCH', async (step) => {
      const limited = await walk.limited(step);
      const body = limited.map((field) => ({ op: 'replace', path: field[0], value: textOf(field, 1) }));
      return limited.length > 0 ? unsaid(await walk.call(step, { body }), limited.map(tooLong)) : [];
    }));

  it('a record can be made, read, replaced, changed and deleted, each with the status and the body described', () =>
    all('POST', (step) => liveThrough(step, walk)));

  it('no operation looks at a parameter that is not described', () =>
    all(undefined, async (step) => walk.askedInVain(step).map((name) => `looks at ${name}`)));

  it('docs/sandbox-coverage.md lists what is not there', async () => {
    const fields = new Map<string, readonly string[]>();
    for (const step of await walk.steps('PATCH')) {
      const unknown = await walk.unknownFields(step);
      if (unknown.length > 0) fields.set(step.operation.template.replace('/{id}', ''), unknown);
    }
    const page = printCoverage({ operations: walk.notOffered, described: walk.description.names.length, fields });
    if (process.env['UPDATE'] === '1') writeFileSync(COVERAGE_FILE, page);
    expect(readFileSync(COVERAGE_FILE, 'utf8')).toBe(page);
  });

  it('no exception is left over', () => {
    expect(judge.unneeded).toEqual([]);
  });
}

function isList({ described }: Step): boolean {
  return described.answer?.type === 'array';
}

if (existsSync(DESCRIPTION_FILE)) {
  describe('as the description of the API says', besideTheDescription);
} else {
  it('compares nothing with the description of the API, because it is not beside the project', () => {
    expect(existsSync(DESCRIPTION_FILE)).toBe(false);
  });
}
