import { Failure } from '../shared/failure.js';
import { PoolBusy } from './brisk-pool.js';

/**
 * The database is down, frozen, full, or out of free connections. Whether a write that ended so took place is unknown.
 */
export class DatabaseUnavailable extends Error {
  /** All connections are in use: nothing was asked of the database yet. */
  readonly isBusy: boolean;
  readonly retryAfterSeconds: number;

  constructor(cause: unknown) {
    super('The database cannot answer right now.', { cause });
    this.name = 'DatabaseUnavailable';
    this.isBusy = isPoolExhausted(cause);
    this.retryAfterSeconds = this.isBusy ? 1 : 5;
  }
}

/** Whether the unique index or constraint of this name refused the row, whichever door the row came through. */
export function isUniqueViolation(error: unknown, constraintName: string): boolean {
  return chain(error).some(
    (link) =>
      (link.code === '23505' && link.constraint === constraintName) ||
      (link.kind === 'UniqueConstraintViolation' && asLink(link.constraint)?.index === constraintName),
  );
}

/** Deadlocks and serialization failures: the same transaction can succeed when it is run again from its start. */
export function isConflict(error: unknown): boolean {
  if (error instanceof Failure) return false;
  return chain(error).some(
    (link) => link.kind === 'TransactionWriteConflict' || codesOf(link).some((code) => CONFLICT_CODES.has(code)),
  );
}

/** Turns every way in which the drivers report a lost database into one error; anything else stays what it is. */
export function translate(error: unknown): unknown {
  if (error instanceof Failure || error instanceof DatabaseUnavailable) return error;
  return chain(error).some(isOutage) ? new DatabaseUnavailable(error) : error;
}

/** What PostgreSQL called its refusal; undefined where it was not PostgreSQL that refused. */
export function sqlStateOf(error: unknown): string | undefined {
  return chain(error)
    .flatMap(codesOf)
    .find((code) => SQL_STATE.test(code));
}

/** Codes of the system, such as EPIPE, and Prisma's, such as P2024, have five characters as well. */
const SQL_STATE = /^(\d[0-9A-Z]|F0|HV|P0|XX)[0-9A-Z]{3}$/;

const CONFLICT_CODES = new Set(['40P01', '40001', 'P2034']);

/** Connection, resource and operator classes of SQLSTATE, and the timeouts PostgreSQL ends a session or query by. */
const OUTAGE_STATES = /^(08...|53...|57000|57P..|58...|57014|25P03|25P04|55P03)$/;
/** Of the link that Prisma tells by a code alone, and what it says of a database that it cannot reach or use. */
const OUTAGE_CODES = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EAGAIN'],
  ...['EHOSTUNREACH', 'ENETUNREACH', 'ENOTCONN', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'],
  ...['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2037'],
]);
const OUTAGE_KINDS = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections']);

/** A link that fails says which call of the system did: why makes no difference, and each system has reasons of its own. */
const LINK_CALLS = new Set(['connect', 'read', 'write', 'shutdown', 'getaddrinfo']);

/** What pg and Prisma say without a code of its own. */
const OUTAGE_MESSAGES = [
  /timeout exceeded when trying to connect|timeout expired|Query read timeout|Cannot use a pool after calling end/,
  /Connection terminated|Client has encountered a connection error|Client was closed and is not queryable/,
  /There was an error establishing an SSL connection/,
  // A transaction that could not begin, or was ended before its work was done: not one used after its end.
  /Unable to start a transaction in the given time|cannot be executed on an expired transaction/,
  /Transaction not found|cannot be executed on a transaction that was rolled back/,
];

interface Link {
  readonly code?: unknown;
  readonly originalCode?: unknown;
  readonly errorCode?: unknown;
  readonly kind?: unknown;
  readonly constraint?: unknown;
  readonly index?: unknown;
  readonly message?: unknown;
  readonly syscall?: unknown;
  readonly cause?: unknown;
  /** Of an AggregateError: a host with several addresses. */
  readonly errors?: unknown;
  readonly meta?: unknown;
  readonly driverAdapterError?: unknown;
}

function isOutage(link: Link): boolean {
  const { message } = link;
  return (
    link instanceof PoolBusy ||
    codesOf(link).some((code) => OUTAGE_CODES.has(code) || OUTAGE_STATES.test(code)) ||
    (typeof link.syscall === 'string' && LINK_CALLS.has(link.syscall)) ||
    (typeof link.kind === 'string' && OUTAGE_KINDS.has(link.kind)) ||
    (typeof message === 'string' && OUTAGE_MESSAGES.some((pattern) => pattern.test(message)))
  );
}

function isPoolExhausted(error: unknown): boolean {
  return chain(error).some(
    (link) => link instanceof PoolBusy || link.message === 'timeout exceeded when trying to connect',
  );
}

function codesOf(link: Link): string[] {
  return [link.code, link.originalCode, link.errorCode].filter((code) => typeof code === 'string');
}

/** The error and everything it was caused by; Prisma keeps the driver's error in `meta`. */
function chain(error: unknown, depth = 0): Link[] {
  const link = asLink(error);
  if (!link || depth > 8) return [];
  const meta = asLink(link.meta);
  const causes = [link.cause, meta?.driverAdapterError, ...(Array.isArray(link.errors) ? link.errors : [])];
  return [link, ...causes.flatMap((cause) => chain(cause, depth + 1))];
}

function asLink(value: unknown): Link | undefined {
  return typeof value === 'object' && value !== null ? value : undefined;
}
