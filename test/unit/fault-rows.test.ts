import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { ROWS, rowsIn, rowsOf } from '../faults/report/rows.js';

const LONG = '.faults.ts';
const SHORT = '.test.ts';

async function rowsClaimedIn(suffix: string): Promise<ReadonlySet<string>> {
  const names = await readdir('test', { recursive: true });
  const files = names.filter((name) => name.endsWith(suffix) && !name.endsWith('fault-rows.test.ts'));
  const sources = await Promise.all(files.map((name) => readFile(join('test', name), 'utf8')));
  return new Set(sources.flatMap(rowsIn));
}

it('no row of what is promised is forgotten: the name of some test begins with each', async () => {
  const claimed = new Set([...(await rowsClaimedIn(LONG)), ...(await rowsClaimedIn(SHORT))]);
  expect(ROWS.map(({ id }) => id).filter((id) => !claimed.has(id))).toEqual([]);
});

it('every row has a short form in the ordinary suites', async () => {
  const claimed = await rowsClaimedIn(SHORT);
  expect(ROWS.map(({ id }) => id).filter((id) => !claimed.has(id))).toEqual([]);
});

it('docs/reliability.md has a line for every row, with what is promised', async () => {
  const lines = (await readFile('docs/reliability.md', 'utf8')).split('\n');
  const told = lines.flatMap((line) => {
    const [, id, , promise] = /^\| ([PF]\d+) \| ([^|]+) \| ([^|]+) \|/.exec(line) ?? [];
    return id === undefined ? [] : { id, promise };
  });
  expect(told).toEqual(ROWS.map(({ id, promise }) => ({ id, promise })));
});

it.each([
  ['P8, F19: two replicas', ['P8', 'F19']],
  ['F7 and T16 answers that are too large', ['F7']],
  ['P15: F23: is left alone', ['P15', 'F23']],
  ['P8, N3, F18: kills', ['P8', 'F18']],
  ['PostgreSQL killed', []],
  ['F1', []],
])('a test called "%s" shows %j', (name, rows) => {
  expect(rowsOf(name)).toEqual(rows);
});
