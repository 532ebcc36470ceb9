import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, InstanceId } from '../../shared/ids.js';
import { matchRules } from './scoring.js';
import type { MatchingSettings } from './suggestion.js';

const DEFAULTS: MatchingSettings = { autoAccept: false, threshold: matchRules.threshold, version: 0 };

/** What a schedule goes by; times are the database's. */
export interface MatchingNews {
  readonly now: Date;
  /** Somebody waits for suggestions, or companies or settings changed in a way that can change them. */
  readonly isAny: boolean;
}

export class MatchingSettingsRepository {
  constructor(private readonly database: Database) {}

  async find(accountId: AccountId): Promise<MatchingSettings> {
    const [row] = await this.database.read(accountId, (db) =>
      db
        .selectFrom('matching_settings')
        .select(['auto_accept as autoAccept', 'threshold', 'version'])
        .where('account_id', '=', accountId),
    );
    return row ?? DEFAULTS;
  }

  /** Answers false when they were changed since this version was read. */
  async save(
    tx: WriteTransaction,
    accountId: AccountId,
    { autoAccept, threshold, version }: MatchingSettings,
  ): Promise<boolean> {
    const changed = await tx.$executeRaw`
      INSERT INTO matching_settings AS s (account_id, auto_accept, threshold)
      SELECT ${accountId}::uuid, ${autoAccept}, ${threshold}::float8
      WHERE ${version}::int = 0 OR EXISTS (SELECT FROM matching_settings WHERE account_id = ${accountId}::uuid)
      ON CONFLICT (account_id) DO UPDATE SET auto_accept = excluded.auto_accept, threshold = excluded.threshold,
        version = s.version + 1, updated_at = now()
      WHERE s.version = ${version}::int`;
    return changed === 1;
  }

  /**
   * What there is to be done since a run began; without one, since ever. A user is told by its facts, whatever became
   * of it; companies have no mark of their own, so all are looked at, which takes some ten milliseconds.
   */
  async news(accountId: AccountId, instanceId: InstanceId, since: Date | undefined): Promise<MatchingNews> {
    const [row] = await this.database.read(accountId, (db) =>
      sql<MatchingNews>`
        select now() as now, exists (
          select from users u
          left join mappings m on m.account_id = u.account_id and m.user_id = u.id
          left join user_match_facts f on f.account_id = u.account_id and f.user_id = u.id
          where u.account_id = ${accountId} and u.status = 'ACTIVE' and not u.is_ignored and m.id is null
            and (f.user_id is null or f.user_version <> u.version or not f.is_matched)
        ) or (${since ?? null}::timestamptz is not null and (
          exists (select from companies c
            where c.account_id = ${accountId} and c.instance_id = ${instanceId} and c.updated_at > ${since ?? null}::timestamptz)
          or exists (select from matching_settings s
            where s.account_id = ${accountId} and s.updated_at > ${since ?? null}::timestamptz)
        )) as "isAny"`.compile(db),
    );
    if (!row) throw new Error('The database tells no time.');
    return row;
  }
}
