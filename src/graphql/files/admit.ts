import type { FastifyRequest } from 'fastify';
import { type Caller, hasRole } from '../../shared/caller.js';
import { Failure, FailureCode, type Problem } from '../../shared/failure.js';
import { Refusal } from '../refusal.js';
import type { FileLimits, FileRoute } from './file-route.js';
import { tooLarge } from './receive.js';

/** Told of every file that was refused for the caller's role; the audit trail keeps it. */
export type OnFileDenied = (caller: Caller, operation: string) => Promise<void>;

export function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw new Error('A request reached a file without being signed in.');
  return request.caller;
}

export async function demandRole(caller: Caller, route: FileRoute, onDenied: OnFileDenied): Promise<void> {
  if (hasRole(caller, route.roles)) return;
  await onDenied(caller, route.operation);
  throw new Refusal({ status: 403, code: FailureCode.FORBIDDEN, message: 'Your token does not allow this.' });
}

/** What the headers promise; encodings and charsets have been looked at before. */
export function demandCsv({ headers }: FastifyRequest, limits: FileLimits): void {
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'text/csv') {
    throw new Refusal({ status: 415, code: 'BAD_REQUEST', message: 'Send CSV: content-type text/csv.' });
  }
  if (Number(headers['content-length'] ?? 0) > limits.maxBytes) throw tooLarge(limits);
}

/** Answers what the route declared, or throws a `Failure` of all that is wrong. */
export function readQuery({ query }: FileRoute, given: unknown): unknown {
  const read = query.safeParse(given);
  if (read.success) return read.data;
  const [first, ...others] = read.error.issues.map(
    (issue): Problem => ({ code: FailureCode.INVALID, message: issue.message, field: issue.path.map(String) }),
  );
  throw new Failure(first ? [first, ...others] : { code: FailureCode.INVALID, message: 'The address is not right.' });
}
