import { z } from 'zod';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, DriftId, InstanceId, MappingId } from '../../shared/ids.js';
import { storableJson } from '../../shared/storable.js';
import {
  type CompanyFacts,
  type DriftChange,
  type DriftKind,
  DriftStatus,
  type NewDrift,
  SurvivorReason,
} from './drift.js';
import type { OpenDrift } from './drift-findings.js';
import { columnsOf, type DriftParts, toParts } from './drift-parts.js';
import type { Candidate } from './survivor.js';

/** A company of the mirror, as far as mappings depend on it. */
export interface MirroredCompany extends CompanyFacts {
  readonly connectWiseId: number;
  readonly isInactive: boolean;
  readonly types: readonly string[];
  readonly isDeleted: boolean;
  readonly isMissing: boolean;
  readonly defaultContactId: number | undefined;
}

interface OfInstance {
  readonly instanceId: InstanceId;
  readonly connectWiseIds: readonly number[];
}

const orNone = <Value extends z.ZodType>(value: Value) => value.nullable().transform((found) => found ?? undefined);
const factsShape = { identifier: z.string(), name: z.string(), status: orNone(z.string()) };
const companiesShape = z.array(
  z.object({
    ...{ connectWiseId: z.int(), ...factsShape, isInactive: z.boolean(), types: z.array(z.string()) },
    ...{ isDeleted: z.boolean(), isMissing: z.boolean(), defaultContactId: orNone(z.int()) },
  }),
);
const candidatesShape = z.array(
  z.object({ goneId: z.int(), connectWiseId: z.int(), ...factsShape, reasons: z.array(z.enum(SurvivorReason)) }),
);

/** A domain that more companies have is that of a provider, and tells nobody apart. */
const MOST_ALIKE = 5;

/** What comparing mappings with their companies reads and writes, each in one statement. */
export class DriftWatchRepository {
  async companies(
    tx: WriteTransaction,
    accountId: AccountId,
    { instanceId, connectWiseIds }: OfInstance,
  ): Promise<MirroredCompany[]> {
    const rows = await tx.$queryRaw`
      SELECT connect_wise_id AS "connectWiseId", identifier, name, status, is_inactive AS "isInactive", types,
             is_deleted AS "isDeleted", missing_since IS NOT NULL AS "isMissing", default_contact_id AS "defaultContactId"
      FROM companies
      WHERE account_id = ${accountId}::uuid AND instance_id = ${instanceId}::uuid
        AND connect_wise_id = ANY(${[...connectWiseIds]}::int[])`;
    return companiesShape.parse(rows);
  }

  async open(
    tx: WriteTransaction,
    accountId: AccountId,
    mappingIds: readonly MappingId[],
  ): Promise<(OpenDrift & { readonly mappingId: MappingId })[]> {
    const rows = await tx.$queryRaw<OpenRow[]>`
      SELECT id, kind, mapping_id AS "mappingId", is_survivor_askable AS "isSurvivorAskable",
        before_identifier AS "beforeIdentifier", before_name AS "beforeName", before_status AS "beforeStatus",
        after_identifier AS "afterIdentifier", after_name AS "afterName", after_status AS "afterStatus",
        survivor_connect_wise_id AS "survivorConnectWiseId", survivor_identifier AS "survivorIdentifier",
        survivor_name AS "survivorName", survivor_status AS "survivorStatus", survivor_reasons AS "survivorReasons"
      FROM drifts
      WHERE account_id = ${accountId}::uuid AND mapping_id = ANY(${[...mappingIds]}::uuid[]) AND status = 'OPEN'`;
    return rows.map(({ id, kind, mappingId, isSurvivorAskable, ...parts }) => ({
      ...toParts(parts),
      ...{ id, kind, mappingId, isSurvivorAskable },
    }));
  }

