import type { Client } from '../client.js';

/** How many records are looked at for one that has something below it. */
const ENOUGH = 30;

/** Finds records of the sandbox to try an operation on, by asking the lists that lie above it in its path. */
export class Places {
  readonly #known = new Map<string, Promise<readonly string[]>>();

  constructor(
    private readonly client: Client,
    /** Bodies to make a first record with, by the path of a list that is empty at the start. */
    private readonly samples: Readonly<Record<string, object>>,
    /** What a list cannot be asked without. */
    private readonly queries: Readonly<Record<string, Readonly<Record<string, string>>>>,
    /** Lists that stand under another name than their records. */
    private readonly elsewhere: Readonly<Record<string, string>>,
  ) {}

  /** A path in which records take the places of the braces, if it can be a list with something in it. */
  async of(template: string): Promise<string | undefined> {
    const paths = await this.all(template);
    for (const path of paths.length > 1 ? paths : []) {
      const listed = await this.client.api(path, { query: { fields: 'id', pageSize: '1', ...this.queries[template] } });
      if (listed.status !== 200 || !Array.isArray(listed.json)) break;
      if (listed.json.length > 0) return path;
    }
    return paths[0];
  }

  /** Some such paths. */
  all(template: string): Promise<readonly string[]> {
    const known = this.#known.get(template) ?? this.#search(template);
    this.#known.set(template, known);
    return known;
  }

  async #search(template: string): Promise<readonly string[]> {
    const [, before, after] = /^(.*)\/\{\w+\}(.*?)$/.exec(template) ?? [];
    if (before === undefined) return [template];
    const lists = await this.all(before);
    const found: string[] = [];
    for (const list of lists) {
      for (const id of await this.#ids(list, before)) {
        found.push(`${list}/${id}${after}`);
      }
      if (found.length >= ENOUGH) break;
    }
    return found;
  }

  async #ids(list: string, template: string): Promise<readonly number[]> {
    const query = { fields: 'id', pageSize: String(ENOUGH), ...this.queries[template] };
    const listed = await this.client.api(this.elsewhere[list] ?? list, { query });
    if (listed.status === 200 && listed.json.length > 0) {
      return listed.json.map(({ id }: { id: number }) => id);
    }
    const body = this.samples[template];
    if (!body) return [];
    const made = await this.client.api(list, { method: 'POST', body });
    if (made.status !== 201) throw new Error(`${list} takes no sample: ${made.text}`);
    return [made.json.id];
  }
}
