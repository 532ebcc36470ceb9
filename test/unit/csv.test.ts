import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { guardFormula, unguardFormula } from '../../src/shared/csv/formula-guard.js';
import { type CsvRow, readCsv } from '../../src/shared/csv/read-csv.js';
import { type CsvCells, writeCsv } from '../../src/shared/csv/write-csv.js';
import { Failure } from '../../src/shared/failure.js';

const LAYOUT = { required: ['source', 'user'], optional: ['company'] } as const;
type Name = 'source' | 'user' | 'company';
const NAMES = ['source', 'user', 'company'] as const;

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function* from<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

async function readAll(content: string | Uint8Array, pieceSize = 7): Promise<CsvRow<Name>[]> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return collect(readCsv(inPieces(bytes, pieceSize), LAYOUT));
}

const recordsOf = (rows: readonly CsvRow<Name>[]) =>
  rows.map((row) => (row.kind === 'record' ? row.record : row.problem));

async function refusalOf(content: string | Uint8Array, pieceSize?: number): Promise<string> {
  try {
    await readAll(content, pieceSize);
  } catch (error) {
    if (error instanceof Failure) return error.message;
    throw error;
  }
  throw new Error('It was read.');
}

const written = async (rows: readonly CsvCells<Name>[]) => Buffer.concat(await collect(writeCsv(NAMES, from(rows))));

// Stored texts hold neither NUL nor halves of surrogate pairs.
const text = fc.string({ unit: 'binary', maxLength: 30 }).map((value) => value.replaceAll(/[\0\ud800-\udfff]/gu, ''));
const nasty = fc
  .array(
    fc.constantFrom(
      '"',
      ',',
      '\r',
      '\n',
      '\r\n',
      "'",
      '=',
      '+',
      '-',
      '@',
      '\t',
      '＝',
      ' ',
      '\ufeff',
      '\ufffd',
      '名',
      'a',
      ';',
    ),
  )
  .map((parts) => parts.join(''));
const cell = fc.oneof(text, nasty);
const rows = fc.array(fc.record({ source: cell, user: cell, company: cell }), { maxLength: 12 });
const pieceSize = fc.integer({ min: 1, max: 50 });

