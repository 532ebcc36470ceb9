import { setTimeout as sleep } from 'node:timers/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import type { AccountId } from '../shared/ids.js';
import type { Logger } from '../shared/logger.js';
import { isConflict, translate } from './errors.js';
import { type Prisma, PrismaClient } from './generated/client/client.js';
import { enterAccount } from './scope.js';
import type { DatabaseTimes } from './times.js';

export type WriteTransaction = Prisma.TransactionClient;

export type Write = <T>(accountId: AccountId, work: (tx: WriteTransaction) => Promise<T>) => Promise<T>;

const MAX_RETRIES = 5;

/**
 * The door for changes: one transaction on the rows of one account. `work` may run more than once, so it does nothing
 * but database work; what it returns counts only from the run that committed.
 */
export function openWriteDoor(
  pool: pg.Pool,
  { logger, times }: { readonly logger: Logger; readonly times: DatabaseTimes },
): { write: Write; close: () => Promise<void> } {
  const prisma = new PrismaClient({
    // No `statementNameGenerator`: the embedded database would share the names among all connections.
    adapter: new PrismaPg(pool, {
      onConnectionError: (error) => logger.warn({ err: error }, 'a database connection broke in use'),
    }),
    transactionOptions: { maxWait: times.begin, timeout: times.transaction },
    errorFormat: 'minimal',
    // The role has no right to read it, and Prisma would otherwise ask for every column of a row it wrote.
    omit: { accessToken: { hash: true } },
  });

  const once = <T>(accountId: AccountId, work: (tx: WriteTransaction) => Promise<T>) =>
    prisma.$transaction(async (tx) => {
      await tx.$executeRawUnsafe(enterAccount(accountId));
      return work(tx);
    });

  const write: Write = async (accountId, work) => {
    const started = performance.now();
    for (let retries = 0; ; retries += 1) {
      try {
        return await once(accountId, work);
      } catch (error) {
        const isLate = performance.now() - started > times.retries;
        if (!isConflict(error) || retries === MAX_RETRIES || isLate) throw translate(error);
        await sleep(Math.random() * 20 * 2 ** retries);
      }
    }
  };
  return { write, close: () => prisma.$disconnect() };
}
