import { z } from 'zod';
import { Prisma } from '../../database/generated/client/client.js';
import type { WriteTransaction } from '../../database/write-door.js';
import { type AccountId, newId, type SourceId, type UserId } from '../../shared/ids.js';
import type { ReportedUser } from './user.js';

/** A reported user with the source it belongs to. */
export interface UserToSave extends ReportedUser {
  readonly sourceId: SourceId;
}

/** What saving did to one user. `before` is there when the user was known. */
export interface SavedUser {
  readonly id: UserId;
  readonly user: UserToSave;
  readonly before: ReportedUser | undefined;
}

const known = z.array(
  z.object({
    id: z.string(),
    source_id: z.string(),
    external_id: z.string(),
    name: z.string(),
    mail_domains: z.array(z.string()),
    contact_email: z.string().nullable(),
  }),
);

/**
 * Inserts and updates a whole list in three statements, whatever its length. Rows that say nothing new are not touched,
 * so that their version and time of change stand. The list names no user twice.
 */
export async function upsertUsers(
  tx: WriteTransaction,
  accountId: AccountId,
  users: readonly UserToSave[],
): Promise<SavedUser[]> {
  const rows = JSON.stringify(
    users.map((user) => ({
      id: newId<UserId>(),
      source_id: user.sourceId,
      external_id: user.externalId,
      name: user.name,
      mail_domains: user.mailDomains,
      contact_email: user.contactEmail ?? null,
    })),
  );
  const before = byKey(known.parse(await tx.$queryRaw(selectKnown(accountId, rows))));
  await tx.$executeRaw(upsert(accountId, rows));
  // Asked again rather than assumed: another call may have inserted the same user a moment ago, under its own id.
  const after = byKey(known.parse(await tx.$queryRaw(selectKnown(accountId, rows))));
  return users.map((user) => {
    const key = keyOf(user.sourceId, user.externalId);
    const row = after.get(key);
    if (!row) throw new Error('A user that was just saved cannot be read.');
    return { id: row.id as UserId, user, before: toReported(before.get(key)) };
  });
}

type Known = z.infer<typeof known>[number];

function byKey(rows: readonly Known[]): ReadonlyMap<string, Known> {
  return new Map(rows.map((row) => [keyOf(row.source_id, row.external_id), row]));
}

function toReported(row: Known | undefined): ReportedUser | undefined {
  if (!row) return undefined;
  const { external_id: externalId, name, mail_domains: mailDomains, contact_email: contactEmail } = row;
  return { externalId, name, mailDomains, contactEmail: contactEmail ?? undefined };
}

export function keyOf(sourceId: string, externalId: string): string {
  return `${sourceId}/${externalId}`;
}

/** Locks what is there, so that the values told as "before" are those which the upsert replaces. */
function selectKnown(accountId: AccountId, rows: string): Prisma.Sql {
  return Prisma.sql`
    SELECT u.id::text, u.source_id::text, u.external_id, u.name, u.mail_domains, u.contact_email
    FROM users u
    JOIN jsonb_to_recordset(${rows}::jsonb) AS r(source_id uuid, external_id text)
      ON u.source_id = r.source_id AND u.external_id = r.external_id
    WHERE u.account_id = ${accountId}::uuid
    ORDER BY u.id
    FOR UPDATE OF u`;
}

function upsert(accountId: AccountId, rows: string): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO users AS u (account_id, id, source_id, external_id, name, mail_domains, contact_email)
    SELECT ${accountId}::uuid, r.id, r.source_id, r.external_id, r.name,
           ARRAY(SELECT jsonb_array_elements_text(r.mail_domains)), r.contact_email
    FROM jsonb_to_recordset(${rows}::jsonb)
      AS r(id uuid, source_id uuid, external_id text, name text, mail_domains jsonb, contact_email text)
    ORDER BY r.source_id, r.external_id
    ON CONFLICT (account_id, source_id, external_id) DO UPDATE
    SET name = excluded.name, mail_domains = excluded.mail_domains, contact_email = excluded.contact_email,
        version = u.version + 1, updated_at = now()
    WHERE (u.name, u.mail_domains, u.contact_email)
      IS DISTINCT FROM (excluded.name, excluded.mail_domains, excluded.contact_email)`;
}
