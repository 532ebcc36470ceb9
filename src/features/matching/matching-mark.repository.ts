import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, InstanceId } from '../../shared/ids.js';
import { SCORING_RULES } from './scoring.js';

/** What the suggestions of everybody stand on, beside the users themselves. */
export interface MatchingGround {
  readonly instanceId: InstanceId;
  readonly threshold: number;
}

/** What a schedule goes by; times are the database's. */
export interface MatchingNews {
  readonly now: Date;
  /** Somebody waits for suggestions, or companies or settings changed in a way that can change them. */
  readonly isAny: boolean;
}

/** A change shows when it is committed, and is stamped when its transaction began. */
const OVERLAP = '5 seconds';

/** Remembers for each account on what ground its suggestions stand, so that a run needs not make them all again. */
export class MatchingMarkRepository {
  constructor(private readonly database: Database) {}

  /** Whether everybody has to be looked at, and up to which time that takes changes into account. */
  async plan(accountId: AccountId, ground: MatchingGround): Promise<{ isWhole: boolean; seenUntil: string }> {
    const { instanceId, threshold } = ground;
    const [row] = await this.database.read(accountId, (db) =>
      sql<{ isWhole: boolean; seenUntil: Date }>`
        select now() - ${OVERLAP}::interval as "seenUntil", not exists (
          select from matching_marks k
          where k.account_id = ${accountId} and k.instance_id = ${instanceId} and k.threshold = ${threshold}::float8
            and k.rules = ${SCORING_RULES} and not ${companiesChanged(accountId, instanceId)}
        ) as "isWhole"`.compile(db),
    );
    if (!row) throw new Error('The database tells no time.');
    return { isWhole: row.isWhole, seenUntil: row.seenUntil.toISOString() };
  }

  async save(
    tx: WriteTransaction,
    accountId: AccountId,
    { instanceId, threshold, seenUntil }: MatchingGround & { readonly seenUntil: string },
  ): Promise<void> {
    const mark = { instanceId, threshold, seenUntil, rules: SCORING_RULES };
    await tx.matchingMark.upsert({ where: { accountId }, create: { accountId, ...mark }, update: mark });
  }

  /**
   * What there is to be done since the last run that ended well. A user is told by its facts, whatever became of it;
   * companies have no mark of their own, so all are looked at, which takes some ten milliseconds.
   */
  async news(accountId: AccountId, instanceId: InstanceId): Promise<MatchingNews> {
    const [row] = await this.database.read(accountId, (db) =>
      sql<MatchingNews>`
        select now() as now, exists (
          select from users u
          left join mappings m on m.account_id = u.account_id and m.user_id = u.id
          left join user_match_facts f on f.account_id = u.account_id and f.user_id = u.id
          where u.account_id = ${accountId} and u.status = 'ACTIVE' and not u.is_ignored and m.id is null
            and (f.user_id is null or f.user_version <> u.version or not f.is_matched
              or not exists (select from matching_marks k where k.account_id = ${accountId}))
        ) or exists (
          select from matching_marks k where k.account_id = ${accountId} and (
            k.instance_id <> ${instanceId} or k.rules <> ${SCORING_RULES} or ${companiesChanged(accountId, instanceId)}
            or exists (select from matching_settings s
              where s.account_id = ${accountId} and s.updated_at > k.seen_until))
        ) as "isAny"`.compile(db),
    );
    if (!row) throw new Error('The database tells no time.');
    return row;
  }
}

function companiesChanged(accountId: AccountId, instanceId: InstanceId) {
  return sql`exists (select from companies c
    where c.account_id = ${accountId} and c.instance_id = ${instanceId} and c.updated_at > k.seen_until)`;
}
