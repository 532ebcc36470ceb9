import { displayWidth } from './display-width.js';

/** What is longer sticks out, so that one long domain does not push all others to the side. */
const WIDEST_FIRST = 48;

/**
 * A table of text, its first column to the left and figures to the right. It reads well where all characters have the
 * same width, and by the bars between columns also where they do not.
 */
export function textTable(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => displayWidth(row[at] ?? ''))));
  return rows.map((row) =>
    row.map((cell, at) => (at === 0 ? left(cell, widths[0] ?? 0) : right(cell, widths[at] ?? 0))).join(' | '),
  );
}

function left(cell: string, width: number): string {
  return cell + blanks(cell, Math.min(width, WIDEST_FIRST));
}

function right(cell: string, width: number): string {
  return blanks(cell, width) + cell;
}

function blanks(cell: string, width: number): string {
  return ' '.repeat(Math.max(0, width - displayWidth(cell)));
}
