// Every package in the lockfile must run on the lowest Node we promise, whatever Node this check runs on.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const semver = createRequire(import.meta.url)('semver');
const LOWEST = '20.19.0';
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const refused = Object.entries(packages)
  .filter(([, { engines, optional }]) => engines?.node && !optional && !semver.satisfies(LOWEST, engines.node))
  .map(([path, { version, engines }]) => `${path} ${version} wants Node ${engines.node}`);
if (refused.length > 0) {
  process.stderr.write(`These packages do not run on Node ${LOWEST}:\n${refused.join('\n')}\n`);
  process.exitCode = 1;
}
