import { z } from 'zod';
import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, SourceId, UserId } from '../../shared/ids.js';
import { WorkKind } from '../../shared/work.js';
import { ERASED, ERASED_KEY } from '../users/user.js';
import { RemainingKind, type RemainingRecord } from './erasure.js';
import { endWork } from './texts.repository.js';

/** A user whose erasure is under way. */
export interface Erasing {
  readonly id: UserId;
  readonly erasedAt: Date;
}

const remainingRows = z.array(
  z.object({ kind: z.enum(RemainingKind), connectWiseId: z.int().nullable(), reference: z.string().nullable() }),
);

/** What there is to know of a user before it is erased. */
export interface ErasableUser {
  readonly sourceId: SourceId;
  readonly version: number;
  readonly isErased: boolean;
}

export class ErasureRepository {
  constructor(private readonly database: Database) {}

  /** As it stays until the transaction ends. */
  async lock(tx: WriteTransaction, accountId: AccountId, id: UserId): Promise<ErasableUser | undefined> {
    const [row] = await tx.$queryRaw<ErasableUser[]>`
      SELECT source_id::text AS "sourceId", version, erased_at IS NOT NULL AS "isErased" FROM users
      WHERE account_id = ${accountId}::uuid AND id = ${id}::uuid FOR UPDATE`;
    return row;
  }

  /**
   * Takes the user out of all work, and its names out of everything that is shown of it. What may be long, its texts in
   * other tables, goes afterwards.
   */
  async begin(tx: WriteTransaction, accountId: AccountId, id: UserId): Promise<void> {
    await tx.$executeRaw`
      UPDATE users SET name = ${ERASED}, mail_domains = '{}', contact_email = NULL,
        erased_external_id = external_id, external_id = ${ERASED_KEY} || id, erased_at = now(),
        status = 'ARCHIVED', archived_at = coalesce(archived_at, now()), version = version + 1, updated_at = now()
      WHERE account_id = ${accountId}::uuid AND id = ${id}::uuid`;
    await endWork(tx, { accountId, id });
  }

  /** What ConnectWise has of the user, as far as we know of it. */
  async remaining(
    tx: WriteTransaction,
    accountId: AccountId,
    { id, most }: { id: UserId; most: number },
  ): Promise<RemainingRecord[]> {
    const rows = await tx.$queryRaw`
      WITH companies AS (
        SELECT connect_wise_id AS id FROM mappings WHERE account_id = ${accountId}::uuid AND user_id = ${id}::uuid
        UNION SELECT company_id FROM tickets WHERE account_id = ${accountId}::uuid AND user_id = ${id}::uuid
        UNION SELECT company_id FROM spam_records WHERE account_id = ${accountId}::uuid AND user_id = ${id}::uuid
      ), parts AS (
        SELECT p.key AS part, (p.value ->> 'id')::int AS id FROM spam_records r
        CROSS JOIN jsonb_each(coalesce(r.remote -> 'parts', '{}')) p
        WHERE r.account_id = ${accountId}::uuid AND r.user_id = ${id}::uuid
        UNION
        SELECT CASE p.key WHEN 'noteId' THEN 'NOTE' WHEN 'ticketId' THEN 'TICKET' WHEN 'documentId' THEN 'DOCUMENT'
          ELSE 'SUMMARY_REPORT' END, p.value::int
        FROM spam_deliveries d CROSS JOIN jsonb_each_text(coalesce(d.remote, '{}')) p
        WHERE d.account_id = ${accountId}::uuid AND d.user_id = ${id}::uuid
      )
      SELECT 'COMPANY' AS kind, id AS "connectWiseId", NULL AS reference FROM companies WHERE id IS NOT NULL
      UNION
      SELECT 'TICKET', connect_wise_id, CASE WHEN connect_wise_id IS NULL THEN reference END FROM tickets
      WHERE account_id = ${accountId}::uuid AND user_id = ${id}::uuid AND (connect_wise_id IS NOT NULL OR intent IS NOT NULL)
      UNION
      SELECT CASE part WHEN 'NOTE' THEN 'COMPANY_NOTE' ELSE part END, id, NULL FROM parts
      ORDER BY 1, 2 DESC NULLS FIRST, 3 LIMIT ${most}`;
    return remainingRows.parse(rows).map(({ kind, connectWiseId, reference }) => ({
      kind,
      connectWiseId: connectWiseId ?? undefined,
      reference: reference ?? undefined,
    }));
  }

  /** Those whose texts are not all gone, the one that waits longest first. */
  async next(accountId: AccountId): Promise<Erasing | undefined> {
    const [row] = await this.database.read(accountId, (db) =>
      db
        .selectFrom('users')
        .select(['id', 'erased_at as erasedAt'])
        .where('account_id', '=', accountId)
        .where('erased_at', 'is not', null)
        .where('erasure_ended_at', 'is', null)
        .orderBy('erased_at')
        .orderBy('id')
        .limit(1),
    );
    return row?.erasedAt ? { id: row.id as UserId, erasedAt: row.erasedAt } : undefined;
  }

  /**
   * Whether other work of the account has begun. The queue gives no two kinds of it out at once, so it is a worker's that
   * went silent: until another takes it up, what that one read before can still be written.
   */
  async isOtherWorkBegun(accountId: AccountId): Promise<boolean> {
    const [row] = await this.database.read(accountId, (db) =>
      db
        .selectFrom('work')
        .select('kind')
        .where('account_id', '=', accountId)
        .where('kind', '<>', WorkKind.ERASURE)
        .where('started_at', 'is not', null)
        .limit(1),
    );
    return row !== undefined;
  }

  async end(tx: WriteTransaction, accountId: AccountId, id: UserId): Promise<void> {
    await tx.$executeRaw`
      UPDATE users SET erasure_ended_at = now(), erased_external_id = NULL, updated_at = now()
      WHERE account_id = ${accountId}::uuid AND id = ${id}::uuid AND erasure_ended_at IS NULL`;
  }
}
