import { sql } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../database/database.js';
import { Prisma } from '../../database/generated/client/client.js';
import { recordset } from '../../database/recordset.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, InstanceId, MappingId, SourceId, UserId } from '../../shared/ids.js';
import type { CompanyHolder } from './company-holders.js';
import type { Mapping } from './mapping.js';

/** Which mapping a user has, and in which version. */
export interface MappingVersion {
  readonly id: MappingId;
  readonly userId: UserId;
  readonly version: number;
}

export interface LockedSettings {
  readonly instanceId: InstanceId | undefined;
  readonly isEnabled: boolean;
}

const settingsShape = z.array(z.object({ instanceId: z.string().nullable(), isEnabled: z.boolean() }));
const versionShape = z.array(z.object({ id: z.string(), userId: z.string(), version: z.int() }));
const holderShape = z.array(z.object({ sourceId: z.string(), userId: z.string(), connectWiseId: z.int() }));
const userShape = z.array(z.object({ userId: z.string() }));

/** Many mappings at a time, each time in one statement. */
export class MappingRowsRepository {
  constructor(private readonly database: Database) {}

  /** Who has which of these companies. */
  async holders(
    accountId: AccountId,
    instanceId: InstanceId,
    connectWiseIds: readonly number[],
  ): Promise<CompanyHolder[]> {
    if (connectWiseIds.length === 0) return [];
    const rows = await this.database.read(accountId, (db) =>
      db
        .selectFrom('mappings')
        .select(['source_id as sourceId', 'user_id as userId', 'connect_wise_id as connectWiseId'])
        .where('account_id', '=', accountId)
        .where('instance_id', '=', instanceId)
        .where('connect_wise_id', '=', sql<number>`any(${[...connectWiseIds]}::int[])`),
    );
    return toHolders(rows);
  }

  /** The same, seen from within a transaction. */
  async holdersNow(
    tx: WriteTransaction,
    accountId: AccountId,
    { instanceId, connectWiseIds }: { instanceId: InstanceId; connectWiseIds: readonly number[] },
  ): Promise<CompanyHolder[]> {
    const rows = await tx.$queryRaw`
      SELECT source_id::text AS "sourceId", user_id::text AS "userId", connect_wise_id AS "connectWiseId" FROM mappings
      WHERE account_id = ${accountId}::uuid AND instance_id = ${instanceId}::uuid
        AND connect_wise_id = ANY(${[...connectWiseIds]}::int[])`;
    return toHolders(rows);
  }

  /** The settings as they stay until the transaction ends; who writes many mappings of an account waits here. */
  async lockSettings(tx: WriteTransaction, accountId: AccountId): Promise<LockedSettings> {
    const rows = await tx.$queryRaw`
      SELECT instance_id::text AS "instanceId", is_enabled AS "isEnabled" FROM integration_settings
      WHERE account_id = ${accountId}::uuid FOR UPDATE`;
    const [settings] = settingsShape.parse(rows);
    const instanceId = settings?.instanceId as InstanceId | null | undefined;
    return { instanceId: instanceId ?? undefined, isEnabled: settings?.isEnabled ?? false };
  }

  /** What these users have, as it stays until the transaction ends. */
  async lock(
    tx: WriteTransaction,
    accountId: AccountId,
    userIds: readonly UserId[],
  ): Promise<ReadonlyMap<UserId, MappingVersion>> {
    const rows = await tx.$queryRaw`
      SELECT id::text, user_id::text AS "userId", version FROM mappings
      WHERE account_id = ${accountId}::uuid AND user_id = ANY(${[...userIds]}::uuid[])
      ORDER BY id FOR UPDATE`;
    const found = versionShape.parse(rows) as MappingVersion[];
    return new Map(found.map((version) => [version.userId, version]));
  }

  /** Answers whose mapping was made: somebody else may have mapped a user, or taken a company, at this very moment. */
  async insert(tx: WriteTransaction, accountId: AccountId, mappings: readonly Mapping[]): Promise<ReadonlySet<UserId>> {
    const rows = await tx.$queryRaw`
      INSERT INTO mappings (account_id, id, user_id, source_id, origin, created_at, ${NAMES})
      SELECT ${accountId}::uuid, r.id, r."userId", r."sourceId", r.origin, r."createdAt", ${VALUES}
      FROM ${recordset(mappings, COLUMNS)} ORDER BY r."userId"
      ON CONFLICT DO NOTHING
      RETURNING user_id::text AS "userId"`;
    return new Set(userShape.parse(rows).map(({ userId }) => userId as UserId));
  }

  /** Of rows that are locked. */
  async update(tx: WriteTransaction, accountId: AccountId, mappings: readonly Mapping[]): Promise<void> {
    await tx.$executeRaw`
      UPDATE mappings m SET origin = r.origin, (${NAMES}) = ROW(${VALUES})
      FROM ${recordset(mappings, COLUMNS)}
      WHERE m.account_id = ${accountId}::uuid AND m.id = r.id`;
  }
}

/** What a change can touch, in the order of the values below. */
const NAMES = Prisma.raw(
  [
    'instance_id, returns_by, connect_wise_id, identifier, company_name, company_status, company_types',
    'is_enabled, is_shared, allows_inactive, verification, problem, verified_at, version, updated_at',
  ].join(', '),
);
const VALUES = Prisma.raw(
  [
    'r."instanceId", r."returnsBy", r."connectWiseId", r.identifier, r."companyName"',
    'r."companyStatus", ARRAY(SELECT jsonb_array_elements_text(r."companyTypes")), r."isEnabled", r."isShared", r."allowsInactive"',
    'r.verification, r.problem, r."verifiedAt", r.version, r."updatedAt"',
  ].join(', '),
);

const COLUMNS = {
  ...{ id: 'uuid', userId: 'uuid', sourceId: 'uuid', origin: 'mapping_origin', createdAt: 'timestamptz(3)' },
  ...{ instanceId: 'uuid', returnsBy: 'mapping_return', connectWiseId: 'int', identifier: 'text', companyName: 'text' },
  ...{ companyStatus: 'text', companyTypes: 'jsonb', isEnabled: 'boolean', isShared: 'boolean' },
  ...{ allowsInactive: 'boolean', verification: 'mapping_verification', problem: 'mapping_problem' },
  ...{ verifiedAt: 'timestamptz(3)', version: 'int', updatedAt: 'timestamptz(3)' },
} as const;

function toHolders(rows: unknown): CompanyHolder[] {
  return holderShape
    .parse(rows)
    .map((row) => ({ ...row, sourceId: row.sourceId as SourceId, userId: row.userId as UserId }));
}
