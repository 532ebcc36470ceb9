import type { SeedAccount } from '../../support/seed.js';
import { sql } from './rows.js';

/** Conditions under which a row of `furnish` counts in one place. */
export const Stand = {
  READY: `is_enabled AND verification = 'VERIFIED' AND instance_id = (
    SELECT instance_id FROM integration_settings WHERE account_id = $1)`,
  UNMAPPED: `status = 'ACTIVE' AND NOT is_ignored AND NOT is_mapped AND NOT EXISTS (
    SELECT FROM match_suggestions s WHERE s.account_id = $1 AND s.user_id = users.id)`,
  SECOND_SUGGESTION: `is_sure AND status = 'OPEN' AND (
    SELECT count(*) FROM match_suggestions o WHERE o.account_id = $1 AND o.user_id = match_suggestions.user_id) = 2`,
  ONLY_SUGGESTION: `is_sure AND status = 'OPEN' AND (
    SELECT count(*) FROM match_suggestions o WHERE o.account_id = $1 AND o.user_id = match_suggestions.user_id) = 1`,
} as const;

const USERS = `
  INSERT INTO users (account_id, id, source_id, external_id, name, mail_domains, is_ignored)
  SELECT $1, gen_random_uuid(), (SELECT id FROM sources WHERE account_id = $1), $2 || '-' || i, 'User ' || i, '{}', $3
  FROM generate_series(1, $4::int) AS i RETURNING id`;
const MAPPINGS = `
  INSERT INTO mappings (account_id, id, user_id, source_id, instance_id, connect_wise_id, identifier, company_types,
                        is_enabled, origin, verification, verified_at, problem, is_shared)
  SELECT u.account_id, gen_random_uuid(), u.id, u.source_id, i.id, 1, 'c', '{}', $3, 'MANUAL', $4::mapping_verification,
         CASE WHEN $4 <> 'UNVERIFIED' THEN now() END, CASE WHEN $4 = 'BROKEN' THEN 'COMPANY_DELETED' END::mapping_problem, true
  FROM users u JOIN connect_wise_instances i ON i.account_id = u.account_id AND (i.host = 'elsewhere') = $5
  WHERE u.account_id = $1 AND u.id = ANY($2::uuid[])`;
const COMPANIES = `
  INSERT INTO companies (account_id, id, instance_id, connect_wise_id, identifier, name, is_inactive, types, is_deleted,
                         address_lines, missing_since, folded_identifier, folded_name, normalised_name, match_keys, name_rules)
  SELECT $1, gen_random_uuid(), (SELECT instance_id FROM integration_settings WHERE account_id = $1), $2 + i, 'c', 'c', false,
         '{}', false, '{}', CASE WHEN i = 1 THEN now() END, 'c', 'c', 'c', '{}', 1
  FROM generate_series(1, 14) AS i`;
const SUGGESTIONS = `
  INSERT INTO match_suggestions (account_id, id, user_id, instance_id, company_id, connect_wise_id, score, reasons, is_sure, status)
  SELECT $1, gen_random_uuid(), u.id, c.instance_id, c.id, c.connect_wise_id, 1, '{SAME_NAME}', $4, $5::suggestion_status
  FROM unnest($2::uuid[]) AS u(id), companies c WHERE c.account_id = $1 AND c.connect_wise_id = $3`;
const DRIFTS = `
  INSERT INTO drifts (account_id, id, mapping_id, user_id, instance_id, connect_wise_id, kind, status, closed_at, before_identifier, survivor_reasons)
  SELECT $1, gen_random_uuid(), gen_random_uuid(), (SELECT id FROM users WHERE account_id = $1 LIMIT 1),
         (SELECT instance_id FROM integration_settings WHERE account_id = $1), 1, $2, $3, CASE WHEN $3 <> 'OPEN' THEN now() END, 'c', '{}'
  FROM generate_series(1, $4::int)`;
