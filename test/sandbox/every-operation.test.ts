import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OfferedOperation } from '../../src/sandbox/http/router.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.js';
import { type Ask, Client, type Reply } from './client.js';
import { ELSEWHERE, furnish, QUERIES, SAMPLES } from './openapi/exceptions.js';
import { Places } from './openapi/places.js';

type Step = OfferedOperation & { readonly place: string };

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
type Fields = Readonly<Record<string, unknown>>;

const NOBODY = 999_999_999;

/** Only an integrator login may ask for it, so nobody gets beyond the right. */
const IMPERSONATION = '/system/members/{memberIdentifier}/tokens';

/** Says all by its path, and takes no body. */
const COPY = '/finance/agreements/{parentId}/copy';

/** Its entries have no ids to page by. */
const AUDIT_TRAIL = '/system/audittrail';

describe('every operation of the sandbox', () => {
  let sandbox: Sandbox;
  let client: Client;
  let steps: readonly Step[];

  beforeAll(async () => {
    sandbox = await startSandbox({ companies: 30 });
    client = new Client(sandbox);
    await furnish(sandbox, client);
    const places = new Places(client, SAMPLES, QUERIES, ELSEWHERE);
    const found: Step[] = [];
    for (const operation of sandbox.operations) {
      found.push({ ...operation, place: (await places.of(operation.template)) ?? '/nowhere' });
    }
    steps = found;
  });
  afterAll(() => sandbox.close());

  /** Those of the operations whose answer is not as it should be, with what it is. */
  async function wrong(
    chosen: (step: Step) => boolean,
    ask: (step: Step) => Ask & { readonly at?: string },
    isRight: (reply: Reply, step: Step) => boolean | Promise<boolean>,
  ): Promise<readonly string[]> {
    const found: string[] = [];
    const tried = steps.filter((step) => step.template !== IMPERSONATION).filter(chosen);
    for (const step of tried) {
      const { at = step.place, query, ...more } = ask(step);
      const whole = { method: step.method, ...more, query: { ...QUERIES[step.template], ...query } };
      const reply = await client.api(at, whole);
      if (!(await isRight(reply, step))) {
        found.push(`${step.method} ${step.template}: ${reply.status} ${reply.text.slice(0, 200)}`);
      }
    }
    expect(tried.length).toBeGreaterThan(0);
    return found;
  }

  const isList = ({ method, template }: Step): boolean =>
    method === 'GET' &&
    template !== AUDIT_TRAIL &&
    steps.some((other) => other.template === `${template.replace(/\/$/, '')}/count`);
  const takesBody = ({ method }: Step): boolean => method === 'POST' || method === 'PUT' || method === 'PATCH';

  it('has a record to be tried on', () => {
    expect(steps.filter(({ place }) => place === '/nowhere')).toEqual([]);
  });

  it('asks for keys first', async () => {
    const unlocked = await wrong(
      () => true,
      () => ({ headers: { authorization: 'Basic eDp5' } }),
      ({ status }) => status === 401,
    );
    expect(unlocked).toEqual([]);
  });

  it('is refused with 405 where a path has no such method', async () => {
    const offered = new Set(steps.map(({ method, template }) => `${method} ${template}`));
    for (const method of METHODS) {
      const answered = await wrong(
        ({ template }) => !offered.has(`${method} ${template}`),
        () => ({ method, body: method === 'GET' || method === 'DELETE' ? undefined : {} }),
        ({ status }) => status === 405,
      );
      expect(answered).toEqual([]);
    }
  });

  it('finds no record that is not there, whatever the body', async () => {
    const answered = await wrong(
      ({ template }) => template.includes('{'),
      (step) => ({
        at: elsewhere(step),
        ...(takesBody(step) ? { raw: '{', headers: { 'content-type': 'text/plain' } } : {}),
      }),
      ({ status, text }) => status === 404 && text.includes('"NotFound"'),
    );
    expect(answered).toEqual([]);
  });

  it('refuses a body of a type that it does not take with 415', async () => {
    const answered = await wrong(
      (step) => takesBody(step) && step.template !== COPY,
      () => ({ raw: 'x', headers: { 'content-type': 'text/plain' } }),
      ({ status }) => status === 415,
    );
    expect(answered).toEqual([]);
  });

  it('refuses a patch that is no list of changes with 400', async () => {
    const answered = await wrong(
      ({ method }) => method === 'PATCH',
      () => ({ body: { name: 'x' } }),
      ({ status, json }) => status === 400 && json.code === 'InvalidObject',
    );
    expect(answered).toEqual([]);
  });

  it('accepts a path into a reference and changes nothing', async () => {
    const reference = (record: Fields): string | undefined =>
      Object.keys(record).find((name) => name !== '_info' && typeof (record[name] as Fields)?.['id'] === 'number');
    const references = new Map<Step, string>();
    for (const step of steps.filter(({ method }) => method === 'PATCH')) {
      const name = reference((await client.api(step.place, { method: 'PATCH', body: [] })).json);
      if (name) references.set(step, name);
    }
    const changed = await wrong(
      (step) => references.has(step),
      (step) => ({ body: [{ op: 'replace', path: `${references.get(step)}/id`, value: NOBODY }] }),
      ({ status, json }, step) => status === 200 && json[references.get(step) ?? '']?.id < NOBODY,
    );
    expect(changed).toEqual([]);
  });

  it('answers with the headers of the API, and JSON in lines that end with CRLF', async () => {
    const bare = await wrong(
      ({ method, template }) => method === 'GET' && !template.endsWith('/download'),
      () => ({}),
      ({ status, headers, text }) =>
        status === 200 &&
        headers['api-current-version'] === '2025.16' &&
        /^[\da-f-]{36}$/.test(String(headers['x-cw-request-id'])) &&
        headers['cache-control'] === 'no-cache' &&
        !/[^\r]\n/.test(text),
    );
    expect(bare).toEqual([]);
  });

  it('counts as many records as it lists, and lists the same ones forward only', async () => {
    const different = await wrong(
      isList,
      () => ({ query: { pageSize: '1000', fields: 'id' } }),
      async (reply, { template, place }) => {
        const query = QUERIES[template] ?? {};
        const counted = await client.api(`${place.replace(/\/$/, '')}/count`, { query });
        const forward = await client.api(place, {
          query: { ...query, pageSize: '1000', fields: 'id' },
          headers: { 'pagination-type': 'forward-only' },
        });
        const ids = (records: readonly { id: number }[]) => records.map(({ id }) => id).sort((a, b) => a - b);
        return (
          counted.json.count === reply.json.length &&
          JSON.stringify(forward.json) === JSON.stringify(ids(reply.json).map((id) => ({ id })))
        );
      },
    );
    expect(different).toEqual([]);
  });

  it('lists one record a page as well as all at once, with links from each page to the next', async () => {
    const broken = await wrong(
      isList,
      () => ({ query: { pageSize: '1', orderBy: 'id desc' } }),
      async (first, { template, place }) => {
        const query = { ...QUERIES[template], pageSize: '1', orderBy: 'id desc', page: '2' };
        const second = await client.api(place, { query });
        const hasNext = String(first.headers['link'] ?? '').includes('rel="next"');
        return first.json.length <= 1 && hasNext === second.json.length > 0 && !hasSame(first, second);
      },
    );
    expect(broken).toEqual([]);
  });
});

/** The path of a step with a number in the place of its last record that no record has. */
function elsewhere({ template, place }: Step): string {
  const parts = place.split('/');
  const at = template.split('/').findLastIndex((part) => part.startsWith('{'));
  return parts.map((part, index) => (index === at ? String(NOBODY) : part)).join('/');
}

function hasSame(first: Reply, second: Reply): boolean {
  return first.json.some(({ id }: { id: number }) => second.json.some((other: { id: number }) => other.id === id));
}
