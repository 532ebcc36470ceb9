import { z } from 'zod';
import { Prisma } from '../../database/generated/client/client.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, InstanceId } from '../../shared/ids.js';
import type { mirrorRow } from './mirror-row.js';

/** A stretch of record ids, behind the first and up to the second, which is without end when it is absent. */
export interface IdRange {
  readonly after: number;
  readonly upTo: number | undefined;
}

const writtenShape = z.array(z.object({ connectWiseId: z.int(), isNew: z.boolean(), isNews: z.boolean() }));
const idsShape = z
  .array(z.object({ connectWiseId: z.int() }))
  .transform((rows) => rows.map((row) => row.connectWiseId));
const digestsShape = z.tuple([z.object({ ids: z.array(z.int()), digests: z.array(z.string()) })]);

/** A row of the mirror that a statement wrote. */
export type WrittenCompany = z.infer<typeof writtenShape>[number];

/** Everything that ConnectWise tells or that we made of it; `missing_since` is ours. */
const COLUMNS = [
  ...['identifier', 'name', 'status', 'is_inactive', 'types', 'is_deleted', 'website', 'phone_number'],
  ...['address_lines', 'city', 'state', 'zip', 'country', 'default_contact_id', 'last_updated'],
  ...['folded_identifier', 'folded_name', 'normalised_name', 'sketch', 'legal_form', 'match_keys', 'domain'],
  ...['search_key', 'name_rules', 'digest'],
] as const;
/** What others act on. */
const NEWS = ['identifier', 'name', 'status', 'is_inactive', 'is_deleted'] as const;

const listed = (names: readonly string[], alias?: string) =>
  Prisma.raw(names.map((name) => (alias ? `${alias}.${name}` : name)).join(', '));
const ASSIGNED = Prisma.raw(COLUMNS.map((name) => `${name} = news.${name}`).join(', '));

interface RowsOf {
  readonly instanceId: InstanceId;
  readonly rows: readonly ReturnType<typeof mirrorRow>[];
}

/** The account's copy of the companies of one instance, written many rows at a time. */
export class MirrorRepository {
  /** The digests by record id of those that are there and were made by these rules, all in one row. */
  async digests(
    tx: WriteTransaction,
    accountId: AccountId,
    { instanceId, rules, ids }: { instanceId: InstanceId; rules: number; ids: readonly number[] },
  ): Promise<ReadonlyMap<number, string>> {
    // Without the inner query the planner would weigh each of the record ids, which takes longer than finding them.
    const found = await tx.$queryRaw`
      SELECT coalesce(array_agg(connect_wise_id), '{}') AS ids, coalesce(array_agg(digest), '{}') AS digests
      FROM companies
      WHERE account_id = ${accountId}::uuid AND instance_id = ${instanceId}::uuid
        AND connect_wise_id = ANY(ARRAY(SELECT unnest(${[...ids]}::int[])))
        AND name_rules = ${rules} AND missing_since IS NULL`;
    const [row] = digestsShape.parse(found);
    return new Map(row.ids.map((id, index) => [id, row.digests[index] ?? '']));
  }

  /**
   * Writes the rows that say something new, in the order of their record ids, so that two writers wait for each other
   * and never in a circle. A row that is written is there, so it is missing no more.
   */
  async upsert(tx: WriteTransaction, accountId: AccountId, { instanceId, rows }: RowsOf): Promise<WrittenCompany[]> {
    const added = await this.insertNew(tx, accountId, { instanceId, rows });
    const known = rows.filter((row) => !added.has(row.connect_wise_id));
    return [
      ...[...added].map((connectWiseId) => ({ connectWiseId, isNew: true, isNews: true })),
      ...(known.length > 0 ? await this.updateChanged(tx, accountId, { instanceId, rows: known }) : []),
    ];
  }

  /**
   * On its own, because nothing is compared here: while a first sync fills the table there are no statistics of it, and
   * a planner without them reads all that the account has for whatever is looked up in it. @returns which were added
   */
  private async insertNew(
    tx: WriteTransaction,
    accountId: AccountId,
    { instanceId, rows }: RowsOf,
  ): Promise<ReadonlySet<number>> {
    const added = await tx.$queryRaw`
      INSERT INTO companies (account_id, instance_id, id, connect_wise_id, ${listed(COLUMNS)})
      SELECT ${accountId}::uuid, ${instanceId}::uuid, id, connect_wise_id, ${listed(COLUMNS)}
      FROM ${recordsetOf(rows)} ORDER BY connect_wise_id
      ON CONFLICT (account_id, instance_id, connect_wise_id) DO NOTHING
      RETURNING connect_wise_id AS "connectWiseId"`;
    return new Set(idsShape.parse(added));
  }

