import { type SqlBool, sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, UserId } from '../../shared/ids.js';
import type { SpamOverride, SpamRouteChoice } from './spam-settings.js';

export class SpamOverrideRepository {
  constructor(private readonly database: Database) {}

  async find(accountId: AccountId, userIds: readonly UserId[]): Promise<SpamOverride[]> {
    if (userIds.length === 0) return [];
    const rows = await this.database.read(accountId, (db) =>
      db
        .selectFrom('spam_overrides')
        .select(['user_id as userId', 'route', 'version'])
        .where('account_id', '=', accountId)
        .where(sql<SqlBool>`user_id = any(${[...userIds]}::uuid[])`),
    );
    return rows.map(({ userId, route, version }) => ({
      ...{ userId: userId as UserId, route: route as SpamRouteChoice, version },
    }));
  }

  /** Answers false when it was changed since this version was read; 0 is "never saved". */
  async save(tx: WriteTransaction, accountId: AccountId, { userId, route, version }: SpamOverride): Promise<boolean> {
    if (version === 0) {
      const data = [{ accountId, userId, route }];
      return (await tx.spamOverride.createMany({ data, skipDuplicates: true })).count === 1;
    }
    const { count } = await tx.spamOverride.updateMany({
      where: { accountId, userId, version },
      data: { route, version: version + 1, updatedAt: new Date() },
    });
    return count === 1;
  }

  async remove(
    tx: WriteTransaction,
    accountId: AccountId,
    { userId, version }: Pick<SpamOverride, 'userId' | 'version'>,
  ): Promise<boolean> {
    return (await tx.spamOverride.deleteMany({ where: { accountId, userId, version } })).count === 1;
  }
}
