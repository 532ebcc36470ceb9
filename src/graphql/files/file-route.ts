import type { z } from 'zod';
import type { Caller, Role } from '../../shared/caller.js';
import type { AccountId } from '../../shared/ids.js';

/** An address outside GraphQL at which a file comes in or goes out. Features state theirs; `app.ts` hands them over. */
export type FileRoute = UploadRoute | DownloadRoute;

interface Route<Query> {
  readonly path: `/files/${string}`;
  /** What the audit trail and the metrics call it. */
  readonly operation: string;
  readonly roles: readonly [Role, ...Role[]];
  /** What the address may hold behind the `?`; a strict object, so that a misspelt parameter is not just ignored. */
  readonly query: z.ZodType<Query>;
}

/** Takes a file by POST. */
export interface UploadRoute<Query = unknown> extends Route<Query> {
  readonly kind: 'upload';
  /** Of a good answer; 200 unless told. */
  readonly status?: 200 | 202;
  /** What it resolves to is answered as JSON; a `Failure` as its problems. */
  receive(caller: Caller, upload: Upload<Query>): Promise<object>;
}

export interface Upload<Query = unknown> {
  readonly query: Query;
  /** As they arrive; to be read once. Reading throws when the client breaks a limit or goes away. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Fires when nobody waits for the answer any more, or its time is over. */
  readonly signal: AbortSignal;
}

/** Gives a file out by GET. */
export interface DownloadRoute<Query = unknown> extends Route<Query> {
  readonly kind: 'download';
  readonly fileName: string | (() => string);
  /** CSV unless told; NDJSON has a JSON object to a line. */
  readonly format?: 'csv' | 'ndjson';
  /** A `Failure` before the first bytes is answered as its problems; after them the connection breaks. */
  send(caller: Caller, download: Download<Query>): AsyncIterable<Uint8Array>;
}

export interface Download<Query = unknown> {
  readonly query: Query;
  readonly signal: AbortSignal;
}

export interface FileLimits {
  readonly maxBytes: number;
  readonly longestMs: number;
  /** What a client has to send, or take, on average; our own time does not count. */
  readonly bytesPerSecond: number;
  /** How long a client may stand still before that pace is asked of it. */
  readonly graceMs: number;
  /** For each process by itself, so that files leave room for everything else. */
  readonly atOnce: number;
}

export const FILE_LIMITS: FileLimits = {
  maxBytes: 64 * 1_048_576,
  longestMs: 600_000,
  bytesPerSecond: 10_240,
  graceMs: 10_000,
  atOnce: 20,
};

/** How many files one account moves at once, over all processes. */
export interface FilePlaces {
  /** Undefined when the account has none left. */
  take(accountId: AccountId): Promise<FilePlace | undefined>;
}

export interface FilePlace {
  /** May be called again; never rejects. */
  leave(): Promise<void>;
}

/** The name under which a file of this day is given out. */
export function datedName(what: string, now: Date, ending: 'csv' | 'ndjson' = 'csv'): string {
  return `${what}-${now.toISOString().slice(0, 10)}.${ending}`;
}
