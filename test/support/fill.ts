import { testDatabaseUrl, withClient } from './database.js';
import type { SampleAccount } from './sample-account.js';

/** Rows of one statement: the embedded database does nothing else meanwhile. */
const SLICE = 5_000;

const ID = `('01900000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid`;
const USERS = `
  INSERT INTO users (account_id, id, source_id, external_id, name, mail_domains, status, archived_at, is_ignored, updated_at)
  SELECT $1, ${ID}, $4, i, 'User ' || (i * 7919) % 1000003, '{}', (CASE WHEN i % 1000 = 1 THEN 'ARCHIVED' ELSE 'ACTIVE' END)::user_status,
         CASE WHEN i % 1000 = 1 THEN now() END,
         i % 1000 = 2, now() - make_interval(secs => (i * 7919) % 1000003)
  FROM generate_series($2::int, $3::int) AS i`;
/** One user in a thousand has no mapping; of the mappings, as many are off, broken, unverified and made by hand. */
const MAPPINGS = `
  INSERT INTO mappings (account_id, id, user_id, source_id, instance_id, connect_wise_id, identifier, company_types, is_enabled,
                        origin, verification, verified_at, problem, updated_at)
  SELECT $1, ${ID}, ${ID}, $4, $5, i + 1, 'Company ' || (i * 7919) % 1000003, '{}', i % 1000 <> 3,
         (CASE i % 1000 WHEN 4 THEN 'MANUAL' ELSE 'IMPORTED' END)::mapping_origin,
         (CASE i % 1000 WHEN 5 THEN 'BROKEN' WHEN 6 THEN 'BROKEN' WHEN 7 THEN 'UNVERIFIED' ELSE 'VERIFIED' END)::mapping_verification,
         CASE WHEN i % 1000 <> 7 THEN now() END,
         (CASE i % 1000 WHEN 5 THEN 'COMPANY_INACTIVE' WHEN 6 THEN 'COMPANY_DELETED' END)::mapping_problem,
         now() - make_interval(secs => (i * 7919) % 1000003)
  FROM generate_series($2::int, $3::int) AS i WHERE i % 1000 <> 0`;
const EVENTS = `
  INSERT INTO events (account_id, position, kind, source_id, subject_kind, subject_id, occurred_at)
  SELECT $1, i + 1, CASE WHEN i % 1000 = 5 THEN 'MAPPING_BROKEN' ELSE 'USER_MAPPED' END, CASE WHEN i % 1000 = 6 THEN $4::uuid END,
         'User', ${ID}, now() - interval '29 days' + make_interval(secs => i)
  FROM generate_series($2::int, $3::int) AS i`;
const AUDIT_EVENTS = `
  INSERT INTO audit_events (account_id, id, action, actor_kind, actor_name, subject_kind, subject_id, request_id, occurred_at)
  SELECT $1, ${ID}, CASE WHEN i % 1000 = 5 THEN 'USER_ARCHIVED' ELSE 'USER_CREATED' END, 'SYSTEM', 'fill', 'User', ${ID}, 'fill',
         now() - interval '29 days' + make_interval(secs => i)
  FROM generate_series($2::int, $3::int) AS i`;
/** One in a thousand waits, as many are held and have failed; of the others half are over. Two users have a fifth. */
const NOTIFICATIONS = `
  INSERT INTO notifications (account_id, id, source_id, key, user_id, kind, severity, title, body, occurred_at, state, hold,
                             failure_code, is_open, resolved_at, resolved_by, due_at, told_revision)
  SELECT $1, id, $4, i, CASE WHEN i % 5 = 0 THEN ('01900000-0000-7000-8000-' || lpad(to_hex(i % 10 + 1), 12, '0'))::uuid END,
         CASE WHEN i % 1000 = 4 THEN 'RARE' ELSE 'MAIL_FLOW' END,
         CASE WHEN i % 1000 = 5 THEN 'ACTION_REQUIRED' WHEN i % 10 = 5 THEN 'WARNING' ELSE 'INFORMATION' END,
         'Notification ' || i, '', now(), state, CASE state WHEN 'HELD' THEN 'NOT_MAPPED' END,
         CASE state WHEN 'FAILED' THEN 'CONNECTWISE_REJECTED' END, state <> 'RESOLVED',
         CASE state WHEN 'RESOLVED' THEN now() END, CASE state WHEN 'RESOLVED' THEN 'SOURCE' END,
         CASE WHEN state IN ('WAITING', 'FAILED') THEN now() END, (state IN ('SENT', 'RESOLVED'))::int
  FROM (SELECT i, ${ID} AS id, CASE i % 1000 WHEN 1 THEN 'WAITING' WHEN 2 THEN 'HELD' WHEN 3 THEN 'FAILED'
          ELSE CASE i % 2 WHEN 0 THEN 'SENT' ELSE 'RESOLVED' END END AS state
        FROM generate_series($2::int, $3::int) AS i) AS n`;
