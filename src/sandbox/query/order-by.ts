import { badCondition, unknownName } from '../api-error.js';
import type { Row } from '../store/table.js';
import type { Accessor, Resolve, Scalar } from './accessor.js';
import { fold } from './text.js';

interface Ordering {
  readonly accessor: Accessor<Row>;
  readonly sign: 1 | -1;
}

const FORM = /^([A-Za-z0-9_/]+)(?:\s+(asc|desc))?$/i;

/** Sorts by `field asc, other desc`; records that are alike stay in the order of their ids. */
export function order(rows: readonly Row[], orderBy: string | undefined, resolve: Resolve<Row>): readonly Row[] {
  if (orderBy === undefined) {
    return rows;
  }
  // That is how they are kept.
  if (/^id(\s+asc)?$/i.test(orderBy.trim())) {
    return rows;
  }
  const orderings = orderBy.split(',').map((part) => ordering(part.trim(), resolve));
  const keyed = rows.map((row) => ({ row, keys: orderings.map(({ accessor }) => sortKey(accessor.read(row))) }));
  keyed.sort((a, b) => {
    for (const [at, { sign }] of orderings.entries()) {
      const difference = compareKeys(a.keys[at] ?? null, b.keys[at] ?? null);
      if (difference !== 0) {
        return difference * sign;
      }
    }
    return a.row.id - b.row.id;
  });
  return keyed.map(({ row }) => row);
}

function ordering(part: string, resolve: Resolve<Row>): Ordering {
  const form = FORM.exec(part);
  if (!form) {
    throw badCondition(`Malformed orderBy: '${part}'.`);
  }
  const [, name = '', direction] = form;
  const accessor = resolve(name);
  if (!accessor) {
    throw unknownName(name);
  }
  return { accessor, sign: direction?.toLowerCase() === 'desc' ? -1 : 1 };
}

function sortKey(value: Scalar): Scalar {
  return typeof value === 'string' ? fold(value) : value;
}

/** Records without a value come first, as on SQL Server. */
function compareKeys(left: Scalar, right: Scalar): number {
  if (left === right) {
    return 0;
  }
  if (left === null || right === null) {
    return left === null ? -1 : 1;
  }
  return left < right ? -1 : 1;
}
