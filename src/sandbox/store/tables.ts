import { fold } from '../query/text.js';
import type { Field, Lookup, Shape } from './shape.js';
import { type Row, Table } from './table.js';
import type { Stored, Values } from './values.js';

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

  constructor(private readonly clock: { readonly now: () => number }) {}

  now(): number {
    return this.clock.now();
  }

  add(name: string, shape: Shape): Table {
    const table = new Table(shape, name);
    this.#tables.set(name, table);
    return table;
  }

  has(name: string): boolean {
    return this.#tables.has(name);
  }

  get(name: string): Table {
    const table = this.#tables.get(name);
    if (!table) {
      throw new RangeError(`There is no table ${name}`);
    }
    return table;
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

  shapeOf(name: string): Shape {
    return this.get(name).shape;
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

  /** Whether a record that does not belong to it points at this one. */
  isUsed(name: string, id: number): boolean {
    return this.#references(name).some(({ table, key, field }) => !field.owner && pointing(table, key, id).length > 0);
  }

  /** Makes all that points at one record, of whatever kind, point at another; nobody's `lastUpdated` moves. */
  repoint(name: string, from: number, to: number): void {
    for (const { table, key } of this.#references(name)) {
      for (const row of [...pointing(table, key, from)]) {
        const value = row.values[key];
        const turned = Array.isArray(value) ? [...new Set(value.map((id) => (id === from ? to : id)))] : to;
        table.update(row, { ...row.values, [key]: turned as Stored });
      }
    }
  }

  /** Removes what belongs to a record that is gone, and what belongs to that. */
  removeOwned(name: string, id: number): void {
    for (const table of this.#tables.values()) {
      for (const [key] of Object.entries(table.shape.fields).filter(([, field]) => field.owner === name)) {
        for (const row of [...this.childrenOf(table.name, key, id)]) {
          table.remove(row.id);
          this.removeOwned(table.name, row.id);
        }
      }
    }
  }

  /** The fields, of all tables, that point into one. */
  #references(name: string): readonly { table: Table; key: string; field: Field }[] {
    return [...this.#tables.values()].flatMap((table) =>
      Object.entries(table.shape.fields)
        .filter(([, field]) => (field.kind === 'reference' || field.kind === 'references') && field.table === name)
        .map(([key, field]) => ({ table, key, field })),
    );
  }
}

function pointing(table: Table, key: string, id: number): readonly Row[] {
  return table.find(key, id) ?? table.rows.filter(({ values }) => [values[key] ?? []].flat().includes(id as never));
}

/** The first record whose field holds the text, of all or of some; letter case does not count. */
export function firstBy(
  table: Table,
  field: string,
  wanted: string | { readonly value: string; readonly among: (row: Row) => boolean },
): Row | undefined {
  const { value, among } = typeof wanted === 'string' ? { value: wanted, among: () => true } : wanted;
  const found = table.find(field, value)?.filter(among);
  if (found) {
    return found.find((row) => row.values['deletedFlag'] !== true) ?? found[0];
  }
  const isWanted = (text: unknown): boolean => typeof text === 'string' && fold(text) === fold(value);
  return table.rows.find((row) => isWanted(row.values[field]) && among(row));
}
