import type { Row, RowSource } from '../store/table.js';
import type { Condition, Literal } from './condition.js';

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
      return condition.operator === '=' ? lookUp(condition.field, [condition.value], source) : undefined;
    case 'in':
      return condition.negated ? undefined : lookUp(condition.field, condition.values, source);
    case 'match':
      return undefined;
  }
}

function lookUp(name: string, values: readonly Literal[], source: RowSource): readonly Row[] | undefined {
  if (name.toLowerCase() === 'id') {
    return inOrder(values.flatMap((value) => (value.kind === 'number' ? (source.get(value.value) ?? []) : [])));
  }
  const field = source.shape.indexed?.find((indexed) => indexed.toLowerCase() === name.toLowerCase());
  if (field === undefined || values.some((value) => value.kind !== 'text')) {
    return undefined;
  }
  return inOrder(values.flatMap((value) => (value.kind === 'text' ? (source.find(field, value.value) ?? []) : [])));
}

function inOrder(rows: readonly Row[]): readonly Row[] {
  return [...new Set(rows)].sort((a, b) => a.id - b.id);
}
