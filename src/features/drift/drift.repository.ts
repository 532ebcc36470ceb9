import { type Expression, type SqlBool, sql } from 'kysely';
import type { Database } from '../../database/database.js';
import { isOneOf } from '../../database/is-one-of.js';
import { newestFirst } from '../../database/newest-first.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { ActorKind, Caller } from '../../shared/caller.js';
import type { AccountId, ActorId, DriftId, InstanceId, MappingId, UserId } from '../../shared/ids.js';
import type { Page, PageRequest } from '../../shared/page.js';
import type { Drift, DriftFilter, DriftKind, DriftStatus } from './drift.js';
import { type DriftParts, toParts } from './drift-parts.js';

/** The read door's columns under the names that the write door gives them. */
const COLUMNS = [
  ...(['id', 'kind', 'status', 'mapping_id as mappingId', 'user_id as userId', 'instance_id as instanceId'] as const),
  ...(['connect_wise_id as connectWiseId', 'before_identifier as beforeIdentifier'] as const),
  ...(['before_name as beforeName', 'before_status as beforeStatus', 'after_identifier as afterIdentifier'] as const),
  ...(['after_name as afterName', 'after_status as afterStatus'] as const),
  ...(['survivor_connect_wise_id as survivorConnectWiseId', 'survivor_identifier as survivorIdentifier'] as const),
  ...(['survivor_name as survivorName', 'survivor_status as survivorStatus'] as const),
  ...(['survivor_reasons as survivorReasons', 'opened_at as openedAt', 'closed_at as closedAt'] as const),
  ...(['closed_by_kind as closedByKind', 'closed_by_id as closedById', 'closed_by_name as closedByName'] as const),
] as const;

export class DriftRepository {
  constructor(private readonly database: Database) {}

  async find(accountId: AccountId, ids: readonly DriftId[]): Promise<Drift[]> {
    if (ids.length === 0) return [];
    const rows = await this.database.read(accountId, (db) =>
      db
        .selectFrom('drifts')
        .select(COLUMNS)
        .where('account_id', '=', accountId)
        .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`),
    );
    return rows.map(toRecord);
  }

  /** What is open of mappings, oldest first; of one at most one of a kind. */
  async openOf(accountId: AccountId, mappingIds: readonly MappingId[]): Promise<Drift[]> {
    const rows = await this.database.read(accountId, (db) =>
      db
        .selectFrom('drifts')
        .select(COLUMNS)
        .where('account_id', '=', accountId)
        .where('mapping_id', '=', sql<string>`any(${[...mappingIds]}::uuid[])`)
        .where(sql<SqlBool>`status = 'OPEN'`)
        .orderBy('id'),
    );
    return rows.map(toRecord);
  }

  page(accountId: AccountId, request: PageRequest, filter: DriftFilter): Promise<Page<Drift>> {
    return newestFirst(this.database, {
      accountId,
      request,
      name: 'drifts',
      table: 'drifts',
      columns: (db) => db.selectFrom('drifts').select(COLUMNS),
      conditions: conditions(filter),
      item: toRecord,
    });
  }

  /** @returns which were open until now */
  async close(
    tx: WriteTransaction,
    { accountId, actor }: Caller,
    { ids, status }: { ids: readonly DriftId[]; status: DriftStatus },
  ): Promise<{ id: DriftId; kind: DriftKind; mappingId: MappingId; userId: UserId }[]> {
    return tx.$queryRaw`
      UPDATE drifts d
      SET status = ${status}, closed_at = now(), closed_by_kind = ${actor.kind}::actor_kind,
          closed_by_id = ${actor.id ?? null}::uuid, closed_by_name = ${actor.name}
      FROM (
        SELECT id FROM drifts WHERE account_id = ${accountId}::uuid AND id = ANY(${[...ids]}::uuid[]) AND status = 'OPEN'
        ORDER BY id FOR UPDATE
      ) o
      WHERE d.account_id = ${accountId}::uuid AND d.id = o.id
      RETURNING d.id, d.kind, d.mapping_id AS "mappingId", d.user_id AS "userId"`;
  }
}

function conditions({ kinds, statuses, mappingIds, userIds }: DriftFilter): Expression<SqlBool>[] {
  return [
    ...(kinds ? [isOneOf('kind', 'text', kinds)] : []),
    ...(statuses ? [isOneOf('status', 'text', statuses)] : []),
    ...(mappingIds ? [isOneOf('mapping_id', 'uuid', mappingIds)] : []),
    ...(userIds ? [isOneOf('user_id', 'uuid', userIds)] : []),
  ];
}

interface Row extends DriftParts {
  readonly id: string;
  readonly mappingId: string;
  readonly userId: string;
  readonly instanceId: string;
  readonly connectWiseId: number;
  readonly kind: string;
  readonly status: string;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly closedByKind: ActorKind | null;
  readonly closedById: string | null;
  readonly closedByName: string | null;
}

function toRecord(row: Row): Drift {
  const { closedByKind: kind, closedById, closedByName: name } = row;
  return {
    id: row.id as DriftId,
    mappingId: row.mappingId as MappingId,
    userId: row.userId as UserId,
    instanceId: row.instanceId as InstanceId,
    connectWiseId: row.connectWiseId,
    kind: row.kind as DriftKind,
    status: row.status as DriftStatus,
    ...toParts(row),
    openedAt: row.openedAt,
    closedAt: row.closedAt ?? undefined,
    closedBy: kind && name !== null ? { kind, id: (closedById ?? undefined) as ActorId | undefined, name } : undefined,
  };
}
