import { Prisma } from '../../database/generated/client/client.js';
import type { AccountId, InstanceId, UserId } from '../../shared/ids.js';
import { matchRules, reasonWeights } from './scoring.js';

/** The next users in the order of their ids, and what they are compared with. */
export interface SliceWanted {
  readonly instanceId: InstanceId;
  readonly after: UserId | undefined;
  readonly most: number;
  readonly threshold: number;
  /** Whether everybody is looked at, or those only who are to be looked at again. */
  readonly isWhole: boolean;
}

/** Makes the suggestions of a slice, and tells how many `users` it had, the `last` of them, and what is `suggested`. */
export function suggestionsOf(accountId: AccountId, wanted: SliceWanted): Prisma.Sql {
  return Prisma.sql`
    WITH ${usersOf(accountId, wanted)}, ${candidatesOf(accountId, wanted)}, ${PAIRS}, ${scored()},
      ${bestOf(accountId, wanted)}, ${writesOf(accountId, wanted)}
    SELECT (SELECT count(*) FROM slice)::int AS users, (SELECT count(*) FROM best)::int AS suggested,
      (SELECT user_id::text FROM slice ORDER BY user_id DESC LIMIT 1) AS last`;
}

/** `slice`: the users of the slice; `wanted`: those among them that suggestions are made for. */
function usersOf(accountId: AccountId, { after, most, isWhole }: SliceWanted): Prisma.Sql {
  const which = isWhole ? Prisma.empty : Prisma.sql`WHERE ${toBeLookedAt(accountId)}`;
  return Prisma.sql`slice AS MATERIALIZED (
      SELECT * FROM (${usersAfter(accountId, after ?? NO_ID)}) u ${which} ORDER BY user_id LIMIT ${most}
    ), wanted AS MATERIALIZED (SELECT * FROM slice WHERE is_wanted)`;
}

/** Counts the users that slices would go through. */
export function countOf(accountId: AccountId, { isWhole }: Pick<SliceWanted, 'isWhole'>): Prisma.Sql {
  return Prisma.sql`
    SELECT count(*)::int AS total FROM (${usersAfter(accountId, NO_ID)}) u
    WHERE ${isWhole} OR ${toBeLookedAt(accountId)}`;
}

/** Once more, though nothing else has changed: whose facts are others, and who wants suggestions no more and has some. */
function toBeLookedAt(accountId: AccountId): Prisma.Sql {
  return Prisma.sql`(is_wanted <> is_matched OR (NOT is_wanted AND EXISTS (SELECT FROM match_suggestions s
      WHERE s.account_id = ${accountId}::uuid AND s.user_id = u.user_id AND s.status = 'OPEN')))`;
}

/** With what is compared of them, whether there are to be suggestions for them, and whether the last run made some. */
function usersAfter(accountId: AccountId, after: string): Prisma.Sql {
  return Prisma.sql`
      SELECT u.id AS user_id, f.user_id IS NOT NULL AND u.status = 'ACTIVE' AND NOT u.is_ignored AND NOT EXISTS (
          SELECT FROM mappings m WHERE m.account_id = ${accountId}::uuid AND m.user_id = u.id) AS is_wanted,
        coalesce(f.is_matched, false) AS is_matched, f.source_id, f.folded_external_id, f.folded_name,
        f.normalised_name, f.cut50, f.cut156, f.sketch, f.legal_form, f.match_keys, f.domains
      FROM users u LEFT JOIN user_match_facts f ON f.account_id = ${accountId}::uuid AND f.user_id = u.id
      WHERE u.account_id = ${accountId}::uuid AND u.id > ${after}::uuid`;
}

const NO_ID = '00000000-0000-0000-0000-000000000000';

