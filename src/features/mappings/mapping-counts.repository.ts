import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { AccountId, InstanceId } from '../../shared/ids.js';
import type { MappingCounts } from './mapping.js';

/** Counts over the account's own rows, in one statement. */
export class MappingCountsRepository {
  constructor(private readonly database: Database) {}

  async count(accountId: AccountId, instanceId: InstanceId | undefined): Promise<MappingCounts> {
    const [row] = await this.database.read(accountId, (db) =>
      sql<MappingCounts>`
        select count(*)::int as users,
          count(*) filter (where stand = 'ignored')::int as ignored,
          count(*) filter (where stand = 'unmapped')::int as unmapped,
          count(*) filter (where stand = 'disabled')::int as disabled,
          count(*) filter (where stand = 'set aside')::int as "setAside",
          count(*) filter (where stand = 'broken')::int as broken,
          count(*) filter (where stand = 'ready')::int as ready,
          count(*) filter (where stand = 'unverified')::int as unverified
        from (
          select case
            when u.is_ignored then 'ignored'
            when m.id is null then 'unmapped'
            when not m.is_enabled then 'disabled'
            when m.instance_id is distinct from ${instanceId ?? null}::uuid then 'set aside'
            when m.verification = 'BROKEN' then 'broken'
            when m.verification = 'VERIFIED' and m.connect_wise_id is not null then 'ready'
            else 'unverified'
          end as stand
          from users u
          left join mappings m on m.account_id = u.account_id and m.user_id = u.id
          where u.account_id = ${accountId} and u.status = 'ACTIVE'
        ) as users`.compile(db),
    );
    if (!row) throw new Error('A count without an answer.');
    return row;
  }
}
