import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { Day } from '../../shared/day.js';
import type { AccountId, UserId } from '../../shared/ids.js';
import type { Period } from './spam-statistics.js';

/** One day of one mail domain, as it is given out; counters are texts. */
export interface ExportedSpamDay {
  readonly userId: UserId;
  readonly domainId: number;
  readonly day: Day;
  readonly source: string;
  readonly userExternalId: string;
  readonly userName: string;
  readonly domain: string;
  readonly totalMessages: string;
  readonly accountMessages: string;
  readonly spam: string;
  readonly phishing: string;
  readonly viruses: string;
}

export interface SpamDaysWanted {
  readonly period: Period;
  /** Code of a source; all of them when undefined. */
  readonly source: string | undefined;
  readonly after: Pick<ExportedSpamDay, 'domainId' | 'day'> | undefined;
  readonly most: number;
}

/** The days of a page, which is `p`. */
const DAYS = sql`
  select p.user_id as "userId", p.id as "domainId", to_char(p.day, 'YYYY-MM-DD') as day, o.code as source,
    u.external_id as "userExternalId", u.name as "userName", p.domain,
    p.total_messages::text as "totalMessages", p.account_messages::text as "accountMessages",
    p.spam::text as spam, p.phishing::text as phishing, p.viruses::text as viruses
  from page as p
  join users as u on u.account_id = p.account_id and u.id = p.user_id
  join sources as o on o.account_id = u.account_id and o.id = u.source_id`;

export class SpamExportRepository {
  constructor(private readonly database: Database) {}

  /**
   * The next days of domain after domain. Of each domain only the days of the period are looked at, however many years
   * it has, and none of those behind the page.
   */
  page(accountId: AccountId, { period, source, after, most }: SpamDaysWanted): Promise<ExportedSpamDay[]> {
    const domainId = after?.domainId ?? 0;
    const first = after
      ? sql`greatest(${period.from}::date, case when d.id = ${domainId} then ${after.day}::date + 1 end)`
      : sql`${period.from}::date`;
    const ofSource =
      source === undefined
        ? sql``
        : sql`and d.user_id in (
            select u.id from users as u join sources as o on o.account_id = u.account_id and o.id = u.source_id
            where u.account_id = ${accountId}::uuid and o.code = ${source})`;
    return this.database.read(accountId, (db) =>
      sql<ExportedSpamDay>`
        with page as (
          ${daysOfEach(
            sql`where d.account_id = ${accountId}::uuid and d.id >= ${domainId} ${ofSource}`,
            sql`s.day between ${first} and ${period.to}::date order by s.day limit ${most}`,
          )}
          order by d.id, x.day
          limit ${most}
        )
        ${DAYS}
        order by p.id, p.day`.compile(db),
    );
  }

  /** All days of these users, domain after domain. */
  ofUsers(accountId: AccountId, userIds: readonly UserId[], { from, to }: Period): Promise<ExportedSpamDay[]> {
    return this.database.read(accountId, (db) =>
      sql<ExportedSpamDay>`
        with page as (
          ${daysOfEach(
            sql`where d.account_id = ${accountId}::uuid and d.user_id = any(${[...userIds]}::uuid[])`,
            sql`s.day between ${from}::date and ${to}::date order by s.day`,
          )}
        )
        ${DAYS}
        order by p.domain collate "C", p.day`.compile(db),
    );
  }
}

/**
 * Domains, which are `d`, and after each other the days of each, which are `x`: a range of the primary key. Domains are
 * in order before their days are looked at: else a page may be made by sorting all days there are.
 */
function daysOfEach(domains: RawBuilder<unknown>, days: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select d.*, x.*
    from (select d.account_id, d.id, d.user_id, d.domain from spam_domains as d ${domains} order by d.id) as d
    cross join lateral (
      select s.day, s.total_messages, s.account_messages, s.spam, s.phishing, s.viruses
      from spam_days as s
      where s.account_id = d.account_id and s.domain_id = d.id and ${days}
    ) as x`;
}
