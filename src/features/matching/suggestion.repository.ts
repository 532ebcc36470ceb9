import { type Expression, type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, CompanyId, InstanceId, SuggestionId, UserId } from '../../shared/ids.js';
import { decodeCursor, notOfThisList, type Page, type PageRequest, toPage } from '../../shared/page.js';
import type { MatchReason } from './scoring.js';
import { type MatchSuggestion, type SuggestionFilter, SuggestionStatus } from './suggestion.js';

const LIST = 'matchSuggestions';
const COLUMNS = [
  ...(['s.id', 's.user_id', 's.instance_id', 's.company_id', 's.connect_wise_id', 's.score', 's.is_sure'] as const),
  ...(['s.status', 's.created_at', 's.updated_at'] as const),
] as const;
/** The driver knows lists of texts, not lists of our own enums. */
const REASONS = sql<MatchReason[]>`s.reasons::text[]`.as('reasons');

const movedShape = z.array(z.object({ id: z.string(), userId: z.string() }));

export class SuggestionRepository {
  constructor(private readonly database: Database) {}

  async find(accountId: AccountId, ids: readonly SuggestionId[]): Promise<MatchSuggestion[]> {
    if (ids.length === 0) return [];
    const rows = await this.database.read(accountId, (db) =>
      db
        .selectFrom('match_suggestions as s')
        .select(COLUMNS)
        .select(REASONS)
        .where('s.account_id', '=', accountId)
        .where('s.id', '=', sql<string>`any(${[...ids]}::uuid[])`),
    );
    return rows.map(toRecord);
  }

  /** Best score first. Users who were mapped since have nothing open any more. */
  async page(
    accountId: AccountId,
    request: PageRequest,
    { instanceId, filter }: { instanceId: InstanceId; filter: SuggestionFilter },
  ): Promise<Page<MatchSuggestion>> {
    const after = request.after === undefined ? undefined : decodeCursor(request.after, 2, LIST);
    if (after && typeof after[0] !== 'number') throw notOfThisList();
    const rows = await this.database.read(accountId, (db) => {
      let query = db
        .selectFrom('match_suggestions as s')
        .select(COLUMNS)
        .select(REASONS)
        .where('s.account_id', '=', accountId)
        .where('s.instance_id', '=', instanceId)
        .orderBy('s.score', 'desc')
        .orderBy('s.id', 'desc')
        .limit(request.first + 1);
      for (const condition of conditions(filter)) query = query.where(condition);
      if (after) query = query.where(sql<SqlBool>`(s.score, s.id) < (${after[0]}::float8, ${after[1]}::uuid)`);
      return query;
    });
    return toPage(rows, request, {
      list: LIST,
      item: toRecord,
      key: (row) => [row.score, row.id],
      countTotal: () => this.count(accountId, { instanceId, filter }),
    });
  }

  /** The next sure suggestions in the order of their ids. */
  async sure(
    accountId: AccountId,
    { instanceId, after, most }: { instanceId: InstanceId; after: SuggestionId | undefined; most: number },
  ): Promise<MatchSuggestion[]> {
    const rows = await this.database.read(accountId, (db) => {
      let query = db
        .selectFrom('match_suggestions as s')
        .select(COLUMNS)
        .select(REASONS)
        .where('s.account_id', '=', accountId)
        .where('s.instance_id', '=', instanceId)
        .orderBy('s.id')
        .limit(most);
      for (const condition of conditions({ statuses: [SuggestionStatus.OPEN], isSure: true })) {
        query = query.where(condition);
      }
      return after === undefined ? query : query.where('s.id', '>', after);
    });
    return rows.map(toRecord);
  }

