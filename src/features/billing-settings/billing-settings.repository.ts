import { z } from 'zod';
import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import { calendarShape } from '../../shared/calendar.js';
import type { AccountId, InstanceId } from '../../shared/ids.js';
import { storableJson } from '../../shared/storable.js';
import { ruleShape } from './rule.js';
import type { BillingSettings } from './settings.js';

const rulesShape = z.array(ruleShape);

export class BillingSettingsRepository {
  constructor(private readonly database: Database) {}

  async find(accountId: AccountId): Promise<BillingSettings | undefined> {
    const [row] = await this.database.read(accountId, (db) =>
      db
        .selectFrom('billing_settings')
        .select(['is_enabled as isEnabled', 'calendar', 'rules', 'version', 'instance_id as instanceId'])
        .select(['scheduled_since as scheduledSince', 'make_up_days as makeUpDays', 'expiry_days as expiryDays'])
        .select(['is_auto_approved as isAutoApproved', 'needs_second_person as needsSecondPerson'])
        .select(['one_time_cycle_ids as oneTimeCycleIds', 'settled_until as settledUntil'])
        .where('account_id', '=', accountId),
    );
    if (!row) return undefined;
    return {
      ...row,
      calendar: calendarShape.parse(row.calendar),
      rules: rulesShape.parse(row.rules),
      oneTimeCycleIds: row.oneTimeCycleIds ?? [],
      scheduledSince: row.scheduledSince ?? undefined,
      settledUntil: row.settledUntil ?? undefined,
      instanceId: (row.instanceId ?? undefined) as InstanceId | undefined,
    };
  }

  /** Every product is billed for the first time again. */
  async forgetBilled(tx: WriteTransaction, accountId: AccountId): Promise<void> {
    await tx.product.updateMany({ where: { accountId }, data: { firstBilledAt: null } });
  }

  /** Answers false when they were changed since this version was read; 0 is "never saved". */
  async save(
    tx: WriteTransaction,
    accountId: AccountId,
    {
      version,
      calendar,
      rules,
      oneTimeCycleIds,
      instanceId,
      scheduledSince,
      ...settings
    }: Omit<BillingSettings, 'settledUntil'>,
  ): Promise<boolean> {
    const data = {
      ...{ ...settings, calendar: [...calendar], oneTimeCycleIds: [...oneTimeCycleIds] },
      ...{
        rules: JSON.parse(storableJson(rules)),
        instanceId: instanceId ?? null,
        scheduledSince: scheduledSince ?? null,
      },
    };
    if (version === 0) {
      const { count } = await tx.billingSettings.createMany({ data: [{ ...data, accountId }], skipDuplicates: true });
      return count === 1;
    }
    const { count } = await tx.billingSettings.updateMany({
      where: { accountId, version },
      data: { ...data, version: version + 1, updatedAt: new Date() },
    });
    return count === 1;
  }

  /** Has whoever would change the settings wait for this transaction; answers false when they were changed already. */
  async keep(tx: WriteTransaction, accountId: AccountId, version: number): Promise<boolean> {
    const rows = await tx.$queryRaw<unknown[]>`
      SELECT FROM billing_settings WHERE account_id = ${accountId}::uuid AND version = ${version} FOR SHARE`;
    return rows.length === 1;
  }

  async settle(tx: WriteTransaction, accountId: AccountId, until: Date): Promise<void> {
    await tx.$executeRaw`
      UPDATE billing_settings SET settled_until = greatest(settled_until, ${until}::timestamptz)
      WHERE account_id = ${accountId}::uuid`;
  }
}
