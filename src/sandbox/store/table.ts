import { fold } from '../query/text.js';
import type { Shape } from './shape.js';
import type { Values } from './values.js';

export interface Row {
  readonly id: number;
  values: Values;
  enteredAt: number;
  enteredBy: string;
  updatedAt: number;
  updatedBy: string;
}

/** What an index is asked for: a text, a number, or the id a reference points to. */
export type Key = string | number;

/** Where a list gets its records from. */
export interface RowSource {
  readonly shape: Shape;
  /** In ascending order of id. */
  readonly rows: readonly Row[];
  get(id: number): Row | undefined;
  /** Records whose indexed field equals the value, ascending by id; undefined when the field has no index. */
  find(field: string, value: Key): readonly Row[] | undefined;
}

/** Records of one kind, kept sorted by id, so that looking one up and going on after one need no further index. */
export class Table implements RowSource {
  readonly #rows: Row[] = [];
  #lastId = 0;
  /** An index is made when it is first asked for: a start with hundreds of thousands of records waits for none. */
  readonly #indexes = new Map<string, Index>();

  /** `name` is how references and changes speak of the table; a table made for one answer needs none. */
  constructor(
    readonly shape: Shape,
    readonly name: string = shape.name,
  ) {}

  get rows(): readonly Row[] {
    return this.#rows;
  }

  get nextId(): number {
    return this.#lastId + 1;
  }

  /** The row's id must be above all before it: no id is used twice, not even after its record was removed. */
  insert(row: Row): Row {
    if (row.id < this.nextId) {
      throw new RangeError(`${this.shape.name} ${row.id} is out of order`);
    }
    this.#lastId = row.id;
    this.#rows.push(row);
    this.#index(row, this.#indexes);
    return row;
  }

  update(row: Row, values: Values): void {
    const changed = [...this.#indexes].filter(([field]) => row.values[field] !== values[field]);
    this.#unindex(row, changed);
    row.values = values;
    this.#index(row, changed);
  }

  remove(id: number): boolean {
    const at = positionOf(this.#rows, id);
    const row = this.#rows[at];
    if (row?.id !== id) {
      return false;
    }
    this.#unindex(row, this.#indexes);
    this.#rows.splice(at, 1);
    return true;
  }

  get(id: number): Row | undefined {
    return rowOf(this.#rows, id);
  }

  find(field: string, value: Key): readonly Row[] | undefined {
    if (!this.shape.indexed?.includes(field)) {
      return undefined;
    }
    const index = this.#indexes.get(field) ?? this.#makeIndex(field);
    const ids = index.get(keyOf(value)) ?? [];
    return (typeof ids === 'number' ? [ids] : ids).flatMap((id) => this.get(id) ?? []);
  }

  #makeIndex(field: string): Index {
    const index: Index = new Map();
    for (const row of this.#rows) {
      this.#index(row, [[field, index]]);
    }
    this.#indexes.set(field, index);
    return index;
  }

  #index(row: Row, indexes: Iterable<readonly [string, Index]>): void {
    for (const [field, index] of indexes) {
      const value = row.values[field];
      if (isKey(value)) {
        const key = keyOf(value);
        const before = index.get(key);
        // Nearly every key belongs to one row: a list for each would cost more memory than the rows' own texts.
        index.set(key, before === undefined ? row.id : withId(before, row.id));
      }
    }
  }

  #unindex(row: Row, indexes: Iterable<readonly [string, Index]>): void {
    for (const [field, index] of indexes) {
      const value = row.values[field];
      if (isKey(value)) {
        const rest = [index.get(keyOf(value)) ?? []].flat().filter((id) => id !== row.id);
        const [only] = rest;
        if (only === undefined) {
          index.delete(keyOf(value));
        } else {
          index.set(keyOf(value), rest.length === 1 ? only : rest);
        }
      }
    }
  }
}

type Index = Map<Key, number | number[]>;

/** The list grows in place: copying it for each of thousands of tickets of a board would take a minute. */
function withId(before: number | number[], id: number): number[] {
  const ids = typeof before === 'number' ? [before] : before;
  const at = (ids.at(-1) ?? 0) < id ? ids.length : ids.findIndex((other) => other > id);
  ids.splice(at, 0, id);
  return ids;
}

function isKey(value: unknown): value is Key {
  return typeof value === 'string' || typeof value === 'number';
}

function keyOf(value: Key): Key {
  return typeof value === 'string' ? fold(value) : value;
}

export function rowOf(rows: readonly Row[], id: number): Row | undefined {
  const row = rows[positionOf(rows, id)];
  return row?.id === id ? row : undefined;
}

/** The position of the first row whose id is not below the given one, in rows sorted by id. */
export function positionOf(rows: readonly Row[], id: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle]?.id ?? 0) < id) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
