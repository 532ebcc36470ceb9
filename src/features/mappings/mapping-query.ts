import { type Expression, type SqlBool, sql } from 'kysely';
import { holdsText } from '../../database/text-search.js';
import type { UserId } from '../../shared/ids.js';
import type { MappingOrigin, MappingProblem, VerificationStatus } from './mapping.js';
import { hasProblem, hasVerification } from './mapping-conditions.js';

export const MappingOrderField = {
  CREATED_AT: 'CREATED_AT',
  UPDATED_AT: 'UPDATED_AT',
  IDENTIFIER: 'IDENTIFIER',
} as const;
export type MappingOrderField = (typeof MappingOrderField)[keyof typeof MappingOrderField];

export interface MappingOrder {
  readonly field: MappingOrderField;
  readonly direction: 'asc' | 'desc';
}

export interface MappingFilter {
  readonly userIds?: readonly UserId[] | undefined;
  readonly statuses?: readonly VerificationStatus[] | undefined;
  readonly problems?: readonly MappingProblem[] | undefined;
  readonly origins?: readonly MappingOrigin[] | undefined;
  readonly isEnabled?: boolean | undefined;
  readonly search?: string | undefined;
}

export function conditions(filter: MappingFilter): Expression<SqlBool>[] {
  const list: Expression<SqlBool>[] = [];
  if (filter.userIds) list.push(sql<SqlBool>`user_id = any(${[...filter.userIds]}::uuid[])`);
  if (filter.statuses) list.push(hasVerification('mappings', filter.statuses));
  if (filter.problems) list.push(hasProblem('mappings', filter.problems));
  if (filter.origins) list.push(sql<SqlBool>`origin = any(${[...filter.origins]}::mapping_origin[])`);
  if (filter.isEnabled !== undefined) list.push(sql<SqlBool>`is_enabled = ${sql.lit(filter.isEnabled)}`);
  if (filter.search) list.push(holdsText('mappings', filter.search));
  return list;
}
