import { sql } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, InstanceId } from '../../shared/ids.js';
import type { FoundAddition } from './reconciliation.js';

/** The agreements above `after`, up to `last` when there are more. */
export interface AgreementRange {
  readonly instanceId: InstanceId;
  readonly after: number;
  readonly last: number | undefined;
}

const countsShape = z.tuple([
  z.object({ same: z.number(), different: z.number(), missing: z.number(), news: z.number() }),
]);
export type ComparedCounts = z.infer<typeof countsShape>[0];

/** Whatever stands in ConnectWise by us: written, or found to be there already. */
const STANDS = sql`(l.state = 'APPLIED' or l.action = 'NONE')`;

/** Holds what was written last against what ConnectWise has. */
export class ComparisonRepository {
  constructor(private readonly database: Database) {}

  /** When the first plan was done. */
  async firstDone(accountId: AccountId, instanceId: InstanceId): Promise<Date | undefined> {
    const [row] = await this.database.read(accountId, (db) =>
      db
        .selectFrom('billing_plans')
        .select(({ fn }) => fn.min('closed_at').as('at'))
        .where('account_id', '=', accountId)
        .where('instance_id', '=', instanceId)
        .where('status', '=', 'DONE'),
    );
    return row?.at ?? undefined;
  }

  /** The next agreements to which something was written, in order. */
  async nextAgreements(
    accountId: AccountId,
    { instanceId, after, most }: Omit<AgreementRange, 'last'> & { readonly most: number },
  ): Promise<number[]> {
    const rows = await this.database.read(accountId, (db) =>
      sql<{ agreementId: number }>`
        select distinct l.agreement_id as "agreementId"
        from billing_lines l join billing_plans p on p.account_id = l.account_id and p.id = l.plan_id
        where l.account_id = ${accountId} and l.agreement_id > ${after} and ${STANDS}
          and p.instance_id = ${instanceId}::uuid
        order by l.agreement_id
        limit ${most}`.compile(db),
    );
    return rows.map(({ agreementId }) => agreementId);
  }

  async countAgreements(accountId: AccountId, instanceId: InstanceId): Promise<number> {
    const [row] = await this.database.read(accountId, (db) =>
      sql<{ count: number }>`
        select count(distinct l.agreement_id)::int as count
        from billing_lines l join billing_plans p on p.account_id = l.account_id and p.id = l.plan_id
        where l.account_id = ${accountId} and l.agreement_id is not null and ${STANDS}
          and p.instance_id = ${instanceId}::uuid`.compile(db),
    );
    return row?.count ?? 0;
  }

  /**
   * Writes the rows of a range anew: of each addition its newest line, with what it was found to be. What was taken back
   * has no users any more, and so no rows. News are rows that are not as they were written, and were not so before.
   */
  async compare(
    tx: WriteTransaction,
    accountId: AccountId,
    { range, found }: { readonly range: AgreementRange; readonly found: readonly FoundAddition[] },
  ): Promise<ComparedCounts> {
    const { instanceId, after } = range;
    const last = range.last ?? LARGEST;
    const counts = await tx.$queryRaw`
      WITH newest AS (
        SELECT DISTINCT ON (l.agreement_id, l.catalog_item_id) l.*
        FROM billing_lines l JOIN billing_plans p ON p.account_id = l.account_id AND p.id = l.plan_id
        WHERE l.account_id = ${accountId}::uuid AND l.agreement_id > ${after} AND l.agreement_id <= ${last}
          AND l.catalog_item_id IS NOT NULL AND (l.state = 'APPLIED' OR l.action = 'NONE')
          AND p.instance_id = ${instanceId}::uuid
        ORDER BY l.agreement_id, l.catalog_item_id, l.id DESC
      ), compared AS (
        SELECT n.agreement_id, n.catalog_item_id, s.user_id, s.product_id, n.id AS line_id, n.addition_id, s.quantity,
          coalesce(n.after_quantity, n.before_quantity) AS line_quantity, f.quantity AS found_quantity,
          f."cancelledOn" AS found_cancelled_on,
          CASE
            WHEN f."additionId" IS NULL THEN 'GONE'
            WHEN f."cancelledOn" IS DISTINCT FROM n.after_cancelled_on AND f."cancelledOn" IS NOT NULL THEN 'ENDED'
            WHEN f.quantity <> coalesce(n.after_quantity, n.before_quantity) THEN 'DIFFERS'
            ELSE 'MATCHES'
          END AS state
        FROM newest n
        JOIN billing_shares s ON s.account_id = n.account_id AND s.line_id = n.id
        LEFT JOIN jsonb_to_recordset(${JSON.stringify(found)}::jsonb)
          AS f("agreementId" int, "additionId" int, quantity numeric, "cancelledOn" date)
          ON f."agreementId" = n.agreement_id AND f."additionId" = n.addition_id
        WHERE coalesce(n.after_quantity, n.before_quantity) IS NOT NULL
      ), before AS (
        SELECT agreement_id, catalog_item_id, user_id, product_id, state, found_quantity
        FROM reconciliation_rows
        WHERE account_id = ${accountId}::uuid AND agreement_id > ${after} AND agreement_id <= ${last}
      ), written AS (
        INSERT INTO reconciliation_rows (account_id, agreement_id, catalog_item_id, user_id, product_id, instance_id,
          line_id, addition_id, quantity, line_quantity, found_quantity, found_cancelled_on, state, checked_at)
        SELECT ${accountId}::uuid, agreement_id, catalog_item_id, user_id, product_id, ${instanceId}::uuid,
          line_id, addition_id, quantity, line_quantity, found_quantity, found_cancelled_on, state, now()
        FROM compared
        ON CONFLICT (account_id, agreement_id, catalog_item_id, user_id, product_id) DO UPDATE SET
          instance_id = excluded.instance_id, line_id = excluded.line_id, addition_id = excluded.addition_id,
          quantity = excluded.quantity, line_quantity = excluded.line_quantity,
          found_quantity = excluded.found_quantity, found_cancelled_on = excluded.found_cancelled_on,
          state = excluded.state, checked_at = excluded.checked_at
        RETURNING 1
      )
      SELECT
        count(*) FILTER (WHERE c.state = 'MATCHES')::int AS same,
        count(*) FILTER (WHERE c.state IN ('DIFFERS', 'ENDED'))::int AS different,
        count(*) FILTER (WHERE c.state = 'GONE')::int AS missing,
        count(*) FILTER (WHERE c.state <> 'MATCHES'
          AND (b.state, b.found_quantity) IS DISTINCT FROM (c.state, c.found_quantity))::int AS news
      FROM compared c LEFT JOIN before b USING (agreement_id, catalog_item_id, user_id, product_id)`;
    await tx.$executeRaw`
      DELETE FROM reconciliation_rows
      WHERE account_id = ${accountId}::uuid AND agreement_id > ${after} AND agreement_id <= ${last}
        -- As it is stored, without what is below a millisecond.
        AND checked_at < now()::timestamptz(3)`;
    return countsShape.parse(counts)[0];
  }
}

/** ConnectWise's record ids are 32 bit. */
const LARGEST = 2 ** 31 - 1;
