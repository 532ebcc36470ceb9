import { jest } from '@jest/globals';
import { Query } from '../../../src/sandbox/http/query.js';
import type { OfferedOperation } from '../../../src/sandbox/http/router.js';
import type { Sandbox } from '../../../src/sandbox/sandbox.js';
import { type Ask, Client, type Reply } from '../client.js';
import { complaints } from './complaints.js';
import { type Described, Description, isRequiredOnUpdates, longest, named, type Schema } from './description.js';
import { ELSEWHERE, QUERIES, SAMPLES } from './exceptions.js';
import { Places } from './places.js';

/** One operation of the sandbox beside its description, and where to try it. */
export interface Step {
  /** `PATCH /company/companies/{id}`: what complaints begin with. */
  readonly name: string;
  readonly operation: OfferedOperation;
  readonly described: Described;
  /** A path that leads to a record. */
  readonly place: string;
}

/** Tries the operations of a sandbox, and tells what is not as the description says. */
export class Walk {
  readonly description = new Description();
  readonly #client: Client;
  readonly #places: Places;
  readonly #unknown = new Map<string, Promise<readonly string[]>>();
  #steps: Promise<readonly Step[]> | undefined;
  readonly #asked = new Map<string, Set<string>>();

  constructor(private readonly sandbox: Sandbox) {
    this.#client = new Client(sandbox);
    this.#places = new Places(this.#client, SAMPLES, QUERIES, ELSEWHERE);
  }

  get undescribed(): readonly string[] {
    return this.sandbox.operations
      .filter(({ method, template }) => !this.description.operation(method, template))
      .map(nameOf);
  }

  /** The operations that are described and not there. */
  get notOffered(): readonly string[] {
    const offered = new Set(this.sandbox.operations.map(({ method, template }) => named(method, template)));
    return this.description.names.filter((name) => !offered.has(name));
  }

