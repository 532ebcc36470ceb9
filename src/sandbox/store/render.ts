import type { Json, JsonObject } from '../json.js';
import { printInstant } from './instant.js';
import { type Field, type ItemsKind, type Shape, seen } from './shape.js';
import type { Row } from './table.js';
import type { Tables } from './tables.js';
import type { CustomValues, Stored } from './values.js';

export interface Rendering {
  readonly tables: Tables;
  /** `https://host/codebase/apis/3.0`: what the `_href` links start with. */
  readonly base: string;
  /** Fields that will be thrown away are not made; absent makes all. */
  readonly wants?: (name: string) => boolean;
}

/** The record as the API returns it; fields without a value are left out. */
export function render(row: Row, shape: Shape, rendering: Rendering): JsonObject {
  const record: Record<string, Json | undefined> = { id: row.id };
  const { wants = () => true } = rendering;
  for (const [name, field] of Object.entries(shape.fields)) {
    if (!field.transient && !field.writeOnly && wants(name)) {
      const value = seen(row, [name, field], rendering.tables);
      record[name] =
        field.kind === 'items' ? items(row, field, rendering) : renderField({ name, field, value }, shape, rendering);
    }
  }
  if (shape.info !== false && wants('_info')) {
    record['_info'] = info(row, shape, rendering);
  }
  return record;
}

interface Cell {
  readonly name: string;
  readonly field: Field;
  readonly value: Stored | undefined;
}

function renderField(cell: Cell, shape: Shape, rendering: Rendering): Json | undefined {
  const { field, value } = cell;
  if (field.kind === 'customFields') {
    return customFields(value as CustomValues | undefined, shape, rendering.tables);
  }
  if (value === undefined || value === null) {
    return undefined;
  }
  switch (field.kind) {
    case 'datetime':
      return printInstant(Number(value));
    case 'reference':
      return renderReference(Number(value), { ...field, name: cell.name }, rendering);
    case 'references':
      return (value as readonly number[]).map((id) =>
        renderReference(id, { name: 'type', table: field.table }, rendering),
      );
    case 'texts':
    case 'ids':
      return value as readonly string[] | readonly number[];
    default:
      return value as Json;
  }
}

function items(row: Row, { table, parent, shown }: ItemsKind, rendering: Rendering): Json {
  const { shape } = rendering.tables.get(table);
  const wants = (name: string): boolean => shown.includes(name);
  return rendering.tables.childrenOf(table, parent, row.id).map((item) => render(item, shape, { ...rendering, wants }));
}

interface Pointer {
  readonly name: string;
  readonly table: string;
  readonly shownAs?: readonly string[];
}

function renderReference(id: number, at: Pointer, rendering: Rendering): JsonObject {
  const table = rendering.tables.get(at.table);
  const { shownAs = table.shape.shownAs } = at;
  const target = table.get(id);
  const shown = Object.fromEntries(shownAs.map((key) => [key, target?.values[key] as Json | undefined]));
  const path = target && pathOf(target, table.shape);
  return { id, ...shown, _info: path === undefined ? {} : { [`${at.name}_href`]: `${rendering.base}${path}` } };
}

function customFields(values: CustomValues | undefined, shape: Shape, tables: Tables): Json | undefined {
  const definitions = tables.customFields(shape);
  return definitions.map((definition) => ({ ...definition, value: values?.[definition.id] }));
}

/** Where the record is found below the API's base. */
export function pathOf(row: Row, shape: Shape): string | undefined {
  const collection = shape.path?.replace(/\{(\w+)\}/g, (_, field: string) => String(row.values[field]));
  return collection === undefined ? undefined : `${collection}/${row.id}`;
}

function info(row: Row, shape: Shape, rendering: Rendering): JsonObject {
  const path = pathOf(row, shape);
  const own = path === undefined ? {} : { [`${shape.name}_href`]: `${rendering.base}${path}` };
  return {
    lastUpdated: printInstant(row.updatedAt),
    updatedBy: row.updatedBy,
    dateEntered: printInstant(row.enteredAt),
    enteredBy: row.enteredBy,
    ...own,
  };
}
