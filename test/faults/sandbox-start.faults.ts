import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';

/** Starts one in a process of its own, as a person would: another one's memory is no part of the figure. */
const PROGRAM = `
const { startSandbox } = await import('./dist/sandbox/sandbox.js');
const before = process.cpuUsage();
const sandbox = await startSandbox({ companies: 100_000 });
const { user, system } = process.cpuUsage(before);
const seconds = (user + system) / 1_000_000;
const counts = Object.fromEntries(
  ['companies', 'sites', 'contacts', 'agreements', 'additions'].map((name) => [name, sandbox.records(name).count]),
);
console.log(JSON.stringify({ seconds, megabytes: process.resourceUsage().maxRSS / 1024, counts }));
await sandbox.close();
`;

interface Figures {
  /** Of processor time: what else the machine does meanwhile must not fail the test. */
  readonly seconds: number;
  readonly megabytes: number;
  readonly counts: Readonly<Record<string, number>>;
}

describe('a sandbox of 100,000 companies', () => {
  it('starts in at most 5 seconds and 400 MB, agreements and all', () => {
    const runs = [1, 2, 3].map(
      () => JSON.parse(execFileSync('node', ['--input-type=module', '-e', PROGRAM], { encoding: 'utf8' })) as Figures,
    );
    expect(Math.min(...runs.map(({ seconds }) => seconds))).toBeLessThan(5);
    expect(Math.max(...runs.map(({ megabytes }) => megabytes))).toBeLessThan(400);
    const counts = runs[0]?.counts ?? {};
    expect(counts).toMatchObject({ companies: 100_000 });
    expect(Math.min(...Object.values(counts))).toBeGreaterThan(30_000);
  });
});
