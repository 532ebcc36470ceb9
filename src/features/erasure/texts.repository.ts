import { Prisma } from '../../database/generated/client/client.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, UserId } from '../../shared/ids.js';
import { ERASED, ERASED_KEY } from '../users/user.js';

/** Whose texts go. */
export interface Person {
  readonly accountId: AccountId;
  readonly id: UserId;
}

/** Takes the texts out of one kind of rows, some at a time. @returns how many rows it was: as many as asked for, and more may be left */
export type EraseTexts = (tx: WriteTransaction, person: Person, most: number) => Promise<number>;

/**
 * Takes the user out of all work: what sets it up goes, what is open or waits ends. Once more at the end, for whoever had
 * looked the user up before it was erased, asked ConnectWise meanwhile, and wrote only then.
 */
export async function endWork(tx: WriteTransaction, { accountId, id }: Person): Promise<number> {
  const where = { accountId, userId: id };
  const gone = [
    await tx.mapping.deleteMany({ where }),
    await tx.userMatchFacts.deleteMany({ where }),
    await tx.matchSuggestion.deleteMany({ where }),
    await tx.ticketOverride.deleteMany({ where }),
    await tx.billingOverride.deleteMany({ where }),
    await tx.spamOverride.deleteMany({ where }),
  ];
  const withdrawn = await tx.$executeRaw`
    UPDATE spam_deliveries SET state = 'CANCELLED', ended_at = now()
    WHERE account_id = ${accountId}::uuid AND user_id = ${id}::uuid AND state = 'WAITING'`;
  const closed = await tx.$executeRaw`
    UPDATE drifts SET status = 'RESOLVED', closed_at = now()
    WHERE account_id = ${accountId}::uuid AND user_id = ${id}::uuid AND status = 'OPEN'`;
  return gone.reduce((sum, { count }) => sum + count, withdrawn + closed);
}

/** A sound condition is over for a user that is no more, and a ticket that people reopen does not bring it back. */
const notifications: EraseTexts = (tx, { accountId, id }, most) => tx.$executeRaw`
  UPDATE notifications n SET title = ${ERASED}, body = ${ERASED}, key = ${ERASED_KEY} || n.id, failure_message = NULL,
    failure_code = NULL, resolution = NULL, is_open = false, state = 'RESOLVED', hold = NULL, due_at = NULL, tries = 0,
    resolved_at = coalesce(n.resolved_at, now()),
    resolved_by = CASE WHEN n.resolved_by = 'SOURCE' THEN 'SOURCE' ELSE 'ERASURE' END,
    version = n.version + 1, updated_at = now()
  WHERE n.account_id = ${accountId}::uuid AND n.id = ANY (ARRAY(
    SELECT x.id FROM notifications x
    WHERE x.account_id = ${accountId}::uuid AND x.user_id = ${id}::uuid
      AND (x.title <> ${ERASED} OR x.body <> ${ERASED} OR x.key <> ${ERASED_KEY} || x.id OR x.failure_message IS NOT NULL
        OR x.resolution IS NOT NULL OR x.is_open OR x.due_at IS NOT NULL)
    ORDER BY x.id LIMIT ${most}))`;

const DOMAINS = Prisma.sql`coalesce((SELECT jsonb_agg(d || '{"domain": "[erased]"}') FROM jsonb_array_elements(`;

const reports: EraseTexts = (tx, { accountId, id }, most) => tx.$executeRaw`
  UPDATE spam_deliveries s SET
    subject = CASE WHEN subject IS NOT NULL THEN ${ERASED} END, text = CASE WHEN text IS NOT NULL THEN ${ERASED} END,
    file_name = CASE WHEN file_name IS NOT NULL THEN ${ERASED} END, csv = CASE WHEN csv IS NOT NULL THEN ${ERASED} END,
    failure_message = CASE WHEN failure_message IS NOT NULL THEN ${ERASED} END,
    figures = CASE WHEN figures IS NOT NULL THEN figures || jsonb_build_object(
      'domains', ${DOMAINS} figures -> 'domains') d), '[]'), 'native', ${DOMAINS} figures -> 'native') d), '[]')) END
  WHERE s.account_id = ${accountId}::uuid AND s.id = ANY (ARRAY(
    SELECT x.id FROM spam_deliveries x
    WHERE x.account_id = ${accountId}::uuid AND x.user_id = ${id}::uuid
      AND (x.subject <> ${ERASED} OR x.text <> ${ERASED} OR x.file_name <> ${ERASED} OR x.csv <> ${ERASED}
        OR x.failure_message <> ${ERASED}
        OR jsonb_path_exists(x.figures, '$.domains[*] ? (@.domain != "[erased]")')
        OR jsonb_path_exists(x.figures, '$.native[*] ? (@.domain != "[erased]")'))
    ORDER BY x.id LIMIT ${most}))`;

/** The figures of a domain stay with its number. */
const domains: EraseTexts = (tx, { accountId, id }, most) => tx.$executeRaw`
  UPDATE spam_domains d SET domain = 'erased-' || d.id || '.invalid'
  WHERE d.account_id = ${accountId}::uuid AND d.id = ANY (ARRAY(
    SELECT x.id FROM spam_domains x
    WHERE x.account_id = ${accountId}::uuid AND x.user_id = ${id}::uuid AND x.domain <> 'erased-' || x.id || '.invalid'
    ORDER BY x.id LIMIT ${most}))`;

