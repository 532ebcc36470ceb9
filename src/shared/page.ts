import { validate as isUuid } from 'uuid';
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
  /** Where to go on from, when that is not behind the last item. */
  readonly endCursor?: string;
  readonly countTotal: () => Promise<number>;
}

type SortKey = readonly (string | number)[];
const content = z
  .tuple(
    [z.string()],
    z.union([
      z
        .string()
        .max(2_000)
        .regex(/^[^\0\p{Cs}]*$/u),
      z.number(),
    ]),
  )
  .readonly();

/**
 * Cursors hold the sort key of a row, so that a page is an index range and never an offset, and the name of the list
 * and order that they are of. Every key ends in the row's id.
 */
export function encodeCursor(key: SortKey, list: string): string {
  return Buffer.from(JSON.stringify([list, ...key]), 'utf8').toString('base64url');
}

/** @throws Failure INVALID on `after` when the cursor is not one of this list's */
export function decodeCursor(cursor: string, length: number, list: string): SortKey {
  const parsed = content.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')));
  const [madeFor, ...key] = parsed.data ?? [];
  if (madeFor !== list || key.length !== length || !isUuid(key.at(-1))) throw notOfThisList();
  return key;
}

/** What a list is sorted by before the id; a cursor that holds anything else would fail in the database. */
export type SortedBy = 'text' | 'time' | 'id';

/**
 * Sort value and id of the row after which a page begins; undefined for the first page.
 *
 * @throws Failure INVALID on `after` when the cursor is not one of this list's
 */
export function keyAfter({ after }: PageRequest, list: string, sortedBy: SortedBy): SortKey | undefined {
  if (after === undefined) return undefined;
  const key = decodeCursor(after, 2, list);
  if (!isSortValue(key[0], sortedBy)) throw notOfThisList();
  return key;
}

function isSortValue(value: unknown, sortedBy: SortedBy): boolean {
  if (sortedBy === 'time') return z.iso.datetime().safeParse(value).success;
  return sortedBy === 'id' ? isUuid(value) : typeof value === 'string';
}

/** The id after which a page of a list in the order of ids begins; undefined for the first page. */
export function idAfter({ after }: PageRequest, list: string): string | undefined {
  return after === undefined ? undefined : String(decodeCursor(after, 1, list)[0]);
}

export function notOfThisList(): Failure {
  return new Failure({ code: FailureCode.INVALID, message: 'This is not a cursor of this list.', field: ['after'] });
}

interface Reading<Row, Item> {
  readonly item: (row: Row) => Item;
  readonly key: (row: Row) => SortKey;
  readonly list: string;
}

/** A record with its cursor, which is written when somebody asks for it: most want the last one of a page alone. */
class Place<Row, Item> {
  readonly item: Item;
  readonly #row: Row;
  readonly #reading: Reading<Row, Item>;

  constructor(row: Row, reading: Reading<Row, Item>) {
    this.item = reading.item(row);
    this.#row = row;
    this.#reading = reading;
  }

  get cursor(): string {
    return encodeCursor(this.#reading.key(this.#row), this.#reading.list);
  }
}

/** Turns one row more than asked for into a page: the extra row only tells that there is another page. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  request: PageRequest,
  read: Reading<Row, Item> & { countTotal: () => Promise<number> },
): Page<Item> {
  return {
    items: rows.slice(0, request.first).map((row) => new Place(row, read)),
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