  /** Answers which of them had the status and have the other now; their users are to be looked at again. */
  async move(
    tx: WriteTransaction,
    accountId: AccountId,
    { ids, from, to }: { ids: readonly SuggestionId[]; from: SuggestionStatus; to: SuggestionStatus },
  ): Promise<ReadonlyMap<SuggestionId, UserId>> {
    const rows = await tx.$queryRaw`
      WITH moved AS (
        UPDATE match_suggestions SET status = ${to}::suggestion_status, updated_at = now()
        WHERE account_id = ${accountId}::uuid AND status = ${from}::suggestion_status AND id IN (
          SELECT id FROM match_suggestions WHERE account_id = ${accountId}::uuid AND id = ANY(${[...ids]}::uuid[])
          ORDER BY id FOR UPDATE)
        RETURNING id, user_id
      ), again AS (
        UPDATE user_match_facts SET is_matched = false
        WHERE account_id = ${accountId}::uuid AND user_id IN (SELECT user_id FROM moved)
      )
      SELECT id::text, user_id::text AS "userId" FROM moved`;
    return new Map(movedShape.parse(rows).map(({ id, userId }) => [id as SuggestionId, userId as UserId]));
  }

  /** Their users are mapped now: whatever else was open for them goes, and is made anew should they be unmapped. */
  async accept(tx: WriteTransaction, accountId: AccountId, accepted: readonly MatchSuggestion[]): Promise<void> {
    const userIds = accepted.map(({ userId }) => userId);
    await this.move(tx, accountId, { ids: accepted.map(({ id }) => id), from: 'OPEN', to: 'ACCEPTED' });
    await tx.$executeRaw`
      DELETE FROM match_suggestions
      WHERE account_id = ${accountId}::uuid AND user_id = ANY(${userIds}::uuid[]) AND status = 'OPEN'`;
  }

  private async count(
    accountId: AccountId,
    { instanceId, filter }: { instanceId: InstanceId; filter: SuggestionFilter },
  ): Promise<number> {
    const [row] = await this.database.read(accountId, (db) => {
      let query = db
        .selectFrom('match_suggestions as s')
        .select(({ fn }) => fn.countAll<string>().as('total'))
        .where('s.account_id', '=', accountId)
        .where('s.instance_id', '=', instanceId);
      for (const condition of conditions(filter)) query = query.where(condition);
      return query;
    });
    return Number(row?.total ?? 0);
  }
}

function conditions(filter: SuggestionFilter): Expression<SqlBool>[] {
  const list: Expression<SqlBool>[] = [
    sql<SqlBool>`(s.status <> 'OPEN' or not exists (
      select from mappings m where m.account_id = s.account_id and m.user_id = s.user_id))`,
  ];
  const [status, ...others] = filter.statuses ?? [];
  // Only one status keeps the order of an index.
  if (filter.statuses && others.length > 0)
    list.push(sql<SqlBool>`s.status = any(${[...filter.statuses]}::suggestion_status[])`);
  else if (filter.statuses) list.push(status ? sql<SqlBool>`s.status = ${status}::suggestion_status` : sql`false`);
  if (filter.userIds) list.push(sql<SqlBool>`s.user_id = any(${[...filter.userIds]}::uuid[])`);
  if (filter.reasons) list.push(sql<SqlBool>`s.reasons && ${[...filter.reasons]}::match_reason[]`);
  if (filter.minimumScore !== undefined) list.push(sql<SqlBool>`s.score >= ${filter.minimumScore}::float8`);
  if (filter.isSure !== undefined) list.push(sql<SqlBool>`s.is_sure = ${filter.isSure}`);
  return list;
}

interface Row {
  readonly id: string;
  readonly user_id: string;
  readonly instance_id: string;
  readonly company_id: string;
  readonly connect_wise_id: number;
  readonly score: number;
  readonly reasons: MatchReason[];
  readonly is_sure: boolean;
  readonly status: SuggestionStatus;
  readonly created_at: Date;
  readonly updated_at: Date;
}

function toRecord(row: Row): MatchSuggestion {
  return {
    id: row.id as SuggestionId,
    userId: row.user_id as UserId,
    instanceId: row.instance_id as InstanceId,
    companyId: row.company_id as CompanyId,
    connectWiseId: row.connect_wise_id,
    score: row.score,
    reasons: row.reasons,
    isSure: row.is_sure,
    status: row.status,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
