import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, InstanceId, UserId } from '../../shared/ids.js';
import type { SpamRoute } from '../spam-settings/spam-settings.js';
import { type Intent, intentShape, type Standing, standingShape } from './record.js';

export interface RecordKey {
  readonly accountId: AccountId;
  readonly userId: UserId;
  readonly route: SpamRoute;
  /** The month, where each has a record of its own; otherwise empty. */
  readonly key: string;
}

export interface RecordPlace {
  readonly instanceId: InstanceId;
  readonly companyId: number;
}

export interface StoredRecord extends RecordPlace {
  readonly standing: Standing;
  readonly intent: Intent | undefined;
  /** By the database's clock, like `now`. */
  readonly intendedAt: Date | undefined;
  readonly now: Date;
}

export interface RecordToSave extends RecordPlace {
  readonly standing: Standing;
  /** Begins now; without one, none stands. */
  readonly intent?: Intent;
}

/** What stands in ConnectWise of each report. */
export class SpamRecordRepository {
  constructor(private readonly database: Database) {}

  async find({ accountId, userId, route, key }: RecordKey): Promise<StoredRecord | undefined> {
    const [row] = await this.database.read(accountId, (db) =>
      db
        .selectFrom('spam_records')
        .select(['instance_id as instanceId', 'company_id as companyId', 'remote', 'intent'])
        .select(['intended_at as intendedAt', sql<Date>`clock_timestamp()`.as('now')])
        .where('account_id', '=', accountId)
        .where('user_id', '=', userId)
        .where('route', '=', route)
        .where('key', '=', key),
    );
    if (!row) return undefined;
    const { instanceId, companyId, remote, intent, intendedAt, now } = row;
    return {
      ...{ instanceId: instanceId as InstanceId, companyId, now },
      standing: standingShape.parse(remote),
      intent: intent === null ? undefined : intentShape.parse(intent),
      intendedAt: intendedAt ?? undefined,
    };
  }

  async save(
    tx: WriteTransaction,
    { accountId, userId, route, key }: RecordKey,
    { instanceId, companyId, standing, intent }: RecordToSave,
  ): Promise<void> {
    const intended = intent === undefined ? null : JSON.stringify(intent);
    await tx.$executeRaw`
      INSERT INTO spam_records (account_id, user_id, route, key, instance_id, company_id, remote, intent, intended_at)
      VALUES (${accountId}::uuid, ${userId}::uuid, ${route}, ${key}, ${instanceId}::uuid, ${companyId}::int,
        ${JSON.stringify(standing)}::jsonb, ${intended}::jsonb,
        CASE WHEN ${intended}::jsonb IS NOT NULL THEN clock_timestamp() END)
      ON CONFLICT (account_id, user_id, route, key) DO UPDATE SET instance_id = excluded.instance_id,
        company_id = excluded.company_id, remote = excluded.remote, intent = excluded.intent,
        intended_at = excluded.intended_at`;
  }
}
