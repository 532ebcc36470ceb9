/** What is kept of a user in one table, and how its rows are found; `$user` and `$account` stand for the ids. */
export interface Section {
  /** As the lines of the file call it. */
  readonly kind: string;
  /** The table, as `t`, and what is joined to it. */
  readonly from: string;
  readonly where: string;
  /** Columns that tell rows apart, with their types: the order of the lines. */
  readonly key: readonly (readonly [column: string, type: string])[];
  /** What is told beside the columns of the table. */
  readonly beside?: string;
  /** Rows of a statement, where they may be long. */
  readonly most?: number;
}

const OF_USER = 't.user_id = $user';
const BY_ID = [['t.id', 'uuid']] as const;
const BY_USER = [['t.user_id', 'uuid']] as const;

/** Everything that is kept of a user, in the order of the file. Whatever gets a column of a user's id belongs here. */
export const SECTIONS: readonly Section[] = [
  { kind: 'user', from: 'users t', where: 't.id = $user', key: BY_ID },
  { kind: 'mapping', from: 'mappings t', where: OF_USER, key: BY_ID },
  { kind: 'drift', from: 'drifts t', where: OF_USER, key: BY_ID },
  { kind: 'matchFacts', from: 'user_match_facts t', where: OF_USER, key: BY_USER },
  {
    ...{
      kind: 'matchSuggestion',
      from: 'match_suggestions t JOIN companies c ON c.account_id = t.account_id AND c.id = t.company_id',
    },
    ...{ where: OF_USER, key: BY_ID, beside: "jsonb_build_object('company', c.identifier)" },
  },
  {
    ...{
      kind: 'importRow',
      from: 'import_files f JOIN import_rows t ON t.account_id = f.account_id AND t.file_id = f.id',
    },
    ...{
      where: `f.account_id = $account AND ${OF_USER}`,
      key: [
        ['t.file_id', 'uuid'],
        ['t."row"', 'int'],
      ],
    },
  },
  {
    ...{ kind: 'usage', from: 'usage_days t JOIN products p ON p.account_id = t.account_id AND p.id = t.product_id' },
    ...{
      where: OF_USER,
      key: [
        ['t.day', 'date'],
        ['t.product_id', 'uuid'],
      ],
      beside: "jsonb_build_object('product', p.code)",
    },
  },
  { kind: 'notification', from: 'notifications t', where: OF_USER, key: BY_ID, most: 100 },
  { kind: 'ticket', from: 'tickets t', where: OF_USER, key: BY_ID },
  { kind: 'ticketOverride', from: 'ticket_overrides t', where: OF_USER, key: BY_USER },
  { kind: 'billingOverride', from: 'billing_overrides t', where: OF_USER, key: BY_USER },
  { kind: 'billingTurn', from: 'billing_turns t', where: OF_USER, key: [['t.plan_id', 'uuid']] },
  {
    ...{ kind: 'billingShare', from: 'billing_shares t', where: OF_USER },
    key: [
      ['t.product_id', 'uuid'],
      ['t.plan_id', 'uuid'],
    ],
  },
  {
    ...{ kind: 'billingLine', from: 'billing_lines t', key: BY_ID },
    // One that takes back another has no shares: it concerns whom that one does.
    where: `t.id IN (
      WITH RECURSIVE concerning AS (
        SELECT s.line_id AS id FROM billing_shares s WHERE s.account_id = $account AND s.user_id = $user
        UNION
        SELECT b.id FROM concerning c JOIN billing_lines b ON b.account_id = $account AND b.undoes_line_id = c.id
      ) SELECT id FROM concerning)`,
  },
  {
    ...{ kind: 'reconciliation', from: 'reconciliation_rows t', where: OF_USER },
    key: [
      ['t.product_id', 'uuid'],
      ['t.agreement_id', 'int'],
      ['t.catalog_item_id', 'int'],
    ],
  },
  { kind: 'spamDomain', from: 'spam_domains t', where: OF_USER, key: [['t.id', 'int']] },
  {
    ...{
      kind: 'spamDay',
      from: 'spam_domains d JOIN spam_days t ON t.account_id = d.account_id AND t.domain_id = d.id',
    },
    ...{
      where: 'd.account_id = $account AND d.user_id = $user',
      key: [
        ['t.domain_id', 'int'],
        ['t.day', 'date'],
      ],
    },
    beside: "jsonb_build_object('domain', d.domain)",
  },
  { kind: 'spamOverride', from: 'spam_overrides t', where: OF_USER, key: BY_USER },
  { kind: 'spamDelivery', from: 'spam_deliveries t', where: OF_USER, key: BY_ID, most: 100 },
  {
    kind: 'spamRecord',
    from: 'spam_records t',
    where: OF_USER,
    key: [
      ['t.route', 'text'],
      ['t.key', 'text'],
    ],
  },
  { kind: 'audit', from: 'audit_events t', where: OF_USER, key: BY_ID },
  {
    ...{ kind: 'event', from: 'events t', key: [['t.position', 'bigint']] },
    where: `t.subject_id IN (
      SELECT $user UNION SELECT m.id FROM mappings m WHERE m.account_id = $account AND m.user_id = $user
      UNION SELECT d.mapping_id FROM drifts d WHERE d.account_id = $account AND d.user_id = $user
      UNION SELECT a.subject_id FROM audit_events a
      WHERE a.account_id = $account AND a.user_id = $user AND a.subject_kind = 'CompanyMapping'
      UNION SELECT n.id FROM notifications n WHERE n.account_id = $account AND n.user_id = $user)`,
  },
];
