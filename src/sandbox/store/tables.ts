import { fold } from '../query/text.js';
import type { Lookup, Shape } from './shape.js';
import { type Row, Table } from './table.js';
import type { TableView } from './table-view.js';
import type { Values } from './values.js';

/** The definition of a custom field of one kind of record. */
export interface CustomField {
  readonly id: number;
  readonly caption: string;
  readonly type: string;
  readonly entryMethod: string;
  readonly numberOfDecimals: number;
}

/** All tables of the sandbox by name; a reference names the table it points into. */
export class Tables implements Lookup {
  readonly #tables = new Map<string, Table>();
  readonly #customFields = new Map<Shape, readonly CustomField[]>();

  add(name: string, shape: Shape): Table {
    const table = new Table(shape, name);
    this.#tables.set(name, table);
    return table;
  }

  /** The name under which endpoints find a view. */
  addView(name: string, view: TableView): void {
    this.#tables.set(name, view);
  }

  get(name: string): Table {
    const table = this.#tables.get(name);
    if (!table) {
      throw new RangeError(`There is no table ${name}`);
    }
    return table;
  }

  /** The table whose records are at this path below the API's base. */
  at(path: string): Table | undefined {
    return [...this.#tables.values()].find((table) => table.shape.path === path);
  }

  defineCustomFields(shape: Shape, fields: readonly CustomField[]): void {
    this.#customFields.set(shape, fields);
  }

  customFields(shape: Shape): readonly CustomField[] {
    return this.#customFields.get(shape) ?? [];
  }

  defaultOf(name: string): number | null {
    return this.get(name).rows.find((row) => row.values['defaultFlag'] === true)?.id ?? null;
  }

  labelOf(name: string): string {
    return this.get(name).shape.label;
  }

  valuesOf(name: string, id: number): Values | undefined {
    return this.get(name).get(id)?.values;
  }

  childrenOf(name: string, field: string, id: number): readonly Row[] {
    const table = this.get(name);
    return table.find(field, id) ?? table.rows.filter((row) => row.values[field] === id);
  }

  /** Whether a record of another kind, or another of its own, points at this one. */
  isUsed(name: string, id: number): boolean {
    return [...this.#tables.values()].some((table) => pointsAt(table, name, id));
  }
}

function pointsAt(table: Table, name: string, id: number): boolean {
  const fields = Object.entries(table.shape.fields).filter(([, field]) => 'table' in field && field.table === name);
  return (
    fields.length > 0 &&
    table.rows.some((row) => fields.some(([key]) => [row.values[key] ?? []].flat().some((value) => value === id)))
  );
}

/** The first record whose field holds the text; letter case does not count. */
export function firstBy(table: Table, field: string, value: string): Row | undefined {
  const found = table.find(field, value);
  if (found) {
    return found.find((row) => row.values['deletedFlag'] !== true) ?? found[0];
  }
  return table.rows.find((row) => typeof row.values[field] === 'string' && fold(row.values[field]) === fold(value));
}