describe('U9: CSV that is not hostile', () => {
  it.each([
    ['as RFC 4180 has it', 'source,user,company\r\na,"b ""c"", d","x\r\ny"\r\n'],
    ['with a byte order mark', '\ufeffsource,user,company\r\na,"b ""c"", d","x\r\ny"\r\n'],
    ['with plain line feeds', 'source,user,company\na,"b ""c"", d","x\r\ny"\n'],
    ['without an end of the last line', 'source,user,company\r\na,"b ""c"", d","x\r\ny"'],
    ['with other quotes, case and order', '"Company",USER, source \r\n"x\r\ny","b ""c"", d","a"\r\n'],
    ['with blank lines', '\r\nsource,user,company\r\n\r\na,"b ""c"", d","x\r\ny"\r\n\r\n\n'],
  ])('U9: is read %s', async (_name, content) => {
    for (const size of [1, 2, 3, 1_000]) {
      expect(recordsOf(await readAll(content, size))).toEqual([{ source: 'a', user: 'b "c", d', company: 'x\r\ny' }]);
    }
  });

  it('U9: a column that may be left out is not in the record when it was', async () => {
    expect(recordsOf(await readAll('user,source\nb,a\n,\n'))).toEqual([
      { source: 'a', user: 'b' },
      { source: '', user: '' },
    ]);
  });

  it('U9: tells row and line, which part where a cell goes over several lines', async () => {
    const read = await readAll('source,user\r\n"a\r\nb\r\nc",1\r\n\r\nd,2\r\ne\r\nf,3\r\n');
    expect(read.map(({ row, line, kind }) => [row, line, kind])).toEqual([
      [1, 2, 'record'],
      [2, 6, 'record'],
      [3, 7, 'problem'],
      [4, 8, 'record'],
    ]);
  });

  it('U9: a header alone is a file without rows', async () => {
    for (const content of ['source,user', 'source,user\r\n', '\ufeff"source","user"\n\n']) {
      expect(await readAll(content)).toEqual([]);
    }
  });

  it('U9: what was written is read as it was, whatever it holds and wherever it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(rows, pieceSize, async (records, size) => {
        expect(recordsOf(await readAll(await written(records), size))).toEqual(records);
      }),
      { numRuns: 500 },
    );
  });

  it('U9: reads and writes what another program writes and reads', async () => {
    await fc.assert(
      fc.asyncProperty(rows, pieceSize, async (records, size) => {
        const table = [NAMES, ...records.map((record) => NAMES.map((name) => record[name]))];
        const theirs = stringify(table, { quoted: true, record_delimiter: '\r\n' });
        expect(recordsOf(await readAll(theirs, size))).toEqual(
          records.map((record) => Object.fromEntries(NAMES.map((name) => [name, unguardFormula(record[name])]))),
        );
        const read = parse(await written(records), { bom: true, record_delimiter: '\r\n' });
        expect(read).toEqual(
          table.map((line, index) => (index === 0 ? line : line.map((value) => guardFormula(value)))),
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe('U9: CSV that goes out', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '＋1', '－1', '＠x', "'=1", "''=1"])(
    'U9: %j is no formula in a spreadsheet, and comes back as it was',
    async (value) => {
      const bytes = await written([{ source: value, user: 'b', company: 'c' }]);
      const [, line] = parse(bytes, { bom: true });
      expect(line).toEqual([`'${value}`, 'b', 'c']);
      expect(recordsOf(await readAll(bytes))).toEqual([{ source: value, user: 'b', company: 'c' }]);
    },
  );

  it.each(['a=1', "'a", "'", '', ' =1', '1-1', 'O’Neil', '名前'])('leaves %j alone', async (value) => {
    expect(guardFormula(value)).toBe(value);
    expect(unguardFormula(value)).toBe(value);
  });

  it('U9: begins with a byte order mark, ends lines with CRLF, and has a header without rows', async () => {
    expect((await written([])).toString()).toBe('\ufeffsource,user,company\r\n');
    expect((await written([{ source: 'a\nb', company: 'say "x"' }])).toString()).toBe(
      '\ufeffsource,user,company\r\n"a\nb",,"say ""x"""\r\n',
    );
  });
});

describe('U9: bad CSV is reported by row', () => {
  it.each([
    ['too few cells', 'b', 'The row has 1 cells instead of 2.'],
    ['too many cells', 'b,c,d', 'The row has 3 cells instead of 2.'],
    ['a great many cells', ','.repeat(500_000), 'The row has 500001 cells instead of 2.'],
    ['a cell of 1 MB', `b,${'x'.repeat(1_048_576)}`, 'The row has a cell of more than 8192 characters.'],
    ['a cell of 1 MB in quotes', `"${'x,\n""'.repeat(262_144)}",c`, 'The row has a cell of more than 8192 characters.'],
    [
      'a quote in the middle of a cell',
      'b,5" pipe',
      expect.stringMatching(/^The row has a quote in the middle of a cell/),
    ],
    ['text behind a quote', '"b"x,c', expect.stringMatching(/^The row has text behind the quote/)],
    ['a space before a quote', 'b, "c"', expect.stringMatching(/^The row has a quote in the middle of a cell/)],
  ])('U9: %s', async (_name, row, problem) => {
    const content = `source,user\r\na,1\r\n${row}\r\n=z,2\r\n`;
    for (const size of [5_000, 65_536]) {
      const read = await readAll(content, size);
      expect(read.map(({ row: number }) => number)).toEqual([1, 2, 3]);
      expect(recordsOf(read)).toEqual([{ source: 'a', user: '1' }, problem, { source: '=z', user: '2' }]);
    }
  });

  it('U9: a quote that is closed too late spoils the rows that it runs through, and no other', async () => {
    const read = await readAll('source,user\r\n"a,1\r\n"b",2\r\nc,3\r\n');
    expect(read).toMatchObject([
      { kind: 'problem', row: 1, line: 2, problem: expect.stringContaining('text behind the quote') },
      { kind: 'record', row: 2, line: 4, record: { source: 'c', user: '3' } },
    ]);
  });
});

describe('U9: bad CSV is refused', () => {
  it.each([
    ['nothing', '', /empty/],
    ['blank lines alone', '\r\n\r\n', /empty/],
    ['a missing column', 'source\r\na\r\n', /column user is missing/],
    [
      'a misspelt column',
      'source,user,compny\r\na,b,c\r\n',
      /no column "compny"\. The columns are: source, user, company/,
    ],
    ['a column without a name', 'source,user,\r\na,b,\r\n', /no column ""/],
    ['a column twice', 'source,user,Source\r\na,b,c\r\n', /source is there twice/],
    ['semicolons', 'source;user\r\na;b\r\n', /parted by commas/],
    ['tabs', 'source\tuser\r\na\tb\r\n', /parted by commas/],
    ['a header with a wrong quote', 'source,"user"x\r\na,b\r\n', /row of column names has text behind/],
    ['a great many columns', `source,user${',x'.repeat(5_000)}\r\n`, /5002 columns/],
    ['no header', 'a,b\r\nc,d\r\n', /no column "a"/],
    ['a quote that is never closed', 'source,user\r\na,b\r\n"c,d\r\ne,f\r\n', /opens in line 3 and is never closed/],
    ['a quote that swallows megabytes', `source,user\r\n"${'c,d\r\n'.repeat(500_000)}`, /opens in line 2/],
    ['NUL', 'source,user\r\na,b\r\nc,d\0\r\n', /^Line 3 holds something that is not UTF-8/],
  ])('U9: with %s', async (_name, content, message) => {
    expect(await refusalOf(content, 65_536)).toMatch(message);
  });

  const hostile: readonly [string, Uint8Array, RegExp][] = [
    ['Latin-1', Buffer.from('source,user\r\na,b\r\nc,Müller\r\n', 'latin1'), /^Line 3 .*"CSV UTF-8"/],
    [
      'Shift_JIS',
      Buffer.concat([Buffer.from('source,user\r\na,b\r\nc,'), Buffer.from([0x96, 0xbc, 0x91, 0x4f])]),
      /^Line 3 /,
    ],
    ['UTF-16', Buffer.from('\ufeffsource,user\r\na,b\r\n', 'utf16le'), /^Line 1 /],
    ['UTF-16 without a mark', Buffer.from('source,user\r\na,b\r\n', 'utf16le'), /^Line 1 /],
    ['UTF-16 the other way round', Buffer.from('\ufeffsource,user\r\n', 'utf16le').swap16(), /^Line 1 /],
    ['a character that is cut off', Buffer.from('source,user\r\na,名').subarray(0, -1), /^Line 2 /],
    ['overlong forms', Buffer.concat([Buffer.from('source,user\r\n\ufffd,'), Buffer.from([0xc0, 0x80])]), /^Line 2 /],
    ['halves of pairs', Buffer.concat([Buffer.from('source,user\r\n'), Buffer.from([0xed, 0xa0, 0x80])]), /^Line 2 /],
  ];
  it.each(hostile)('U9: %s, with the line and what to do', async (_name, content, message) => {
    for (const size of [1, 2, 3, 5, 1_000]) expect(await refusalOf(content, size)).toMatch(message);
  });

  it('U9: the rows before the fault were given, so that their reader knows where it is', async () => {
    const content = Buffer.concat([Buffer.from('source,user\r\na,b\r\nc,d\r\n'), Buffer.from([0xff])]);
    const given: CsvRow<Name>[] = [];
    await expect(async () => {
      for await (const row of readCsv(inPieces(content, 1_000), LAYOUT)) given.push(row);
    }).rejects.toThrow(Failure);
    expect(given.map(({ row }) => row)).toEqual([1, 2]);
  });

  it('U9: ten million rows promised are refused at the first beyond the limit, and no more is asked for', async () => {
    let sent = 0;
    let isClosed = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        yield Buffer.from('source,user\r\n');
        for (; sent < 10_000_000; sent += 1_000) yield Buffer.from('a,b\r\n'.repeat(1_000));
      } finally {
        isClosed = true;
      }
    }
    let taken = 0;
    const reading = (async () => {
      for await (const { row } of readCsv(endless(), LAYOUT)) taken = row;
    })();
    await expect(reading).rejects.toMatchObject({ problems: [{ code: 'LIMIT_EXCEEDED' }] });
    expect({ taken, isClosed }).toEqual({ taken: 50_000, isClosed: true });
    expect(sent).toBeLessThanOrEqual(50_000);
  });

  it('U9: whatever bytes come, the answer is rows or a refusal', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), pieceSize, async (bytes, size) => {
        const content = Buffer.concat([Buffer.from('source,user\r\n'), bytes]);
        try {
          const whole = await readAll(content, 1_000);
          expect(await readAll(content, size)).toEqual(whole);
        } catch (error) {
          expect(error).toBeInstanceOf(Failure);
          expect(await refusalOf(content, size)).toBe(error instanceof Failure ? error.message : '');
        }
      }),
      { numRuns: 500 },
    );
  });
});