const drifts: EraseTexts = (tx, { accountId, id }, most) => tx.$executeRaw`
  UPDATE drifts d SET before_identifier = ${ERASED},
    before_name = CASE WHEN before_name IS NOT NULL THEN ${ERASED} END,
    after_identifier = CASE WHEN after_identifier IS NOT NULL THEN ${ERASED} END,
    after_name = CASE WHEN after_name IS NOT NULL THEN ${ERASED} END,
    survivor_identifier = CASE WHEN survivor_identifier IS NOT NULL THEN ${ERASED} END,
    survivor_name = CASE WHEN survivor_name IS NOT NULL THEN ${ERASED} END
  WHERE d.account_id = ${accountId}::uuid AND d.id = ANY (ARRAY(
    SELECT x.id FROM drifts x
    WHERE x.account_id = ${accountId}::uuid AND x.user_id = ${id}::uuid
      AND (x.before_identifier <> ${ERASED} OR x.before_name <> ${ERASED} OR x.after_identifier <> ${ERASED}
        OR x.after_name <> ${ERASED} OR x.survivor_identifier <> ${ERASED} OR x.survivor_name <> ${ERASED})
    ORDER BY x.id LIMIT ${most}))`;

/**
 * Also rows that nobody has looked up, or whose user was not known, when they name it as its source does. Both parts go by
 * the index of files and users.
 */
const imports: EraseTexts = (tx, { accountId, id }, most) => tx.$executeRaw`
  WITH person AS (
    SELECT u.erased_external_id AS key, o.code FROM users u
    JOIN sources o ON o.account_id = u.account_id AND o.id = u.source_id
    WHERE u.account_id = ${accountId}::uuid AND u.id = ${id}::uuid
  ), named AS (
    SELECT x.file_id, x."row" FROM import_files f
    JOIN import_rows x ON x.account_id = f.account_id AND x.file_id = f.id AND x.user_id = ${id}::uuid
    WHERE f.account_id = ${accountId}::uuid AND x.cells <> '{}'
    UNION ALL
    SELECT x.file_id, x."row" FROM import_files f
    JOIN import_rows x ON x.account_id = f.account_id AND x.file_id = f.id AND x.user_id IS NULL
    CROSS JOIN person p
    WHERE f.account_id = ${accountId}::uuid AND (x.cells ->> 'user_id' = ${Buffer.from(`User:${id}`).toString('base64url')}
      OR x.cells ->> 'user_external_id' = p.key AND x.cells ->> 'source' = p.code)
    LIMIT ${most}
  )
  UPDATE import_rows r SET cells = '{}', message = NULL FROM named n
  WHERE r.account_id = ${accountId}::uuid AND r.file_id = n.file_id AND r."row" = n."row"`;

/**
 * Names of contracts to which nobody adds who is not erased; quantities, numbers and what was decided stay. A line that
 * takes back another has no shares: it concerns whom that one does.
 */
const lines: EraseTexts = (tx, { accountId, id }, most) => tx.$executeRaw`
  WITH RECURSIVE concerning AS (
    SELECT s.line_id AS id, s.line_id AS first FROM billing_shares s
    WHERE s.account_id = ${accountId}::uuid AND s.user_id = ${id}::uuid
    UNION
    SELECT b.id, c.first FROM concerning c
    JOIN billing_lines b ON b.account_id = ${accountId}::uuid AND b.undoes_line_id = c.id
  )
  UPDATE billing_lines l SET
    agreement_name = CASE WHEN agreement_name IS NOT NULL THEN ${ERASED} END,
    failure_message = CASE WHEN failure_message IS NOT NULL THEN ${ERASED} END,
    evidence = evidence - 'additionDescription' - 'agreements'
  WHERE l.account_id = ${accountId}::uuid AND l.id = ANY (ARRAY(
    SELECT x.id FROM concerning c JOIN billing_lines x ON x.account_id = ${accountId}::uuid AND x.id = c.id
    WHERE (x.agreement_name <> ${ERASED} OR x.failure_message <> ${ERASED} OR x.evidence ?| ARRAY['additionDescription', 'agreements'])
      AND NOT EXISTS (
        SELECT FROM billing_shares s JOIN users u ON u.account_id = s.account_id AND u.id = s.user_id
        WHERE s.account_id = ${accountId}::uuid AND s.line_id = c.first AND u.erased_at IS NULL)
    LIMIT ${most}))`;

/** Audit and events are not ours to change: a function of the migrations does just that. */
const trail: EraseTexts = async (tx, { accountId, id }, most) => {
  const [row] = await tx.$queryRaw<{ rows: number }[]>`
    SELECT erase_user_trail(${accountId}::uuid, ${id}::uuid, ${most}::int) AS rows`;
  return row?.rows ?? 0;
};

/** Everything that can hold a text of a user beside its own row; few at a time where texts are long. */
export const TEXTS: readonly { readonly erase: EraseTexts; readonly most: number }[] = [
  { erase: endWork, most: Number.POSITIVE_INFINITY },
  { erase: notifications, most: 200 },
  { erase: reports, most: 100 },
  ...[domains, drifts, imports, lines, trail].map((erase) => ({ erase, most: 500 })),
];