/** One product has one day in a thousand; one user has a fifth of all days, and 200 have the others. */
const PRODUCTS = `
  INSERT INTO products (account_id, id, source_id, code, name, unit, decimals)
  SELECT $1, ${ID}, $4, 'filled-' || i, 'Product ' || i, 'piece', 2 FROM generate_series($2::int, LEAST($3::int, 2)) AS i`;
const USAGE_DAYS = `
  INSERT INTO usage_days (account_id, user_id, day, product_id, used)
  SELECT $1, ('01900000-0000-7000-8000-' || lpad(to_hex(CASE WHEN i % 5 = 0 THEN 1 ELSE i % 200 + 2 END), 12, '0'))::uuid,
         date '1960-01-01' + i / 5,
         ('01900000-0000-7000-8000-' || lpad(to_hex(CASE WHEN i % 1000 = 7 THEN 2 ELSE 1 END), 12, '0'))::uuid, i * 0.01
  FROM generate_series($2::int, $3::int) AS i`;
const DRIFTS = `
  INSERT INTO drifts (account_id, id, mapping_id, user_id, instance_id, connect_wise_id, kind, status, closed_at, before_identifier,
                      survivor_reasons)
  SELECT $1, ${ID}, ${ID}, ${ID}, $4, i, 'COMPANY_RENAMED', CASE WHEN i % 10 = 1 THEN 'OPEN' ELSE 'RESOLVED' END,
         CASE WHEN i % 10 <> 1 THEN now() END, 'c', '{}'
  FROM generate_series($2::int, $3::int) AS i`;
const SUGGESTIONS = `
  INSERT INTO match_suggestions (account_id, id, user_id, instance_id, company_id, connect_wise_id, score, reasons, is_sure)
  SELECT $1, ${ID}, ${ID}, $4, $5, i, 1, '{SAME_NAME}', i % 2 = 0 FROM generate_series($2::int, $3::int) AS i`;
const JOBS = `
  INSERT INTO jobs (account_id, id, kind, status, actor_kind, actor_name, input, finished_at)
  SELECT $1, ${ID}, (CASE WHEN i % 2 = 0 THEN 'MATCHING' ELSE 'COMPANY_SYNC' END)::job_kind, 'SUCCEEDED', 'SYSTEM', 'fill',
         CASE WHEN i % 97 = 0 THEN '{"mode":"FULL"}' ELSE '{"mode":"INCREMENT"}' END::json, now()
  FROM generate_series($2::int, $3::int) AS i`;

/** One plan in a thousand is open, one in ten was discarded; the first ones have 10,000 lines each. */
const BILLING_PLANS = `
  INSERT INTO billing_plans (account_id, id, kind, status, period_from, period_to, actor_kind, actor_name, settings)
  SELECT $1, ${ID}, 'ON_DEMAND', CASE WHEN i % 1000 = 1 THEN 'OPEN' WHEN i % 10 = 2 THEN 'DISCARDED' ELSE 'DONE' END, '2026-01-01',
         '2026-01-31', 'SYSTEM', 'fill', '{}'
  FROM generate_series($2::int, $3::int) AS i`;
const PLAN_OF_LINE = `('01900000-0000-7000-8000-' || lpad(to_hex((i - 1) / 10000 + 1), 12, '0'))::uuid`;
/** One line in a thousand is held, as many are skipped and have failed. Of each agreement there are two. */
const BILLING_LINES = `
  INSERT INTO billing_lines (account_id, id, plan_id, agreement_id, catalog_item_id, addition_id, action, reason, holds, state,
                             seen_ids)
  SELECT $1, ${ID}, ${PLAN_OF_LINE}, i / 2, 1, i, CASE i % 1000 WHEN 3 THEN 'HOLD' WHEN 4 THEN 'SKIP' ELSE 'UPDATE' END,
         CASE i % 1000 WHEN 4 THEN 'NO_AGREEMENT' END, CASE i % 1000 WHEN 3 THEN ARRAY['NO_USAGE'] ELSE '{}' END,
         CASE i % 1000 WHEN 3 THEN 'PENDING' WHEN 4 THEN 'NOTHING' WHEN 5 THEN 'FAILED' ELSE 'APPLIED' END, '{}'
  FROM generate_series($2::int, $3::int) AS i`;
