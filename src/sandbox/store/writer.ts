import { conflict, type ErrorItem, invalidObject, unreadableBody } from '../api-error.js';
import { isObject } from '../json.js';
import { applyPatch } from './patch.js';
import { type Reading, readField } from './read-field.js';
import type { Row, Table } from './table.js';
import type { Tables } from './tables.js';
import { validate } from './validate.js';
import type { Stored, Values } from './values.js';

export interface Input {
  readonly text: string;
  readonly body: unknown;
}

export interface Author {
  readonly name: string;
  /** The sandbox's time of day in milliseconds. */
  readonly at: number;
}

/** What the API does to the records of one table, with the checks of the API. */
export class Writer {
  constructor(
    private readonly table: Table,
    private readonly tables: Tables,
  ) {}

  create(input: Input, author: Author): Row {
    const reading = this.#reading(input);
    const values = this.#readObject(input.body, reading);
    this.#check(values, reading);
    this.#checkUnique(values, null);
    return this.table.insert(newRow(this.table.nextId, values, author));
  }

  /** PUT: what the body leaves out goes back to its default, whatever it was. */
  replace(row: Row, input: Input, author: Author): void {
    const reading = this.#reading(input);
    const kept = Object.entries(this.table.shape.fields).filter(([, field]) => field.readOnly || field.createOnly);
    const values = {
      ...this.#readObject(input.body, reading, row.values),
      ...Object.fromEntries(kept.map(([name]) => [name, row.values[name]])),
    };
    this.#check(values, reading);
    this.#save(row, values, author);
  }

  /** Answers whether anything was changed. */
  patch(row: Row, input: Input, author: Author): boolean {
    const reading = this.#reading(input);
    const { values, changed } = applyPatch(row.values, input.body, reading);
    this.#check(values, reading);
    if (changed) {
      this.#save(row, values, author);
    }
    return changed;
  }

  /** Answers whether anything was changed: a record that is marked already stays as it is. */
  delete(row: Row, tableName: string, author: Author): boolean {
    const { shape } = this.table;
    if (row.values['deletedFlag'] === true) {
      return false;
    }
    if (this.tables.isUsed(tableName, row.id)) {
      throw conflict(
        shape.name,
        fault('InUse', `${shape.label} ${row.id} is in use and cannot be deleted.`, [shape.name, 'id']),
      );
    }
    if (shape.softDelete) {
      markDeleted(this.table, row, author);
    } else {
      this.table.remove(row.id);
    }
    return true;
  }

  #reading(input: Input): Reading {
    return { tables: this.tables, shape: this.table.shape, text: input.text, errors: [] };
  }

  #readObject(body: unknown, reading: Reading, before: Values = {}): Values {
    if (!isObject(body)) {
      throw unreadableBody(reading.shape.name);
    }
    const values: Record<string, Stored | undefined> = { ...reading.shape.defaults?.(this.tables) };
    for (const [name, field] of Object.entries(reading.shape.fields)) {
      if (!field.readOnly && Object.hasOwn(body, name)) {
        values[name] = readField({ name, field, value: body[name], before: before[name] ?? undefined }, reading);
      }
    }
    return values;
  }

  #check(values: Values, reading: Reading): void {
    const unresolved = new Set(reading.errors.map(({ field }) => field.split('/')[0]));
    const others = validate(values, reading.shape, this.tables).filter(({ field }) => !unresolved.has(field));
    const errors = [...others, ...reading.errors];
    if (errors.length > 0) {
      throw invalidObject(reading.shape.name, errors);
    }
  }

  #save(row: Row, values: Values, author: Author): void {
    this.#checkUnique(values, row);
    this.table.update(row, values);
    touch(row, author);
  }

  /** Only a new or changed value is refused: records that share one from before the rule can still be edited. */
  #checkUnique(values: Values, row: Row | null): void {
    const { unique, name, label } = this.table.shape;
    const value = unique === undefined ? undefined : values[unique];
    if (unique === undefined || typeof value !== 'string' || row?.values[unique] === value) {
      return;
    }
    const others = this.table.find(unique, value) ?? [];
    if (others.some((other) => other !== row && other.values['deletedFlag'] !== true)) {
      throw conflict(name, fault('ObjectExists', `${label} ${value} already exists`, [name, unique]));
    }
  }
}

function fault(code: string, message: string, [resource, field]: readonly [string, string]): ErrorItem {
  return { code, message, resource, field };
}

export function newRow(id: number, values: Values, author: Author): Row {
  const at = wholeSecond(author.at);
  return { id, values, enteredAt: at, enteredBy: author.name, updatedAt: at, updatedBy: author.name };
}

/** `lastUpdated` has whole seconds, so a second write within one is stamped with the next: it always moves forward. */
export function touch(row: Row, author: Author): void {
  row.updatedAt = Math.max(wholeSecond(author.at), row.updatedAt + 1000);
  row.updatedBy = author.name;
}

export function markDeleted(table: Table, row: Row, author: Author): void {
  table.update(row, { ...row.values, deletedFlag: true, dateDeleted: wholeSecond(author.at), deletedBy: author.name });
}

function wholeSecond(at: number): number {
  return Math.floor(at / 1000) * 1000;
}
