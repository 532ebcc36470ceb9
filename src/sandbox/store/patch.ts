import { type ErrorItem, invalidObject, unreadableBody } from '../api-error.js';
import { isObject } from '../json.js';
import { type Reading, readField } from './read-field.js';
import { type Field, type ItemsKind, inShapeOrder } from './shape.js';
import type { Item, Stored, Values } from './values.js';

interface Operation {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: string;
  readonly value: unknown;
}

export interface Patched {
  readonly values: Values;
  /** False when every operation was one of those that are accepted and then ignored. */
  readonly changed: boolean;
}

/** Applies an array of operations; an object, or anything that is no operation, is a 400. */
export function applyPatch(before: Values, body: unknown, reading: Reading): Patched {
  const values: Record<string, Stored | undefined> = { ...before };
  const known = { ...reading, values };
  let changed = false;
  for (const operation of inShapeOrder(
    readOperations(body, reading),
    (each) => partsOf(each)[0] ?? '',
    reading.shape,
  )) {
    const [name = '', ...below] = partsOf(operation);
    const field = Object.hasOwn(reading.shape.fields, name) ? reading.shape.fields[name] : undefined;
    if (!field && name !== 'id' && name !== '_info') {
      throw invalidObject(reading.shape.name, [unknownPath(operation.path, reading)]);
    }
    if (!field || field.readOnly || field.createOnly || isIgnored(field, below, operation)) {
      continue;
    }
    values[name] = changedValue({ name, field, below }, { operation, before: values[name] ?? null }, known);
    changed = true;
  }
  return { values, changed };
}

function partsOf(operation: Operation): readonly string[] {
  return operation.path.replace(/^\//, '').split('/');
}

function readOperations(body: unknown, reading: Reading): readonly Operation[] {
  if (!Array.isArray(body)) {
    throw unreadableBody(reading.shape.name);
  }
  return body.map((entry: unknown) => {
    const op = isObject(entry) ? String(entry['op']).toLowerCase() : '';
    if (
      !isObject(entry) ||
      typeof entry['path'] !== 'string' ||
      (op !== 'add' && op !== 'replace' && op !== 'remove')
    ) {
      throw unreadableBody(reading.shape.name);
    }
    return { op, path: entry['path'], value: entry['value'] };
  });
}

/** The trap of the live service: a path into a reference is accepted with 200 and changes nothing. */
function isIgnored(field: Field, below: readonly string[], operation: Operation): boolean {
  if (field.kind === 'customFields') {
    return operation.op === 'remove' || below.length > 0;
  }
  if (field.kind === 'items') {
    return below.length > 2;
  }
  return below.length > (field.kind === 'texts' || field.kind === 'references' || field.kind === 'ids' ? 1 : 0);
}

interface Target {
  readonly name: string;
  readonly field: Field;
  readonly below: readonly string[];
}

function changedValue(target: Target, change: { operation: Operation; before: Stored }, reading: Reading): Stored {
  const { name, field, below } = target;
  const { operation, before } = change;
  const [index] = below;
  if (index === undefined) {
    return operation.op === 'remove' ? null : readField({ name, field, value: operation.value, before }, reading);
  }
  const list: (string | number | Item)[] = Array.isArray(before) ? [...before] : [];
  const [, part] = below;
  if (field.kind === 'items' && part !== undefined) {
    const item = list[Number(index)];
    const changed = typeof item === 'object' ? changedItem(item, { operation, field, part }, reading) : undefined;
    if (!changed) {
      throw invalidObject(reading.shape.name, [unknownPath(operation.path, reading)]);
    }
    return list.map((other) => (other === item ? changed : other)) as Item[];
  }
  const read = operation.op === 'remove' ? [] : readField({ name, field, value: [operation.value] }, reading);
  const element = Array.isArray(read) ? read : [];
  const at = index === '-' ? list.length : Number(index);
  if (!Number.isInteger(at) || at < 0 || at > list.length || (at === list.length && operation.op !== 'add')) {
    throw invalidObject(reading.shape.name, [unknownPath(operation.path, reading)]);
  }
  list.splice(at, operation.op === 'add' ? 0 : 1, ...element);
  return list as string[] | number[] | Item[];
}

interface ItemChange {
  readonly operation: Operation;
  readonly field: ItemsKind;
  readonly part: string;
}

/** The element with one of its fields changed; undefined when it has no such field. */
function changedItem(item: Item, { operation, field, part }: ItemChange, reading: Reading): Item | undefined {
  const shape = reading.tables.shapeOf(field.table);
  const own = field.shown.includes(part) ? shape.fields[part] : undefined;
  if (!own) {
    return undefined;
  }
  if (own.readOnly) {
    return item;
  }
  const value = operation.op === 'remove' ? null : operation.value;
  const read = readField({ name: part, field: own, value }, { ...reading, shape });
  return { ...item, values: { ...item.values, [part]: read } };
}

function unknownPath(path: string, reading: Reading): ErrorItem {
  const message = `The path ${path} does not lead to a field.`;
  return { code: 'InvalidField', message, resource: reading.shape.name, field: path };
}
