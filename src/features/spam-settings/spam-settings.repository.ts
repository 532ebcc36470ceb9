import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import { calendarShape, firstDay, type Month } from '../../shared/calendar.js';
import type { AccountId, InstanceId } from '../../shared/ids.js';
import type { SpamLanguage, SpamRouteChoice, StoredSpamSettings } from './spam-settings.js';

export class SpamSettingsRepository {
  constructor(private readonly database: Database) {}

  async find(accountId: AccountId): Promise<StoredSpamSettings | undefined> {
    const [row] = await this.database.read(accountId, (db) =>
      db
        .selectFrom('spam_settings')
        .select(['is_scheduled as isScheduled', 'route', 'language', 'calendar', 'version'])
        .select(['scheduled_since as scheduledSince', 'solution_name as solutionName', 'login_name as loginName'])
        .select(['login_changed_at as loginChangedAt', 'login_password_sealed as passwordSealed'])
        .select(['login_instance_id as loginInstanceId'])
        .select((eb) => eb.fn<string | null>('to_char', ['begun_month', eb.val('YYYY-MM')]).as('begunMonth'))
        .where('account_id', '=', accountId),
    );
    return (
      row && {
        ...row,
        route: row.route as SpamRouteChoice,
        language: row.language as SpamLanguage,
        calendar: calendarShape.parse(row.calendar),
        scheduledSince: row.scheduledSince ?? undefined,
        begunMonth: (row.begunMonth as Month | null) ?? undefined,
        solutionName: row.solutionName ?? undefined,
        loginName: row.loginName ?? undefined,
        loginChangedAt: row.loginChangedAt ?? undefined,
        passwordSealed: row.passwordSealed ?? undefined,
        loginInstanceId: (row.loginInstanceId as InstanceId | null) ?? undefined,
      }
    );
  }

  /** Answers false when they were changed since this version was read; 0 is "never saved". */
  async save(
    tx: WriteTransaction,
    accountId: AccountId,
    { version, begunMonth, passwordSealed, calendar, ...settings }: StoredSpamSettings,
  ): Promise<boolean> {
    const data = {
      ...{ isScheduled: settings.isScheduled, route: settings.route, language: settings.language },
      ...{ calendar: [...calendar], scheduledSince: settings.scheduledSince ?? null },
      ...{ solutionName: settings.solutionName ?? null, loginName: settings.loginName ?? null },
      ...{ loginPasswordSealed: passwordSealed ?? null, loginInstanceId: settings.loginInstanceId ?? null },
      loginChangedAt: settings.loginChangedAt ?? null,
    };
    if (version === 0) {
      const { count } = await tx.spamSettings.createMany({ data: [{ ...data, accountId }], skipDuplicates: true });
      return count === 1;
    }
    const { count } = await tx.spamSettings.updateMany({
      where: { accountId, version },
      data: { ...data, version: version + 1, updatedAt: new Date() },
    });
    return count === 1;
  }

  /** Answers true once for each month, and never for one before it, nor where they were turned off meanwhile. */
  async begin(tx: WriteTransaction, accountId: AccountId, month: Month): Promise<boolean> {
    const count = await tx.$executeRaw`
      UPDATE spam_settings SET begun_month = ${firstDay(month)}::date
      WHERE account_id = ${accountId}::uuid AND is_scheduled AND (begun_month IS NULL OR begun_month < ${firstDay(month)}::date)`;
    return count === 1;
  }
}
