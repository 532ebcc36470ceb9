import { ProblemList } from '../failure.js';
import type { ScannedRow } from './csv-scanner.js';

/** Which declared column stands where. */
export type ColumnPlan<Name extends string> = readonly Name[];

interface Layout<Name extends string> {
  readonly required: readonly Name[];
  readonly optional?: readonly Name[];
}

const SHOWN = 40;

/**
 * Takes the header row, in any order and case. Columns nobody declared are refused: a misspelt one would otherwise be left out
 * without a word.
 */
export function planColumns<Name extends string>(header: ScannedRow, layout: Layout<Name>): ColumnPlan<Name> {
  const problems = new ProblemList();
  const declared = new Map([...layout.required, ...(layout.optional ?? [])].map((name) => [name.toLowerCase(), name]));
  const plan: Name[] = [];
  if (header.problem) problems.add('columns', `The row of column names ${header.problem}.`);
  for (const cell of header.cells) {
    const given = cell.trim();
    const name = declared.get(given.toLowerCase());
    if (name === undefined) problems.add('columns', unknown(given, [...declared.values()]));
    else if (plan.includes(name)) problems.add('columns', `The column ${name} is there twice.`);
    else plan.push(name);
  }
  if (header.cellCount > header.cells.length) problems.add('columns', `The file has ${header.cellCount} columns.`);
  for (const name of layout.required) {
    if (!plan.includes(name)) problems.add('columns', `The column ${name} is missing.`);
  }
  problems.throwIfAny();
  return plan;
}

function unknown(given: string, declared: readonly string[]): string {
  const names = declared.join(', ');
  if (/[;\t]/.test(given)) return `Cells are parted by commas. The columns are: ${names}.`;
  return `There is no column "${given.slice(0, SHOWN)}". The columns are: ${names}.`;
}
