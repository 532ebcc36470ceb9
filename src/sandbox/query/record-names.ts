import { type Field, type Shape, seen } from '../store/shape.js';
import type { Row } from '../store/table.js';
import type { Tables } from '../store/tables.js';
import type { Accessor, AccessorType, Resolve, Scalar } from './accessor.js';

const INFO: Readonly<Record<string, Accessor<Row>>> = {
  lastupdated: { type: 'datetime', read: (row) => row.updatedAt },
  '_info/lastupdated': { type: 'datetime', read: (row) => row.updatedAt },
  '_info/updatedby': { type: 'text', read: (row) => row.updatedBy },
  '_info/dateentered': { type: 'datetime', read: (row) => row.enteredAt },
  '_info/enteredby': { type: 'text', read: (row) => row.enteredBy },
};

const SCALAR: Readonly<Partial<Record<Field['kind'], AccessorType>>> = {
  text: 'text',
  integer: 'number',
  decimal: 'number',
  boolean: 'boolean',
  datetime: 'datetime',
  enum: 'enum',
  reference: 'reference',
};

/**
 * Finds the fields of a record by name. Arrays are not found: they can only be asked for in `childConditions`, and a
 * reference goes one step deep (`status/name`).
 */
export function recordNames(shape: Shape, tables: Tables): Resolve<Row> {
  return (written) => {
    const name = written.toLowerCase();
    if (name === 'id') {
      return { type: 'number', read: (row) => row.id };
    }
    if (shape.info !== false && Object.hasOwn(INFO, name)) {
      return INFO[name];
    }
    const [first = '', second, ...rest] = name.split('/');
    const entry = Object.entries(shape.fields).find(([key]) => key.toLowerCase() === first);
    if (!entry || entry[1].hidden || entry[1].transient || entry[1].writeOnly || rest.length > 0) {
      return undefined;
    }
    return second === undefined ? ownField(entry, tables) : referenceField(entry, second, tables);
  };
}

function ownField(entry: readonly [string, Field], tables: Tables): Accessor<Row> | undefined {
  const [, field] = entry;
  const type = SCALAR[field.kind];
  return (
    type && {
      type,
      values: field.kind === 'enum' ? field.values : undefined,
      read: field.filteredAs
        ? (row) => field.filteredAs?.(row.values) ?? null
        : (row) => (seen(row, entry, tables) as Scalar | undefined) ?? null,
    }
  );
}

function referenceField(entry: readonly [string, Field], part: string, tables: Tables): Accessor<Row> | undefined {
  const [, field] = entry;
  if (field.kind !== 'reference') {
    return undefined;
  }
  const target = targetNames(field, tables)(part);
  const table = tables.get(field.table);
  return (
    target && {
      type: target.type,
      read: (row) => {
        const id = seen(row, entry, tables);
        const pointed = typeof id === 'number' ? table.get(id) : undefined;
        return pointed ? target.read(pointed) : null;
      },
    }
  );
}

/** What can be asked of a record behind a reference: its id and what the reference shows of it. */
export function targetNames(
  field: { readonly table: string; readonly shownAs?: readonly string[] },
  tables: Tables,
): Resolve<Row> {
  const { shownAs = tables.get(field.table).shape.shownAs } = field;
  return (written) => {
    if (written.toLowerCase() === 'id') {
      return { type: 'number', read: (row) => row.id };
    }
    const key = shownAs.find((shown) => shown.toLowerCase() === written.toLowerCase());
    return key === undefined
      ? undefined
      : { type: 'text', read: (row) => (row.values[key] as Scalar | undefined) ?? null };
  };
}
