// The tests on the embedded database, and those that need a database again on a PostgreSQL server when one is given
// (TEST_DATABASE_URL) or its programs are found here. TEST_DATABASE=embedded or =server runs one of the two.
import { spawn } from 'node:child_process';
import { findPostgresPrograms } from './support/postgres-server.js';

const SERVER_PATHS = ['test/database', 'test/api', 'test/work'];
const asked = process.env.TEST_DATABASE;
const given = process.argv.slice(2);
const isServerHere = Boolean(process.env.TEST_DATABASE_URL || (await findPostgresPrograms()));

const runs = [
  { name: 'embedded', title: 'on the embedded database', paths: [] },
  // What is about the embedded database itself has run by then.
  { name: 'server', title: 'on a PostgreSQL server', paths: [...SERVER_PATHS, '--testPathIgnorePatterns=/embedded'] },
].filter(({ name }) => (asked ? asked === name : name === 'embedded' || isServerHere));

for (const { name, title, paths } of runs) {
  process.stdout.write(`\nTests ${title}\n`);
  const code = await jest(given.length > 0 ? given : paths, name);
  if (code !== 0) process.exit(code);
}
if (!asked && !isServerHere) {
  process.stdout.write('\nNo PostgreSQL server was given or found, so the tests ran on the embedded database only.\n');
}

function jest(args, kind) {
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [...flags, 'node_modules/jest/bin/jest.js', ...args], {
    stdio: 'inherit',
    env: { ...process.env, TEST_DATABASE: kind },
  });
  return new Promise((resolve) => child.once('exit', (status) => resolve(status ?? 1)));
}
