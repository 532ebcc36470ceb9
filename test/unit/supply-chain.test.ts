import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));
const textOf = (file: string) => readFileSync(join(root, file), 'utf8');
const manifest = JSON.parse(textOf('package.json')) as {
  readonly engines: { readonly node: string };
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};

interface LockedPackage {
  readonly version: string;
  readonly integrity?: string;
  readonly resolved?: string;
}
const { packages } = JSON.parse(textOf('package-lock.json')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'psa-engines-'));
  mkdirSync(join(folder, '.ci'));
  copyFileSync(join(root, '.ci/check-engines.js'), join(folder, '.ci/check-engines.js'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What the check of the build says of a lockfile. */
function checkEngines(locked: object): { status: number | null; told: string } {
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: locked }));
  const { status, stderr } = spawnSync(process.execPath, ['.ci/check-engines.js'], { cwd: folder, encoding: 'utf8' });
  return { status, told: stderr };
}

it('T20: every locked package runs on the lowest Node that is promised, and one that does not is named', () => {
  expect(manifest.engines.node).toBe('>=20.19.0');
  expect(checkEngines(packages)).toEqual({ status: 0, told: '' });
  const newer = { 'node_modules/newer': { version: '1.0.0', engines: { node: '>=22' } } };
  const { status, told } = checkEngines({ ...packages, ...newer });
  expect(status).toBe(1);
  expect(told).toContain('node_modules/newer 1.0.0 wants Node >=22');
});

it('T20: an install fails on a Node that is too old, and the build makes it from the lockfile', () => {
  expect(textOf('.npmrc').split('\n')).toEqual(expect.arrayContaining(['engine-strict=true', 'save-exact=true']));
  const build = textOf('.ci/run');
  expect(build).toContain('npm ci --no-fund --no-audit');
  expect(build).toContain('check:static');
  expect(JSON.stringify(manifest)).toContain('npm run --silent check:engines');
});

it('T20: production installs run no scripts of packages, and the build makes one and starts what it gives', () => {
  expect(textOf('.ci/run')).toContain('npm run --silent test:image');
  expect(textOf('test/faults/image.faults.ts')).toContain('deploy/pack.sh');
  expect(textOf('deploy/pack.sh')).toMatch(/^npm ci --omit=dev --omit=optional --ignore-scripts /m);
  expect(textOf('Dockerfile')).toContain('deploy/pack.sh');
});

it('T20: dependencies have exact versions, and every locked package its hash', () => {
  const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+(-[\w.-]+)?$/.test(version))).toEqual([]);
  const others = Object.entries(packages).filter(([path]) => path !== '');
  expect(others.length).toBeGreaterThan(100);
  expect(others.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([path]) => path)).toEqual([]);
  // Where it comes from is the registry that is configured, never an address of somebody else.
  expect(others.filter(([, { resolved }]) => resolved).map(([path]) => path)).toEqual([]);
});