  private async updateChanged(
    tx: WriteTransaction,
    accountId: AccountId,
    { instanceId, rows }: RowsOf,
  ): Promise<WrittenCompany[]> {
    const written = await tx.$queryRaw`
      WITH given AS (
        SELECT * FROM ${recordsetOf(rows)}
      ), news AS (
        SELECT g.*, c.id AS known_id,
          c.missing_since IS NOT NULL
            OR (${listed(NEWS, 'c')}) IS DISTINCT FROM (${listed(NEWS, 'g')}) AS is_news
        FROM given g JOIN companies c ON c.account_id = ${accountId}::uuid
          AND c.instance_id = ${instanceId}::uuid AND c.connect_wise_id = g.connect_wise_id
        WHERE c.missing_since IS NOT NULL OR (${listed(COLUMNS, 'c')}) IS DISTINCT FROM (${listed(COLUMNS, 'g')})
        ORDER BY g.connect_wise_id FOR UPDATE OF c
      ), written AS (
        UPDATE companies c SET ${ASSIGNED}, missing_since = NULL, updated_at = now()
        FROM news WHERE c.account_id = ${accountId}::uuid AND c.id = news.known_id
      )
      SELECT connect_wise_id AS "connectWiseId", false AS "isNew", is_news AS "isNews"
      FROM news ORDER BY connect_wise_id`;
    return writtenShape.parse(written);
  }

  /** Marks those of the record ids that the mirror has. @returns which were not marked before */
  async markMissing(
    tx: WriteTransaction,
    accountId: AccountId,
    { instanceId, ids }: { instanceId: InstanceId; ids: readonly number[] },
  ): Promise<number[]> {
    const marked = await tx.$queryRaw`
      UPDATE companies c SET missing_since = now(), updated_at = now() FROM (
        SELECT connect_wise_id FROM companies
        WHERE account_id = ${accountId}::uuid AND instance_id = ${instanceId}::uuid
          AND connect_wise_id = ANY(${[...ids]}::int[]) AND missing_since IS NULL
        ORDER BY connect_wise_id FOR UPDATE
      ) gone
      WHERE c.account_id = ${accountId}::uuid AND c.instance_id = ${instanceId}::uuid
        AND c.connect_wise_id = gone.connect_wise_id
      RETURNING c.connect_wise_id AS "connectWiseId"`;
    return idsShape.parse(marked);
  }

  /** The first record ids in a stretch that the mirror has as there, without some. */
  async presentIn(
    tx: WriteTransaction,
    accountId: AccountId,
    wanted: { instanceId: InstanceId; range: IdRange; except: readonly number[]; most: number },
  ): Promise<number[]> {
    const { instanceId, range, except, most } = wanted;
    const found = await tx.$queryRaw`
      SELECT connect_wise_id AS "connectWiseId" FROM companies
      WHERE account_id = ${accountId}::uuid AND instance_id = ${instanceId}::uuid
        AND connect_wise_id > ${range.after} AND connect_wise_id <= ${range.upTo ?? LARGEST_ID}
        AND missing_since IS NULL AND NOT (connect_wise_id = ANY(${[...except]}::int[]))
      ORDER BY connect_wise_id LIMIT ${most}`;
    return idsShape.parse(found);
  }
}

const LARGEST_ID = 2_147_483_647;

function recordsetOf(rows: RowsOf['rows']): Prisma.Sql {
  return Prisma.sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(
    id uuid, connect_wise_id int, identifier text, name text, status text, is_inactive boolean, types text[],
    is_deleted boolean, website text, phone_number text, address_lines text[], city text, state text, zip text,
    country text, default_contact_id int, last_updated timestamptz(3), folded_identifier text, folded_name text,
    normalised_name text, sketch text, legal_form text, match_keys text[], domain text, search_key text,
    name_rules int, digest text)`;
}
