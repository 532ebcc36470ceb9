import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LogTarget } from '../../src/shared/log-target.js';
import { createLogger } from '../../src/shared/logger.js';

const PIPE_BYTES = 65_536;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'psa-log-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const line = (number: number) => `${String(number).padStart(999, '0')}\n`;
const write = (target: LogTarget, from: number, to: number) => {
  for (let number = from; number < to; number += 1) target.write(line(number));
};

describe('F25: where log lines go', () => {
  it('F25: takes all of them in order when nothing is wrong', async () => {
    const file = openSync(join(folder, 'log'), 'w');
    const target = new LogTarget(file);
    write(target, 0, 500);
    expect(await target.flush(30_000)).toBe(true);
    closeSync(file);
    const expected = Array.from({ length: 500 }, (_, number) => line(number)).join('');
    expect(await readFile(join(folder, 'log'), 'utf8')).toBe(expected);
    expect(target.droppedLines).toBe(0);
  });

  it('F25: a full disk drops lines and counts them, and what is logged after it is there again', async () => {
    const full = openSync('/dev/full', 'w');
    const target = new LogTarget(full);
    const logger = createLogger('info', target);
    for (let number = 0; number < 10; number += 1) logger.info('to a full disk');
    expect(await target.flush(30_000)).toBe(true);
    expect(target.droppedLines).toBe(10);
    closeSync(full);
  });

  it('F25: a pipe that nobody reads holds up nothing: lines past the limit are dropped and counted, and the rest goes on later', async () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const writer = openSync(path, constants.O_WRONLY);
    const target = new LogTarget(writer, 100_000);
    // The first line is on its way, then as many wait as the limit lets.
    write(target, 0, 400);
    expect(await target.flush(500)).toBe(false);
    write(target, 400, 1_000);
    const dropped = target.droppedLines;
    expect(dropped).toBeGreaterThan(500);

    const buffer = Buffer.alloc(PIPE_BYTES);
    let read = '';
    const flushed = target.flush(30_000);
    for (let isOver = false; !isOver; ) {
      isOver = await Promise.race([flushed, new Promise<false>((done) => setTimeout(done, 5, false))]);
      try {
        for (let bytes = -1; bytes !== 0; ) {
          bytes = readSync(reader, buffer);
          read += buffer.toString('latin1', 0, bytes);
        }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      }
    }
    const numbers = read.trimEnd().split('\n').map(Number);
    expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
    expect(numbers.length + dropped).toBe(1_000);
    closeSync(reader);
    write(target, 1_000, 1_010);
    expect(await target.flush(30_000)).toBe(true);
    expect(target.droppedLines).toBe(dropped + 10);
    closeSync(writer);
  });
});
