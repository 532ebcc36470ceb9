import { type Expression, type SqlBool, sql } from 'kysely';
import { holdsText } from '../../database/text-search.js';
import type { AccountId, SourceId } from '../../shared/ids.js';
import type { MappingProblem, VerificationStatus } from '../mappings/mapping.js';
import { hasProblem, hasVerification } from '../mappings/mapping-conditions.js';
import type { UserStatus } from './user.js';

export const UserOrderField = { NAME: 'NAME', CREATED_AT: 'CREATED_AT', UPDATED_AT: 'UPDATED_AT' } as const;
export type UserOrderField = (typeof UserOrderField)[keyof typeof UserOrderField];

export interface UserOrder {
  readonly field: UserOrderField;
  readonly direction: 'asc' | 'desc';
}

export interface UserFilter {
  readonly search?: string | undefined;
  readonly sourceIds?: readonly SourceId[] | undefined;
  readonly statuses?: readonly UserStatus[] | undefined;
  readonly isIgnored?: boolean | undefined;
  readonly isMapped?: boolean | undefined;
  /** What the user's mapping is like; a user without one is none of these. */
  readonly mapping?: MappingConditions | undefined;
}

/** Which users, in which order, and the names of the fields that are read of them and their mappings. */
export interface UserQuery {
  readonly filter: UserFilter;
  readonly order: UserOrder;
  readonly asked: ReadonlySet<string>;
}

export interface MappingConditions {
  readonly isEnabled?: boolean | undefined;
  readonly statuses?: readonly VerificationStatus[] | undefined;
  readonly problems?: readonly MappingProblem[] | undefined;
}

export function conditions(accountId: AccountId, filter: UserFilter): Expression<SqlBool>[] {
  const list: Expression<SqlBool>[] = [];
  if (filter.search) list.push(holdsText('users', filter.search));
  if (filter.sourceIds) list.push(sql<SqlBool>`users.source_id = any(${[...filter.sourceIds]}::uuid[])`);
  if (filter.statuses) list.push(hasStatus(filter.statuses));
  if (filter.isIgnored !== undefined) list.push(sql<SqlBool>`users.is_ignored = ${sql.lit(filter.isIgnored)}`);
  if (filter.isMapped !== undefined) list.push(sql<SqlBool>`users.is_mapped = ${sql.lit(filter.isMapped)}`);
  if (filter.mapping) list.push(hasMapping(accountId, filter.mapping));
  return list;
}

/** By the column that an index of users can be asked for; the database holds the two to each other. */
function hasStatus(statuses: readonly UserStatus[]): Expression<SqlBool> {
  const each = statuses.map((status) =>
    status === 'ARCHIVED' ? sql`users.archived_at is not null` : sql`users.archived_at is null`,
  );
  return each.length > 0 ? sql<SqlBool>`(${sql.join(each, sql` or `)})` : sql<SqlBool>`false`;
}

function hasMapping(accountId: AccountId, { isEnabled, statuses, problems }: MappingConditions): Expression<SqlBool> {
  const list = [sql<SqlBool>`m.account_id = ${accountId}`, sql<SqlBool>`m.user_id = users.id`];
  if (isEnabled !== undefined) list.push(sql<SqlBool>`m.is_enabled = ${sql.lit(isEnabled)}`);
  if (statuses) list.push(hasVerification('m', statuses));
  if (problems) list.push(hasProblem('m', problems));
  return sql<SqlBool>`exists (select from mappings m where ${sql.join(list, sql` and `)})`;
}
