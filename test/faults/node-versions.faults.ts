import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from '@jest/globals';
import { Workshop } from '../support/process.js';

const run = promisify(execFile);
const workshop = new Workshop();
afterAll(() => workshop.clean());

/** Node of this major version as the npm registry has it, in a folder of its own; undefined where it cannot be had. */
async function fetchNode(major: number): Promise<string | undefined> {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const folder = await workshop.folder(`node ${major}`);
  await mkdir(folder, { recursive: true });
  const name = `node-${platform}-${process.arch}`;
  const install = ['install', '--no-save', '--ignore-scripts', '--prefix', folder, `${name}@${major}`];
  await run('npm', install, { cwd: folder }).catch(() => undefined);
  const program = join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return existsSync(program) ? program : undefined;
}

it.each([22, 24])('O1: the built server carries the whole demo out on Node %i', async (major) => {
  const node = await fetchNode(major);
  if (!node) {
    process.stderr.write(`O1: not run on Node ${major}: the npm registry did not give it.\n`);
    return;
  }
  const program = [node, resolve('dist', 'main.js')] as const;
  const { stdout } = await run(node, ['--version']);
  expect(stdout).toMatch(new RegExp(`^v${major}\\.`));
  const cwd = await workshop.folder('here');
  await mkdir(cwd);
  const args = ['demo', '--exit', '--port', '0', '--sandbox-port', '0', '--companies', '40', '--users', '30'];
  const demo = await workshop.start(args, { program, cwd }).ended();
  process.stderr.write(`O1: Node ${stdout.trim()}: ${demo.stdout.trim().split('\n').at(-1)}\n`);
  expect(demo).toMatchObject({ code: 0, stderr: '' });
});
