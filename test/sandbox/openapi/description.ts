import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** A type of JSON, as OpenAPI 3.0 describes it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array';
  readonly format?: string;
  readonly nullable?: boolean;
  readonly enum?: readonly string[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly required?: readonly string[];
  readonly description?: string;
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}

interface Parameter {
  readonly $ref?: string;
  readonly name: string;
  readonly in: string;
}

interface Written {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
}

/** One operation, with its references to parameters resolved. */
export interface Described {
  readonly status: number;
  readonly queryNames: readonly string[];
  /** Undefined where no body is taken, or one that is no JSON. */
  readonly body?: Schema;
  /** Undefined where the answer has no JSON. */
  readonly answer?: Schema;
}

export const DESCRIPTION_FILE = resolve('..', 'shared', 'connectwise', 'openapi', 'connectwise-psa-trimmed.json');

/** ConnectWise's own description of its API. It may not be passed on, so it is used where it lies beside the project. */
export class Description {
  readonly #written: {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Written>>>>;
    readonly components: {
      readonly schemas: Readonly<Record<string, Schema>>;
      readonly parameters: Readonly<Record<string, Parameter>>;
    };
  };
  readonly #operations = new Map<string, Written>();

  constructor() {
    this.#written = JSON.parse(readFileSync(DESCRIPTION_FILE, 'utf8'));
    for (const [path, methods] of Object.entries(this.#written.paths)) {
      for (const [method, written] of Object.entries(methods)) {
        this.#operations.set(named(method, path), written);
      }
    }
  }

  /** Every operation as `GET /company/companies/{}`. */
  get names(): readonly string[] {
    return [...this.#operations.keys()];
  }

  operation(method: string, path: string): Described | undefined {
    const written = this.#operations.get(named(method, path));
    if (!written) return undefined;
    const [[status = '', answer] = []] = Object.entries(written.responses);
    const parameters = (written.parameters ?? []).map((parameter) => this.#parameter(parameter));
    return {
      status: Number(status),
      queryNames: parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
      body: written.requestBody?.content?.['application/json']?.schema,
      answer: Object.entries(answer?.content ?? {}).find(([type]) => type.includes('json'))?.[1].schema,
    };
  }

  /** The schema itself where it stands for another. */
  resolved(schema: Schema): Schema {
    const name = schema.$ref?.replace('#/components/schemas/', '');
    return name === undefined ? schema : (this.#written.components.schemas[name] ?? {});
  }

  properties(schema: Schema): readonly (readonly [name: string, Schema])[] {
    return Object.entries(this.resolved(schema).properties ?? {});
  }

  #parameter(parameter: Parameter): Parameter {
    const name = parameter.$ref?.replace('#/components/parameters/', '');
    return name === undefined ? parameter : (this.#written.components.parameters[name] ?? parameter);
  }
}

/** Names of parts in braces, and a slash at the end, say nothing. */
export function named(method: string, path: string): string {
  return `${method.toUpperCase()} ${path.replace(/\{\w+\}/g, '{}').replace(/\/$/, '')}`;
}

/** The most characters of a text, which only the prose of the description tells. */
export function longest(schema: Schema): number | undefined {
  const [, digits] = /Max length: (\d+)/i.exec(schema.description ?? '') ?? [];
  return digits === undefined ? undefined : Number(digits);
}

export function isRequiredOnUpdates(schema: Schema): boolean {
  return /required on updates/i.test(schema.description ?? '');
}
