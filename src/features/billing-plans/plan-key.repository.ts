import type { Database } from '../../database/database.js';
import type { AccountId, BillingPlanId } from '../../shared/ids.js';

/** Runs by the key that their caller gave them. */
export class PlanKeyRepository {
  constructor(private readonly database: Database) {}

  async find(
    accountId: AccountId,
    key: string,
  ): Promise<{ readonly id: BillingPlanId; readonly digest: string } | undefined> {
    const [row] = await this.database.read(accountId, (db) =>
      db
        .selectFrom('billing_plans')
        .select(['id', 'request_digest as digest'])
        .where('account_id', '=', accountId)
        .where('idempotency_key', '=', key),
    );
    return row && { id: row.id as BillingPlanId, digest: row.digest ?? '' };
  }
}
