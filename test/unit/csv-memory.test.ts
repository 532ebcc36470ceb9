import { expect, it } from '@jest/globals';
import { readCsv } from '../../src/shared/csv/read-csv.js';
import { writeCsv } from '../../src/shared/csv/write-csv.js';
import { heldBytes } from '../support/heap.js';

const MEGABYTE = 1_048_576;
const NAMES = ['source', 'user', 'company'] as const;
const LAYOUT = { required: NAMES };

/** What is in use at its most, of looks at regular distances. */
async function heldWhile(work: (look: () => void) => Promise<void>): Promise<number> {
  const before = heldBytes();
  let most = 0;
  await work(() => {
    most = Math.max(most, heldBytes() - before);
  });
  return most / MEGABYTE;
}

async function* records(count: number, cell: string) {
  for (let row = 1; row <= count; row += 1)
    yield { source: `${cell}${row}`, user: `"${cell}", ${row}`, company: `=${cell}` };
}

it('U9: 50,000 rows go out and come in again without being held', async () => {
  let bytes = 0;
  let rows = 0;
  async function* counted() {
    for await (const chunk of writeCsv(NAMES, records(50_000, 'x'.repeat(200)))) {
      bytes += chunk.length;
      yield chunk;
    }
  }
  const held = await heldWhile(async (look) => {
    for await (const { kind, row } of readCsv(counted(), LAYOUT)) {
      if (kind === 'record') rows += 1;
      if (row % 5_000 === 0) look();
    }
  });
  expect(rows).toBe(50_000);
  expect(bytes / MEGABYTE).toBeGreaterThan(25);
  expect(held).toBeLessThan(8);
});

it.each([
  ['one cell', 'x'],
  ['one cell in quotes', '"x,""'],
  ['one row of empty cells', ','],
  ['blank lines', '\r\n'],
])('U9: 64 MB that are %s are not held', async (_name, filling) => {
  const chunk = Buffer.from(filling[0] === '"' ? filling.slice(1).repeat(16_384) : filling.repeat(65_536));
  const held = await heldWhile(async (look) => {
    async function* endless() {
      yield Buffer.from(`source,user,company\r\n${filling[0] === '"' ? '"' : ''}`);
      for (let sent = 0; sent < 64 * MEGABYTE; sent += chunk.length) {
        yield chunk;
        if (sent % (64 * chunk.length) === 0) look();
      }
    }
    try {
      for await (const row of readCsv(endless(), LAYOUT)) expect(row.kind).toBe('problem');
    } catch (error) {
      expect(error).toMatchObject({ problems: [{ message: expect.stringContaining('is never closed') }] });
    }
  });
  expect(held).toBeLessThan(8);
});
