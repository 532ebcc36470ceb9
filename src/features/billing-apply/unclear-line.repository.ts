import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { AccountId, BillingLineId, BillingPlanId, InstanceId } from '../../shared/ids.js';
import { LINE_COLUMNS, type LineRow, toLine } from './line-row.js';
import type { LineToWrite } from './line-to-write.js';

/** A line with where it was written, if it was. */
export interface PlacedLine {
  readonly line: LineToWrite;
  readonly planId: BillingPlanId;
  readonly instanceId: InstanceId | undefined;
}

export class UnclearLineRepository {
  constructor(private readonly database: Database) {}

  /** Undefined when there is no such line, or it never had a place in ConnectWise. */
  async find(accountId: AccountId, id: BillingLineId): Promise<PlacedLine | undefined> {
    const [row] = await this.database.read(accountId, (db) =>
      sql<LineRow & { readonly planId: BillingPlanId; readonly instanceId: InstanceId | null }>`
        SELECT ${LINE_COLUMNS}, p.id::text AS "planId", p.instance_id::text AS "instanceId"
        FROM billing_lines l JOIN billing_plans p ON p.account_id = l.account_id AND p.id = l.plan_id
        WHERE l.account_id = ${accountId}::uuid AND l.id = ${id}::uuid AND l.write IS NOT NULL`.compile(db),
    );
    if (!row) return undefined;
    const { planId, instanceId, ...line } = row;
    return { line: toLine(line), planId, instanceId: instanceId ?? undefined };
  }
}
