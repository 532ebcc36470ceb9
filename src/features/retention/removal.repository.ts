import { z } from 'zod';
import { Prisma } from '../../database/generated/client/client.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { Day } from '../../shared/day.js';
import type { AccountId } from '../../shared/ids.js';
import type { Removed } from './retention.js';

/** What a slice of removing goes by. */
export interface Slice {
  readonly accountId: AccountId;
  /** What is from before this day goes. */
  readonly before: Day;
  /** The moment at which that day begins. */
  readonly beginning: Date;
  /** The first id of that moment: ids tell when a row was made, and nothing was over before. */
  readonly until: string;
  /** Where the last slice ended; undefined at first. */
  readonly position: unknown;
}

/** Removes one kind of rows, at most some thousand at a time. */
export type Removal = (tx: WriteTransaction, slice: Slice) => Promise<Removed>;

/** So many rows a statement looks at: the embedded database does nothing else meanwhile. */
export const MOST = 1_000;
export const FIRST_ID = '00000000-0000-0000-0000-000000000000';

const walked = z.tuple([z.object({ last: z.string().nullable(), seen: z.number(), removed: z.number() })]);

interface Walk {
  readonly table: string;
  /** What may go of the row `t`; what may not is passed over, and not looked at again before the next removal. */
  readonly removable: Prisma.Sql;
  /** The id behind which to begin. */
  readonly after: string;
}

/** Walks over the next rows of a table by their ids, and removes what may go. */
export async function walk(
  tx: WriteTransaction,
  { accountId, until }: Slice,
  { table, removable, after }: Walk,
): Promise<{ readonly removed: number; readonly last: string | undefined }> {
  const name = Prisma.raw(table);
  const found = await tx.$queryRaw`
    WITH walked AS (
      SELECT id FROM ${name}
      WHERE account_id = ${accountId}::uuid AND id > ${after}::uuid AND id < ${until}::uuid ORDER BY id LIMIT ${MOST}
    ), gone AS (
      DELETE FROM ${name} t
      WHERE t.account_id = ${accountId}::uuid AND t.id = ANY (ARRAY(SELECT id FROM walked)) AND ${removable}
      RETURNING t.id
    )
    SELECT (SELECT id::text FROM walked ORDER BY id DESC LIMIT 1) AS last,
      (SELECT count(*)::int FROM walked) AS seen, (SELECT count(*)::int FROM gone) AS removed`;
  return progressOf(found);
}

/** Where the next slice begins; undefined behind the last row. */
export function progressOf(found: unknown): { readonly removed: number; readonly last: string | undefined } {
  const [{ last, seen, removed }] = walked.parse(found);
  return { removed, last: seen === MOST && last !== null ? last : undefined };
}

/** The removal of a table that is one walk. */
export function walking(table: string, removable: (slice: Slice) => Prisma.Sql): Removal {
  return async (tx, slice) => {
    const after = typeof slice.position === 'string' ? slice.position : FIRST_ID;
    const { removed, last } = await walk(tx, slice, { table, removable: removable(slice), after });
    return { removed, position: last };
  };
}
