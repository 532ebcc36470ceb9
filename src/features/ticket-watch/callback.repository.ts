import { z } from 'zod';
import type { Database } from '../../database/database.js';
import { wakeIn } from '../../database/wake.js';
import type { AccountId, InstanceId } from '../../shared/ids.js';
import { WorkKind } from '../../shared/work.js';
import type { TicketCallback } from './callback.js';

const counted = z.tuple([z.object({ waiting: z.int() })]);

/** Whoever edits a ticket seldom does so once, and each reading of it is a call. */
const GATHER_SECONDS = 2;

/** Callbacks as they are kept: each message once. */
export class CallbackRepository {
  constructor(private readonly database: Database) {}

  /** Whose callbacks come in at the address with this hash, and whether that account is active. */
  find(pathHash: Uint8Array): Promise<{ readonly accountId: AccountId; readonly isActive: boolean } | undefined> {
    return this.database.system.findCallbackAccount(pathHash);
  }

  /** Stores those that are new, and wakes the account if one of them is about a ticket of its own. */
  async store(accountId: AccountId, instanceId: InstanceId, callbacks: readonly TicketCallback[]): Promise<void> {
    const rows = JSON.stringify(callbacks.map(({ messageId, number }) => ({ messageId, number })));
    await this.database.write(accountId, async (tx) => {
      const stored = await tx.$queryRaw`
        WITH stored AS (
          INSERT INTO ticket_callbacks (account_id, message_id, record_id, handled_at)
          SELECT DISTINCT ON (r."messageId") ${accountId}::uuid, r."messageId", r.number,
            CASE WHEN NOT EXISTS (
              SELECT FROM tickets t
              WHERE t.account_id = ${accountId}::uuid AND t.instance_id = ${instanceId}::uuid
                AND t.connect_wise_id = r.number AND t.state IN ('OPEN', 'CLOSED')
            ) THEN now() END
          FROM jsonb_to_recordset(${rows}::jsonb) AS r("messageId" text, number int)
          ORDER BY r."messageId"
          ON CONFLICT (account_id, message_id) DO NOTHING
          RETURNING handled_at
        )
        SELECT count(*) FILTER (WHERE handled_at IS NULL)::int AS waiting FROM stored`;
      const [{ waiting }] = counted.parse(stored);
      await tx.$executeRaw`UPDATE ticket_watches SET last_callback_at = now() WHERE account_id = ${accountId}::uuid`;
      // Twice as many as came at most, so that no callback waits for it and a stream of them catches up.
      await tx.$executeRaw`
        DELETE FROM ticket_callbacks WHERE account_id = ${accountId}::uuid AND message_id IN (
          SELECT message_id FROM ticket_callbacks
          WHERE account_id = ${accountId}::uuid AND received_at < now() - interval '3 days'
          ORDER BY received_at LIMIT ${2 * callbacks.length})`;
      if (waiting > 0) await wakeIn(tx, accountId, { kind: WorkKind.TICKETS, seconds: GATHER_SECONDS });
    });
  }
}
