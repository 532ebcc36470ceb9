// The packages of bench/, with the Node that every contender runs on, and what has to be made before the rivals start.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BENCH = fileURLToPath(new URL('.', import.meta.url));
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const STAMP = join(BENCH, 'node_modules', '.installed');
const NODE = join(BENCH, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** @returns the pinned Node, after the lockfile's packages are there */
export function install() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(BENCH, 'package-lock.json')))
    .digest('hex');
  if (existsSync(NODE) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return NODE;
  process.stderr.write('Installing the packages of bench/ …\n');
  // The packages are for the Node that comes with them, whatever runs npm now. Of all install scripts only that of `node` is
  // wanted: it fetches the program of this machine from the registry.
  const options = ['--engine-strict=false', '--loglevel=error', '--prefix', BENCH];
  run('npm', ['ci', '--ignore-scripts', ...options], { cwd: BENCH });
  run('npm', ['rebuild', 'node', ...options], { cwd: BENCH });
  writeFileSync(STAMP, wanted);
  return NODE;
}

/** Prisma's client and the program with decorators. Both are made again each time: that takes a second. */
export function buildRivals() {
  const home = join(BENCH, 'node_modules', '.cache');
  mkdirSync(home, { recursive: true });
  const prisma = join(BENCH, 'node_modules', 'prisma', 'build', 'index.js');
  const env = {
    ...process.env,
    // Prisma looks for the generator of Pothos there, and would note its first use in the home folder.
    PATH: `${join(BENCH, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`,
    ...{ HOME: home, XDG_CACHE_HOME: home, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
  };
  run(process.execPath, [prisma, 'generate', '--no-hints'], { cwd: BENCH, env });
  const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  run(process.execPath, [compiler, '-p', join(BENCH, 'rivals', 'type-graphql')], { cwd: ROOT });
}

function run(program, args, options) {
  const isShell = program === 'npm' && process.platform === 'win32';
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', shell: isShell, ...options });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${error ?? ''}${stdout}${stderr}`);
}
