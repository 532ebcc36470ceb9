import type { JsonObject } from './json.js';
import { type Reading, readField } from './store/read-field.js';
import { type Rendering, render } from './store/render.js';
import type { Row, Table } from './store/table.js';
import type { Stored, Values } from './store/values.js';
import { type Author, markDeleted, newRow, touch } from './store/writer.js';
import type { World } from './world.js';

const PERSON = 'person';

/** A company as the API shows it. */
export type CompanyRecord = JsonObject & { readonly id: number };

/**
 * What other people do to companies meanwhile, on their own screens. None of it is checked as the API checks: old data
 * with shared identifiers or texts that are too long can be made here. None of it is in the journal.
 */
export class CompanyEditor {
  constructor(private readonly world: World) {}

  get count(): number {
    return this.#table.rows.length;
  }

  get(id: number): CompanyRecord | undefined {
    const row = this.#table.get(id);
    return row && this.#shown(row);
  }

  /** All records of the identifier, deleted ones too; letter case does not count. */
  find(identifier: string): readonly CompanyRecord[] {
    return (this.#table.find('identifier', identifier) ?? []).map((row) => this.#shown(row));
  }

  /** Fields as the API takes them: references are objects with `id`, `identifier` or `name`. */
  add(fields: JsonObject): CompanyRecord {
    const defaults = this.#table.shape.defaults?.(this.world.tables) ?? {};
    const values = this.#read(fields, { city: 'Tampa', ...defaults });
    return this.#shown(this.#table.insert(newRow(this.#table.nextId, values, this.#person())));
  }

  edit(id: number, fields: JsonObject): CompanyRecord {
    const row = this.#row(id);
    this.#table.update(row, this.#read(fields, row.values));
    touch(row, this.#person());
    return this.#shown(row);
  }

  rename(id: number, name: string): CompanyRecord {
    return this.edit(id, { name });
  }

  /** Gives the company another identifier. */
  reidentify(id: number, identifier: string): CompanyRecord {
    return this.edit(id, { identifier });
  }

  inactivate(id: number): CompanyRecord {
    return this.edit(id, { status: { name: 'Inactive' } });
  }

  activate(id: number): CompanyRecord {
    return this.edit(id, { status: { name: 'Active' } });
  }

  /** Marks it as deleted. As on the live service `lastUpdated` does not move, so an increment does not see it. */
  delete(id: number): CompanyRecord {
    const row = this.#row(id);
    markDeleted(this.#table, row, this.#person());
    return this.#shown(row);
  }

  restore(id: number): CompanyRecord {
    const row = this.#row(id);
    this.#table.update(row, { ...row.values, deletedFlag: false, dateDeleted: null, deletedBy: null });
    touch(row, this.#person());
    return this.#shown(row);
  }

  /** The record is gone for good, as after a merge into another: it answers 404 and is in no list. */
  remove(id: number): void {
    this.#row(id);
    this.#table.remove(id);
  }

  get #table(): Table {
    return this.world.tables.get('companies');
  }

  #row(id: number): Row {
    const row = this.#table.get(id);
    if (!row) {
      throw new RangeError(`There is no company ${id}`);
    }
    return row;
  }

  #read(fields: JsonObject, before: Values): Values {
    const values: Record<string, Stored | undefined> = { ...before };
    const { shape } = this.#table;
    const reading: Reading = { tables: this.world.tables, shape, text: '', errors: [] };
    for (const [name, value] of Object.entries(fields)) {
      const field = Object.hasOwn(shape.fields, name) ? shape.fields[name] : undefined;
      if (!field) {
        throw new RangeError(`A company has no field ${name}`);
      }
      values[name] = readField({ name, field, value, before: before[name] ?? undefined }, reading);
    }
    const [fault] = reading.errors;
    if (fault) {
      throw new RangeError(fault.message);
    }
    return values;
  }

  #person(): Author {
    return { name: PERSON, at: this.world.clock.now() };
  }

  #shown(row: Row): CompanyRecord {
    const rendering: Rendering = { tables: this.world.tables, base: `${this.world.origin}/v4_6_release/apis/3.0` };
    return { ...render(row, this.#table.shape, rendering), id: row.id };
  }
}