/** `found`: pairs worth comparing. What very many companies have in common is no reason to compare them. */
function candidatesOf(accountId: AccountId, { instanceId, threshold }: SliceWanted): Prisma.Sql {
  const mine = Prisma.sql`c.account_id = ${accountId}::uuid AND c.instance_id = ${instanceId}::uuid`;
  const equal = (company: string, user: string) =>
    Prisma.sql`SELECT w.user_id, c.connect_wise_id FROM wanted w JOIN companies c
        ON ${mine} AND c.${Prisma.raw(company)} = w.${Prisma.raw(user)} WHERE w.${Prisma.raw(user)} <> ''`;
  const common = matchRules.commonKey;
  return Prisma.sql`keys AS MATERIALIZED (
      SELECT k.key, hits.ids FROM (SELECT DISTINCT unnest(match_keys) AS key FROM wanted) k
      CROSS JOIN LATERAL (SELECT array_agg(of_key.connect_wise_id) AS ids FROM (
        SELECT c.connect_wise_id FROM company_match_keys c WHERE ${mine} AND c.key = k.key LIMIT ${common + 1}
      ) of_key) hits
      WHERE cardinality(hits.ids) <= ${common}
    ), near AS MATERIALIZED (
      SELECT DISTINCT w.user_id, unnest(k.ids) AS connect_wise_id
      FROM wanted w CROSS JOIN LATERAL unnest(w.match_keys) AS m(key) JOIN keys k ON k.key = m.key
    ), sketches AS MATERIALIZED (
      SELECT c.connect_wise_id, c.sketch FROM (SELECT DISTINCT connect_wise_id FROM near) n
      JOIN companies c ON ${mine} AND c.connect_wise_id = n.connect_wise_id
    ), found AS MATERIALIZED (
      ${equal('folded_identifier', 'folded_external_id')}
      UNION ${equal('folded_name', 'folded_name')}
      UNION ${equal('folded_name', 'cut50')}
      UNION ${equal('folded_name', 'cut156')}
      UNION ${equal('normalised_name', 'normalised_name')}
      UNION SELECT w.user_id, c.connect_wise_id FROM wanted w CROSS JOIN LATERAL unnest(w.domains) AS d(domain)
        JOIN companies c ON ${mine} AND c.domain = d.domain
      UNION SELECT n.user_id, n.connect_wise_id
        FROM near n JOIN wanted w ON w.user_id = n.user_id JOIN sketches c ON c.connect_wise_id = n.connect_wise_id
        WHERE sketch_similarity(w.sketch, c.sketch) >= ${alikeFrom(threshold)}::real
    ), companies_found AS MATERIALIZED (
      SELECT c.id, c.connect_wise_id, c.identifier, c.is_inactive, c.folded_identifier, c.folded_name, c.normalised_name,
        c.domain, c.sketch, c.legal_form
      FROM (SELECT DISTINCT connect_wise_id FROM found) f JOIN companies c
        ON ${mine} AND c.connect_wise_id = f.connect_wise_id
      WHERE NOT c.is_deleted AND c.missing_since IS NULL
    )`;
}

/** Whatever else speaks for a pair finds it as well, so by its keys alone it has to be so similar that it can be shown. */
function alikeFrom(threshold: number): number {
  return Math.max(matchRules.similarFrom, threshold / reasonWeights.SIMILAR_NAME - ROUNDED);
}

/** Scores are rounded, and the database's similarity has seven digits. */
const ROUNDED = 1e-5;

/** `pairs`: what the two sides have in common. */
const PAIRS = Prisma.sql`pairs AS MATERIALIZED (
      SELECT w.user_id, w.source_id, c.id AS company_id, c.connect_wise_id, c.identifier, c.is_inactive,
        c.folded_identifier, c.folded_name, c.normalised_name,
        w.folded_external_id = c.folded_identifier AND c.folded_identifier <> '' AS same_identifier,
        w.folded_name = c.folded_name AND c.folded_name <> '' AS same_name,
        w.normalised_name = c.normalised_name AND c.normalised_name <> '' AS same_normalised,
        (w.cut50 IS NOT DISTINCT FROM c.folded_name OR w.cut156 IS NOT DISTINCT FROM c.folded_name)
          AND c.folded_name <> '' AS truncated,
        coalesce(c.domain = ANY (w.domains), false) AS same_domain,
        sketch_similarity(w.sketch, c.sketch) AS similarity,
        w.legal_form <> '' AND c.legal_form <> '' AND w.legal_form <> c.legal_form AS other_form,
        cardinality(w.domains) > 0 AND c.domain IS NOT NULL AND NOT c.domain = ANY (w.domains) AS other_domain
      FROM found f JOIN wanted w ON w.user_id = f.user_id JOIN companies_found c ON c.connect_wise_id = f.connect_wise_id
    )`;

/** `scored`: how far a pair is to be trusted, as scoreOf() counts it, beside all other pairs of its user. */
function scored(): Prisma.Sql {
  const { SAME_IDENTIFIER, SAME_NAME, SAME_NORMALISED_NAME, TRUNCATED_NAME, SAME_DOMAIN, SIMILAR_NAME } = reasonWeights;
  const when = (column: string, weight: number) =>
    Prisma.sql`CASE WHEN ${Prisma.raw(column)} THEN ${weight}::float8 ELSE 0 END`;
  const trustless = (column: string, rest: number) =>
    Prisma.sql`CASE WHEN ${Prisma.raw(column)} THEN ${rest}::float8 ELSE 1 END`;
  return Prisma.sql`judged AS (
      SELECT *, similarity >= ${matchRules.similarFrom}::real AS similar_name,
        same_identifier OR same_name OR same_normalised OR truncated AS decides
      FROM pairs
    ), scored AS MATERIALIZED (
      SELECT *,
        round((1 - (1 - greatest(${when('same_name', SAME_NAME)}, ${when('same_normalised', SAME_NORMALISED_NAME)},
              ${when('truncated', TRUNCATED_NAME)}, ${when('similar_name', SIMILAR_NAME)} * similarity::float8)
            * ${trustless('other_form', matchRules.otherForm)} * ${trustless('other_domain', matchRules.otherDomain)})
          * (1 - ${when('same_identifier', SAME_IDENTIFIER)}) * (1 - ${when('same_domain', SAME_DOMAIN)}))::numeric, 6)::float8
          AS score,
        count(*) FILTER (WHERE decides) OVER of_user - decides::int AS companies,
        CASE WHEN same_domain THEN 0 ELSE count(*) FILTER (WHERE same_domain) OVER of_user END AS companies_of_domain
      FROM judged WINDOW of_user AS (PARTITION BY user_id)
    )`;
}