/** Each user has a line of its own, but one product has one in a thousand. */
const BILLING_SHARES = `
  INSERT INTO billing_shares (account_id, plan_id, line_id, user_id, product_id, period_from, period_to, period_rule, quantity,
                              days_told, rule)
  SELECT $1, ${PLAN_OF_LINE}, ${ID}, ${ID},
         ('01900000-0000-7000-8000-' || lpad(to_hex(CASE WHEN i % 1000 = 7 THEN 2 ELSE 1 END), 12, '0'))::uuid, '2026-01-01',
         '2026-01-31', 'LAST', i, 31, $4::jsonb
  FROM generate_series($2::int, $3::int) AS i`;
const RULE = {
  ...{ productId: '', isBilled: true, catalogItemId: 1, agreementTypeId: 1, agreementId: null, quantity: 'USED' },
  ...{ createsMissing: false, billCustomer: 'BILLABLE', maxChangePercent: null, holdsInvoiced: true },
};
const OVERRIDES = `
  INSERT INTO ticket_overrides (account_id, user_id, template, problems)
  SELECT $1, ${ID}, '{}', CASE WHEN i % 1000 = 5 THEN '[1]' ELSE '[]' END::jsonb FROM generate_series($2::int, $3::int) AS i`;

const RECONCILIATION = `
  INSERT INTO reconciliation_rows (account_id, agreement_id, catalog_item_id, user_id, product_id, instance_id, line_id, addition_id,
    quantity, line_quantity, found_quantity, state, checked_at)
  SELECT $1, i, 1, ${ID}, '01900000-0000-7000-8000-000000000001', $4, ${ID}, i, i, i, i,
         CASE WHEN i % 1000 = 5 THEN 'DIFFERS' ELSE 'MATCHES' END, now()
  FROM generate_series($2::int, $3::int) AS i`;

/** 20,000 users had a report each month, and each month was a job of its own. One in a thousand failed, as many were skipped. */
const REPORTED_USERS = `
  INSERT INTO users (account_id, id, source_id, external_id, name, mail_domains)
  SELECT $1, ${ID}, $4, i, 'User ' || i, '{}' FROM generate_series($2::int, least($3::int, 20000)) AS i`;
const REPORTED_DOMAINS = `
  INSERT INTO spam_domains (account_id, id, user_id, domain)
  SELECT $1, i + 10, ${ID}, 'd' || i || '.example' FROM generate_series($2::int, least($3::int, 20000)) AS i`;
const DELIVERIES = `
  INSERT INTO spam_deliveries (account_id, id, job_id, user_id, month, as_of, route, state, reason, instance_id, company_id, text,
                               csv, figures, failure_code, ended_at)
  SELECT $1, ${ID}, ('01900000-0000-7000-8000-' || lpad(to_hex((i - 1) / 20000 + 1), 12, '0'))::uuid,
         ('01900000-0000-7000-8000-' || lpad(to_hex((i - 1) % 20000 + 1), 12, '0'))::uuid,
         date '2020-01-01' + make_interval(months => (i - 1) / 20000), '2030-01-01',
         CASE i % 1000 WHEN 6 THEN 'SUMMARY_REPORT' WHEN 7 THEN 'TICKET' ELSE 'COMPANY_NOTE' END,
         CASE i % 1000 WHEN 3 THEN 'FAILED' WHEN 4 THEN 'SKIPPED' ELSE 'SENT' END,
         CASE i % 1000 WHEN 4 THEN 'NOT_MAPPED' END, $4, i, 'text', 'csv', '{}', CASE i % 1000 WHEN 3 THEN 'UNAVAILABLE' END, now()
  FROM generate_series($2::int, $3::int) AS i`;

type Filled = Pick<SampleAccount, 'id' | 'sourceId' | 'instanceId'>;
type Fill = Readonly<Record<string, { readonly text: string; readonly values: readonly string[] }>>;

/** Gives an account so many users, mappings, events and audit events, and tells the planner of them. */
export async function fillAccount(account: Filled, rows: number): Promise<void> {
  await fillUsers(account, rows);
  const events = { text: EVENTS, values: [account.sourceId] };
  await fill(account, rows, { events, audit_events: { text: AUDIT_EVENTS, values: [] } });
  await withClient(testDatabaseUrl(), (client) =>
    client.query('UPDATE accounts SET last_position = $2 WHERE id = $1', [account.id, rows + 1]),
  );
}

