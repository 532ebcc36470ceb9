import { DatabaseUnavailable, sqlStateOf, translate } from '../../database/errors.js';
import { OperatorError } from '../../shared/operator-error.js';
import { Sheet } from './finding.js';

/** By the first two characters of SQLSTATE. */
const REMEDIES: Readonly<Record<string, string>> = {
  42: 'Its tables, functions or rights are not as the migrations made them. Undo what was changed by hand, or restore the last backup.',
  XX: 'Its files are damaged. Restore the last backup; docs/operations.md, "Backup and restore", tells how.',
};
const LOOK_UP = 'The log of PostgreSQL has the statement, and appendix A of its manual what the code means.';

/** Why a database cannot be looked through to its end. The driver's own words can hold whatever stands in the rows. */
export function brokenDatabase(error: unknown): Sheet {
  const sheet = new Sheet('database');
  if (error instanceof OperatorError) return sheet.fail(error.message);
  if (translate(error) instanceof DatabaseUnavailable) {
    return sheet.fail('It stopped answering.', 'See whether it runs, and how its log ends; then run doctor again.');
  }
  const state = sqlStateOf(error);
  if (state) {
    const message = `It refuses what doctor asks of it (SQLSTATE ${state}).`;
    return sheet.fail(message, REMEDIES[state.slice(0, 2)] ?? LOOK_UP);
  }
  const kind = error instanceof Error ? error.name : typeof error;
  return sheet.fail(
    `What it answers cannot be read (${kind}).`,
    'Run doctor again, and report it if it says the same.',
  );
}
