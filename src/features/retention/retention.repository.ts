import { sql } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { Day } from '../../shared/day.js';
import type { AccountId } from '../../shared/ids.js';
import { RetentionKind, type RetentionMonths, type RetentionRun, type RetentionSettings } from './retention.js';

const monthsShape = z.partialRecord(z.enum(RetentionKind), z.int());

export class RetentionRepository {
  constructor(private readonly database: Database) {}

  async settings(accountId: AccountId): Promise<RetentionSettings> {
    const [row] = await this.database.read(accountId, (db) =>
      db.selectFrom('retention_settings').select(['months', 'version']).where('account_id', '=', accountId),
    );
    return row ? { months: monthsShape.parse(row.months), version: row.version } : { months: {}, version: 0 };
  }

  /** Answers false when they were changed since this version was read. */
  async save(
    tx: WriteTransaction,
    accountId: AccountId,
    { months, version }: { months: RetentionMonths; version: number },
  ): Promise<boolean> {
    const changed = await tx.$executeRaw`
      INSERT INTO retention_settings AS s (account_id, months)
      SELECT ${accountId}::uuid, ${JSON.stringify(months)}::jsonb
      WHERE ${version}::int = 0 OR EXISTS (SELECT FROM retention_settings WHERE account_id = ${accountId}::uuid)
      ON CONFLICT (account_id) DO UPDATE SET months = excluded.months, version = s.version + 1, updated_at = now()
      WHERE s.version = ${version}::int`;
    return changed === 1;
  }

  async runs(accountId: AccountId): Promise<RetentionRun[]> {
    const rows = await this.database.read(accountId, (db) =>
      sql<RunRow>`
        select kind, to_char("before", 'YYYY-MM-DD') as before, position, removed::float8 as removed, ended_at as "endedAt"
        from retention_runs where account_id = ${accountId}`.compile(db),
    );
    return rows.map(toRun);
  }

  async run(tx: WriteTransaction, accountId: AccountId, kind: RetentionKind): Promise<RetentionRun | undefined> {
    const [row] = await tx.$queryRaw<RunRow[]>`
      SELECT kind, to_char("before", 'YYYY-MM-DD') AS before, position, removed::float8 AS removed, ended_at AS "endedAt"
      FROM retention_runs WHERE account_id = ${accountId}::uuid AND kind = ${kind} FOR UPDATE`;
    return row && toRun(row);
  }

  /** How far a run is; another day before which things go begins another one. */
  async saveRun(
    tx: WriteTransaction,
    accountId: AccountId,
    { kind, before, position, removed }: Omit<RetentionRun, 'endedAt'>,
  ): Promise<void> {
    const next = position === undefined ? null : JSON.stringify(position);
    await tx.$executeRaw`
      INSERT INTO retention_runs AS r (account_id, kind, "before", position, removed, ended_at)
      VALUES (${accountId}::uuid, ${kind}, ${before}::date, ${next}::jsonb, ${removed}::bigint,
        CASE WHEN ${next}::jsonb IS NULL THEN now() END)
      ON CONFLICT (account_id, kind) DO UPDATE SET
        started_at = CASE WHEN r."before" = excluded."before" THEN r.started_at ELSE now() END,
        "before" = excluded."before", position = excluded.position, removed = excluded.removed, ended_at = excluded.ended_at`;
  }
}

interface RunRow {
  readonly kind: string;
  readonly before: string;
  readonly position: unknown;
  readonly removed: number;
  readonly endedAt: Date | null;
}

function toRun({ kind, before, position, removed, endedAt }: RunRow): RetentionRun {
  return {
    kind: kind as RetentionKind,
    before: before as Day,
    position: position ?? undefined,
    removed,
    endedAt: endedAt ?? undefined,
  };
}
