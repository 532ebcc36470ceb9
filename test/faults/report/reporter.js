import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { rowsOf } from './rows.js';
import { summaries, textTable } from './table.js';

/**
 * Gathers by row how the tests of a run ended, beside the figures that they note themselves (test/support/figure.ts).
 * `run.js` names one file for all its runs and prints the table; a run by itself prints the rows it has seen.
 */
export default class RowReporter {
  #rootDir;
  #isOwn = !process.env.FAULT_FIGURES;

  constructor({ rootDir }) {
    this.#rootDir = rootDir;
    // The workers, which are started later, take over the environment.
    if (this.#isOwn) process.env.FAULT_FIGURES = join(mkdtempSync(join(tmpdir(), 'psa-figures-')), 'figures');
  }

  onTestResult(_test, { testFilePath, testResults, testExecError }) {
    const file = relative(this.#rootDir, testFilePath);
    const outcomes = testResults
      .filter(({ status }) => status === 'passed' || status === 'failed')
      .flatMap(({ ancestorTitles, title, status }) => {
        const rows = new Set([...ancestorTitles, title].flatMap(rowsOf));
        return [...rows].map((row) => ({ row, file, status }));
      });
    if (testExecError) outcomes.push({ file, status: 'failed' });
    for (const outcome of outcomes) appendFileSync(process.env.FAULT_FIGURES, `${JSON.stringify(outcome)}\n`);
  }

  onRunComplete() {
    if (!this.#isOwn) return;
    const file = process.env.FAULT_FIGURES;
    const seen = summaries(readFacts(file)).filter(({ state }) => state !== 'missing');
    process.stdout.write(`\n${textTable(seen)}\n`);
    rmSync(dirname(file), { recursive: true, force: true });
  }
}

export function readFacts(file) {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}
