import { conflict, type ErrorItem, invalidObject, unreadableBody } from '../api-error.js';
import { isObject } from '../json.js';
import type { Author } from './author.js';
import type { Change, Changes } from './changes.js';
import { Items } from './items.js';
import { applyPatch } from './patch.js';
import { type Reading, readField } from './read-field.js';
import { type Draft, lasting, type Shape } from './shape.js';
import { markDeleted, newRow, touch } from './stamps.js';
import type { Row, Table } from './table.js';
import type { Tables } from './tables.js';
import { validate } from './validate.js';
import type { Stored, Values } from './values.js';

export interface Input {
  readonly text: string;
  readonly body: unknown;
}

/** What is written into, and who is told. */
export interface Books {
  readonly tables: Tables;
  readonly changes: Changes;
}

interface ReadFrom {
  readonly before?: Values;
  /** What the body has no say in. */
  readonly fixed?: Values;
}

/** What a role forbids of a write, for what it would do; throws the refusal. `row` is null for a new record. */
export type Allow = (draft: Draft, row: Row | null) => void;

/** What the API does to the records of one table, with the checks of the API. */
export class Writer {
  readonly #items: Items;

  constructor(
    private readonly table: Table,
    private readonly books: Books,
    private readonly allow: Allow = () => undefined,
  ) {
    this.#items = new Items(table.shape, books.tables);
  }

  /** `fixed` is what the path says of the record, such as the board of a status; it wins over the body. */
  create(input: Input, author: Author, fixed: Values = {}): Row {
    const reading = this.#reading(input);
    const values = this.#readObject(input.body, reading, { fixed });
    const derived = this.#checked({ values, before: null, author, tables: this.books.tables }, reading, null);
    this.#checkUnique(derived, null);
    const row = this.table.insert(newRow(this.table.nextId, this.#items.without(derived), author));
    this.#items.save(row.id, derived, author);
    this.#tell('added', row, { before: null, author });
    return row;
  }

  /** PUT: what the body leaves out goes back to its default, whatever it was. */
  replace(row: Row, input: Input, author: Author): void {
    const reading = this.#reading(input);
    const { shape } = this.table;
    const before = lasting(row.values, shape);
    const kept = Object.fromEntries(
      Object.entries(shape.fields).flatMap(([name, { readOnly, createOnly }]) =>
        readOnly || createOnly ? [[name, before[name]]] : [],
      ),
    );
    const values = { ...this.#items.none, ...this.#readObject(input.body, reading, { before, fixed: kept }) };
    this.#save(row, this.#checked(this.#update(row, values, author), reading, row), author);
  }

  /** Answers whether anything was changed. */
  patch(row: Row, input: Input, author: Author): boolean {
    const reading = this.#reading(input);
    const { values, changed } = applyPatch(lasting(this.#items.with(row), this.table.shape), input.body, reading);
    const derived = this.#checked(this.#update(row, values, author), reading, row);
    if (changed) {
      this.#save(row, derived, author);
    }
    return changed;
  }

  /** Answers whether anything was changed: a record that is marked already stays as it is. */
  delete(row: Row, author: Author): boolean {
    const { shape, name } = this.table;
    if (row.values['deletedFlag'] === true) {
      return false;
    }
    if (this.books.tables.isUsed(name, row.id)) {
      throw conflict(
        shape.name,
        fault('InUse', `${shape.label} ${row.id} is in use and cannot be deleted.`, [shape.name, 'id']),
      );
    }
    const before = row.values;
    if (shape.softDelete) {
      markDeleted(this.table, row, author);
    } else {
      this.table.remove(row.id);
      this.books.tables.removeOwned(name, row.id);
    }
    this.#tell('deleted', row, { before, author });
    return true;
  }

  #reading(input: Input): Reading {
    return { tables: this.books.tables, shape: this.table.shape, text: input.text, errors: [], values: {} };
  }

  #readObject(body: unknown, reading: Reading, { before = {}, fixed = {} }: ReadFrom): Values {
    if (!isObject(body)) {
      throw unreadableBody(reading.shape.name);
    }
    const values: Record<string, Stored | undefined> = { ...reading.shape.defaults?.(this.books.tables), ...fixed };
    const known = { ...reading, values };
    for (const [name, field] of Object.entries(reading.shape.fields)) {
      if (!field.readOnly && Object.hasOwn(body, name)) {
        values[name] = readField({ name, field, value: body[name], before: before[name] ?? undefined }, known);
      }
    }
    return { ...values, ...fixed };
  }

  #update(row: Row, values: Values, author: Author): Draft {
    return { values, before: row.values, author, tables: this.books.tables };
  }

  /** The values with what the server sets by itself, once nothing is wrong with them. */
  #checked(draft: Draft, reading: Reading, row: Row | null): Values {
    const values = derived(draft, reading.shape);
    this.allow({ ...draft, values }, row);
    const unresolved = new Set(reading.errors.map(({ field }) => field.split('/')[0]));
    const others = validate({ ...draft, values }, reading.shape).filter(
      ({ field }) => !unresolved.has(field.split('/')[0]),
    );
    const errors = [...others, ...reading.errors];
    if (errors.length > 0) {
      throw invalidObject(reading.shape.name, errors);
    }
    return values;
  }

  #save(row: Row, values: Values, author: Author): void {
    this.#checkUnique(values, row);
    const before = row.values;
    this.table.update(row, this.#items.without(values));
    this.#items.save(row.id, values, author);
    touch(row, author);
    this.#tell('updated', row, { before, author });
  }

  #tell(action: Change['action'], row: Row, more: Pick<Change, 'before' | 'author'>): void {
    this.books.changes.tell({ table: this.table.name, action, row, ...more });
  }

  /** Only a new or changed value is refused: records that share one from before the rule can still be edited. */
  #checkUnique(values: Values, row: Row | null): void {
    const { unique, uniqueWithin, name, label } = this.table.shape;
    const value = unique === undefined ? undefined : values[unique];
    if (unique === undefined || typeof value !== 'string' || row?.values[unique] === value) {
      return;
    }
    const isRival = (other: Row): boolean =>
      other !== row &&
      other.values['deletedFlag'] !== true &&
      (uniqueWithin === undefined || other.values[uniqueWithin] === values[uniqueWithin]);
    if (this.table.find(unique, value)?.some(isRival)) {
      throw conflict(name, fault('ObjectExists', `${label} ${value} already exists`, [name, unique]));
    }
  }
}

function fault(code: string, message: string, [resource, field]: readonly [string, string]): ErrorItem {
  return { code, message, resource, field };
}

export function derived(draft: Draft, shape: Shape): Values {
  return shape.derive ? { ...draft.values, ...shape.derive(draft) } : draft.values;
}