  /** Live companies that resemble those that are gone, and those that are known to have people of them. */
  async candidates(
    tx: WriteTransaction,
    accountId: AccountId,
    { instanceId, connectWiseIds, heirs }: OfInstance & { readonly heirs: ReadonlyMap<number, number> },
  ): Promise<(Candidate & { readonly goneId: number })[]> {
    const known = JSON.stringify([...heirs].map(([goneId, id]) => ({ goneId, id })));
    // First all that could be meant, by index, then pairs of them: one by one for each, a bad plan takes seconds.
    const rows = await tx.$queryRaw`
      WITH gone AS MATERIALIZED (
        SELECT c.*, h.id AS heir_id, nullif(regexp_replace(c.phone_number, '\\D', '', 'g'), '') AS digits FROM companies c
        LEFT JOIN jsonb_to_recordset(${known}::jsonb) AS h("goneId" int, id int) ON h."goneId" = c.connect_wise_id
        WHERE c.account_id = ${accountId}::uuid AND c.instance_id = ${instanceId}::uuid
          AND c.connect_wise_id = ANY(${[...connectWiseIds]}::int[])
      ), pool AS MATERIALIZED (
        SELECT * FROM companies c
        WHERE c.account_id = ${accountId}::uuid AND c.instance_id = ${instanceId}::uuid
          AND NOT c.is_deleted AND c.missing_since IS NULL
          AND (c.folded_identifier = ANY(ARRAY(SELECT folded_identifier FROM gone))
            OR c.normalised_name = ANY(ARRAY(SELECT normalised_name FROM gone))
            OR c.domain = ANY(ARRAY(SELECT domain FROM gone)) OR c.connect_wise_id = ANY(ARRAY(SELECT heir_id FROM gone)))
      ), telling AS (SELECT domain FROM pool GROUP BY domain HAVING count(*) <= ${MOST_ALIKE}),
      alike AS (
        SELECT g.id AS gone, p.id FROM gone g JOIN pool p ON p.folded_identifier = g.folded_identifier
        UNION SELECT g.id, p.id FROM gone g JOIN pool p ON p.normalised_name = g.normalised_name AND p.normalised_name <> ''
        UNION SELECT g.id, p.id FROM gone g JOIN pool p ON p.domain = g.domain JOIN telling t ON t.domain = p.domain
        UNION SELECT g.id, p.id FROM gone g JOIN pool p ON p.connect_wise_id = g.heir_id
      )
      SELECT g.connect_wise_id AS "goneId", s.connect_wise_id AS "connectWiseId", s.identifier, s.name, s.status,
        array_remove(ARRAY[
          CASE WHEN s.connect_wise_id = g.heir_id THEN 'CONTACT_MOVED' END,
          CASE WHEN s.folded_identifier = g.folded_identifier THEN 'SAME_IDENTIFIER' END,
          CASE WHEN s.normalised_name = g.normalised_name THEN 'SAME_NAME' END,
          CASE WHEN s.domain = g.domain THEN 'SAME_DOMAIN' END,
          CASE WHEN regexp_replace(s.phone_number, '\\D', '', 'g') = g.digits THEN 'SAME_PHONE_NUMBER' END
        ], NULL) AS reasons
      FROM alike a JOIN gone g ON g.id = a.gone JOIN pool s ON s.id = a.id WHERE g.id <> s.id`;
    return candidatesShape.parse(rows);
  }

  /** What a person closed meanwhile stays closed. */
  async change(tx: WriteTransaction, accountId: AccountId, changes: readonly DriftChange[]): Promise<void> {
    if (changes.length === 0) return;
    const rows = changes.map(({ id, kind, status, isSurvivorAskable, ...rest }) => ({
      ...{ id, kind, status, is_survivor_askable: isSurvivorAskable },
      ...snakeCase(columnsOf(rest)),
    }));
    await tx.$executeRaw`
      UPDATE drifts d
      SET kind = n.kind, status = n.status, is_survivor_askable = n.is_survivor_askable,
          closed_at = CASE WHEN n.status <> 'OPEN' THEN now() END,
          after_identifier = n.after_identifier, after_name = n.after_name, after_status = n.after_status,
          survivor_connect_wise_id = n.survivor_connect_wise_id, survivor_identifier = n.survivor_identifier,
          survivor_name = n.survivor_name, survivor_status = n.survivor_status, survivor_reasons = n.survivor_reasons
      FROM jsonb_to_recordset(${storableJson(rows)}::jsonb) AS n(
        id uuid, kind text, status text, is_survivor_askable boolean, after_identifier text, after_name text,
        after_status text, survivor_connect_wise_id int, survivor_identifier text, survivor_name text,
        survivor_status text, survivor_reasons text[])
      WHERE d.account_id = ${accountId}::uuid AND d.id = n.id AND d.status = 'OPEN'`;
  }

  async insert(
    tx: WriteTransaction,
    accountId: AccountId,
    { drifts, now }: { drifts: readonly NewDrift[]; now: Date },
  ): Promise<void> {
    if (drifts.length === 0) return;
    const rows = drifts.map(({ before, after, survivor, ...drift }) => ({
      ...snakeCase({ ...drift, ...columnsOf({ after, survivor }) }),
      ...{ before_identifier: before.identifier, before_name: before.name, before_status: before.status },
      ...{ opened_at: now, closed_at: drift.status === DriftStatus.OPEN ? null : now },
    }));
    await tx.$executeRaw`
      INSERT INTO drifts (account_id, id, mapping_id, user_id, instance_id, connect_wise_id, kind, status,
        is_survivor_askable, before_identifier, before_name, before_status, after_identifier, after_name, after_status,
        survivor_connect_wise_id, survivor_identifier, survivor_name, survivor_status, survivor_reasons,
        opened_at, closed_at)
      SELECT ${accountId}::uuid, n.*
      FROM jsonb_to_recordset(${storableJson(rows)}::jsonb) AS n(
        id uuid, mapping_id uuid, user_id uuid, instance_id uuid, connect_wise_id int, kind text, status text,
        is_survivor_askable boolean, before_identifier text, before_name text, before_status text, after_identifier text,
        after_name text, after_status text, survivor_connect_wise_id int, survivor_identifier text, survivor_name text,
        survivor_status text, survivor_reasons text[], opened_at timestamptz(3), closed_at timestamptz(3))`;
  }
}

interface OpenRow extends DriftParts {
  readonly id: DriftId;
  readonly kind: DriftKind;
  readonly mappingId: MappingId;
  readonly isSurvivorAskable: boolean;
}

function snakeCase(columns: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const name = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.fromEntries(Object.entries(columns).map(([key, value]) => [name(key), value]));
}
