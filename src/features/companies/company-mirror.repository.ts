import type { Database } from '../../database/database.js';
import { refreshStatistics } from '../../database/statistics.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, InstanceId } from '../../shared/ids.js';
import type { CompanyMirror, SyncMode } from './company-mirror.js';

/** How far the copies of an account are. */
export class CompanyMirrorRepository {
  constructor(private readonly database: Database) {}

  async find(accountId: AccountId, instanceId: InstanceId): Promise<CompanyMirror | undefined> {
    const [row] = await this.database.read(accountId, (db) =>
      db
        .selectFrom('company_mirrors')
        .select(['synced_at', 'compared_at', 'changed_until', 'newest_change'])
        .where('account_id', '=', accountId)
        .where('instance_id', '=', instanceId),
    );
    return (
      row && {
        instanceId,
        syncedAt: row.synced_at ?? undefined,
        comparedAt: row.compared_at ?? undefined,
        changedUntil: row.changed_until ?? undefined,
        newestChange: row.newest_change ?? undefined,
      }
    );
  }

  /** While an account's companies come in nobody else would tell the database's planner of them. */
  refreshStatistics(accountId: AccountId): Promise<void> {
    return this.database.write(accountId, refreshStatistics);
  }

  /** How many companies are in the copy, without those that are missing. */
  async count(accountId: AccountId, instanceId: InstanceId): Promise<number> {
    const [row] = await this.database.read(accountId, (db) =>
      db
        .selectFrom('companies')
        .select(({ fn }) => fn.countAll<string>().as('total'))
        .where('account_id', '=', accountId)
        .where('instance_id', '=', instanceId)
        .where('missing_since', 'is', null),
    );
    return Number(row?.total ?? 0);
  }

  /** Whether the copy has companies behind a record id. */
  async hasBehind(accountId: AccountId, instanceId: InstanceId, connectWiseId: number): Promise<boolean> {
    const rows = await this.database.read(accountId, (db) =>
      db
        .selectFrom('companies')
        .select('connect_wise_id')
        .where('account_id', '=', accountId)
        .where('instance_id', '=', instanceId)
        .where('connect_wise_id', '>', connectWiseId)
        .where('missing_since', 'is', null)
        .limit(1),
    );
    return rows.length > 0;
  }

  /** A sync has ended well. */
  async saveEnd(
    tx: WriteTransaction,
    accountId: AccountId,
    { instanceId, mode, changedUntil, newestChange }: SyncEnd,
  ): Promise<void> {
    await tx.$executeRaw`
      INSERT INTO company_mirrors AS m (account_id, instance_id, synced_at, compared_at, changed_until, newest_change)
      VALUES (${accountId}::uuid, ${instanceId}::uuid, now(), CASE WHEN ${mode} = 'FULL' THEN now() END,
              ${changedUntil ?? null}::timestamptz, ${newestChange ?? null}::timestamptz)
      ON CONFLICT (account_id, instance_id) DO UPDATE SET synced_at = excluded.synced_at,
        compared_at = coalesce(excluded.compared_at, m.compared_at),
        changed_until = excluded.changed_until, newest_change = excluded.newest_change`;
  }
}

interface SyncEnd extends Pick<CompanyMirror, 'instanceId' | 'changedUntil' | 'newestChange'> {
  readonly mode: SyncMode;
}
