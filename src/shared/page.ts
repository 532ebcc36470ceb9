import { z } from 'zod';
import { Failure, FailureCode } from './failure.js';

/** A page asked for, already checked: how many rows, and after which one. */
export interface PageRequest {
  readonly first: number;
  readonly after?: string | undefined;
}

/** A page of records in a stable order. The total is counted only when somebody asks for it. */
export interface Page<Item> {
  readonly items: readonly { readonly item: Item; readonly cursor: string }[];
  readonly hasNextPage: boolean;
  readonly countTotal: () => Promise<number>;
}

type SortKey = readonly (string | number)[];
const sortKey = z.array(z.union([z.string().max(2_000), z.number()])).max(4);

/** Cursors hold the sort key of a row, so that a page is an index range and never an offset. */
export function encodeCursor(key: SortKey): string {
  return Buffer.from(JSON.stringify(key), 'utf8').toString('base64url');
}

/** @throws Failure INVALID on `after` when the cursor is not one of this list's */
export function decodeCursor(cursor: string, length: number): SortKey {
  const parsed = sortKey.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (!parsed.success || parsed.data.length !== length) {
    throw new Failure({ code: FailureCode.INVALID, message: 'This is not a cursor of this list.', field: ['after'] });
  }
  return parsed.data;
}

/** Turns one row more than asked for into a page: the extra row only tells that there is another page. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  request: PageRequest,
  read: { item: (row: Row) => Item; key: (row: Row) => SortKey; countTotal: () => Promise<number> },
): Page<Item> {
  return {
    items: rows.slice(0, request.first).map((row) => ({ item: read.item(row), cursor: encodeCursor(read.key(row)) })),
    hasNextPage: rows.length > request.first,
    countTotal: read.countTotal,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
