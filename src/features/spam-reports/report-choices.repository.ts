import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { Caller } from '../../shared/caller.js';
import type { UserId } from '../../shared/ids.js';
import { SpamLanguage, SpamRouteChoice } from '../spam-settings/spam-settings.js';
import type { ReportChoice, ReportChoices } from './report-choices.js';

/** Before anything was said: a note on the company, in English. */
const UNSAID: ReportChoice = { route: SpamRouteChoice.COMPANY_NOTE, language: SpamLanguage.EN };

export class ReportChoicesRepository implements ReportChoices {
  constructor(private readonly database: Database) {}

  async find({ accountId }: Caller, userId: UserId): Promise<ReportChoice> {
    const [row] = await this.database.read(accountId, (db) =>
      sql<{ readonly route: SpamRouteChoice | null; readonly language: SpamLanguage | null }>`
        select coalesce(o.route, s.route) as route, s.language
        from accounts as a
        left join spam_settings as s on s.account_id = a.id
        left join spam_overrides as o on o.account_id = a.id and o.user_id = ${userId}::uuid
        where a.id = ${accountId}::uuid`.compile(db),
    );
    return { route: row?.route ?? UNSAID.route, language: row?.language ?? UNSAID.language };
  }
}