  /** The operations that are described and can be tried, by their method; all of them without one. */
  async steps(method?: string): Promise<readonly Step[]> {
    this.#steps ??= this.#findPlaces();
    return (await this.#steps).filter(({ operation }) => method === undefined || operation.method === method);
  }

  async #findPlaces(): Promise<readonly Step[]> {
    const steps: Step[] = [];
    for (const operation of this.sandbox.operations) {
      const described = this.description.operation(operation.method, operation.template);
      const place = described && (await this.#places.of(operation.template));
      if (described && place !== undefined) {
        steps.push({ name: nameOf(operation), operation, described, place });
      }
    }
    return steps;
  }

  /** The operations that no record was found for. */
  async placeless(): Promise<readonly string[]> {
    const placed = new Set((await this.steps()).map(({ name }) => name));
    return this.sandbox.operations.map(nameOf).filter((name) => !placed.has(name));
  }

  /** Calls the operation at the step's place, or at another, and notes which parameters it looked at. */
  async call({ name, operation, place }: Step, more: Ask & { readonly at?: string } = {}): Promise<Reply> {
    const names = this.#asked.get(name) ?? new Set();
    this.#asked.set(name, names);
    const spy = jest.spyOn(Query.prototype, 'get');
    const query = { ...QUERIES[operation.template], ...more.query };
    const reply = await this.#client.api(more.at ?? place, { ...more, method: operation.method, query });
    // An operation may make up a query of its own from the body; the first one asked is the request's.
    const [own] = spy.mock.contexts;
    for (const [at, [asked]] of spy.mock.calls.entries()) if (spy.mock.contexts[at] === own) names.add(asked);
    spy.mockRestore();
    return reply;
  }

  /** Whether a `Location` is an address of the record. */
  async leadsTo(location: string, id: number): Promise<boolean> {
    const { origin, pathname } = new URL(location, this.sandbox.url);
    const reply = await this.#client.plain(pathname, { headers: this.#client.headers });
    return origin === this.sandbox.url && reply.status === 200 && reply.json.id === id;
  }

  /** The parameters that an operation looked at so far without being described to have them. */
  askedInVain({ name, described }: Step): readonly string[] {
    return [...(this.#asked.get(name) ?? [])].filter((asked) => !described.queryNames.includes(asked));
  }

  /** Another operation on the records of the same list. */
  async sibling({ operation }: Step, method: string, template = operation.template): Promise<Step | undefined> {
    return (await this.steps(method)).find((step) => step.operation.template === template);
  }

  /** What in an answer is not as described. */
  ofAnswer({ described }: Step, reply: Reply): readonly string[] {
    if (reply.status !== described.status) {
      return [`answers ${reply.status} instead of ${described.status}: ${reply.text.slice(0, 300)}`];
    }
    if (!described.answer) {
      return [];
    }
    const found = new Set(complaints(reply.json, described.answer, this.description));
    const isEmpty = Array.isArray(reply.json) && reply.json.length === 0;
    return [...(isEmpty ? ['has nothing to show'] : []), ...[...found].map((text) => `answers ${text}`)];
  }

  /** The fields of the record that is written. */
  fields(step: Step): readonly (readonly [name: string, schema: Schema])[] {
    const fields = this.description.properties(this.#written(step));
    return fields.filter(([name]) => name !== 'id' && name !== '_info');
  }

  /** The fields that point at one other record, with the type of their reference, as far as the sandbox keeps them. */
  async references(step: Step): Promise<readonly (readonly [name: string, type: string])[]> {
    const unknown = await this.#unknownBeside(step);
    return this.fields(step).flatMap(([name, { $ref }]) => {
      const type = $ref?.split('/').at(-1) ?? '';
      return type.endsWith('Reference') && !unknown.includes(name) ? [[name, type] as const] : [];
    });
  }

  /** The texts of a record that may only be so long, as far as the sandbox keeps them. */
  async limited(step: Step): Promise<readonly (readonly [name: string, schema: Schema])[]> {
    const unknown = await this.#unknownBeside(step);
    return this.fields(step).filter(([name, schema]) => longest(schema) !== undefined && !unknown.includes(name));
  }

  async #unknownBeside(step: Step): Promise<readonly string[]> {
    const template = step.operation.template.replace(/\/(\{id\})?$/, '');
    const patch = await this.sibling(step, 'PATCH', `${template}/{id}`);
    return patch ? this.unknownFields(patch) : [];
  }

  /** The fields that a patch of the record takes for a mistake. */
  unknownFields(step: Step): Promise<readonly string[]> {
    const known = this.#unknown.get(step.name) ?? this.#searchUnknown(step);
    this.#unknown.set(step.name, known);
    return known;
  }

  async #searchUnknown(step: Step): Promise<readonly string[]> {
    // The last change is wrong in any case, so that none of them is made; the first wrong one is told.
    let paths = [...this.fields(step).map(([name]) => name), '?'];
    const unknown: string[] = [];
    for (;;) {
      const reply = await this.call(step, { body: paths.map((path) => ({ op: 'replace', path, value: null })) });
      const wrong = /The path (\S+) does not lead to a field/.exec(reply.text)?.[1];
      if (wrong === undefined || !paths.includes(wrong)) throw new Error(`${step.name} answers ${reply.text}`);
      if (wrong === '?') return unknown;
      unknown.push(wrong);
      paths = paths.filter((path) => path !== wrong);
    }
  }

  required(step: Step): readonly string[] {
    return this.description.resolved(this.#written(step)).required ?? [];
  }

  /** A patch is a list of changes; what it changes is what it answers with. */
  #written({ operation, described }: Step): Schema {
    return (operation.method === 'PATCH' ? described.answer : described.body) ?? {};
  }
}

export function nameOf({ method, template }: OfferedOperation): string {
  return `${method} ${template}`;
}

/** Which of the wanted messages a refusal does not hold. */
export function unsaid(reply: Reply, wanted: readonly string[]): readonly string[] {
  const said = reply.status === 400 ? (reply.json.errors ?? []).map((item: { message: string }) => item.message) : [];
  return wanted.filter((message) => !said.includes(message)).map((message) => `does not say: ${message}`);
}

export const missing = (field: string): string => `The ${field} field is required.`;

export const tooLong = ([field, schema]: readonly [string, Schema]): string =>
  `The field ${field} must be a string with a maximum length of ${longest(schema)}.`;

export const isForUpdates = ([, schema]: readonly [string, Schema]): boolean => isRequiredOnUpdates(schema);

/** As many characters as the field takes, and some more. */
export function textOf([, schema]: readonly [string, Schema], more: number): string {
  return 'x'.repeat((longest(schema) ?? 0) + more);
}
