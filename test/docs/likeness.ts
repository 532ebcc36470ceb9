/** What differs from run to run, told apart by how it looks and by the name it stands under. */
function kindOf(text: string, key: string): string | undefined {
  if (/^psab_[\w-]+$/.test(text)) return 'token';
  if (/cursor$/i.test(key)) return 'cursor';
  if (key === 'hint') return 'hint';
  const [, type] = /^([A-Z][A-Za-z]+):[0-9a-f-]{36}$/.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  return type && `id of ${type}`;
}

/** A text without the instants in it. */
function timeless(text: string): string {
  return text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'T');
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * Knows what a value of the page is in this run. A value of the page that stands for something else than before, or
 * a second one for the same thing, is no likeness.
 */
export class Likeness {
  readonly #told: Map<string, string>;
  readonly #actual: Map<string, string>;

  /** Places are parts of texts, such as an address with its port. */
  constructor(
    private readonly places: readonly (readonly [told: string, actual: string])[],
    known: ReadonlyMap<string, string> = new Map(),
  ) {
    this.#told = new Map(known);
    this.#actual = new Map([...known].map(([told, actual]) => [actual, told]));
  }

  /** One of its own, for an answer that may not be the last. */
  copy(): Likeness {
    return new Likeness(this.places, this.#told);
  }

  /** A value of the page as it is in this run. */
  inThisRun(value: Json): Json {
    if (typeof value === 'string')
      return this.#told.get(value) ?? this.#replaced(value, ([told, actual]) => [told, actual]);
    return mapped(value, (inner) => this.inThisRun(inner));
  }

  /** An answer as the page would have it: where it is alike, what the page says already. */
  asTold(actual: Json, told: Json | undefined, key = ''): Json {
    if (typeof actual !== 'string') {
      return mapped(actual, (inner, name) =>
        this.asTold(inner, partOf(told, name), typeof name === 'string' ? name : key),
      );
    }
    const text = this.#replaced(actual, ([told, actual]) => [actual, told]);
    const kind = kindOf(text, key);
    if (kind === undefined) return typeof told === 'string' && timeless(told) === timeless(text) ? told : text;
    const name = typeof told === 'string' && kindOf(told, key) === kind ? told : text;
    return this.#bind(name, actual) ? name : (this.#actual.get(actual) ?? text);
  }

  #bind(told: string, actual: string): boolean {
    if ((this.#told.get(told) ?? actual) !== actual || (this.#actual.get(actual) ?? told) !== told) return false;
    this.#told.set(told, actual);
    this.#actual.set(actual, told);
    return true;
  }

  #replaced(text: string, turn: (place: readonly [string, string]) => readonly [string, string]): string {
    return this.places.map(turn).reduce((whole, [from, to]) => whole.replaceAll(from, to), text);
  }
}

function mapped(value: Json, change: (inner: Json, name: string | number) => Json): Json {
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map(change);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, change(inner, name)]));
}

function partOf(value: Json | undefined, name: string | number): Json | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  return isList(value) ? value[Number(name)] : value[name];
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

export type { Json };
