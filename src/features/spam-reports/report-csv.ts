import { writeCsv } from '../../shared/csv/write-csv.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import { SPAM_COLUMNS, type SpamCells } from '../spam/export-spam.js';
import type { DomainSums } from './report-figures.repository.js';

const MOST_BYTES = 10 * 1_024 * 1_024;
/** A day, a digit for each counter, what parts cells and what ends the row. */
const SHORTEST_ROW = 26;

/**
 * Whether the file of these domains would surely be too long; asked before its rows are read, so that none are read for
 * nothing.
 */
export function isTooLong(sums: readonly DomainSums[]): boolean {
  return sums.reduce((sum, { domain, days }) => sum + days * (domain.length + SHORTEST_ROW), 0) > MOST_BYTES;
}

/** @throws Failure LIMIT_EXCEEDED */
export async function csvOf(rows: readonly SpamCells[]): Promise<string> {
  const batches: Uint8Array[] = [];
  let bytes = 0;
  for await (const batch of writeCsv(SPAM_COLUMNS, each(rows))) {
    bytes += batch.length;
    if (bytes > MOST_BYTES) throw tooLong();
    batches.push(batch);
  }
  return Buffer.concat(batches).toString('utf8');
}

export function tooLong(): Failure {
  const message = `The CSV file of the report would have more than ${MOST_BYTES} bytes.`;
  return new Failure({ code: FailureCode.LIMIT_EXCEEDED, message });
}

async function* each(rows: readonly SpamCells[]): AsyncGenerator<SpamCells, void> {
  yield* rows;
}