/** The same of users and mappings alone. */
export async function fillUsers(account: Filled, rows: number): Promise<void> {
  const { sourceId, instanceId } = account;
  const mappings = { text: MAPPINGS, values: [sourceId, instanceId] };
  await fill(account, rows, { users: { text: USERS, values: [sourceId] }, mappings });
}

/** The same of notifications, for an account that has the users. */
export async function fillNotifications(account: Filled, rows: number): Promise<void> {
  await fill(account, rows, { notifications: { text: NOTIFICATIONS, values: [account.sourceId] } });
}

/** The same of two products and their usage, for an account that has the users. */
export async function fillUsage(account: Filled, rows: number): Promise<void> {
  await fill(account, rows, {
    products: { text: PRODUCTS, values: [account.sourceId] },
    usage_days: { text: USAGE_DAYS, values: [] },
  });
}

/** Gives an account so many reports, and the users they are of. */
export async function fillDeliveries(account: Filled, rows: number): Promise<void> {
  await fill(account, rows, {
    users: { text: REPORTED_USERS, values: [account.sourceId] },
    spam_domains: { text: REPORTED_DOMAINS, values: [] },
    spam_deliveries: { text: DELIVERIES, values: [account.instanceId] },
  });
}

/** The same of plans, and of their lines, for an account that has the users and products. */
export async function fillBilling(account: Filled, rows: number): Promise<void> {
  await fill(account, rows, {
    billing_plans: { text: BILLING_PLANS, values: [] },
    billing_lines: { text: BILLING_LINES, values: [] },
    billing_shares: { text: BILLING_SHARES, values: [JSON.stringify(RULE)] },
    reconciliation_rows: { text: RECONCILIATION, values: [account.instanceId] },
  });
}

/** The same of drifts, suggestions, jobs and templates of users, for an account that has the users and this company. */
export async function fillWork(account: Filled & { readonly companyId: string }, rows: number): Promise<void> {
  const { instanceId, companyId } = account;
  await fill(account, rows, {
    drifts: { text: DRIFTS, values: [instanceId] },
    match_suggestions: { text: SUGGESTIONS, values: [instanceId, companyId] },
    jobs: { text: JOBS, values: [] },
    ticket_overrides: { text: OVERRIDES, values: [] },
  });
}

async function fill({ id }: Filled, rows: number, tables: Fill): Promise<void> {
  await withClient(testDatabaseUrl(), async (client) => {
    for (const [table, { text, values }] of Object.entries(tables)) {
      for (let from = 1; from <= rows; from += SLICE) {
        await client.query(text, [id, from, Math.min(rows, from + SLICE - 1), ...values]);
      }
      // Before the next one: how its rows are looked up here may have been planned, and kept, when there were a few.
      await client.query(`ANALYZE ${table}`);
    }
    // Later ones change earlier ones: a user is mapped by its mapping.
    for (const table of [...Object.keys(tables), 'search_keys']) await client.query(`ANALYZE ${table}`);
  });
}

/** Users, and all that hangs on them, in the order in which it can go. */
export const USERS_AND_THEIRS = [
  ...['drifts', 'match_suggestions', 'notifications', 'tickets', 'ticket_overrides'],
  ...['spam_overrides', 'spam_records', 'spam_deliveries', 'spam_days', 'spam_domains'],
  ...['reconciliation_rows', 'billing_shares', 'billing_lines', 'billing_turns', 'billing_agreements', 'billing_plans'],
  ...['billing_overrides', 'usage_days', 'mappings', 'users'],
];

/**
 * Takes an account's rows away again, table by table, and the room they took: later suites of this database look at
 * every row there is, and the embedded one has nobody else who would sweep.
 */
export async function emptyTables(accountId: string, ...tables: readonly string[]): Promise<void> {
  await withClient(testDatabaseUrl(), async (client) => {
    for (const table of tables) {
      await client.query(`DELETE FROM ${table} WHERE account_id = $1`, [accountId]);
      // At once: whatever the next table's rows are looked up in goes past all that is dead there, for each of them.
      await client.query(`VACUUM (ANALYZE) ${table}`);
    }
    // Which goes with users and mappings.
    await client.query('VACUUM (ANALYZE) search_keys');
  });
}

/** The row that `fillAccount` made with this number. */
export function filledId(number: number): string {
  return `01900000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
}
