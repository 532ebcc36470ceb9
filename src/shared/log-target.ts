import { constants, fstatSync, openSync, write } from 'node:fs';
import type { DestinationStream } from 'pino';

/** About 20,000 lines: what a reader of the log may fall behind before lines are dropped. */
const MOST_WAITING = 4_194_304;
const RETRY_MS = 20;
/** Lines are written together, a tenth of a second late at most: a system call for each costs as much as its request. */
const TOGETHER = { characters: 4_096, milliseconds: 100 };

/**
 * Where log lines go. Whatever becomes of that place – a full disk, a pipe that nobody reads or that was closed – the
 * server goes on: lines are dropped then, and counted. pino's own target throws on a full disk, piles lines up without end
 * behind a stalled reader, and keeps the process from ending, because one of Node's threads hangs in the write.
 */
export class LogTarget implements DestinationStream {
  #waiting: string[] = [];
  #length = 0;
  #isWriting = false;
  #timer: NodeJS.Timeout | undefined;
  #dropped = 0;
  #file: number | undefined;
  #atRest: (() => void)[] = [];

  constructor(
    private readonly descriptor = 1,
    private readonly most = MOST_WAITING,
  ) {}

  get droppedLines(): number {
    return this.#dropped;
  }

  write(line: string): void {
    if (this.#length + line.length > this.most) {
      this.#dropped += 1;
      return;
    }
    this.#waiting.push(line);
    this.#length += line.length;
    if (!this.#isWriting) this.#gather();
  }

  /** Whether all lines have been taken within the time. */
  async flush(milliseconds: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), milliseconds);
      this.#atRest.push(() => {
        clearTimeout(timer);
        resolve(true);
      });
      if (!this.#isWriting) this.#next();
    });
  }

  /** Waits for more lines, unless there are many or somebody waits for the end of them. */
  #gather(): void {
    if (this.#length >= TOGETHER.characters || this.#atRest.length > 0) this.#next();
    else this.#timer ??= setTimeout(() => this.#next(), TOGETHER.milliseconds);
  }

  #next(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const lines = this.#waiting;
    this.#isWriting = lines.length > 0;
    if (!this.#isWriting) {
      for (const tell of this.#atRest.splice(0)) tell();
      return;
    }
    this.#waiting = [];
    this.#length = 0;
    this.#put(Buffer.from(lines.join('')), (isTaken) => {
      if (!isTaken) this.#dropped += lines.length;
      this.#isWriting = false;
      if (this.#waiting.length > 0) this.#gather();
      else this.#next();
    });
  }

  #put(bytes: Buffer, done: (isTaken: boolean) => void): void {
    this.#file ??= withoutBlocking(this.descriptor);
    write(this.#file, bytes, (error, written) => {
      if (error?.code === 'EAGAIN') setTimeout(() => this.#put(bytes, done), RETRY_MS);
      else if (error) done(false);
      else if (written < bytes.length) this.#put(bytes.subarray(written), done);
      else done(true);
    });
  }
}

/**
 * A pipe is opened anew, so that a full one says so instead of blocking, whatever those it is shared with do to it.
 * Where that is not possible the descriptor has to do as it is: only there can a stalled reader hold up the end of the process.
 */
function withoutBlocking(descriptor: number): number {
  try {
    if (!fstatSync(descriptor).isFIFO()) return descriptor;
    return openSync(`/proc/self/fd/${descriptor}`, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    return descriptor;
  }
}
