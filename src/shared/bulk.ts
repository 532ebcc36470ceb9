import { Failure, FailureCode, type Problem } from './failure.js';
import { limits } from './limits.js';

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
  return refuseSeen(items, keyOf, { refusal, seen: new Set() });
}

/** The same of a list that comes in parts; `seen` is kept from one part to the next. */
export function refuseSeen<Row>(
  items: readonly CheckedItem<Row>[],
  keyOf: (row: Row) => string,
  { refusal, seen }: { readonly refusal: Problem; readonly seen: Set<string> },
): CheckedItem<Row>[] {
  return items.map((item) => {
    if (!('row' in item)) return item;
    const key = keyOf(item.row);
    if (seen.has(key)) return { problems: [refusal] };
    seen.add(key);
    return item;
  });
}

/** @throws Failure LIMIT_EXCEEDED when a call names more of these than our own data answers at once */
export function requireFew(items: readonly unknown[], things: string, most: number = limits.bulkItems): void {
  if (items.length <= most) return;
  const message = `One call takes up to ${most} ${things}.`;
  throw new Failure({ code: FailureCode.LIMIT_EXCEEDED, message, field: ['items'] });
}

/** Thrown where good items are written: these rows became bad since they were looked at, and nothing is written so far. */
export class BecameBad extends Error {
  constructor(readonly problems: ReadonlyMap<unknown, Problem>) {
    super('Some rows became bad before they were written.');
    this.name = 'BecameBad';
  }
}

/**
 * Has the good items written, or none where the policy says so; `write` answers what became of each row. It is asked
 * once more, for the others, when it throws that some became bad meanwhile.
 */
export async function writeChecked<Row, Result>(
  items: readonly CheckedItem<Row>[],
  onError: BulkErrorPolicy,
  write: (rows: readonly Row[]) => Promise<ReadonlyMap<Row, Result>>,
): Promise<BulkOutcome<Result>> {
  const good = items.flatMap((item) => ('row' in item ? [item.row] : []));
  const isRefused = onError === BulkErrorPolicy.REJECT_ALL && good.length < items.length;
  let written: ReadonlyMap<Row, Result> = new Map();
  try {
    if (!isRefused && good.length > 0) written = await write(good);
  } catch (error) {
    if (!(error instanceof BecameBad)) throw error;
    return writeChecked(withProblems(items, error.problems), onError, write);
  }
  return {
    results: items.map((item) =>
      'row' in item ? { result: written.get(item.row), problems: [] } : { problems: item.problems },
    ),
    problems: isRefused ? [nothingWritten(items.length - good.length)] : [],
  };
}

function withProblems<Row>(items: readonly CheckedItem<Row>[], bad: ReadonlyMap<unknown, Problem>): CheckedItem<Row>[] {
  return items.map((item) => {
    const problem = 'row' in item ? bad.get(item.row) : undefined;
    return problem ? { problems: [problem] } : item;
  });
}
