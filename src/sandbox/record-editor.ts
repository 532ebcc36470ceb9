import type { JsonObject } from './json.js';
import type { Author } from './store/author.js';
import type { Change } from './store/changes.js';
import { Items } from './store/items.js';
import { type Reading, readField } from './store/read-field.js';
import { render } from './store/render.js';
import { inShapeOrder, lasting } from './store/shape.js';
import { markDeleted, newRow, touch } from './store/stamps.js';
import type { Row, Table } from './store/table.js';
import type { Stored, Values } from './store/values.js';
import { derived } from './store/writer.js';
import type { World } from './world.js';

const PERSON = 'person';

/** A record as the API shows it. */
export type ShownRecord = JsonObject & { readonly id: number };

/**
 * What other people do to the records of one table meanwhile, on their own screens. None of it is checked as the API
 * checks: old data with shared identifiers or texts that are too long can be made here. None of it is in the journal.
 */
export class RecordEditor {
  readonly #items: Items;

  constructor(
    protected readonly world: World,
    protected readonly table: Table,
  ) {
    this.#items = new Items(table.shape, world.tables);
  }

  get count(): number {
    return this.table.rows.length;
  }

  get(id: number): ShownRecord | undefined {
    const row = this.table.get(id);
    return row && this.shown(row);
  }

  /** Fields as the API takes them: references are objects with `id`, `identifier` or `name`. */
  add(fields: JsonObject): ShownRecord {
    return this.shown(this.#make(fields));
  }

  /** As many, each made from its number, which starts at 0; answers their ids. To show them all would take longest. */
  addMany(count: number, fieldsOf: (number: number) => JsonObject): readonly number[] {
    return Array.from({ length: count }, (_, number) => this.#make(fieldsOf(number)).id);
  }

  edit(id: number, fields: JsonObject): ShownRecord {
    const row = this.row(id);
    return this.change(row, this.#read(fields, lasting(row.values, this.table.shape), row.values));
  }

  /** Deletes as ConnectWise does: where records are only marked, `lastUpdated` does not move, so no increment sees it. */
  delete(id: number): ShownRecord {
    const row = this.row(id);
    const before = row.values;
    if (this.table.shape.softDelete) {
      markDeleted(this.table, row, this.person());
    } else {
      this.#take(id);
    }
    this.#tell('deleted', row, before);
    return this.shown(row);
  }

  /** The record is gone for good: it answers 404 and is in no list. */
  remove(id: number): void {
    const row = this.row(id);
    this.#take(id);
    this.#tell('deleted', row, row.values);
  }

  protected row(id: number): Row {
    const row = this.table.get(id);
    if (!row) {
      throw new RangeError(`There is no ${this.table.shape.name} ${id}`);
    }
    return row;
  }

  protected change(row: Row, values: Values): ShownRecord {
    const before = row.values;
    this.table.update(row, this.#items.without(values));
    this.#items.save(row.id, values, this.person());
    touch(row, this.person());
    this.#tell('updated', row, before);
    return this.shown(row);
  }

  protected shown(row: Row): ShownRecord {
    const rendering = { tables: this.world.tables, base: `${this.world.origin}/v4_6_release/apis/3.0` };
    return { ...render(row, this.table.shape, rendering), id: row.id };
  }

  #take(id: number): void {
    this.table.remove(id);
    this.world.tables.removeOwned(this.table.name, id);
  }

  #make(fields: JsonObject): Row {
    const defaults = this.table.shape.defaults?.(this.world.tables) ?? {};
    const values = this.#read(fields, defaults, null);
    const row = this.table.insert(newRow(this.table.nextId, this.#items.without(values), this.person()));
    this.#items.save(row.id, values, this.person());
    this.#tell('added', row, null);
    return row;
  }

  #read(fields: JsonObject, from: Values, before: Values | null): Values {
    const values: Record<string, Stored | undefined> = { ...from };
    const { shape } = this.table;
    const { tables } = this.world;
    const reading: Reading = { tables, shape, text: '', errors: [], values };
    for (const [name, value] of inShapeOrder(Object.entries(fields), ([name]) => name, shape)) {
      const field = Object.hasOwn(shape.fields, name) ? shape.fields[name] : undefined;
      if (!field) {
        throw new RangeError(`A ${shape.name} has no field ${name}`);
      }
      values[name] = readField({ name, field, value, before: from[name] ?? undefined }, reading);
    }
    const [fault] = reading.errors;
    if (fault) {
      throw new RangeError(fault.message);
    }
    return derived({ values, before, tables, author: this.person() }, shape);
  }

  #tell(action: Change['action'], row: Row, before: Values | null): void {
    this.world.changes.tell({ table: this.table.name, action, row, before, author: this.person() });
  }

  protected person(): Author {
    return { name: PERSON, at: this.world.clock.now() };
  }
}
