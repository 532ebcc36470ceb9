import { BulkErrorPolicy, type CheckedItem } from '../../shared/bulk.js';
import type { Caller } from '../../shared/caller.js';
import { CSV_LIMITS, type CsvRow, readCsv } from '../../shared/csv/read-csv.js';
import { Failure, FailureCode, type Problem } from '../../shared/failure.js';
import { limits } from '../../shared/limits.js';
import type { RecordSpam } from './record-spam.js';
import type { DayToRecord } from './spam-recording.repository.js';
import { columnOf, readSpamRow, SPAM_LAYOUT } from './spam-row.js';

/** One thing that is wrong with a row. */
export interface SpamRefusal {
  /** Data rows count from 1. */
  readonly row: number;
  /** Where the row begins, as an editor shows it. */
  readonly line: number;
  /** Absent when the row as a whole is at fault. */
  readonly column?: string;
  readonly code: FailureCode;
  readonly message: string;
}

/** What became of a file. */
export interface ReceivedSpamFile {
  readonly rows: number;
  readonly recorded: number;
  readonly refused: number;
  /** The first of them only. */
  readonly refusals: readonly SpamRefusal[];
}

type Row = CsvRow<(typeof SPAM_LAYOUT.required)[number] | (typeof SPAM_LAYOUT.optional)[number]>;

const MOST_TOLD = 100;

/**
 * Takes a CSV file of days in slices, each as a call would. Nothing is staged: a file that breaks off leaves what was
 * recorded until then, and sent again as a whole it changes nothing of that. How much that is can be told only where the
 * file itself is to blame: whoever is too slow, sends too much or finds the database away is answered by the door.
 */
export class ReceiveSpamFile {
  constructor(private readonly recordSpam: RecordSpam) {}

  /** @throws Failure LIMIT_EXCEEDED, or INVALID when the file cannot be trusted from some place on */
  async receive(caller: Caller, bytes: AsyncIterable<Uint8Array>, onError: BulkErrorPolicy): Promise<ReceivedSpamFile> {
    const file = new FileSoFar();
    const seen = new Set<string>();
    try {
      for await (const slice of slices(readCsv(bytes, SPAM_LAYOUT, limitsOf(onError)))) {
        const checked = await this.check(caller, slice, seen);
        const { results } = await this.recordSpam.write(caller, checked, onError);
        file.add(
          slice,
          results.map(({ result = false, problems }) => ({ isRecorded: result, problems })),
        );
      }
    } catch (error) {
      throw file.recorded > 0 && error instanceof Failure ? afterwards(error, file.recorded) : error;
    }
    if (file.rows === 0) throw new Failure({ code: FailureCode.INVALID, message: 'The file has no rows.' });
    const { rows, recorded, refused, refusals } = file;
    return { rows, recorded, refused, refusals };
  }

  /** Rows that cannot be read are refused in their places. */
  private async check(caller: Caller, slice: readonly Row[], seen: Set<string>): Promise<CheckedItem<DayToRecord>[]> {
    const items = slice.flatMap((row) => (row.kind === 'record' ? [readSpamRow(row.record)] : []));
    const checked = (await this.recordSpam.check(caller, items, seen)).values();
    return slice.map((row) => {
      if (row.kind === 'problem') return { problems: [{ code: FailureCode.INVALID, message: row.problem }] };
      const { value } = checked.next();
      if (!value) throw new Error('A row was not looked at.');
      return value;
    });
  }
}

class FileSoFar {
  rows = 0;
  recorded = 0;
  refused = 0;
  readonly refusals: SpamRefusal[] = [];

  add(
    slice: readonly Row[],
    outcomes: readonly { readonly isRecorded: boolean; readonly problems: readonly Problem[] }[],
  ): void {
    this.rows += slice.length;
    for (const [index, { row, line }] of slice.entries()) {
      const { isRecorded = false, problems = [] } = outcomes[index] ?? {};
      if (isRecorded) this.recorded += 1;
      if (problems.length > 0) this.refused += 1;
      for (const { code, message, field } of problems) {
        if (this.refusals.length === MOST_TOLD) break;
        this.refusals.push({ row, line, ...(field && { column: columnOf(field.join('.')) }), code, message });
      }
    }
  }
}

/** A full slice waits for the next row: a file that is too long for one call must not have begun to count. */
async function* slices(rows: AsyncIterable<Row>): AsyncGenerator<Row[], void> {
  let slice: Row[] = [];
  for await (const row of rows) {
    if (slice.length === limits.bulkItems) {
      yield slice;
      slice = [];
    }
    slice.push(row);
  }
  if (slice.length > 0) yield slice;
}

/** What is written as a whole is written by one call. */
function limitsOf(onError: BulkErrorPolicy): { readonly rows: number } {
  return onError === BulkErrorPolicy.REJECT_ALL ? { rows: limits.bulkItems } : CSV_LIMITS;
}

function afterwards(error: Failure, recorded: number): Failure {
  const [first, ...others] = error.problems;
  const message = `${first.message} Before that ${recorded} rows were recorded; sending them again changes nothing.`;
  return new Failure([{ ...first, message }, ...others], { cause: error });
}
