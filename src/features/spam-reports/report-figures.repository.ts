import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { AccountId, UserId } from '../../shared/ids.js';
import type { Period } from '../spam/spam-statistics.js';
import { type NativePeriods, type ReportPeriods, spanOf } from './report-periods.js';

/** Counters in the order of `COUNTERS`, as texts: the sum of a bigint is exact and outgrows a number. */
export type SumTexts = readonly string[];

/** What one mail domain of a user comes to. */
export interface DomainSums extends Readonly<Record<keyof ReportPeriods, SumTexts>> {
  readonly userId: UserId;
  readonly domain: string;
  /** How many days of the month its source told of. */
  readonly days: number;
}

/** What a mail domain comes to, whichever users share it. */
export interface NativeSums extends Readonly<Record<keyof NativePeriods, SumTexts>> {
  readonly domain: string;
}

export class ReportFiguresRepository {
  constructor(private readonly database: Database) {}

  /** Every domain that these users ever had, also those without a day. */
  ofUsers(accountId: AccountId, userIds: readonly UserId[], periods: ReportPeriods): Promise<DomainSums[]> {
    const { month, before, yearToDate } = periods;
    // Sums of each domain by itself, so that its days are a range of the primary key.
    return this.database.read(accountId, (db) =>
      sql<DomainSums>`
        select d.user_id as "userId", d.domain, x.*
        from spam_domains as d
        cross join lateral (
          select count(*) filter (where ${isIn(month)})::int as days,
            ${sumOf(month)} as month, ${sumOf(before)} as before, ${sumOf(yearToDate)} as "yearToDate"
          from spam_days as s
          where s.account_id = d.account_id and s.domain_id = d.id and ${isIn(spanOf([month, before, yearToDate]))}
        ) as x
        where d.account_id = ${accountId}::uuid and d.user_id = any(${[...userIds]}::uuid[])
        order by d.domain collate "C"`.compile(db),
    );
  }

  ofDomains(accountId: AccountId, domains: readonly string[], periods: NativePeriods): Promise<NativeSums[]> {
    const { last30Days, yearToDate } = periods;
    return this.database.read(accountId, (db) =>
      sql<NativeSums>`
        select n.domain, x.*
        from unnest(${[...domains]}::text[]) as n(domain)
        cross join lateral (
          select ${sumOf(last30Days)} as "last30Days", ${sumOf(yearToDate)} as "yearToDate"
          from spam_domains as d
          join spam_days as s on s.account_id = d.account_id and s.domain_id = d.id
          where d.account_id = ${accountId}::uuid and d.domain = n.domain and ${isIn(spanOf([last30Days, yearToDate]))}
        ) as x`.compile(db),
    );
  }
}

function sumOf(period: Period): RawBuilder<unknown> {
  const sums = ['total_messages', 'account_messages', 'spam', 'phishing', 'viruses'].map(
    (column) => sql`coalesce(sum(${sql.ref(`s.${column}`)}) filter (where ${isIn(period)}), 0)`,
  );
  return sql`array[${sql.join(sums)}]::text[]`;
}

function isIn({ from, to }: Period): RawBuilder<unknown> {
  return sql`s.day between ${from}::date and ${to}::date`;
}
