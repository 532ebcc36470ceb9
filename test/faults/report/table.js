import { ROWS } from './rows.js';

/** One line for each row: how its tests ended, what they measured, and what could not be run. */
export function summaries(facts) {
  return ROWS.map((row) => {
    const own = facts.filter((fact) => fact.row === row.id);
    const outcomes = own.filter(({ status }) => status);
    const failed = outcomes.filter(({ status }) => status === 'failed').length;
    const measured = unique(own.map((fact) => fact.measured));
    const notRun = unique(own.map((fact) => fact.notRun));
    const files = unique(outcomes.map(({ file }) => file)).toSorted(longFirst);
    return {
      ...row,
      measured,
      notRun,
      files,
      tests: outcomes.length,
      failed,
      state: stateOf({ outcomes, failed, notRun }),
    };
  });
}

function stateOf({ outcomes, failed, notRun }) {
  if (failed > 0) return 'FAILED';
  if (notRun.length > 0) return 'in part';
  return outcomes.length > 0 ? 'holds' : 'missing';
}

const unique = (values) => [...new Set(values.filter(Boolean))];

/** The long runs first: they hold the figures. */
const longFirst = (one, other) => Number(other.endsWith('.faults.ts')) - Number(one.endsWith('.faults.ts'));

/** What is said of a row beside its promise. */
export function saidOf({ measured, notRun, tests, failed }) {
  if (tests === 0 && measured.length === 0) return 'not measured yet';
  const counted = failed > 0 ? `${failed} of ${tests} tests failed` : `${tests} ${tests === 1 ? 'test' : 'tests'}`;
  return [...measured, ...notRun.map((why) => `not run: ${why}`), counted].join('; ');
}

export function textTable(rows) {
  return rows
    .map((row) => `${row.id.padEnd(4)}${row.state.padEnd(9)}${row.title}\n      ${row.promise}\n      → ${saidOf(row)}`)
    .join('\n');
}

export function markdownTable(rows) {
  const cell = (text) => text.replaceAll('|', '\\|');
  const lines = rows.map((row) => {
    const where = row.files.map((file) => `\`${file}\``);
    const shown = where.length > 3 ? [...where.slice(0, 3), `${where.length - 3} more`] : where;
    return `| ${row.id} | ${row.title} | ${cell(row.promise)} | ${cell(saidOf(row))} | ${shown.join(', ')} |`;
  });
  return ['| row | of what | promised | measured | shown by |', '| --- | --- | --- | --- | --- |', ...lines].join('\n');
}
