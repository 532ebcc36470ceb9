import { sql } from 'kysely';
import type { Database } from '../../src/database/database.js';
import type { SpamDeliveryParts } from '../../src/features/spam-delivery/parts.js';
import type { WrittenReport } from '../../src/features/spam-reports/report.js';
import { referenceOf } from '../../src/features/spam-reports/report.js';
import type { SpamLanguage, SpamRouteChoice } from '../../src/features/spam-settings/spam-settings.js';
import { type CalendarEntry, firstDay, type Month } from '../../src/shared/calendar.js';
import type { AccountId, UserId } from '../../src/shared/ids.js';

interface SettingsRow {
  readonly isScheduled: boolean;
  readonly route: SpamRouteChoice;
  readonly language: SpamLanguage;
  readonly calendar: CalendarEntry[];
  readonly scheduledSince: Date | null;
  readonly begunMonth: Month | null;
}

/** Settings and routes as the tables have them, reports of a line, and a ConnectWise that takes whatever comes. */
export function spamParts(database: Database): SpamDeliveryParts {
  const settingsOf = async (accountId: AccountId) => {
    const [row] = await database.read(accountId, (db) =>
      sql<SettingsRow>`
        SELECT is_scheduled AS "isScheduled", route, language, calendar, scheduled_since AS "scheduledSince",
          to_char(begun_month, 'YYYY-MM') AS "begunMonth"
        FROM spam_settings WHERE account_id = ${accountId}::uuid`.compile(db),
    );
    const rest = { solutionName: undefined, loginName: undefined, loginChangedAt: undefined, version: 1 };
    const { scheduledSince = null, begunMonth = null } = row ?? {};
    return row && { ...row, ...rest, scheduledSince: scheduledSince ?? undefined, begunMonth: begunMonth ?? undefined };
  };
  return {
    settings: {
      find: ({ accountId }) => settingsOf(accountId),
      begin: async (tx, { accountId }, month) => {
        const count = await tx.$executeRaw`
          UPDATE spam_settings SET begun_month = ${firstDay(month)}::date
          WHERE account_id = ${accountId}::uuid AND (begun_month IS NULL OR begun_month < ${firstDay(month)}::date)`;
        return count === 1;
      },
    },
    routes: {
      routes: async ({ accountId }, userIds) => {
        const rows = await database.read(accountId, (db) =>
          sql<{ userId: UserId; route: SpamRouteChoice }>`
            SELECT u.id::text AS "userId", coalesce(o.route, s.route) AS route
            FROM unnest(${[...userIds]}::uuid[]) AS u(id)
            LEFT JOIN spam_settings s ON s.account_id = ${accountId}::uuid
            LEFT JOIN spam_overrides o ON o.account_id = ${accountId}::uuid AND o.user_id = u.id`.compile(db),
        );
        return new Map(rows.map(({ userId, route }) => [userId, route]));
      },
    },
    reports: {
      write: async (_caller, { month }, users) =>
        new Map(users.map(({ id, name }) => [id, lineOf(`${name} ${month}\nRef: ${referenceOf(id, month)}`)])),
    },
    sender: { send: async () => ({ state: 'SENT', remote: { noteId: 1 } }) },
  };
}

/** A report that says nothing but this. */
export function lineOf(text: string): WrittenReport {
  const counters = { totalMessages: 10, accountMessages: 6, spam: 3, phishing: 2, viruses: 1 };
  const figures = {
    ...{ month: counters, before: counters, yearToDate: counters },
    domains: [{ domain: 'a.example', counters }],
    native: [{ domain: 'a.example', last30Days: counters, yearToDate: counters }],
  };
  return { figures, subject: 'Spam', text, fileName: 'spam.csv', csv: 'day,domain\r\n' };
}
