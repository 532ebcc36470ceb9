import type { AccountId } from '../shared/ids.js';
import type { Database } from './database.js';

/** The time that schedules go by: that of the database, which all replicas share, whatever their own clocks say. */
export interface SharedTime {
  now(accountId: AccountId): Promise<Date>;
}

export class DatabaseTime implements SharedTime {
  constructor(private readonly database: Database) {}

  async now(accountId: AccountId): Promise<Date> {
    const [row] = await this.database.read(accountId, (db) => db.selectNoFrom(({ fn }) => fn<Date>('now').as('now')));
    if (!row) throw new Error('The database tells no time.');
    return row.now;
  }
}
