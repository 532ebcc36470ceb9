import { fileURLToPath } from 'node:url';
import { ToyProcess } from './toy-site.js';

const PROGRAM = fileURLToPath(new URL('./worker-process.js', import.meta.url));

/** A slice of an account's work, from its beginning to its end or to the death of its process. */
export interface SliceSpan {
  readonly kind: string;
  readonly accountId: string;
  readonly attempt: number;
  /** Milliseconds by the machine's clock. */
  readonly from: number;
  readonly to: number;
  /** Its process is still at it, or died at it. */
  readonly isOpen: boolean;
}

/** A worker as the product runs it, in a process of its own. */
export class ProductWorker extends ToyProcess {
  constructor(task: object) {
    super(task, PROGRAM);
  }

  /** All that it has begun so far. */
  get slices(): SliceSpan[] {
    const ends = new Map(this.told('end').map(({ at, ...slice }) => [JSON.stringify(slice), at]));
    return this.told('begin').map(({ at, ...slice }) => {
      const end = ends.get(JSON.stringify(slice));
      return { ...slice, from: at, to: end ?? this.endedAt ?? Number.POSITIVE_INFINITY, isOpen: end === undefined };
    });
  }

  /** What it is at, or was at when it died. */
  at(kind: string): SliceSpan | undefined {
    return this.slices.find((slice) => slice.isOpen && slice.kind === kind);
  }

  private told(word: 'begin' | 'end') {
    return this.steps.flatMap((line) => {
      const [first, kind = '', accountId = '', attempt, at] = line.split(' ');
      return first === word ? { kind, accountId, attempt: Number(attempt), at: Number(at) } : [];
    });
  }
}

/** Pairs of slices of one account that went on at the same time, whichever workers had them. */
export function overlapsOf(workers: readonly ProductWorker[]): (readonly [SliceSpan, SliceSpan])[] {
  const slices = workers.flatMap((worker) => worker.slices).toSorted((one, other) => one.from - other.from);
  return slices.flatMap((one, index) =>
    slices
      .slice(index + 1)
      .filter((later) => later.accountId === one.accountId && later.from < one.to)
      .map((later) => [one, later] as const),
  );
}
