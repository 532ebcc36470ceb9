import type { Author } from './author.js';
import type { ItemsKind, Shape } from './shape.js';
import { newRow, touch } from './stamps.js';
import type { Row } from './table.js';
import type { Tables } from './tables.js';
import type { Item, Stored, Values } from './values.js';

/** The lists within a record: read before it is patched, and written to their own table once it is kept. */
export class Items {
  readonly #fields: readonly (readonly [string, ItemsKind])[];

  constructor(
    shape: Shape,
    private readonly tables: Tables,
  ) {
    this.#fields = Object.entries(shape.fields).flatMap(([name, field]) =>
      field.kind === 'items' ? [[name, field] as const] : [],
    );
  }

  /** The record's values, and its lists beside them. */
  with(row: Row): Values {
    const lists = this.#fields.map(([name, { table, parent }]) => [
      name,
      this.tables.childrenOf(table, parent, row.id),
    ]);
    return this.#fields.length === 0 ? row.values : { ...row.values, ...Object.fromEntries(lists) };
  }

  /** Every list empty: what a PUT that leaves them out goes back to. */
  get none(): Values {
    return Object.fromEntries(this.#fields.map(([name]) => [name, []]));
  }

  /** The values without the lists, as they are kept. */
  without(values: Values): Values {
    if (this.#fields.length === 0) {
      return values;
    }
    const names = new Set(this.#fields.map(([name]) => name));
    return Object.fromEntries(Object.entries(values).filter(([name]) => !names.has(name)));
  }

  /** Keeps those lists that are among the values; what is in a table and not in its list any more is removed. */
  save(parentId: number, values: Values, author: Author): void {
    for (const [name, field] of this.#fields) {
      if (values[name] !== undefined) {
        this.#saveList(parentId, field, { list: values[name], author });
      }
    }
  }

  #saveList(parentId: number, field: ItemsKind, { list, author }: { list: Stored; author: Author }): void {
    const table = this.tables.get(field.table);
    const items = (list ?? []) as readonly Item[];
    const ids = new Set(items.map(({ id }) => id));
    const kept = new Map(this.tables.childrenOf(field.table, field.parent, parentId).map((row) => [row.id, row]));
    for (const id of kept.keys()) {
      if (!ids.has(id)) {
        table.remove(id);
      }
    }
    for (const { id, values } of items) {
      const row = id === null ? undefined : kept.get(id);
      if (!row) {
        table.insert(newRow(table.nextId, { ...values, [field.parent]: parentId }, author));
      } else if (row.values !== values) {
        table.update(row, { ...row.values, ...values });
        touch(row, author);
      }
    }
  }
}
