import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { Day } from '../../shared/day.js';
import type { AccountId, SourceId, UserId } from '../../shared/ids.js';
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
  /** All of them when undefined. */
  readonly sourceId: SourceId | undefined;
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
   * The next days of domain after domain: what is left of the one in which the page before ended, and those behind it. Of
   * each domain only the days of the period are looked at, however many years it has, and none of those behind the page.
   */
  page(accountId: AccountId, { period, sourceId, after, most }: SpamDaysWanted): Promise<ExportedSpamDay[]> {
    const { from, to } = period;
    // As a join with users, all domains that are left would be sorted for each page.
    const ofSource =
      sourceId === undefined
        ? sql``
        : sql`and ${sourceId}::uuid = (
            select u.source_id from users as u where u.account_id = d.account_id and u.id = d.user_id)`;
    const part = (domains: RawBuilder<unknown>, first: RawBuilder<unknown>) => sql`(
      ${daysOfEach(
        sql`d.account_id = ${accountId}::uuid and ${domains}`,
        sql`s.day between ${first} and ${to}::date ${ofSource} order by s.day limit ${most}`,
      )}
      order by d.id, x.day
      limit ${most})`;
    const rest = after && part(sql`d.id = ${after.domainId}`, sql`${after.day}::date + 1`);
    const behind = part(sql`d.id > ${after?.domainId ?? 0}`, sql`${from}::date`);
    return this.database.read(accountId, (db) =>
      sql<ExportedSpamDay>`
        with page as (
          select * from (${rest ? sql`${rest} union all ${behind}` : behind}) as x order by x.id, x.day limit ${most}
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
            sql`d.account_id = ${accountId}::uuid and d.user_id = any(${[...userIds]}::uuid[])`,
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
    from (
      select d.account_id, d.id, d.user_id, d.domain from spam_domains as d where ${domains} order by d.id
    ) as d
    cross join lateral (
      select s.day, s.total_messages, s.account_messages, s.spam, s.phishing, s.viruses
      from spam_days as s
      where s.account_id = d.account_id and s.domain_id = d.id and ${days}
    ) as x`;
}
