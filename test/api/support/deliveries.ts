import type { CalendarEntry, Month } from '../../../src/shared/calendar.js';
import type { SeedAccount } from '../../support/seed.js';
import { sql } from './rows.js';

/** How an account brings reports to ConnectWise, as far as a test says. */
export interface SpamSettingsRow {
  readonly route?: string;
  readonly language?: string;
  /** On this day of each month, or not at all. */
  readonly day?: number;
  readonly hour?: number;
  readonly timeZone?: string | null;
  readonly since?: string;
}

/** The settings as they are stored. */
export async function saveSpamSettings({ id }: SeedAccount, settings: SpamSettingsRow = {}): Promise<void> {
  const { route = 'COMPANY_NOTE', language = 'EN', day, hour = 9, timeZone = null, since } = settings;
  const calendar: CalendarEntry[] = [{ fromMonth: '2020-01' as Month, day: day ?? 1, hour, timeZone }];
  const isScheduled = day !== undefined;
  await sql(
    `INSERT INTO spam_settings (account_id, is_scheduled, route, language, calendar, scheduled_since)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (account_id) DO UPDATE SET is_scheduled = $2, route = $3, language = $4, calendar = $5, scheduled_since = $6`,
    [
      id,
      isScheduled,
      route,
      language,
      JSON.stringify(calendar),
      isScheduled ? (since ?? '2031-01-10T12:00:00Z') : null,
    ],
  );
}
