// Runs the measurements one after the other. Each prints its tables as soon as it has them.
import { parseArgs } from 'node:util';
import { progress, Report } from './support/report.js';

// In the order of their weight: a run that is cut off has the most important ones.
const SECTIONS = [
  'reads',
  'writes',
  'neighbour',
  'growth',
  'footprint',
  'companies',
  'matching',
  'import',
  'billing',
  'spam',
];

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { write: { type: 'boolean', default: false } },
});
const unknown = positionals.filter((name) => name !== 'all' && !SECTIONS.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no ${unknown.join(', ')}. There are ${SECTIONS.join(', ')}, and all.\n`);
  process.exit(1);
}
const isAll = positionals.length === 0 || positionals.includes('all');
const report = new Report(values.write);
for (const name of isAll ? SECTIONS : SECTIONS.filter((section) => positionals.includes(section))) {
  progress(`${name} …`);
  try {
    const { run } = await import(`./${name}.js`);
    await run(report);
  } catch (error) {
    // What comes after it can still be measured.
    process.exitCode = 1;
    progress(`${name} failed: ${error.stack}`);
  }
}
progress('done');
