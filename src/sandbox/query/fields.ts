import { isObject, type Json, type JsonObject } from '../json.js';

/** Names asked for; an empty tree below a name means all of it. */
type Tree = Map<string, Tree>;

/** What the `fields` parameter leaves of a record. Unknown names are passed over; `_info` goes unless it is named. */
export class Projection {
  readonly #tree: Tree | null;

  constructor(fields: string | undefined) {
    this.#tree = fields === undefined ? null : parse(fields);
  }

  /** Whether anything of the field is kept, so that the rest need not be made first. */
  wants(name: string): boolean {
    return this.#tree === null || this.#tree.has(name.toLowerCase());
  }

  of(record: JsonObject): JsonObject {
    return this.#tree === null ? record : pick(record, this.#tree);
  }
}

function parse(fields: string): Tree {
  const root: Tree = new Map();
  for (const path of fields.split(',')) {
    let tree = root;
    for (const name of path.trim().toLowerCase().split('/')) {
      const below: Tree = tree.get(name) ?? new Map();
      tree.set(name, below);
      tree = below;
    }
  }
  return root;
}

function pick(record: JsonObject, tree: Tree): JsonObject {
  const kept: Record<string, Json | undefined> = {};
  for (const [name, value] of Object.entries(record)) {
    const below = tree.get(name.toLowerCase());
    if (below) {
      kept[name] = below.size === 0 ? value : pickBelow(value, below);
    }
  }
  return kept;
}

function pickBelow(value: Json | undefined, tree: Tree): Json | undefined {
  if (Array.isArray(value)) {
    return value.map((element: Json) => pickBelow(element, tree) ?? null);
  }
  return isObject(value) ? pick(value as JsonObject, tree) : value;
}
