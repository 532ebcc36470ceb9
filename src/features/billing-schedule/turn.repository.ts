import { CompiledQuery } from 'kysely';
import type { Database } from '../../database/database.js';
import { Prisma } from '../../database/generated/client/client.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { Month } from '../../shared/calendar.js';
import type { Day } from '../../shared/day.js';
import type { AccountId, BillingPlanId, UserId } from '../../shared/ids.js';
import type { Period } from '../billing-plans/plan.js';
import type { DueDay } from './due.js';

/** That a user is billed by a plan, and for which days. */
export interface BillingTurn {
  readonly userId: UserId;
  readonly period: Period;
}

/** Users whose run is due on one day and whose turn was not taken yet. */
export interface DueGroup {
  readonly month: Month;
  readonly day: number;
  readonly users: number;
  /** The first day that most of them are billed for. */
  readonly from: Day;
}

/** Who is billed when. The unique key of a user's month is what makes a scheduled run happen once. */
export class BillingTurns {
  constructor(private readonly database: Database) {}

  /** All days that users have, or had, of their own. */
  async ownDays(accountId: AccountId): Promise<number[]> {
    const rows = await this.#read<{ day: number }>(
      accountId,
      Prisma.sql`
        SELECT DISTINCT (e ->> 'day')::int AS day
        FROM billing_overrides o CROSS JOIN jsonb_array_elements(o.calendar) e
        WHERE o.account_id = ${accountId}::uuid AND e ->> 'day' IS NOT NULL`,
    );
    return rows.map(({ day }) => day);
  }

  /** Whose turn was not taken, of one user or all: by day, the oldest first. */
  async due(accountId: AccountId, days: readonly DueDay[], userId?: UserId): Promise<DueGroup[]> {
    if (days.length === 0) return [];
    return this.#read<DueGroup>(
      accountId,
      Prisma.sql`
        SELECT month, day, count(*)::int AS users,
          to_char(mode() WITHIN GROUP (ORDER BY period_from), 'YYYY-MM-DD') AS "from"
        FROM (${untaken(accountId, days, userId)}) c
        GROUP BY month, day ORDER BY month, day`,
    );
  }

  /** Takes the turns of all users who are due on a day; answers how many there were. */
  take(
    tx: WriteTransaction,
    accountId: AccountId,
    { planId, due }: { readonly planId: BillingPlanId; readonly due: DueDay },
  ): Promise<number> {
    return tx.$executeRaw`
      INSERT INTO billing_turns (account_id, plan_id, user_id, month, period_from, period_to)
      SELECT ${accountId}::uuid, ${planId}::uuid, c.user_id, ${due.monthOn}::date, c.period_from, ${due.run.period.to}::date
      FROM (${untaken(accountId, [due])}) c
      ORDER BY c.user_id
      ON CONFLICT DO NOTHING`;
  }

  /** Bills these users, or all, at once; that takes the turn of no month. Archived ones are left out. */
  async choose(
    tx: WriteTransaction,
    accountId: AccountId,
    wanted: { readonly planId: BillingPlanId; readonly userIds: readonly UserId[] | 'all'; readonly period: Period },
  ): Promise<void> {
    const { planId, userIds, period } = wanted;
    const who = userIds === 'all' ? Prisma.empty : Prisma.sql`AND u.id = ANY(${[...userIds]}::uuid[])`;
    await tx.$executeRaw`
      INSERT INTO billing_turns (account_id, plan_id, user_id, period_from, period_to)
      SELECT u.account_id, ${planId}::uuid, u.id, ${period.from}::date, ${period.to}::date
      FROM users u
      WHERE u.account_id = ${accountId}::uuid AND u.status = 'ACTIVE' ${who}
      ORDER BY u.id
      ON CONFLICT DO NOTHING`;
  }

  async count(accountId: AccountId, planId: BillingPlanId): Promise<number> {
    const [row] = await this.database.read(accountId, (db) =>
      db
        .selectFrom('billing_turns')
        .select(({ fn }) => fn.countAll<string>().as('count'))
        .where('account_id', '=', accountId)
        .where('plan_id', '=', planId),
    );
    return Number(row?.count ?? 0);
  }

  /** The next turns of a plan behind a user, in the order of users. */
  page(
    accountId: AccountId,
    {
      planId,
      after,
      most,
    }: { readonly planId: BillingPlanId; readonly after: UserId | undefined; readonly most: number },
  ): Promise<BillingTurn[]> {
    const rest = after === undefined ? Prisma.empty : Prisma.sql`AND user_id > ${after}::uuid`;
    return this.#read<BillingTurn>(
      accountId,
      Prisma.sql`
        SELECT user_id::text AS "userId",
          jsonb_build_object('from', period_from::text, 'to', period_to::text) AS period
        FROM billing_turns
        WHERE account_id = ${accountId}::uuid AND plan_id = ${planId}::uuid ${rest}
        ORDER BY user_id LIMIT ${most}`,
    );
  }

  /** The scheduled turns of a user from a month on: until which day each went. */
  async taken(accountId: AccountId, userId: UserId, from: Day): Promise<Map<Month, Day>> {
    const rows = await this.#read<{ month: Month; to: Day }>(
      accountId,
      Prisma.sql`
        SELECT to_char(month, 'YYYY-MM') AS month, period_to::text AS "to" FROM billing_turns
        WHERE account_id = ${accountId}::uuid AND user_id = ${userId}::uuid AND month >= ${from}::date`,
    );
    return new Map(rows.map(({ month, to }) => [month, to]));
  }

  #read<Row>(accountId: AccountId, { text, values }: Prisma.Sql): Promise<Row[]> {
    return this.database.read(accountId, () => CompiledQuery.raw(text, [...values]) as CompiledQuery<Row>);
  }
}

