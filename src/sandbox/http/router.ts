import type { Endpoint, Method } from './operation.js';
import { decoded } from './route.js';

export interface RouteMatch {
  readonly endpoint: Endpoint;
  readonly params: Readonly<Record<string, string>>;
}

export interface OfferedOperation {
  readonly method: Method;
  /** Path below `/apis/3.0` with its variable parts in braces. */
  readonly template: string;
}

/** Finds the endpoint of a path below `/apis/3.0`; letter case and a trailing slash do not count. */
export class Router {
  readonly #routes: readonly { readonly endpoint: Endpoint; readonly parts: readonly string[] }[];

  constructor(endpoints: readonly Endpoint[]) {
    this.#routes = endpoints.map((endpoint) => ({ endpoint, parts: endpoint.template.split('/').filter(Boolean) }));
  }

  /** Everything there is to call, in the order in which it was declared. */
  get offered(): readonly OfferedOperation[] {
    return this.#routes.flatMap(({ endpoint: { template, operations } }) =>
      (Object.keys(operations) as Method[]).map((method) => ({ method, template })),
    );
  }

  match(path: string): RouteMatch | undefined {
    const parts = path.replace(/\/$/, '').split('/').slice(1);
    for (const route of this.#routes) {
      const params = matchParts(route.parts, parts);
      if (params) {
        return { endpoint: route.endpoint, params };
      }
    }
    return undefined;
  }
}

function matchParts(
  template: readonly string[],
  parts: readonly string[],
): Readonly<Record<string, string>> | undefined {
  if (template.length !== parts.length) {
    return undefined;
  }
  const params: Record<string, string> = {};
  for (const [at, expected] of template.entries()) {
    const part = parts[at] ?? '';
    if (fits(expected, part)) {
      params[expected.slice(1, -1)] = decoded(part);
    } else if (expected.toLowerCase() !== part.toLowerCase()) {
      return undefined;
    }
  }
  return params;
}

/** `{id}` and `{parentId}` take a number only, `{memberIdentifier}` takes any text. */
function fits(expected: string, part: string): boolean {
  return expected.startsWith('{') && part !== '' && (!/id\}$/i.test(expected) || isRecordId(part));
}

/** ConnectWise's ids have 32 bits; anything else leads nowhere. */
function isRecordId(part: string): boolean {
  return /^\d{1,10}$/.test(part) && Number(part) <= 2_147_483_647;
}
