import type { ConnectionReport } from '../../connectwise/connection-report.js';
import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId } from '../../shared/ids.js';
import { type HeldWork, type OutgoingWork, toCapability } from './health.js';
import type { Pause, PauseReason } from './integration.js';
import { toStoredReport } from './stored-report.js';

/** What the settings' own row says of their health. */
export interface Standing {
  readonly version: number;
  readonly isEnabled: boolean;
  readonly refusals: number;
  readonly pause: Pause | undefined;
  readonly seenVersion: string | null;
  readonly seenApi: string | null;
}

/** Times of the next check are the database's: replicas may disagree about the time of day. */
export class HealthRepository {
  constructor(private readonly database: Database) {}

  async holds(accountId: AccountId): Promise<HeldWork[]> {
    const rows = await this.database.read(accountId, (db) =>
      db.selectFrom('work_holds').selectAll().where('account_id', '=', accountId).orderBy('work'),
    );
    return rows.map(({ work, capability, held_at }) => ({
      work,
      capability: toCapability(capability),
      heldAt: held_at,
    }));
  }

  /** Reads the standing and keeps everybody else from changing it until the end of the transaction. */
  async lock(tx: WriteTransaction, accountId: AccountId): Promise<Standing | undefined> {
    await tx.$queryRaw`SELECT 1 FROM integration_settings WHERE account_id = ${accountId}::uuid FOR UPDATE`;
    const row = await tx.integrationSettings.findUnique({ where: { accountId } });
    if (!row) return undefined;
    const { version, isEnabled, refusals, pausedAt, pauseReason, seenVersion, seenApi } = row;
    const pause = pausedAt && pauseReason ? { reason: pauseReason, since: pausedAt } : undefined;
    return { version, isEnabled, refusals, pause, seenVersion, seenApi };
  }

  async setRefusals(tx: WriteTransaction, accountId: AccountId, refusals: number): Promise<void> {
    await tx.integrationSettings.update({ where: { accountId }, data: { refusals } });
  }

  /** Values that passed a moment ago no longer count as tested either. */
  async pause(tx: WriteTransaction, accountId: AccountId, reason: PauseReason): Promise<void> {
    await tx.$executeRaw`
      UPDATE integration_settings SET paused_at = now(), pause_reason = ${reason}::pause_reason
      WHERE account_id = ${accountId}::uuid`;
    await tx.passedTest.deleteMany({ where: { accountId } });
  }

  async resume(tx: WriteTransaction, accountId: AccountId): Promise<void> {
    await tx.integrationSettings.update({
      where: { accountId },
      data: { refusals: 0, pausedAt: null, pauseReason: null },
    });
  }

  async saveReport(tx: WriteTransaction, accountId: AccountId, report: ConnectionReport): Promise<void> {
    await tx.integrationSettings.update({ where: { accountId }, data: { lastReport: toStoredReport(report) } });
  }

  async saveSeen(
    tx: WriteTransaction,
    accountId: AccountId,
    seen: Pick<Standing, 'seenVersion' | 'seenApi'>,
  ): Promise<void> {
    await tx.integrationSettings.update({ where: { accountId }, data: seen });
  }

  /** @returns whether this kind was not held yet */
  async hold(
    tx: WriteTransaction,
    accountId: AccountId,
    { work, capability }: Pick<HeldWork, 'work' | 'capability'>,
  ): Promise<boolean> {
    const { count } = await tx.workHold.createMany({ data: [{ accountId, work, capability }], skipDuplicates: true });
    return count === 1;
  }

  async release(tx: WriteTransaction, accountId: AccountId, works: readonly OutgoingWork[]): Promise<void> {
    await tx.workHold.deleteMany({ where: { accountId, work: { in: [...works] } } });
  }

  async holdsIn(tx: WriteTransaction, accountId: AccountId): Promise<HeldWork[]> {
    const rows = await tx.workHold.findMany({ where: { accountId } });
    return rows.map((row) => ({ ...row, capability: toCapability(row.capability) }));
  }

  /** The next check about an hour from now, at another moment for each account. */
  async planCheck(tx: WriteTransaction, accountId: AccountId): Promise<void> {
    await tx.$executeRaw`
      UPDATE integration_settings
      SET next_check_at = CASE WHEN is_enabled THEN now() + interval '54 minutes' + random() * interval '12 minutes' END
      WHERE account_id = ${accountId}::uuid`;
  }

  async nextCheckAt(tx: WriteTransaction, accountId: AccountId): Promise<Date | undefined> {
    const row = await tx.integrationSettings.findUnique({ where: { accountId }, select: { nextCheckAt: true } });
    return row?.nextCheckAt ?? undefined;
  }

  async checkNow(tx: WriteTransaction, accountId: AccountId): Promise<void> {
    await tx.$executeRaw`
      UPDATE integration_settings SET next_check_at = now() WHERE account_id = ${accountId}::uuid AND is_enabled`;
  }

  /** Takes a check that is due, for as long as one can last; if whoever took it dies it is due again then. */
  async takeCheck(tx: WriteTransaction, accountId: AccountId): Promise<boolean> {
    const taken = await tx.$executeRaw`
      UPDATE integration_settings SET next_check_at = now() + interval '1 minute'
      WHERE account_id = ${accountId}::uuid AND is_enabled AND (next_check_at IS NULL OR next_check_at <= now())`;
    return taken === 1;
  }
}
