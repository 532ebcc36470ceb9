import { z } from 'zod';
import { Prisma } from '../../database/generated/client/client.js';
import type { WriteTransaction } from '../../database/write-door.js';
import { FIRST_ID, MOST, type Removal, type Slice } from './removal.repository.js';

/**
 * Plan after plan, what hangs on it first. One that is open stays, and so does one that another takes back, or whose
 * additions are still compared with ConnectWise by it.
 */
export const removePlans: Removal = async (tx, slice) => {
  const planId = await nextPlan(tx, slice);
  if (planId === undefined) return { removed: 0 };
  const { accountId, position } = slice;
  const ofPlan = Prisma.sql`account_id = ${accountId}::uuid AND plan_id = ${planId}::uuid`;
  const keys = {
    billing_shares: '(user_id, product_id)',
    billing_lines: 'id',
    billing_turns: 'user_id',
    billing_agreements: 'connect_wise_id',
  };
  for (const [table, key] of Object.entries(keys)) {
    const [name, columns] = [Prisma.raw(table), Prisma.raw(key)];
    const removed = await tx.$executeRaw`
      DELETE FROM ${name} WHERE ${ofPlan} AND ${columns} IN (
        SELECT ${Prisma.raw(key.replace(/[()]/g, ''))} FROM ${name} WHERE ${ofPlan} LIMIT ${MOST})`;
    // The same plan once more.
    if (removed > 0) return { removed, position: position ?? FIRST_ID };
  }
  const removed = await tx.$executeRaw`
    DELETE FROM billing_plans WHERE account_id = ${accountId}::uuid AND id = ${planId}::uuid`;
  return { removed, position: planId };
};

async function nextPlan(
  tx: WriteTransaction,
  { accountId, beginning, until, position }: Slice,
): Promise<string | undefined> {
  const after = typeof position === 'string' ? position : FIRST_ID;
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    SELECT p.id::text FROM billing_plans p
    WHERE p.account_id = ${accountId}::uuid AND p.id > ${after}::uuid AND p.id < ${until}::uuid
      AND p.status NOT IN ('PLANNING', 'OPEN') AND coalesce(p.closed_at, p.created_at) < ${beginning}
      AND NOT EXISTS (SELECT FROM billing_plans u WHERE u.account_id = p.account_id AND u.undoes_plan_id = p.id)
      AND NOT EXISTS (
        SELECT FROM billing_lines l JOIN reconciliation_rows r ON r.account_id = l.account_id AND r.line_id = l.id
        WHERE l.account_id = p.account_id AND l.plan_id = p.id)
    ORDER BY p.id LIMIT 1`;
  return row?.id;
}

const placeShape = z.object({ day: z.string(), userId: z.string(), productId: z.string() });
const walked = z.tuple([z.object({ last: placeShape.nullable(), seen: z.number(), removed: z.number() })]);

/** Day after day; what a plan that is still there was made of stays with it. */
export const removeUsage: Removal = async (tx, { accountId, before, position }) => {
  const place = position === undefined ? undefined : placeShape.parse(position);
  const behind = place
    ? Prisma.sql`AND (day, user_id, product_id) > (${place.day}::date, ${place.userId}::uuid, ${place.productId}::uuid)`
    : Prisma.empty;
  const found = await tx.$queryRaw`
    WITH walked AS (
      SELECT day, user_id, product_id FROM usage_days
      WHERE account_id = ${accountId}::uuid AND day < ${before}::date ${behind}
      ORDER BY day, user_id, product_id LIMIT ${MOST}
    ), gone AS (
      DELETE FROM usage_days u USING walked w
      WHERE u.account_id = ${accountId}::uuid AND (u.user_id, u.day, u.product_id) = (w.user_id, w.day, w.product_id)
        AND NOT EXISTS (
          SELECT FROM billing_shares s
          WHERE s.account_id = ${accountId}::uuid AND s.user_id = w.user_id AND s.product_id = w.product_id
            AND w.day BETWEEN s.period_from AND s.period_to)
      RETURNING u.day
    )
    SELECT (
        SELECT json_build_object('day', to_char(day, 'YYYY-MM-DD'), 'userId', user_id, 'productId', product_id)
        FROM walked ORDER BY day DESC, user_id DESC, product_id DESC LIMIT 1
      ) AS last, (SELECT count(*)::int FROM walked) AS seen, (SELECT count(*)::int FROM gone) AS removed`;
  const [{ last, seen, removed }] = walked.parse(found);
  return { removed, position: seen === MOST ? (last ?? undefined) : undefined };
};
