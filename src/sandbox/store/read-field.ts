import { type ErrorItem, internalError } from '../api-error.js';
import { isObject } from '../json.js';
import { parseInstant } from './instant.js';
import type { Field, ItemsKind, Shape } from './shape.js';
import type { Row } from './table.js';
import { firstBy, type Tables } from './tables.js';
import { notFound } from './validate.js';
import type { CustomValues, Item, Stored, Values } from './values.js';

/** What is known while a body is read; references that lead nowhere are collected in `errors`. */
export interface Reading {
  readonly tables: Tables;
  readonly shape: Shape;
  /** The body as it came: failed conversions name the line and position in it. */
  readonly text: string;
  readonly errors: ErrorItem[];
  /** The record as far as it is read: a name is looked for among the records that belong to the same one. */
  readonly values: Values;
}

export interface Cell {
  readonly name: string;
  readonly field: Field;
  readonly value: unknown;
  readonly before?: Stored;
}

/**
 * The value as it is kept. A value of the wrong type is not a validation error on the live service: the conversion
 * fails inside it, and it answers 500.
 */
export function readField(cell: Cell, reading: Reading): Stored {
  const { field, value } = cell;
  if (value === null || value === undefined) {
    return field.kind === 'customFields' ? (cell.before ?? null) : null;
  }
  switch (field.kind) {
    case 'reference':
      return readReference({ ...cell, field }, reading);
    case 'references':
      return elements(cell, reading).flatMap((value) => readReference({ ...cell, field, value }, reading) ?? []);
    case 'ids':
      return elements(cell, reading).map((value) => readId({ ...cell, value }, field.table, reading));
    case 'texts':
      return elements(cell, reading).map(String);
    case 'items':
      return elements(cell, reading).map((value) => readItem(value, field, { cell, reading }));
    case 'customFields':
      return mergeCustomFields(elements(cell, reading), cell, reading);
    case 'enum':
      return (
        field.values.find((known) => known.toLowerCase() === String(value).toLowerCase()) ?? fail(cell, 'enum', reading)
      );
    default:
      return readScalar(cell, reading);
  }
}

function readScalar(cell: Cell, reading: Reading): Stored {
  const { value } = cell;
  switch (cell.field.kind) {
    case 'text':
      return typeof value === 'string' || typeof value === 'number' ? String(value) : fail(cell, 'string', reading);
    case 'boolean':
      return /^(true|false)$/i.test(String(value))
        ? String(value).toLowerCase() === 'true'
        : fail(cell, 'boolean', reading);
    case 'datetime':
      return (typeof value === 'string' ? parseInstant(value) : null) ?? fail(cell, 'DateTime', reading);
    default:
      return readNumber(cell, reading);
  }
}

function readNumber(cell: Cell, reading: Reading): number {
  const { value } = cell;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  const fits =
    typeof number === 'number' && (cell.field.kind === 'decimal' ? Number.isFinite(number) : Number.isInteger(number));
  return fits ? number : fail(cell, cell.field.kind, reading);
}

function readId(cell: Cell, table: string, reading: Reading): number {
  const id = readNumber({ ...cell, field: { kind: 'integer' } }, reading);
  if (!reading.tables.get(table).get(id)) {
    const message = `${reading.tables.labelOf(table)} ${id} not found`;
    reading.errors.push({ code: 'NotFound', message, resource: reading.shape.name, field: cell.name });
  }
  return id;
}

function readReference(
  cell: Cell & { field: Field & { kind: 'reference' | 'references' } },
  reading: Reading,
): number | null {
  const { name, field, value } = cell;
  if (!isObject(value)) {
    const type = `ConnectWise.Apis.v3_0.v2015_3.${field.typeName}`;
    throw internalError(`Error converting value ${JSON.stringify(value)} to type '${type}'. ${place(cell, reading)}`);
  }
  const table = reading.tables.get(field.table);
  const { shownAs = table.shape.shownAs } = field.kind === 'reference' ? field : {};
  const key = ['id', ...shownAs].find((part) => (value[part] ?? null) !== null);
  if (key === undefined) {
    return null;
  }
  const wanted = value[key];
  const [own = '', theirs = ''] = (field.kind === 'reference' && field.within) || [];
  const owner = reading.values[own] ?? null;
  const isOwned = (row: Row): boolean => owner === null || row.values[theirs] === owner;
  const row = key === 'id' ? table.get(Number(wanted)) : firstBy(table, key, { value: String(wanted), among: isOwned });
  if (!row) {
    const fault = notFound(String(wanted), field, reading);
    reading.errors.push({ ...fault, resource: reading.shape.name, field: `${name}/${key}` });
  }
  return row?.id ?? null;
}

/** The one array of custom fields is merged: what it leaves out stays, so an empty array clears nothing. */
function mergeCustomFields(entries: readonly unknown[], cell: Cell, reading: Reading): CustomValues {
  const merged: Record<number, string | number | boolean> = { ...(cell.before as CustomValues | undefined) };
  const known = new Set(reading.tables.customFields(reading.shape).map(({ id }) => id));
  for (const entry of entries) {
    if (!isObject(entry) || typeof entry['id'] !== 'number' || !known.has(entry['id'])) {
      const message = 'The custom field was not found.';
      reading.errors.push({ code: 'InvalidField', message, resource: reading.shape.name, field: 'customFields' });
      continue;
    }
    const { id, value } = entry;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      merged[id] = value;
    } else {
      delete merged[id];
    }
  }
  return merged;
}

function readItem(value: unknown, { table, shown }: ItemsKind, at: { cell: Cell; reading: Reading }): Item {
  if (!isObject(value)) {
    return fail({ ...at.cell, value }, 'object', at.reading);
  }
  const shape = at.reading.tables.shapeOf(table);
  const values: Record<string, Stored | undefined> = { ...shape.defaults?.(at.reading.tables) };
  for (const [name, field] of Object.entries(shape.fields)) {
    if (shown.includes(name) && !field.readOnly && Object.hasOwn(value, name)) {
      values[name] = readField({ name, field, value: value[name] }, { ...at.reading, shape });
    }
  }
  return { id: typeof value['id'] === 'number' ? value['id'] : null, values: values satisfies Values };
}

function elements(cell: Cell, reading: Reading): readonly unknown[] {
  return Array.isArray(cell.value) ? cell.value : fail(cell, 'array', reading);
}

function fail(cell: Cell, type: string, reading: Reading): never {
  throw internalError(
    `Could not convert ${typeof cell.value} to ${type}: ${JSON.stringify(cell.value)}. ${place(cell, reading)}`,
  );
}

/** `Path 'company', line 3, position 21.`: where the value of the field ends in the body. */
function place(cell: Cell, reading: Reading): string {
  const key = reading.text.indexOf(`"${cell.name}"`);
  const written = JSON.stringify(cell.value);
  const end = reading.text.indexOf(written, key) + written.length;
  const lines = reading.text.slice(0, Math.max(end, 0)).split('\n');
  return `Path '${cell.name}', line ${lines.length}, position ${lines.at(-1)?.length ?? 0}.`;
}
