import { z } from 'zod';
import { Prisma } from '../../database/generated/client/client.js';
import type { WriteTransaction } from '../../database/write-door.js';
import { removePlans, removeUsage } from './billing-removal.repository.js';
import { FIRST_ID, MOST, progressOf, type Removal, type Slice, walk, walking } from './removal.repository.js';
import type { Removed, RetentionKind } from './retention.js';
import { removeSpamDays } from './spam-removal.repository.js';

/** What goes in two walks: first what stands on the other. */
const twoWalks = z.object({ isSecond: z.boolean(), after: z.string() });
const BEGINNING = { isSecond: false, after: FIRST_ID };

function inTwo(
  first: (tx: WriteTransaction, slice: Slice, after: string) => Promise<{ removed: number; last: string | undefined }>,
  second: typeof first,
): Removal {
  return async (tx, slice): Promise<Removed> => {
    const { isSecond, after } = slice.position === undefined ? BEGINNING : twoWalks.parse(slice.position);
    const { removed, last } = await (isSecond ? second : first)(tx, slice, after);
    if (last !== undefined) return { removed, position: { isSecond, after: last } };
    return isSecond ? { removed } : { removed, position: { isSecond: true, after: FIRST_ID } };
  };
}

/** What is over, told to its ticket, and cannot reopen it any more. */
const removeNotifications = inTwo(
  (tx, slice, after) =>
    walk(tx, slice, {
      ...{ table: 'notifications', after },
      removable: Prisma.sql`NOT t.is_open AND t.due_at IS NULL AND t.resolved_at < ${slice.beginning}
        AND t.resolved_at < now() - make_interval(days => coalesce((
          SELECT greatest(s.reopen_days, s.quiet_days) FROM ticketing_settings s WHERE s.account_id = ${slice.accountId}::uuid), 0))
        AND NOT EXISTS (
          SELECT FROM tickets k WHERE k.account_id = t.account_id AND k.id = t.ticket_id
            AND (k.intent IS NOT NULL OR k.state NOT IN ('CLOSED', 'GONE')))`,
    }),
  (tx, slice, after) =>
    walk(tx, slice, {
      ...{ table: 'tickets', after },
      removable: Prisma.sql`t.state <> 'OPEN' AND t.intent IS NULL AND coalesce(t.closed_at, t.updated_at) < ${slice.beginning}
        AND NOT EXISTS (SELECT FROM notifications n WHERE n.account_id = t.account_id AND n.ticket_id = t.id)`,
    }),
);

/** Files of imports by so many rows at a time, then the jobs that have none, and that no report is of. */
const removeJobs = inTwo(
  async (tx, slice, after) => {
    const { accountId, beginning, until } = slice;
    const [file] = await tx.$queryRaw<{ id: string }[]>`
      SELECT f.id::text FROM import_files f LEFT JOIN jobs j ON j.account_id = f.account_id AND j.id = f.job_id
      WHERE f.account_id = ${accountId}::uuid AND f.id > ${after}::uuid AND f.id < ${until}::uuid
        AND CASE WHEN f.job_id IS NULL THEN f.created_at ELSE j.finished_at END < ${beginning}
      ORDER BY f.id LIMIT 1`;
    if (!file) return { removed: 0, last: undefined };
    const ofFile = Prisma.sql`account_id = ${accountId}::uuid AND file_id = ${file.id}::uuid`;
    const rows = await tx.$executeRaw`
      DELETE FROM import_rows WHERE ${ofFile} AND "row" IN (SELECT "row" FROM import_rows WHERE ${ofFile} LIMIT ${MOST})`;
    if (rows === MOST) return { removed: rows, last: after };
    await tx.$executeRaw`DELETE FROM import_files WHERE account_id = ${accountId}::uuid AND id = ${file.id}::uuid`;
    return { removed: rows + 1, last: file.id };
  },
  (tx, slice, after) =>
    walk(tx, slice, {
      ...{ table: 'jobs', after },
      removable: Prisma.sql`t.finished_at < ${slice.beginning}
        AND NOT EXISTS (SELECT FROM import_files f WHERE f.account_id = t.account_id AND f.job_id = t.id)
        AND NOT EXISTS (SELECT FROM spam_deliveries d WHERE d.account_id = t.account_id AND d.job_id = t.id)`,
    }),
);

/** No role may do it by itself: the function of the migrations holds the least there is. */
const removeAudit: Removal = async (tx, { accountId, beginning, until, position }) => {
  const after = typeof position === 'string' ? position : FIRST_ID;
  const found = await tx.$queryRaw`
    SELECT last::text, seen, removed FROM remove_old_audit(${accountId}::uuid, ${after}::uuid, ${until}::uuid, ${beginning})`;
  const { removed, last } = progressOf(found);
  return { removed, position: last };
};

/** How each kind is removed. Nothing that is open goes, whatever its age. */
export const REMOVALS: Readonly<Record<RetentionKind, Removal>> = {
  BILLING_PLANS: removePlans,
  USAGE: removeUsage,
  NOTIFICATIONS: removeNotifications,
  SPAM_REPORTS: walking(
    'spam_deliveries',
    ({ beginning }) => Prisma.sql`t.state <> 'WAITING' AND t.ended_at < ${beginning}`,
  ),
  SPAM_STATISTICS: removeSpamDays,
  DRIFTS: walking('drifts', ({ beginning }) => Prisma.sql`t.status <> 'OPEN' AND t.closed_at < ${beginning}`),
  JOBS: removeJobs,
  AUDIT: removeAudit,
};
