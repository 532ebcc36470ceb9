import { once } from 'node:events';
import { z } from 'zod';
import type { DownloadRoute, UploadRoute } from '../../../src/graphql/files/file-route.js';
import type { Caller } from '../../../src/shared/caller.js';
import { Failure, FailureCode } from '../../../src/shared/failure.js';

/** What has become of a transfer, as the feature behind the route sees it. */
export interface Seen {
  readonly caller: Caller;
  readonly signal: AbortSignal;
  bytes: number;
  isOver: boolean;
}

const LINE = Buffer.from('名前,"a ""quoted"" cell"\r\n');

/** A route each way, for tests alone; `seen` has what reached them. */
export function sampleRoutes() {
  const seen: Seen[] = [];
  const note = (caller: Caller, signal: AbortSignal): Seen => {
    const entry = { caller, signal, bytes: 0, isOver: false };
    seen.push(entry);
    return entry;
  };
  const mood = z.enum(['fails', 'breaks', 'breaks late', 'takes its time', 'waits for ever']).optional();

  const count: UploadRoute<{ mood?: string; upTo?: number }> = {
    kind: 'upload',
    path: '/files/lines',
    operation: 'countLines',
    roles: ['ADMIN', 'OPERATOR'],
    query: z.strictObject({ mood, upTo: z.coerce.number().optional() }),
    async receive(caller, { bytes, query, signal }) {
      const entry = note(caller, signal);
      let lines = 0;
      try {
        if (query.mood === 'fails') throw failure();
        if (query.mood === 'breaks') throw new Error('secret-of-the-server');
        for await (const chunk of bytes) {
          entry.bytes += chunk.length;
          lines += chunk.filter((byte) => byte === 10).length;
          if (query.mood === 'takes its time') await new Promise((resolve) => setTimeout(resolve, 700));
          if (query.mood === 'waits for ever') await once(signal, 'abort');
          if (entry.bytes >= (query.upTo ?? Number.POSITIVE_INFINITY)) throw failure();
        }
        return { lines, bytes: entry.bytes, account: caller.accountId };
      } finally {
        entry.isOver = true;
      }
    },
  };
  const give: DownloadRoute<{ mood?: string; lines: number }> = {
    kind: 'download',
    path: '/files/lines',
    operation: 'lines',
    roles: ['ADMIN', 'READER'],
    query: z.strictObject({ mood, lines: z.coerce.number().int().default(3) }),
    fileName: 'lines.csv',
    async *send(caller, { query, signal }) {
      const entry = note(caller, signal);
      try {
        if (query.mood === 'fails') throw failure();
        if (query.mood === 'breaks') throw new Error('secret-of-the-server');
        for (let sent = 0; sent < query.lines; sent += 1_000) {
          const chunk = Buffer.concat(Array.from({ length: Math.min(1_000, query.lines - sent) }, () => LINE));
          entry.bytes += chunk.length;
          yield chunk;
          if (query.mood === 'breaks late') throw new Error('secret-of-the-server');
          if (query.mood === 'waits for ever') await once(signal, 'abort');
        }
      } finally {
        entry.isOver = true;
      }
    },
  };
  return { seen, routes: [count, give] };
}

export const linesOf = (count: number) => LINE.toString().repeat(count);

function failure(): Failure {
  const problem = { code: FailureCode.INVALID, message: 'Row 7 is not right.', field: ['rows', '7'] };
  return new Failure([problem, { ...problem, message: 'Row 8 is not right.' }]);
}
