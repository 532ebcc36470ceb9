import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId } from '../../shared/ids.js';
import { type TicketingSettings, templateShape } from './template.js';

export class TicketingRepository {
  constructor(private readonly database: Database) {}

  async find(accountId: AccountId): Promise<TicketingSettings | undefined> {
    const [row] = await this.database.read(accountId, (db) =>
      db
        .selectFrom('ticketing_settings')
        .select(['is_enabled as isEnabled', 'own_company_id as ownCompanyId', 'template', 'version'])
        .select([
          'closes_tickets as closesTickets',
          'closes_taken_over as closesTakenOver',
          'reopen_days as reopenDays',
        ])
        .select(['quiet_days as quietDays', 'grouping_minutes as groupingMinutes'])
        .where('account_id', '=', accountId),
    );
    if (!row) return undefined;
    return {
      ...row,
      ownCompanyId: row.ownCompanyId ?? undefined,
      groupingMinutes: row.groupingMinutes ?? undefined,
      template: templateShape.parse(row.template),
    };
  }

  /** Answers false when they were changed since this version was read; 0 is "never saved". */
  async save(
    tx: WriteTransaction,
    accountId: AccountId,
    { version, ownCompanyId, groupingMinutes, ...settings }: TicketingSettings,
  ): Promise<boolean> {
    const data = { ...settings, ownCompanyId: ownCompanyId ?? null, groupingMinutes: groupingMinutes ?? null };
    if (version === 0) {
      const { count } = await tx.ticketingSettings.createMany({ data: [{ ...data, accountId }], skipDuplicates: true });
      return count === 1;
    }
    const { count } = await tx.ticketingSettings.updateMany({
      where: { accountId, version },
      data: { ...data, version: version + 1, updatedAt: new Date() },
    });
    return count === 1;
  }

  /** What the settings may have held is looked at again. */
  async stir(tx: WriteTransaction, accountId: AccountId): Promise<void> {
    await tx.$executeRaw`
      UPDATE notifications SET due_at = now()
      WHERE account_id = ${accountId}::uuid AND (hold IS NOT NULL OR state = 'FAILED')`;
  }
}
