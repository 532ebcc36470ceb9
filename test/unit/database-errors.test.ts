import { describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { PoolBusy } from '../../src/database/brisk-pool.js';
import { DatabaseUnavailable, translate } from '../../src/database/errors.js';
import { Prisma } from '../../src/database/generated/client/client.js';
import { Failure, FailureCode } from '../../src/shared/failure.js';

const ofPostgres = (code: string) => Object.assign(new pg.DatabaseError('said by PostgreSQL', 0, 'error'), { code });

/** What a socket says: a system call that failed. */
const ofSystem = (code: string, syscall: string) =>
  Object.assign(new Error(`${syscall} ${code}`), { code, syscall, errno: -1 });

const ofPrisma = (code: string, message: string, meta?: Record<string, unknown>) =>
  new Prisma.PrismaClientKnownRequestError(message, { code, clientVersion: '7', ...(meta && { meta }) });

const adapterError = (cause: object) => Object.assign(new Error('x', { cause }), { name: 'DriverAdapterError' });

/** As the writing door gets what PostgreSQL said: the adapter's error, bare or within one of Prisma's own. */
const ofAdapter = (code: string) => adapterError({ kind: 'postgres', code, severity: 'ERROR', message: 'x' });
const within = (code: string, cause: Error) => ofPrisma(code, 'Database error.', { driverAdapterError: cause });

const STATES = [
  ['08000', 'connection exception'],
  ['08001', 'no connection was made'],
  ['08003', 'the connection does not exist'],
  ['08006', 'the connection failed'],
  ['08P01', 'what a pooler says that finds no server'],
  ['53000', 'no more open files'],
  ['53100', 'disk full'],
  ['53200', 'out of memory'],
  ['53300', 'too many connections'],
  ['53400', 'a limit of the configuration'],
  ['57000', 'operator intervention'],
  ['57014', 'ended by its time limit'],
  ['57P01', 'shut down by an administrator'],
  ['57P02', 'another process crashed'],
  ['57P03', 'starting, stopping, or in recovery'],
  ['57P05', 'the session was idle for too long'],
  ['58000', 'error of the system'],
  ['58030', 'a file could not be read or written'],
  ['58P01', 'a file is missing'],
  ['25P03', 'idle in a transaction for too long'],
  ['25P04', 'the transaction took too long'],
  ['55P03', 'a lock was not to be had'],
] as const;

const SYSTEM = [
  ['ECONNREFUSED', 'connect'],
  ['ECONNRESET', 'read'],
  ['ECONNABORTED', 'read'],
  ['EPIPE', 'write'],
  ['ETIMEDOUT', 'connect'],
  ['EHOSTUNREACH', 'connect'],
  ['EHOSTDOWN', 'connect'],
  ['ENETUNREACH', 'connect'],
  ['ENETDOWN', 'connect'],
  ['ENOENT', 'connect'],
  // A Unix socket with a full queue; a process without ports, buffers or file handles.
  ['EAGAIN', 'connect'],
  ['EADDRNOTAVAIL', 'connect'],
  ['ENOBUFS', 'connect'],
  ['EMFILE', 'connect'],
  ['EIO', 'read'],
  ['ENOTFOUND', 'getaddrinfo'],
  ['EAI_AGAIN', 'getaddrinfo'],
  ['EAI_FAIL', 'getaddrinfo'],
] as const;

const MESSAGES = [
  'timeout exceeded when trying to connect',
  'timeout expired',
  'Query read timeout',
  'Connection terminated',
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
  'Cannot use a pool after calling end on the pool',
  'There was an error establishing an SSL connection',
];

const PRISMA = [
  ['P1001', "Can't reach database server"],
  ['P1002', 'The database server was reached but timed out'],
  ['P1008', 'Operation has timed out'],
  ['P1011', 'Error opening a TLS connection: There was an error establishing an SSL connection'],
  ['P1017', 'Server has closed the connection.'],
  ['P2024', 'Timed out fetching a new connection from the pool'],
  ['P2028', 'Transaction API error: Unable to start a transaction in the given time.'],
  ['P2028', 'Transaction API error: A query cannot be executed on an expired transaction.'],
  [
    'P2028',
    'Transaction API error: Transaction already closed: A commit cannot be executed on an expired transaction.',
  ],
  [
    'P2028',
    "Transaction API error: Transaction not found. Transaction ID is invalid, refers to an old closed transaction Prisma doesn't have information about anymore.",
  ],
  [
    'P2028',
    'Transaction API error: Transaction already closed: A query cannot be executed on a transaction that was rolled back.',
  ],
  ['P2037', 'Too many database connections opened'],
] as const;

const unavailable = (error: unknown) => expect(translate(error)).toBeInstanceOf(DatabaseUnavailable);
const kept = (error: unknown) => expect(translate(error)).toBe(error);

describe('F12, F15: what means "not now", however it is told', () => {
  test.each(STATES)('F15: SQLSTATE %s, %s', (code, _meaning) => {
    unavailable(ofPostgres(code));
    unavailable(ofAdapter(code));
    unavailable(within('P2039', ofAdapter(code)));
    unavailable(within('P2010', ofAdapter(code)));
    unavailable(ofPrisma(code, 'Database error.'));
  });

  test.each(SYSTEM)('F12: %s at %s', (code, syscall) => {
    unavailable(ofSystem(code, syscall));
    unavailable(new Error('Connection failed', { cause: ofSystem(code, syscall) }));
    unavailable(new AggregateError([ofSystem(code, syscall)], ''));
  });

  test.each(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAGAIN', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'])(
    'F12: %s, of which Prisma has kept the code only',
    (code) => unavailable(ofPrisma(code, 'write failed')),
  );

  test.each(MESSAGES)('F12: "%s" without a code', (message) => unavailable(new Error(message)));

  test.each(PRISMA)('F12, F13: %s "%s"', (code, message) => unavailable(ofPrisma(code, message)));

  test('F12: what Prisma says before its first query', () =>
    unavailable(new Prisma.PrismaClientInitializationError("Can't reach database server", '7', 'P1001')));

  test.each(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections'])(
    'F12: the kind %s of the adapter',
    (kind) => unavailable(adapterError({ kind, cause: 'x' })),
  );

  test('F16: who waits for a connection comes back sooner than who finds no database', () => {
    const seconds = (error: unknown) => (translate(error) as DatabaseUnavailable).retryAfterSeconds;
    expect(seconds(new Error('timeout exceeded when trying to connect'))).toBe(1);
    expect(seconds(new PoolBusy())).toBe(1);
    expect(seconds(ofPostgres('57P03'))).toBe(5);
    expect(translate(new PoolBusy())).toMatchObject({ isBusy: true });
    expect(translate(ofPostgres('53300'))).toMatchObject({ isBusy: false });
  });
});

describe('F15: what is no outage stays what it is', () => {
  test.each(['23505', '23514', '42501', '42P01', '22P02', '0A000', '25006', '40001', '28P01', 'XX000'])(
    'SQLSTATE %s',
    (code) => {
      kept(ofPostgres(code));
      kept(within('P2039', ofAdapter(code)));
    },
  );

  test.each([
    new Error('a bug'),
    new TypeError('undefined is not a function'),
    new Failure({ code: FailureCode.INVALID, message: 'Connection terminated' }),
    ofSystem('EACCES', 'open'),
    ofPrisma(
      'P2028',
      'Transaction API error: Transaction already closed: A query cannot be executed on a committed transaction.',
    ),
    ofPrisma('P2002', 'Unique constraint failed'),
    ofPrisma('P2025', 'No record was found'),
  ])('%s', kept);
});
