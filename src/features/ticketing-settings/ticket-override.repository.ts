import { type SqlBool, sql } from 'kysely';
import { countRows } from '../../database/count-rows.js';
import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, InstanceId, UserId } from '../../shared/ids.js';
import { idAfter, type Page, type PageRequest, toPage } from '../../shared/page.js';
import { storableJson } from '../../shared/storable.js';
import { type TicketOverride, templateShape } from './template.js';
import { problemsShape, type TemplateProblem } from './template-problem.js';

const LIST = 'ticketOverrides';
const COLUMNS = [
  ...(['user_id as userId', 'template', 'contact_id as contactId', 'site_id as siteId'] as const),
  ...(['company_id as companyId', 'problems', 'instance_id as instanceId', 'version'] as const),
] as const;
const HAS_PROBLEMS = sql<SqlBool>`problems <> '[]'`;

export interface OverrideFilter {
  readonly hasProblems?: boolean | undefined;
}

export class TicketOverrideRepository {
  constructor(private readonly database: Database) {}

  async find(accountId: AccountId, userIds: readonly UserId[]): Promise<TicketOverride[]> {
    const rows = await this.database.read(accountId, (db) =>
      db
        .selectFrom('ticket_overrides')
        .select(COLUMNS)
        .where('account_id', '=', accountId)
        .where(sql<SqlBool>`user_id = any(${[...userIds]}::uuid[])`),
    );
    return rows.map(toRecord);
  }

  /** The next ones behind a user, for whoever goes through all of them. */
  async after(accountId: AccountId, userId: UserId | undefined, most: number): Promise<TicketOverride[]> {
    const rows = await this.database.read(accountId, (db) => {
      const query = db.selectFrom('ticket_overrides').select(COLUMNS).where('account_id', '=', accountId);
      return (userId ? query.where('user_id', '>', userId) : query).orderBy('user_id').limit(most);
    });
    return rows.map(toRecord);
  }

  /** In the order of users, which is that in which they came. */
  async page(accountId: AccountId, request: PageRequest, filter: OverrideFilter): Promise<Page<TicketOverride>> {
    const after = idAfter(request, LIST);
    const rows = await this.database.read(accountId, (db) => {
      let query = db
        .selectFrom('ticket_overrides')
        .select(COLUMNS)
        .where('account_id', '=', accountId)
        .orderBy('user_id')
        .limit(request.first + 1);
      if (after !== undefined) query = query.where('user_id', '>', after);
      for (const condition of conditions(filter)) query = query.where(condition);
      return query;
    });
    const countTotal = () =>
      countRows(this.database, accountId, { table: 'ticket_overrides', conditions: conditions(filter) });
    return toPage(rows, request, { item: toRecord, key: ({ userId }) => [userId], countTotal, list: LIST });
  }

  /** Answers false when it was changed since this version was read; 0 is "never saved". */
  async save(
    tx: WriteTransaction,
    accountId: AccountId,
    { userId, template, place, instanceId, version }: TicketOverride,
  ): Promise<boolean> {
    const data = { template, ...place, instanceId: instanceId ?? null, problems: [] };
    if (version === 0) {
      const rows = [{ ...data, accountId, userId }];
      return (await tx.ticketOverride.createMany({ data: rows, skipDuplicates: true })).count === 1;
    }
    const { count } = await tx.ticketOverride.updateMany({
      where: { accountId, userId, version },
      data: { ...data, version: version + 1, updatedAt: new Date() },
    });
    return count === 1;
  }

  async remove(
    tx: WriteTransaction,
    accountId: AccountId,
    { userId, version }: Pick<TicketOverride, 'userId' | 'version'>,
  ): Promise<boolean> {
    return (await tx.ticketOverride.deleteMany({ where: { accountId, userId, version } })).count === 1;
  }

  /** Of those that were not saved anew since they were read. */
  async setProblems(
    tx: WriteTransaction,
    accountId: AccountId,
    changed: readonly (Pick<TicketOverride, 'userId' | 'version'> & {
      readonly problems: readonly TemplateProblem[];
    })[],
  ): Promise<void> {
    if (changed.length === 0) return;
    await tx.$executeRaw`
      UPDATE ticket_overrides o SET problems = n.problems
      FROM jsonb_to_recordset(${storableJson(changed)}::jsonb) AS n("userId" uuid, version int, problems jsonb)
      WHERE o.account_id = ${accountId}::uuid AND o.user_id = n."userId" AND o.version = n.version`;
  }

  /** What was held or refused under another template is tried again. */
  async stir(tx: WriteTransaction, accountId: AccountId, userId: UserId): Promise<void> {
    await tx.$executeRaw`
      UPDATE notifications SET due_at = now()
      WHERE account_id = ${accountId}::uuid AND user_id = ${userId}::uuid AND state IN ('HELD', 'FAILED')`;
  }
}

function conditions({ hasProblems }: OverrideFilter) {
  if (hasProblems === undefined) return [];
  return [hasProblems ? HAS_PROBLEMS : sql<SqlBool>`not ${HAS_PROBLEMS}`];
}

interface Row {
  readonly userId: string;
  readonly template: unknown;
  readonly contactId: number | null;
  readonly siteId: number | null;
  readonly companyId: number | null;
  readonly problems: unknown;
  readonly instanceId: string | null;
  readonly version: number;
}

function toRecord({
  userId,
  template,
  contactId,
  siteId,
  companyId,
  problems,
  instanceId,
  version,
}: Row): TicketOverride {
  return {
    userId: userId as UserId,
    template: templateShape.parse(template),
    place: { contactId, siteId, companyId },
    problems: problemsShape.parse(problems),
    instanceId: (instanceId ?? undefined) as InstanceId | undefined,
    version,
  };
}
