// All faults: the long ones of this folder, then what the ordinary suites show of the same rows, then one table of every row.
// `--write` puts the table into docs/reliability.md. Names of files run only these, and the table then has their rows only; `--short`
// runs the ordinary suites alone. With FAULT_FIGURES=FILE the figures of several such runs come together in one table.
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPostgresPrograms } from '../support/postgres-server.js';
import { readFacts } from './report/reporter.js';
import { rowsIn } from './report/rows.js';
import { markdownTable, summaries, textTable } from './report/table.js';

const REPORTERS = ['--reporters=default', '--reporters=<rootDir>/test/faults/report/reporter.js'];
/** Names of tests that begin with a row, by themselves or through the suite they stand in. */
const OF_A_ROW = String.raw`(^|\s)([A-Z]\d+(:|,| and) ?)*[PF]\d+[:, ]`;
const DOCUMENT = fileURLToPath(new URL('../../docs/reliability.md', import.meta.url));

const isShort = process.argv.includes('--short');
const given = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const folder = await mkdtemp(join(tmpdir(), 'psa-figures-'));
const figures = process.env.FAULT_FIGURES ?? join(folder, 'figures');
const kind = process.env.TEST_DATABASE ?? ((await findPostgresPrograms()) ? 'server' : 'embedded');

const codes = isShort ? [] : [await jest(['--config', 'jest.faults.config.js', ...given])];
if (given.length === 0) {
  const files = await ordinaryFiles();
  // What is about the embedded database itself has nothing to say of a server.
  const aboutEmbedded = files.filter((file) => kind === 'server' && file.includes('/embedded'));
  codes.push(
    await ordinary(
      files.filter((file) => !aboutEmbedded.includes(file)),
      kind,
    ),
  );
  if (aboutEmbedded.length > 0) codes.push(await ordinary(aboutEmbedded, 'embedded'));
}
const rows = summaries(readFacts(figures));
await rm(folder, { recursive: true, force: true });
const seen = given.length > 0 ? rows.filter(({ state }) => state !== 'missing') : rows;
process.stdout.write(`\n${textTable(seen)}\n`);
if (process.argv.includes('--write')) await write(rows);
const isBroken =
  codes.some((code) => code !== 0) || seen.some(({ state }) => state === 'missing' || state === 'FAILED');
process.exit(isBroken ? 1 : 0);

/** The files of the ordinary suites that show something of a row. */
async function ordinaryFiles() {
  const names = await readdir('test', { recursive: true });
  const files = names.filter((name) => name.endsWith('.test.ts')).map((name) => join('test', name));
  const sources = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return files.filter((_, index) => rowsIn(sources[index]).length > 0);
}

function ordinary(files, kindOfDatabase) {
  return jest([...REPORTERS, '--testNamePattern', OF_A_ROW, '--runTestsByPath', ...files], kindOfDatabase);
}

function jest(args, kindOfDatabase = kind) {
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [...flags, 'node_modules/jest/bin/jest.js', ...args], {
    stdio: 'inherit',
    env: { ...process.env, FAULT_FIGURES: figures, TEST_DATABASE: kindOfDatabase },
  });
  return new Promise((resolve) => child.once('exit', (status) => resolve(status ?? 1)));
}

/** Between the two marks; what stands around them is written by hand. */
async function write(all) {
  const [before, after] = (await readFile(DOCUMENT, 'utf8')).split(/<!-- table -->[\s\S]*<!-- end of table -->/);
  const measured = `Measured on ${new Date().toISOString().slice(0, 10)} with Node ${process.version}, ${cpus().length} cores and ${Math.round(totalmem() / 2 ** 30)} GB.`;
  await writeFile(
    DOCUMENT,
    `${before}<!-- table -->\n${measured}\n\n${markdownTable(all)}\n<!-- end of table -->${after}`,
  );
}
