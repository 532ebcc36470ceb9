import { sql } from './rows.js';

/** Columns with texts that name a user, by table: they go when it is erased, and its export has them. */
export const PERSONAL: Readonly<Record<string, readonly string[]>> = {
  users: ['external_id', 'name', 'mail_domains', 'contact_email', 'erased_external_id'],
  mappings: ['identifier', 'company_name'],
  // Made of the two above.
  search_keys: ['key'],
  import_rows: ['cells', 'message'],
  drifts: [
    'before_identifier',
    'before_name',
    'after_identifier',
    'after_name',
    'survivor_identifier',
    'survivor_name',
  ],
  notifications: ['key', 'title', 'body', 'resolution', 'failure_message'],
  audit_events: ['personal_changes'],
  events: ['facts'],
  user_match_facts: [
    ...['folded_external_id', 'folded_name', 'normalised_name', 'cut50', 'cut156', 'sketch', 'match_keys', 'domains'],
  ],
  billing_lines: ['agreement_name', 'evidence', 'failure_message'],
  spam_domains: ['domain'],
  spam_deliveries: ['subject', 'text', 'file_name', 'csv', 'figures', 'failure_message'],
};

/** Every other column that can hold text: words of ours, numbers, people of the account, records of ConnectWise as such. */
export const NOT_PERSONAL: Readonly<Record<string, readonly string[]>> = {
  access_tokens: ['name', 'last_four'],
  accounts: ['name', 'time_zone'],
  audit_events: ['action', 'actor_name', 'actor_subject', 'subject_kind', 'changes', 'request_id'],
  billing_agreements: ['facts'],
  billing_lines: ['write', 'action', 'reason', 'holds', 'bill_customer', 'state', 'decided_by', 'failure_code'],
  billing_overrides: ['calendar', 'rules'],
  billing_plans: [
    ...[
      'kind',
      'status',
      'actor_name',
      'actor_subject',
      'settings',
      'idempotency_key',
      'request_digest',
      'failure_code',
    ],
    'failure_message',
  ],
  billing_settings: ['calendar', 'rules'],
  billing_shares: ['period_rule', 'rule'],
  call_paces: ['instance'],
  companies: [
    ...['identifier', 'name', 'status', 'types', 'website', 'phone_number', 'address_lines', 'city', 'state', 'zip'],
    ...[
      'country',
      'folded_identifier',
      'folded_name',
      'normalised_name',
      'sketch',
      'legal_form',
      'match_keys',
      'domain',
    ],
    ...['search_key', 'digest'],
  ],
  company_checks: ['key', 'outcome'],
  company_match_keys: ['key'],
  connect_wise_instances: ['host', 'login_company_id'],
  drifts: ['kind', 'status', 'before_status', 'after_status', 'survivor_status', 'survivor_reasons', 'closed_by_name'],
  events: ['kind', 'subject_kind'],
  import_rows: ['code'],
  integration_settings: [
    ...['site', 'login_company_id', 'public_key_sealed', 'public_key_last_four', 'private_key_sealed', 'custom_ca'],
    ...['client_id_override', 'last_report', 'seen_version', 'seen_api'],
  ],
  jobs: [
    ...[
      'actor_name',
      'actor_subject',
      'input',
      'state',
      'result',
      'failure_code',
      'failure_message',
      'waits_for',
      'idempotency_key',
    ],
  ],
  mappings: ['company_status', 'company_types'],
  search_keys: ['subject'],
  notifications: ['kind', 'severity', 'resolved_by', 'state', 'hold', 'failure_code'],
  passed_tests: ['report'],
  products: ['code', 'name', 'unit', 'period_rule'],
  reconciliation_rows: ['state'],
  retention_runs: ['kind', 'position'],
  retention_settings: ['months'],
  sealing_key_checks: ['key_id', 'sealed'],
  sources: ['code', 'name'],
  spam_deliveries: ['route', 'state', 'reason', 'language', 'remote', 'failure_code'],
  spam_overrides: ['route'],
  spam_records: ['route', 'key', 'remote', 'intent'],
  spam_settings: ['route', 'language', 'calendar', 'solution_name', 'login_name', 'login_password_sealed'],
  ticket_callbacks: ['message_id'],
  ticket_overrides: ['template', 'problems'],
  ticket_watches: ['path_key_id', 'obstacle', 'poll'],
  ticketing_settings: ['template', 'rules', 'problems'],
  tickets: ['reference', 'group_key', 'state', 'status_name', 'resources', 'intent'],
  user_match_facts: ['legal_form'],
  work: ['kind', 'failure'],
  work_holds: ['capability'],
  workers: ['id'],
};

/** All columns that can hold text, as `table.column`. */
export async function textColumns(): Promise<string[]> {
  const rows = await sql<{ name: string }>(
    `SELECT c.relname || '.' || a.attname AS name FROM pg_class c
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname <> '_prisma_migrations'
       AND a.atttypid IN ('text'::regtype, 'varchar'::regtype, 'jsonb'::regtype, 'text[]'::regtype)
     ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}
