import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { AccountId, UserId } from '../../shared/ids.js';

export const MOST_DOMAINS = 10_000;

export interface DomainOfUser {
  readonly userId: UserId;
  readonly domain: string;
}

/** A user who would have too many. */
export interface CrowdedUser {
  readonly userId: UserId;
  /** How many more there may be. */
  readonly room: number;
  /** Those of the list that it does not have yet. */
  readonly missing: readonly string[];
}

export class DomainRoomRepository {
  constructor(private readonly database: Database) {}

  /** Whom of a list its domains would be too many. Each is one step into the index, whatever the planner knows. */
  async crowded(accountId: AccountId, wanted: readonly DomainOfUser[]): Promise<CrowdedUser[]> {
    if (wanted.length === 0) return [];
    return this.database.read(accountId, (db) =>
      sql<CrowdedUser>`
        select n."userId", ${MOST_DOMAINS}::int - h.domains as room, n.missing
        from (
          select r."userId", array_agg(distinct r.domain) as missing
          from unnest(${wanted.map(({ userId }) => userId)}::uuid[], ${wanted.map(({ domain }) => domain)}::text[])
            as r("userId", domain)
          left join lateral (
            select s.id from spam_domains as s
            where s.account_id = ${accountId}::uuid and s.user_id = r."userId" and s.domain = r.domain offset 0
          ) as d on true
          where d.id is null
          group by r."userId"
        ) as n
        cross join lateral (
          select count(*)::int as domains from (
            select from spam_domains as s
            where s.account_id = ${accountId}::uuid and s.user_id = n."userId" limit ${MOST_DOMAINS}
          ) as own
        ) as h
        where h.domains + cardinality(n.missing) > ${MOST_DOMAINS}`.compile(db),
    );
  }
}
