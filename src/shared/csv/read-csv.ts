import { Failure, FailureCode } from '../failure.js';
import { type ColumnPlan, planColumns } from './columns.js';
import { CsvScanner, type ScannedRow } from './csv-scanner.js';
import { decodeText } from './decode-text.js';
import { unguardFormula } from './formula-guard.js';
import type { CsvCells } from './write-csv.js';

export interface CsvLayout<Name extends string> {
  readonly required: readonly Name[];
  readonly optional?: readonly Name[];
}

/** One data row of a file. `row` counts data rows from 1, `line` is where it begins as an editor shows it. */
export type CsvRow<Name extends string> =
  | { readonly kind: 'record'; readonly row: number; readonly line: number; readonly record: CsvCells<Name> }
  | { readonly kind: 'problem'; readonly row: number; readonly line: number; readonly problem: string };

export const CSV_LIMITS = { rows: 50_000, cellCharacters: 8_192, cells: 100 } as const;

/**
 * Reads CSV as it arrives: RFC 4180 in UTF-8, with a header row whose columns may stand in any order. A row that is not
 * right is told and the next one is read. Throws a `Failure` when the file as a whole cannot be trusted; what it gave until
 * then must count for nothing. The record holds the columns that the file has.
 */
export async function* readCsv<Name extends string>(
  bytes: AsyncIterable<Uint8Array>,
  layout: CsvLayout<Name>,
  limits: { readonly rows: number } = CSV_LIMITS,
): AsyncGenerator<CsvRow<Name>, void> {
  const scanner = new CsvScanner(CSV_LIMITS);
  let plan: ColumnPlan<Name> | undefined;
  let row = 0;
  for await (const scanned of scan(bytes, scanner)) {
    if (!plan) {
      plan = planColumns(scanned, layout);
      continue;
    }
    row += 1;
    if (row > limits.rows) throw tooMany(limits.rows);
    yield toRow(scanned, row, plan);
  }
  if (!plan) throw refused('The file is empty. Its first row names the columns.');
}

async function* scan(bytes: AsyncIterable<Uint8Array>, scanner: CsvScanner): AsyncGenerator<ScannedRow, void> {
  for await (const { text, isBroken } of decodeText(bytes)) {
    yield* scanner.push(text);
    if (isBroken) {
      throw refused(
        `Line ${scanner.line} holds something that is not UTF-8. Save the file as "CSV UTF-8" and send it again.`,
      );
    }
  }
  const { openQuoteLine } = scanner;
  if (openQuoteLine !== undefined) {
    throw refused(`A quote opens in line ${openQuoteLine} and is never closed, so that all behind it is one cell.`);
  }
  yield* scanner.end();
}

function toRow<Name extends string>(scanned: ScannedRow, row: number, plan: ColumnPlan<Name>): CsvRow<Name> {
  const { line, cells, cellCount } = scanned;
  const isRagged = cellCount !== plan.length;
  const problem = scanned.problem ?? (isRagged ? `has ${cellCount} cells instead of ${plan.length}` : undefined);
  if (problem !== undefined) return { kind: 'problem', row, line, problem: `The row ${problem}.` };
  const record: Partial<Record<Name, string>> = {};
  for (const [index, name] of plan.entries()) record[name] = unguardFormula(cells[index] ?? '');
  return { kind: 'record', row, line, record };
}

function tooMany(rows: number): Failure {
  return new Failure({ code: FailureCode.LIMIT_EXCEEDED, message: `A file may have ${rows} rows. Divide this one.` });
}

function refused(message: string): Failure {
  return new Failure({ code: FailureCode.INVALID, message });
}