/** `best`: what is suggested. Inactive companies and dismissed pairs stand in the way of others, but are not suggested. */
function bestOf(accountId: AccountId, { instanceId, threshold }: SliceWanted): Prisma.Sql {
  const rival = (user: string, company: string) => Prisma.sql`EXISTS (
          SELECT FROM user_match_facts f JOIN users u ON u.account_id = f.account_id AND u.id = f.user_id
          WHERE f.account_id = ${accountId}::uuid AND f.source_id = b.source_id AND f.user_id <> b.user_id
            AND f.${Prisma.raw(user)} = b.${Prisma.raw(company)} AND b.${Prisma.raw(company)} <> '' AND u.status = 'ACTIVE')`;
  return Prisma.sql`best AS MATERIALIZED (
      SELECT b.*, array_remove(ARRAY[
          CASE WHEN same_identifier THEN 'SAME_IDENTIFIER' END, CASE WHEN same_name THEN 'SAME_NAME' END,
          CASE WHEN same_normalised THEN 'SAME_NORMALISED_NAME' END, CASE WHEN truncated THEN 'TRUNCATED_NAME' END,
          CASE WHEN same_domain THEN 'SAME_DOMAIN' END, CASE WHEN similar_name THEN 'SIMILAR_NAME' END
        ], NULL)::match_reason[] AS reasons,
        NOT other_domain AND companies + companies_of_domain = 0
          AND (same_name OR (same_identifier AND (same_normalised OR truncated OR same_domain)))
          AND NOT (${rival('folded_external_id', 'folded_identifier')} OR ${rival('folded_name', 'folded_name')}
            OR ${rival('normalised_name', 'normalised_name')} OR ${rival('cut50', 'folded_name')}
            OR ${rival('cut156', 'folded_name')}) AS is_sure
      FROM (
        SELECT s.*, row_number() OVER (
          PARTITION BY s.user_id ORDER BY s.score DESC, s.identifier COLLATE "C", s.connect_wise_id) AS place
        FROM scored s
        WHERE NOT s.is_inactive AND s.score >= ${threshold}::float8 AND NOT EXISTS (
          SELECT FROM match_suggestions d WHERE d.account_id = ${accountId}::uuid AND d.user_id = s.user_id
            AND d.instance_id = ${instanceId}::uuid AND d.connect_wise_id = s.connect_wise_id AND d.status = 'DISMISSED')
      ) b WHERE place <= ${matchRules.suggestionsPerUser}
    )`;
}

/** What was accepted once and is suggested again had its mapping taken away since. */
function writesOf(accountId: AccountId, { instanceId }: SliceWanted): Prisma.Sql {
  return Prisma.sql`gone AS (
      DELETE FROM match_suggestions s USING slice
      WHERE s.account_id = ${accountId}::uuid AND s.user_id = slice.user_id
        AND (s.status = 'OPEN' OR (s.status = 'ACCEPTED' AND slice.is_wanted))
        AND NOT EXISTS (SELECT FROM best b WHERE b.user_id = s.user_id AND b.connect_wise_id = s.connect_wise_id
          AND s.instance_id = ${instanceId}::uuid)
    ), put AS (
      INSERT INTO match_suggestions AS s
        (account_id, id, user_id, instance_id, company_id, connect_wise_id, score, reasons, is_sure)
      SELECT ${accountId}::uuid, gen_random_uuid(), user_id, ${instanceId}::uuid, company_id, connect_wise_id, score,
        reasons, is_sure
      FROM best ORDER BY user_id, connect_wise_id
      ON CONFLICT (account_id, user_id, instance_id, connect_wise_id) DO UPDATE SET company_id = excluded.company_id,
        score = excluded.score, reasons = excluded.reasons, is_sure = excluded.is_sure, status = 'OPEN', updated_at = now()
      WHERE s.status <> 'DISMISSED' AND (s.company_id, s.score, s.reasons, s.is_sure, s.status)
        IS DISTINCT FROM (excluded.company_id, excluded.score, excluded.reasons, excluded.is_sure, 'OPEN')
    ), noted AS (
      UPDATE user_match_facts f SET is_matched = slice.is_wanted FROM slice
      WHERE f.account_id = ${accountId}::uuid AND f.user_id = slice.user_id AND f.is_matched <> slice.is_wanted
    )`;
}
