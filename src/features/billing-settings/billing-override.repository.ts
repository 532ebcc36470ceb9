import { type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import { countRows } from '../../database/count-rows.js';
import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import { userCalendarShape } from '../../shared/calendar.js';
import type { AccountId, InstanceId, UserId } from '../../shared/ids.js';
import { idAfter, type Page, type PageRequest, toPage } from '../../shared/page.js';
import { storableJson } from '../../shared/storable.js';
import { overrideShape } from './rule.js';
import type { BillingOverride } from './settings.js';

const LIST = 'billingOverrides';
const COLUMNS = ['user_id as userId', 'calendar', 'rules', 'instance_id as instanceId', 'version'] as const;
/** The others only tell which day counted in the months before. */
const SAYS_ANYTHING = sql<SqlBool>`(rules <> '[]' or (calendar -> -1 ->> 'day') is not null)`;

const rulesShape = z.array(overrideShape);

export class BillingOverrideRepository {
  constructor(private readonly database: Database) {}

  /** Also those that say nothing any more. */
  async find(accountId: AccountId, userIds: readonly UserId[]): Promise<BillingOverride[]> {
    if (userIds.length === 0) return [];
    const rows = await this.database.read(accountId, (db) =>
      db
        .selectFrom('billing_overrides')
        .select(COLUMNS)
        .where('account_id', '=', accountId)
        .where(sql<SqlBool>`user_id = any(${[...userIds]}::uuid[])`),
    );
    return rows.map(toRecord);
  }

  /** In the order of users, which is that in which they came. */
  async page(accountId: AccountId, request: PageRequest): Promise<Page<BillingOverride>> {
    const after = idAfter(request, LIST);
    const rows = await this.database.read(accountId, (db) => {
      const query = db
        .selectFrom('billing_overrides')
        .select(COLUMNS)
        .where('account_id', '=', accountId)
        .where(SAYS_ANYTHING)
        .orderBy('user_id')
        .limit(request.first + 1);
      return after === undefined ? query : query.where('user_id', '>', after);
    });
    const countTotal = () =>
      countRows(this.database, accountId, { table: 'billing_overrides', conditions: [SAYS_ANYTHING] });
    return toPage(rows, request, { item: toRecord, key: ({ userId }) => [userId], countTotal, list: LIST });
  }

  /** Answers false when it was changed since this version was read; 0 is "never saved". */
  async save(
    tx: WriteTransaction,
    accountId: AccountId,
    { userId, calendar, rules, instanceId, version }: BillingOverride,
  ): Promise<boolean> {
    const data = { calendar: [...calendar], rules: JSON.parse(storableJson(rules)), instanceId: instanceId ?? null };
    if (version === 0) {
      const rows = [{ ...data, accountId, userId }];
      return (await tx.billingOverride.createMany({ data: rows, skipDuplicates: true })).count === 1;
    }
    const { count } = await tx.billingOverride.updateMany({
      where: { accountId, userId, version },
      data: { ...data, version: version + 1, updatedAt: new Date() },
    });
    return count === 1;
  }

  async remove(
    tx: WriteTransaction,
    accountId: AccountId,
    { userId, version }: Pick<BillingOverride, 'userId' | 'version'>,
  ): Promise<boolean> {
    return (await tx.billingOverride.deleteMany({ where: { accountId, userId, version } })).count === 1;
  }
}

interface Row {
  readonly userId: string;
  readonly calendar: unknown;
  readonly rules: unknown;
  readonly instanceId: string | null;
  readonly version: number;
}

function toRecord({ userId, calendar, rules, instanceId, version }: Row): BillingOverride {
  return {
    userId: userId as UserId,
    calendar: userCalendarShape.parse(calendar),
    rules: rulesShape.parse(rules),
    instanceId: (instanceId ?? undefined) as InstanceId | undefined,
    version,
  };
}
