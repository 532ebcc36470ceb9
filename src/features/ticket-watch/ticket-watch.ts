import { z } from 'zod';
import type { InstanceId } from '../../shared/ids.js';

const optional = <Shape extends z.ZodType>(shape: Shape) => shape.nullish().transform((value) => value ?? undefined);

const stateShape = z.object({
  /** Only what changed since, by the clock of ConnectWise; absent when the tickets are asked for by their numbers. */
  changedAfter: optional(z.coerce.date()),
  /** The next part begins behind this number. */
  after: z.int(),
  /** Pages read so far. */
  pages: z.int(),
  /** The newest change seen. */
  newest: optional(z.coerce.date()),
});

/** Where a reading of all tickets goes on. */
export type PollState = z.output<typeof stateShape>;

export function readPollState(state: unknown): PollState | undefined {
  return state === null || state === undefined ? undefined : stateShape.parse(state);
}

/** How an account learns of what people do to its tickets. All but the last date are the database's. */
export interface TicketWatch {
  readonly instanceId: InstanceId | undefined;
  readonly path: CallbackPath | undefined;
  /** Those that had a callback of ours when we last looked. */
  readonly boards: readonly number[];
  readonly checkAt: Date | undefined;
  readonly obstacle: CallbackObstacle | undefined;
  readonly repairedAt: Date | undefined;
  readonly lastCallbackAt: Date | undefined;
  readonly poll: PollState | undefined;
  readonly pollAt: Date | undefined;
  readonly polledAt: Date | undefined;
  readonly comparedAt: Date | undefined;
  readonly readAfter: Date | undefined;
  readonly now: Date;
  /** The newest change seen, by the clock of ConnectWise. */
  readonly changedUntil: Date | undefined;
}

/** What the part of the callbacks' address that nobody can guess is made of, together with a sealing key. */
export interface CallbackPath {
  readonly hash: Uint8Array;
  readonly salt: Uint8Array;
  readonly keyId: string;
}

/** Why ConnectWise cannot be made to call us. */
export const CallbackObstacle = {
  NOT_PERMITTED: 'NOT_PERMITTED',
  REFUSED: 'REFUSED',
  UNREACHABLE: 'UNREACHABLE',
} as const;
export type CallbackObstacle = (typeof CallbackObstacle)[keyof typeof CallbackObstacle];

const DAY_MS = 86_400_000;
/** ConnectWise stamps a change when it begins to write it, and shows it when it is committed. */
const OVERLAP_MS = 600_000;
/** A record stamped so much later than now is stamped wrongly, and would hide all changes before it. */
const FUTURE_MS = 3_600_000;
/** So many numbers fit into one URL. */
export const NUMBERS_A_CALL = 200;
const POLL_SECONDS = 15 * 60;
/** When ConnectWise calls us anyway. */
const SAFETY_POLL_SECONDS = 60 * 60;

/** Whether ConnectWise tells of changes by itself. */
export function isCalled({ boards, obstacle }: Pick<TicketWatch, 'boards' | 'obstacle'>): boolean {
  return boards.length > 0 && obstacle === undefined;
}

export function pollSeconds(watch: Pick<TicketWatch, 'boards' | 'obstacle'>): number {
  return isCalled(watch) ? SAFETY_POLL_SECONDS : POLL_SECONDS;
}

/**
 * How so many tickets are read with the fewest calls: all by their numbers, or what changed of all tickets there are.
 * Deleting one changes nothing that could be asked for, so once a day each is asked for by its number.
 */
export function beginPoll({ comparedAt, polledAt, changedUntil, now }: TicketWatch, count: number): PollState {
  const start = { after: 0, pages: 0, newest: undefined };
  const isRecent = (date: Date | undefined) => date !== undefined && now.getTime() - date.getTime() < DAY_MS;
  const readsChanges = count > NUMBERS_A_CALL && changedUntil && isRecent(comparedAt) && isRecent(polledAt);
  return { ...start, changedAfter: readsChanges ? new Date(changedUntil.getTime() - OVERLAP_MS) : undefined };
}

/** Whether so many pages of changes cost more calls than asking for the tickets by their numbers. */
export function isDearer({ changedAfter, pages }: PollState, count: number): boolean {
  return changedAfter !== undefined && pages >= Math.ceil(count / NUMBERS_A_CALL);
}

export function newestOf(
  tickets: Iterable<{ readonly lastUpdated: Date | null }>,
  { newest, now }: { readonly newest: Date | undefined; readonly now: Date },
): Date | undefined {
  let latest = newest;
  for (const { lastUpdated } of tickets) {
    if (!lastUpdated || lastUpdated.getTime() > now.getTime() + FUTURE_MS) continue;
    if (!latest || lastUpdated > latest) latest = lastUpdated;
  }
  return latest;
}
