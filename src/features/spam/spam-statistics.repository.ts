import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { Day } from '../../shared/day.js';
import type { AccountId, UserId } from '../../shared/ids.js';
import type { Period, SeriesStep, SpamCounters, SpamFilter, SpamOfDomain, SpamOrder } from './spam-statistics.js';

/** Which days are summed up: all together, or those of each user by themselves. */
export interface SpamSelection {
  readonly filter: SpamFilter;
  readonly period: Period;
  readonly isByUser: boolean;
}

/** Sums by user, or under the one key of all together. What has no days is not in it. */
export type Sums<Sum> = ReadonlyMap<string, Sum>;
export const TOGETHER = '';

const ORDERED_BY = { SPAM: 'spam', TOTAL: 'total_messages', PHISHING: 'phishing', VIRUSES: 'viruses' } as const;

/** The sum of a bigint is a numeric: it does not overflow, and as a text it stays exact. */
const SUMS = sql`
  sum(x.total_messages)::text as "totalMessages", sum(x.account_messages)::text as "accountMessages",
  sum(x.spam)::text as spam, sum(x.phishing)::text as phishing, sum(x.viruses)::text as viruses`;

export class SpamStatisticsRepository {
  constructor(private readonly database: Database) {}

  async totals(accountId: AccountId, selection: SpamSelection): Promise<Sums<SpamCounters>> {
    const rows = await this.database.read(accountId, (db) =>
      sql<Keyed & SumTexts>`
        select ${keyOf(selection)} as key, ${SUMS} from ${daysOf(accountId, selection)} group by 1`.compile(db),
    );
    return new Map(rows.map((row) => [row.key, toCounters(row)]));
  }

  /** By the first day of each week or month, whether or not that day is in the period. */
  async series(
    accountId: AccountId,
    selection: SpamSelection & { readonly by: SeriesStep },
  ): Promise<Sums<ReadonlyMap<Day, SpamCounters>>> {
    // A timestamp without a time zone: a day must not move with the time zone of the session.
    const start = sql`date_trunc(${sql.lit(selection.by.toLowerCase())}, x.day::timestamp)`;
    const rows = await this.database.read(accountId, (db) =>
      sql<Keyed & SumTexts & { readonly start: Day }>`
        select ${keyOf(selection)} as key, to_char(${start}, 'YYYY-MM-DD') as start, ${SUMS}
        from ${daysOf(accountId, selection)} group by 1, 2`.compile(db),
    );
    const found = new Map<string, Map<Day, SpamCounters>>();
    for (const row of rows) {
      const series = found.get(row.key) ?? new Map<Day, SpamCounters>();
      found.set(row.key, series.set(row.start, toCounters(row)));
    }
    return found;
  }

  /** The domains with the most of what they are ordered by, most first; those that have none of it are left out. */
  async topDomains(
    accountId: AccountId,
    { first, by, ...selection }: SpamSelection & { readonly first: number; readonly by: SpamOrder },
  ): Promise<Sums<readonly SpamOfDomain[]>> {
    const most = sql`sum(${sql.ref(`x.${ORDERED_BY[by]}`)})`;
    const key = keyOf(selection);
    // Summed up by their short number alone: of a whole account these are many days.
    const rows = await this.database.read(accountId, (db) =>
      sql<Keyed & SumTexts & { readonly domain: string; readonly userId: UserId }>`
        select * from (
          select ${key} as key, d.domain, d.user_id as "userId", s.*,
            row_number() over (partition by ${key} order by s.most desc, d.domain, d.id) as place
          from (
            select x.domain_id, ${most} as most, ${SUMS} from spam_days as x
            where x.account_id = ${accountId}::uuid and ${isIn(selection.period)} and ${isOfDomains(accountId, selection)}
            group by x.domain_id having ${most} > 0
          ) as s
          join spam_domains as d on d.account_id = ${accountId}::uuid and d.id = s.domain_id
        ) as ranked
        where place <= ${first} order by key, place`.compile(db),
    );
    const found = new Map<string, SpamOfDomain[]>();
    for (const row of rows) {
      const { domain, userId } = row;
      const list = found.get(row.key) ?? [];
      list.push({ domain, userId, counters: toCounters(row) });
      found.set(row.key, list);
    }
    return found;
  }
}

function keyOf({ isByUser }: SpamSelection): RawBuilder<unknown> {
  return isByUser ? sql`d.user_id` : sql`${sql.lit(TOGETHER)}`;
}

/** The days as `x`. Of all users of a source there is a row a day already. */
function daysOf(accountId: AccountId, selection: SpamSelection): RawBuilder<unknown> {
  const { filter, period, isByUser } = selection;
  if (isByUser || filter.userIds || filter.domains) return domainDaysOf(accountId, selection);
  // By source, so that each is a range of the index.
  return sql`sources as o
    join spam_totals as x on x.account_id = o.account_id and x.source_id = o.id
    where o.account_id = ${accountId}::uuid ${ofSources(filter)} and ${isIn(period)}`;
}

/** The same from the days of the domains themselves, which are `d`. */
function domainDaysOf(accountId: AccountId, { filter, period }: SpamSelection): RawBuilder<unknown> {
  return sql`spam_domains as d
    join spam_days as x on x.account_id = d.account_id and x.domain_id = d.id
    where d.account_id = ${accountId}::uuid and ${isIn(period)} ${ofDomains(accountId, filter)}`;
}

/** The same as a condition of the days alone. */
function isOfDomains(accountId: AccountId, { filter }: SpamSelection): RawBuilder<unknown> {
  if (!filter.userIds && !filter.domains && !filter.sources) return sql`true`;
  return sql`x.domain_id in (
    select d.id from spam_domains as d where d.account_id = ${accountId}::uuid ${ofDomains(accountId, filter)})`;
}

function ofDomains(accountId: AccountId, { userIds, domains, sources }: SpamFilter): RawBuilder<unknown> {
  const ofSource = sql`and d.user_id in (
    select u.id from users as u join sources as o on o.account_id = u.account_id and o.id = u.source_id
    where u.account_id = ${accountId}::uuid ${ofSources({ sources })})`;
  return sql`
    ${userIds ? sql`and d.user_id = any(${[...userIds]}::uuid[])` : sql``}
    ${domains ? sql`and d.domain = any(${[...domains]}::text[])` : sql``}
    ${sources ? ofSource : sql``}`;
}

function ofSources({ sources }: SpamFilter): RawBuilder<unknown> {
  return sources ? sql`and o.code = any(${[...sources]}::text[])` : sql``;
}

function isIn({ from, to }: Period): RawBuilder<unknown> {
  return sql`x.day between ${from}::date and ${to}::date`;
}

interface Keyed {
  readonly key: string;
}

type SumTexts = { readonly [Counter in keyof SpamCounters]: string };

function toCounters({ totalMessages, accountMessages, spam, phishing, viruses }: SumTexts): SpamCounters {
  return {
    totalMessages: BigInt(totalMessages),
    accountMessages: BigInt(accountMessages),
    ...{ spam: BigInt(spam), phishing: BigInt(phishing), viruses: BigInt(viruses) },
  };
}
