import { type RawBuilder, sql } from 'kysely';
import { askedColumns } from '../../database/asked-columns.js';
import type { SourceId, UserId } from '../../shared/ids.js';
import { mappingAlong, type RowWithMapping } from '../mappings/mapping-along.js';
import type { ListedUser, User, UserStatus } from './user.js';

/** What is shown of a user, by field. */
const columnsOf = {
  externalId: ['users.external_id'],
  name: ['users.name'],
  mailDomains: ['users.mail_domains'],
  contactEmail: ['users.contact_email'],
  status: ['users.status'],
  isIgnored: ['users.is_ignored'],
  erasedAt: ['users.erased_at'],
  erasureEndedAt: ['users.erasure_ended_at'],
  version: ['users.version'],
  createdAt: ['users.created_at'],
  updatedAt: ['users.updated_at'],
} as const;
/** What leads elsewhere. */
const keys = ['users.id', 'users.source_id'] as const;
export const USER_COLUMNS = [...keys, ...Object.values(columnsOf).flat()] as const;

/** What is shown, what leads elsewhere, and what the page is sorted by. */
export function columnsFor(asked: ReadonlySet<string>, sortColumn: keyof UserRow = 'id'): RawBuilder<unknown> {
  const all = new Set([...keys, `users.${sortColumn}`, ...askedColumns(columnsOf, asked)]);
  return sql.raw([...all].join(', '));
}

export interface UserRow {
  readonly id: string;
  readonly source_id: string;
  readonly external_id: string;
  readonly name: string;
  readonly mail_domains: string[];
  readonly contact_email: string | null;
  readonly status: UserStatus;
  readonly is_ignored: boolean;
  readonly erased_at: Date | null;
  readonly erasure_ended_at: Date | null;
  readonly version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export function toUser(row: UserRow): User {
  return {
    id: row.id as UserId,
    sourceId: row.source_id as SourceId,
    externalId: row.external_id,
    name: row.name,
    mailDomains: row.mail_domains,
    contactEmail: row.contact_email ?? undefined,
    status: row.status,
    isIgnored: row.is_ignored,
    erasedAt: row.erased_at ?? undefined,
    erasureEndedAt: row.erasure_ended_at ?? undefined,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** What was not read is undefined. */
export function toListed(row: UserRow | RowWithMapping<UserRow>): ListedUser {
  const user = toUser(row);
  return 'mapping_id' in row ? { ...user, mapping: mappingAlong(row) } : user;
}
