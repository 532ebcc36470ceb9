import { v7 } from 'uuid';
import { parseGlobalId } from '../../../src/graphql/node.js';
import { newId } from '../../../src/shared/ids.js';
import type { SeedAccount, SeedUser } from '../../support/seed.js';
import type { TestApp } from '../../support/test-app.js';
import { given } from './calls.js';
import { sql } from './rows.js';

/** A user of an account with an integration, to which rows of any age are added. */
export class OldRows {
  constructor(
    readonly account: SeedAccount,
    readonly userId: string,
    readonly instanceId: string,
    readonly productId: string,
    readonly sourceId: string,
  ) {}

  static async of(test: TestApp): Promise<OldRows> {
    const account = await test.account();
    await account.integration();
    const user: SeedUser = await (await account.source()).user();
    const userId = given(parseGlobalId(user.id)).id;
    const { id: instanceId } = await test.app.services.integration.instance(account.caller);
    const productId = newId<never>();
    await sql(
      `INSERT INTO products (account_id, id, source_id, code, name, unit, decimals)
       SELECT account_id, $2, source_id, 'boxes', 'Boxes', 'box', 2 FROM users WHERE account_id = $1`,
      [account.id, productId],
    );
    const [row] = await sql<{ id: string }>('SELECT source_id AS id FROM users WHERE account_id = $1', [account.id]);
    return new OldRows(account, userId, instanceId, productId, given(row).id);
  }

