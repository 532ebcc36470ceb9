import type { Database } from '../../database/database.js';
import { isUniqueViolation } from '../../database/errors.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, SourceId } from '../../shared/ids.js';
import type { Source } from './source.js';

/** Sources are few (one for each product), so they are read all at once. */
export class SourceRepository {
  constructor(private readonly database: Database) {}

  async all(accountId: AccountId): Promise<Source[]> {
    const rows = await this.database.read(accountId, (db) =>
      db.selectFrom('sources').select(['id', 'code', 'name']).where('account_id', '=', accountId).orderBy('code'),
    );
    return rows.map((row) => ({ id: row.id as SourceId, code: row.code, name: row.name }));
  }

  async insert(tx: WriteTransaction, accountId: AccountId, source: Source): Promise<void> {
    await tx.source.create({ data: { accountId, id: source.id, code: source.code, name: source.name } });
  }

  isCodeTaken(error: unknown): boolean {
    return isUniqueViolation(error, 'sources_account_id_code_key');
  }
}