const JOBS = `
  INSERT INTO jobs (account_id, id, kind, status, actor_kind, actor_name, input, waits_for, finished_at, failure_code, failure_message)
  SELECT $1, gen_random_uuid(), $2::job_kind, $3::job_status, 'SYSTEM', 'test', '{}', $4,
         CASE WHEN $3 NOT IN ('QUEUED', 'RUNNING') THEN now() END,
         CASE WHEN $3 = 'FAILED' THEN 'UNAVAILABLE' END, CASE WHEN $3 = 'FAILED' THEN 'It failed.' END
  FROM generate_series(1, $5::int)`;

/** The figures only count problems, whatever they are. */
const TICKETING = `
  INSERT INTO ticketing_settings (account_id, is_enabled, template, closes_tickets, closes_taken_over, problems)
  VALUES ($1, false, '{}', false, false, '[1, 2]')`;
const OVERRIDES = `
  INSERT INTO ticket_overrides (account_id, user_id, template, problems)
  SELECT $1, u.id, '{}', CASE WHEN u.place = 1 THEN '[1, 2, 3]' ELSE '[]' END::jsonb
  FROM unnest($2::uuid[]) WITH ORDINALITY AS u(id, place)`;

/** Gives an account that is set up another number of everything that the overview counts; asked again, more of it. */
export async function furnish(account: SeedAccount, round = 0): Promise<void> {
  const add = (text: string, ...values: readonly unknown[]) => sql<{ id: string }>(text, [account.id, ...values]);
  if (round === 0) {
    await account.source();
    await add(`INSERT INTO connect_wise_instances (account_id, id, host, login_company_id)
               VALUES ($1, gen_random_uuid(), 'elsewhere', 'acme')`);
  }
  const users = async (name: string, count: number, isIgnored = false) =>
    (await add(USERS, `${name}-${round}`, isIgnored, count)).map(({ id }) => id);
  const mapped = async (name: string, count: number, ...standing: readonly [boolean, string, boolean]) =>
    add(MAPPINGS, await users(name, count), ...standing);
  await users('ignored', 2, true);
  const unmapped = await users('unmapped', 12);
  await mapped('disabled', 3, false, 'VERIFIED', false);
  await mapped('set aside', 4, true, 'VERIFIED', true);
  await mapped('unverified', 5, true, 'UNVERIFIED', false);
  await mapped('broken', 6, true, 'BROKEN', false);
  await mapped('ready', 10, true, 'VERIFIED', false);
  await suggest(add, unmapped, 100 * round);
  for (const [kind, count] of [
    ['RENAMED', 1],
    ['MERGED', 3],
    ['MISSING', 7],
  ] as const) {
    await add(DRIFTS, `COMPANY_${kind}`, 'OPEN', count);
    await add(DRIFTS, `COMPANY_${kind}`, 'IGNORED', 1);
  }
  await add(JOBS, 'MATCHING', 'FAILED', null, 4);
  await add(JOBS, 'MATCHING', 'SUCCEEDED', null, 6);
  if (round > 0) return;
  await add(TICKETING);
  await add(OVERRIDES, unmapped);
  await add(JOBS, 'MATCHING', 'QUEUED', null, 1);
  await add(JOBS, 'MAPPING_IMPORT', 'RUNNING', null, 1);
  await add(JOBS, 'MAPPING_VERIFICATION', 'RUNNING', 'a pause', 1);
}

/** Eight users with an open suggestion; three of them have two, and two of those are sure of both. */
async function suggest(
  add: (text: string, ...values: readonly unknown[]) => Promise<unknown>,
  users: readonly string[],
  before: number,
): Promise<void> {
  await add(COMPANIES, before);
  await add(SUGGESTIONS, users.slice(0, 7), before + 2, true, 'OPEN');
  await add(SUGGESTIONS, users.slice(7, 8), before + 2, false, 'OPEN');
  await add(SUGGESTIONS, users.slice(0, 2), before + 3, true, 'OPEN');
  await add(SUGGESTIONS, users.slice(2, 3), before + 3, false, 'OPEN');
  await add(SUGGESTIONS, users.slice(8, 10), before + 2, true, 'DISMISSED');
}