  /** So many rows of a table, each of them now, or how many rows altogether. */
  async count(table: string): Promise<number> {
    const [row] = await sql<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE account_id = $1`, [
      this.account.id,
    ]);
    return given(row).n;
  }

  async usage(...days: readonly string[]): Promise<void> {
    await sql(
      `INSERT INTO usage_days (account_id, user_id, day, product_id, used) SELECT $1, $2, d::date, $3, 1 FROM unnest($4::text[]) d`,
      [this.account.id, this.userId, this.productId, days],
    );
  }

  async plan(at: string, options: { status?: string; lines?: number; period?: readonly [string, string] } = {}) {
    const { status = 'DONE', lines = 1, period = ['2012-01-01', '2012-01-31'] } = options;
    const id = v7({ msecs: Date.parse(at) });
    const closedAt = ['OPEN', 'PLANNING'].includes(status) ? null : at;
    await sql(
      `INSERT INTO billing_plans (account_id, id, instance_id, kind, status, actor_kind, actor_name, settings, created_at, closed_at)
       VALUES ($1, $2, $3, 'ON_DEMAND', $4, 'SYSTEM', 'test', '{}', $5, $6)`,
      [this.account.id, id, this.instanceId, status, at, closedAt],
    );
    await sql(
      `INSERT INTO billing_turns (account_id, plan_id, user_id, period_from, period_to) VALUES ($1, $2, $3, $4, $5)`,
      [this.account.id, id, this.userId, ...period],
    );
    await sql(
      `INSERT INTO billing_lines (account_id, id, plan_id, action, reason, state)
       SELECT $1, gen_random_uuid(), $2, 'SKIP', 'NO_AGREEMENT', 'NOTHING' FROM generate_series(1, $3::int)`,
      [this.account.id, id, lines],
    );
    await sql(
      `INSERT INTO billing_shares (account_id, plan_id, user_id, product_id, line_id, period_from, period_to, period_rule, days_told, rule)
       SELECT account_id, plan_id, $3, $4, id, $5, $6, 'LAST', 1, '{}' FROM billing_lines
       WHERE account_id = $1 AND plan_id = $2 LIMIT 1`,
      [this.account.id, id, this.userId, this.productId, ...period],
    );
    return id;
  }

  async notification(at: string, options: { isOpen?: boolean; ticket?: string | null; dueAt?: string | null } = {}) {
    const { isOpen = false, ticket = 'CLOSED', dueAt = null } = options;
    const ticketId = ticket && v7({ msecs: Date.parse(at) });
    if (ticketId) {
      await sql(
        `INSERT INTO tickets (account_id, id, instance_id, company_id, connect_wise_id, reference, state, closed_at)
         VALUES ($1, $2, $3, 1, 1, $4, $5, $6)`,
        [this.account.id, ticketId, this.instanceId, ticketId, ticket, ticket === 'CLOSED' ? at : null],
      );
    }
    const id = v7({ msecs: Date.parse(at) });
    await sql(
      `INSERT INTO notifications (account_id, id, source_id, key, user_id, kind, severity, title, body, occurred_at, is_open, state,
         resolved_at, resolved_by, ticket_id, due_at)
       VALUES ($1, $2, $3, $4, $5, 'MAIL', 'WARNING', 't', 'b', $6, $7, $8, $9, $10, $11, $12)`,
      [
        ...[this.account.id, id, this.sourceId, id, this.userId, at, isOpen, isOpen ? 'SENT' : 'RESOLVED'],
        ...[isOpen ? null : at, isOpen ? null : 'SOURCE', ticketId, dueAt],
      ],
    );
  }

  async drift(at: string, status = 'RESOLVED'): Promise<void> {
    await sql(
      `INSERT INTO drifts (account_id, id, mapping_id, user_id, instance_id, connect_wise_id, kind, status, before_identifier,
         survivor_reasons, opened_at, closed_at) VALUES ($1, $2, $3, $4, $5, 1, 'COMPANY_RENAMED', $6, 'a', '{}', $7, $8)`,
      [
        ...[this.account.id, v7({ msecs: Date.parse(at) }), newId(), this.userId, this.instanceId, status, at],
        status === 'OPEN' ? null : at,
      ],
    );
  }

  async job(at: string, options: { status?: string; rows?: number } = {}): Promise<string> {
    const { status = 'SUCCEEDED', rows = 0 } = options;
    const [id, fileId] = [v7({ msecs: Date.parse(at) }), v7({ msecs: Date.parse(at) })];
    await sql(
      `INSERT INTO jobs (account_id, id, kind, status, actor_kind, actor_name, input, created_at, finished_at)
       VALUES ($1, $2, 'MAPPING_IMPORT', $3::job_status, 'SYSTEM', 'test', '{}', $4, $5)`,
      [this.account.id, id, status, at, status === 'RUNNING' ? null : at],
    );
    if (rows === 0) return id;
    await sql('INSERT INTO import_files (account_id, id, job_id, created_at) VALUES ($1, $2, $3, $4)', [
      ...[this.account.id, fileId, id, at],
    ]);
    await sql(
      `INSERT INTO import_rows (account_id, file_id, "row", line, cells, is_readable)
       SELECT $1, $2, n, n + 1, '{}', true FROM generate_series(1, $3::int) n`,
      [this.account.id, fileId, rows],
    );
    return id;
  }

  async report(at: string, options: { state?: string; jobId?: string } = {}): Promise<void> {
    const { state = 'SKIPPED', jobId = newId<never>() } = options;
    const isWaiting = state === 'WAITING';
    await sql(
      `INSERT INTO spam_deliveries (account_id, id, job_id, user_id, month, as_of, route, state, reason, instance_id, company_id,
         text, figures, created_at, ended_at)
       VALUES ($1, $2, $3, $4, '2012-01-01', '2012-02-01', 'COMPANY_NOTE', $5, $6, $7, 1, 't', '{}', $8, $9)`,
      [
        ...[this.account.id, v7({ msecs: Date.parse(at) }), jobId, this.userId, state],
        ...[isWaiting ? null : 'NO_FIGURES', this.instanceId, at, isWaiting ? null : at],
      ],
    );
  }

  async audit(at: string, count = 1): Promise<void> {
    const ids = Array.from({ length: count }, () => v7({ msecs: Date.parse(at) }));
    await sql(
      `INSERT INTO audit_events (account_id, id, action, actor_kind, actor_name, request_id, occurred_at)
       SELECT $1, i::uuid, 'USER_CHANGED', 'SYSTEM', 'test', 'r', $3 FROM unnest($2::text[]) i`,
      [this.account.id, ids, at],
    );
  }
}
