import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.js';

const COMPANIES = 100_000;
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ companies: COMPANIES });
});
afterAll(() => sandbox.close());

interface Measured {
  readonly companies: number;
  readonly seconds: number;
  readonly megabytesAboveIdle: number;
}

/** In a process of its own, so that the sandbox's hundred thousand companies do not count. */
async function readAll(paging: 'navigable' | 'forward-only'): Promise<Measured> {
  const reader = fileURLToPath(new URL('./full-read.js', import.meta.url));
  const question = JSON.stringify({ url: sandbox.url, credentials: sandbox.credentials, paging });
  const child = spawn(process.execPath, ['--expose-gc', reader, question], { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.on('data', (text) => {
    printed += String(text);
  });
  const [status] = await once(child, 'close');
  expect(status).toBe(0);
  return JSON.parse(printed) as Measured;
}

it.each(['navigable', 'forward-only'] as const)(
  'a full read of 100,000 companies takes at most 101 calls and 100 MB above idle: %s',
  async (paging) => {
    sandbox.journal.clear();
    const measured = await readAll(paging);
    process.stdout.write(`full read, ${paging}: ${JSON.stringify(measured)}\n`);
    expect(measured.companies).toBe(COMPANIES);
    expect(measured.megabytesAboveIdle).toBeLessThan(100);
    // By itself the pace takes 12 of the 30 seconds; only a hang or a search through everything goes beyond the bound.
    expect(measured.seconds).toBeLessThan(60);
    const pages = sandbox.journal.entries.filter(({ path }) => path.endsWith('/company/companies'));
    expect(pages.length).toBeLessThanOrEqual(101);
  },
);
