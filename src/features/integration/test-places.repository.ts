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
        minute_started_at = CASE WHEN t.minute_started_at <= now() - interval '1 minute' THEN now() ELSE t.minute_started_at END,
        used = CASE WHEN t.minute_started_at <= now() - interval '1 minute' THEN 1 ELSE t.used + 1 END,
        runner = EXCLUDED.runner,
        running_until = EXCLUDED.running_until
      WHERE (t.running_until IS NULL OR t.running_until <= now())
        AND (t.minute_started_at <= now() - interval '1 minute' OR t.used < ${TESTS_PER_MINUTE})`;
    if (taken === 1) return { kind: 'taken' };
    const [row] = await tx.$queryRaw<PlaceRow[]>`
      SELECT coalesce(running_until > now(), false) AS "isRunning",
             ceil(extract(epoch FROM minute_started_at + interval '1 minute' - now()))::int AS "secondsLeft"
      FROM connection_tests WHERE account_id = ${accountId}::uuid`;
    if (!row || row.isRunning) return { kind: 'running' };
    return { kind: 'used-up', secondsLeft: Math.max(1, row.secondsLeft) };
  }

  /** Gives back the place of this runner, unless somebody has taken it for dead. */
  async leave(tx: WriteTransaction, accountId: AccountId, runner: string): Promise<void> {
    await tx.connectionTest.updateMany({ where: { accountId, runner }, data: { runner: null, runningUntil: null } });
  }
}
