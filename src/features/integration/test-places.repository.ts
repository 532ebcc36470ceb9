import { Prisma } from '../../database/generated/client/client.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId } from '../../shared/ids.js';

export const TESTS_PER_MINUTE = 6;

/** A place to run one test in, or why there is none now. */
export type TestPlace =
  | { readonly kind: 'taken' }
  | { readonly kind: 'running' }
  | { readonly kind: 'used-up'; readonly secondsLeft: number };

interface PlaceRow {
  readonly isRunning: boolean;
  readonly secondsLeft: number;
}

// Times that lie too far ahead were set by a clock that has gone back since, and do not count.
const IS_RUNNING = Prisma.sql`coalesce(t.running_until > now() AND t.running_until <= now() + interval '30 seconds', false)`;
const IN_MINUTE = Prisma.sql`(t.minute_started_at > now() - interval '1 minute' AND t.minute_started_at <= now() + interval '10 seconds')`;

/**
 * One test at a time and six a minute for each account, whichever process runs them. By the database's clock, and a
 * process that dies gives its place up after the longest time that a test can take.
 */
export class TestPlaceRepository {
  async take(tx: WriteTransaction, accountId: AccountId, runner: string): Promise<TestPlace> {
    const taken = await tx.$executeRaw`
      INSERT INTO connection_tests AS t (account_id, minute_started_at, used, runner, running_until)
      VALUES (${accountId}::uuid, now(), 1, ${runner}::uuid, now() + interval '20 seconds')
      ON CONFLICT (account_id) DO UPDATE SET
        minute_started_at = CASE WHEN ${IN_MINUTE} THEN t.minute_started_at ELSE now() END,
        used = CASE WHEN ${IN_MINUTE} THEN t.used + 1 ELSE 1 END,
        runner = EXCLUDED.runner,
        running_until = EXCLUDED.running_until
      WHERE NOT ${IS_RUNNING} AND (NOT ${IN_MINUTE} OR t.used < ${TESTS_PER_MINUTE})`;
    if (taken === 1) return { kind: 'taken' };
    const [row] = await tx.$queryRaw<PlaceRow[]>`
      SELECT ${IS_RUNNING} AS "isRunning",
             ceil(extract(epoch FROM minute_started_at + interval '1 minute' - now()))::int AS "secondsLeft"
      FROM connection_tests AS t WHERE account_id = ${accountId}::uuid`;
    if (!row || row.isRunning) return { kind: 'running' };
    return { kind: 'used-up', secondsLeft: Math.max(1, row.secondsLeft) };
  }

  /** Gives back the place of this runner, unless somebody has taken it for dead. */
  async leave(tx: WriteTransaction, accountId: AccountId, runner: string): Promise<void> {
    await tx.connectionTest.updateMany({ where: { accountId, runner }, data: { runner: null, runningUntil: null } });
  }
}