/**
 * Users by the day on which their run falls, who were there when it was due and have no turn of the month. Archived ones
 * are among them, so that they are not run late when they are reopened.
 */
function untaken(accountId: AccountId, days: readonly DueDay[], userId?: UserId): Prisma.Sql {
  const months = new Map(days.map(({ run: _run, day: _day, ...facts }) => [facts.month, facts]));
  const due = days.map(({ month, day, run }) => ({ month, day, at: run.at }));
  const who = userId === undefined ? Prisma.empty : Prisma.sql`AND u.id = ${userId}::uuid`;
  return Prisma.sql`
    SELECT u.id AS user_id, m.month, d.day, coalesce(
        (SELECT t.period_to + 1 FROM billing_turns t
          WHERE t.account_id = u.account_id AND t.user_id = u.id AND t.month = m."beforeOn"),
        m."beforeOn" + least(${ownDay('before', 'accountDayBefore')}, m."lengthBefore") - 1
      ) AS period_from
    FROM jsonb_to_recordset(${JSON.stringify([...months.values()])}::jsonb) AS m(month text, "monthOn" date, before text,
      "beforeOn" date, length int, "lengthBefore" int, "accountDay" int, "accountDayBefore" int)
    CROSS JOIN users u
    LEFT JOIN billing_overrides o ON o.account_id = u.account_id AND o.user_id = u.id
    JOIN jsonb_to_recordset(${JSON.stringify(due)}::jsonb) AS d(month text, day int, at timestamptz)
      ON d.month = m.month AND d.day = least(${ownDay('month', 'accountDay')}, m.length)
    WHERE u.account_id = ${accountId}::uuid AND u.created_at < d.at ${who} AND NOT EXISTS (
      SELECT FROM billing_turns t WHERE t.account_id = u.account_id AND t.user_id = u.id AND t.month = m."monthOn")`;
}

/** The day that a user asked for, as calendar.ts reads its history. */
function ownDay(month: 'month' | 'before', otherwise: 'accountDay' | 'accountDayBefore'): Prisma.Sql {
  const [of, account] = [Prisma.raw(`m.${month}`), Prisma.raw(`m."${otherwise}"`)];
  return Prisma.sql`CASE WHEN o.user_id IS NULL THEN ${account} ELSE coalesce(
      (SELECT (e ->> 'day')::int FROM jsonb_array_elements(o.calendar) e WHERE e ->> 'fromMonth' <= ${of}
        ORDER BY e ->> 'fromMonth' DESC LIMIT 1), ${account}) END`;
}
