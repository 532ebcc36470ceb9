import { guardFormula } from './formula-guard.js';

/** Without it, Excel takes UTF-8 for the code page of the machine and breaks everything beyond ASCII. */
const BOM = '\ufeff';
const BATCH_CHARACTERS = 32_768;
const NEEDS_QUOTES = /[",\r\n]/;

/** One row by column; absent and undefined are empty cells. */
export type CsvCells<Name extends string> = Readonly<Partial<Record<Name, string>>>;

/** RFC 4180 in UTF-8 with a byte order mark, safe to open in a spreadsheet, made in batches as they are asked for. */
export async function* writeCsv<Name extends string>(
  columns: readonly Name[],
  rows: AsyncIterable<CsvCells<Name>>,
): AsyncGenerator<Uint8Array, void> {
  let batch = BOM + toLine(columns);
  for await (const row of rows) {
    batch += toLine(columns.map((column) => row[column] ?? ''));
    if (batch.length < BATCH_CHARACTERS) continue;
    yield Buffer.from(batch);
    batch = '';
  }
  if (batch !== '') yield Buffer.from(batch);
}

function toLine(cells: readonly string[]): string {
  const line = cells.map(toCell).join(',');
  // A line with nothing on it would be no row.
  return `${line === '' ? '""' : line}\r\n`;
}

function toCell(text: string): string {
  const cell = guardFormula(text);
  return NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
