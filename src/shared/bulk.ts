import { FailureCode, type Problem } from './failure.js';

/** What becomes of the good items of a bulk call when one is bad. */
export const BulkErrorPolicy = { REJECT_ALL: 'REJECT_ALL', REJECT_FAILED: 'REJECT_FAILED' } as const;
export type BulkErrorPolicy = (typeof BulkErrorPolicy)[keyof typeof BulkErrorPolicy];

/** The outcome of one item, in the order given: a result, or what is wrong with it. Under REJECT_ALL it may be neither. */
export interface BulkResult<Result> {
  readonly result?: Result | undefined;
  readonly problems: readonly Problem[];
}

export interface BulkOutcome<Result> {
  readonly results: readonly BulkResult<Result>[];
  /** Said once for the whole call, when good items were left out because of bad ones. */
  readonly problems: readonly Problem[];
}

/** What is said once under REJECT_ALL. */
export function nothingWritten(refused: number): Problem {
  return { code: FailureCode.INVALID, message: `Nothing was written: ${refused} of the items were refused.` };
}

/** One item of a bulk call that was looked at on its own: the row it asks for, or what is wrong with it. */
export type CheckedItem<Row> = { readonly row: Row } | { readonly problems: readonly Problem[] };

/** The first of two items for the same thing counts; the second would make the outcome depend on their order. */
export function refuseRepeated<Row>(
  items: readonly CheckedItem<Row>[],
  keyOf: (row: Row) => string,
  refusal: Problem,
): CheckedItem<Row>[] {
  const seen = new Set<string>();
  return items.map((item) => {
    if (!('row' in item)) return item;
    const key = keyOf(item.row);
    if (seen.has(key)) return { problems: [refusal] };
    seen.add(key);
    return item;
  });
}
