import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId } from '../../shared/ids.js';
import { matchRules } from './scoring.js';
import type { MatchingSettings } from './suggestion.js';

const DEFAULTS: MatchingSettings = { autoAccept: false, threshold: matchRules.threshold, version: 0 };

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
}
