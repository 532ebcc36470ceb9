// Properties and random operations, longer than in `npm test` and with another seed each time. FUZZ_SEED repeats a run, FUZZ_TIMES
// says how many times as many runs as usual; arguments choose test files.
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';

const { FUZZ_SEED = String(randomInt(2 ** 31)), FUZZ_TIMES = '10' } = process.env;
process.stdout.write(`To repeat this: FUZZ_SEED=${FUZZ_SEED} FUZZ_TIMES=${FUZZ_TIMES} npm run fuzz\n`);
const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
const jest = ['node_modules/jest/bin/jest.js', '--config', 'jest.fuzz.config.js', ...process.argv.slice(2)];
const child = spawn(process.execPath, [...flags, ...jest], {
  stdio: 'inherit',
  env: { ...process.env, FUZZ_SEED, FUZZ_TIMES },
});
child.once('exit', (status) => {
  process.stdout.write(`To repeat this: FUZZ_SEED=${FUZZ_SEED} FUZZ_TIMES=${FUZZ_TIMES} npm run fuzz\n`);
  process.exitCode = status ?? 1;
});
