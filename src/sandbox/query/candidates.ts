import { type Key, positionOf, type Row, type RowSource } from '../store/table.js';
import type { Condition, Literal, Test } from './condition.js';

/**
 * The few records that can satisfy a condition at all, found by id or by an indexed text; undefined when every record
 * has to be looked at. The condition itself still has to be tested on them.
 */
export function candidates(condition: Condition, source: RowSource): readonly Row[] | undefined {
  switch (condition.kind) {
    case 'and': {
      const narrowed = condition.parts.flatMap((part) => {
        const rows = candidates(part, source);
        return rows ? [rows] : [];
      });
      return narrowed.sort((a, b) => a.length - b.length)[0];
    }
    case 'or': {
      const parts = condition.parts.map((part) => candidates(part, source));
      return parts.every((part) => part !== undefined) ? inOrder(parts.flatMap((part) => part ?? [])) : undefined;
    }
    case 'compare':
      return compared(condition, source);
    case 'in':
      return condition.negated ? undefined : lookUp(condition.field, condition.values, source);
    case 'match':
      return undefined;
  }
}

function compared(
  { field, operator, value }: Test & { kind: 'compare' },
  source: RowSource,
): readonly Row[] | undefined {
  if (operator === '=') {
    return lookUp(field, [value], source);
  }
  // A client that goes on behind the last id it has seen would otherwise cost a look at every record for each page.
  return operator === '>' && field.toLowerCase() === 'id' && value.kind === 'number'
    ? source.rows.slice(positionOf(source.rows, Math.floor(value.value) + 1))
    : undefined;
}

function lookUp(name: string, values: readonly Literal[], source: RowSource): readonly Row[] | undefined {
  if (name.toLowerCase() === 'id') {
    return inOrder(values.flatMap((value) => (value.kind === 'number' ? (source.get(value.value) ?? []) : [])));
  }
  const field = indexedField(name, source);
  const keys = values.map(keyOf);
  if (field === undefined || keys.includes(undefined)) {
    return undefined;
  }
  return joined(keys.map((key) => (key === undefined ? [] : (source.find(field, key) ?? []))));
}

/** `company/id` is looked up in the index of `company`, which holds ids. */
function indexedField(name: string, { shape }: RowSource): string | undefined {
  const [first = '', ...below] = name.toLowerCase().split('/');
  const field = shape.indexed?.find((indexed) => indexed.toLowerCase() === first);
  const isReference = field !== undefined && shape.fields[field]?.kind === 'reference';
  return below.join('/') === (isReference ? 'id' : '') ? field : undefined;
}

function keyOf(value: Literal): Key | undefined {
  return value.kind === 'text' || value.kind === 'number' ? value.value : undefined;
}

/** What one key leads to is in order already, and can be half a table. */
function joined(lists: readonly (readonly Row[])[]): readonly Row[] {
  const [only] = lists;
  return lists.length === 1 && only ? only : inOrder(lists.flat());
}

function inOrder(rows: readonly Row[]): readonly Row[] {
  return [...new Set(rows)].sort((a, b) => a.id - b.id);
}
