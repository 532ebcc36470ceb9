import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { Prisma } from '../../database/generated/client/client.js';
import { recordset } from '../../database/recordset.js';
import type { WriteTransaction } from '../../database/write-door.js';
import { type AccountId, newId, type SourceId, type UserId } from '../../shared/ids.js';
import { type ReportedUser, userKey } from './user.js';

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
 * Inserts a whole list in two statements and updates it in one more where anything changed, whatever its length. Rows that
 * say nothing new are not touched, so that their version and time of change stand. The list names no user twice.
 *
 * Inserting comes first and waits for others who insert the same users: afterwards every row is there, and what is read
 * under lock is what the update replaces. A row is new exactly when it has the id that was made here.
 */
export async function upsertUsers(
  tx: WriteTransaction,
  accountId: AccountId,
  users: readonly UserToSave[],
): Promise<SavedUser[]> {
  const given = users.map((user) => ({ user, id: newId<UserId>() }));
  const rows = recordset(given.map(toRow), COLUMNS);
  const store = async () => {
    await tx.$executeRaw(insertNew(accountId, rows));
    return byKey(known.parse(await tx.$queryRaw(selectKnown(accountId, rows))));
  };
  let stored = await store();
  // Somebody was erased between the two, so that its key is free now, and stays so.
  if (stored.size < given.length) stored = await store();
  const saved = given.map(({ user, id }): SavedUser => {
    const row = stored.get(userKey(user));
    if (!row) throw new Error('A user that was just saved cannot be read.');
    return { id: row.id as UserId, user, before: row.id === id ? undefined : toReported(row) };
  });
  const changed = saved.filter(({ user, before }) => before && !isSame(user, before));
  if (changed.length > 0) await tx.$executeRaw(update(accountId, recordset(changed.map(toRow), COLUMNS)));
  return saved;
}

function isSame({ sourceId: _, ...reported }: UserToSave, before: ReportedUser): boolean {
  return isDeepStrictEqual(reported, before);
}

function toRow({ user, id }: { user: UserToSave; id: UserId }) {
  return {
    id,
    source_id: user.sourceId,
    external_id: user.externalId,
    name: user.name,
    mail_domains: user.mailDomains,
    contact_email: user.contactEmail ?? null,
  };
}

const COLUMNS = {
  ...{ id: 'uuid', source_id: 'uuid', external_id: 'text', name: 'text', mail_domains: 'jsonb', contact_email: 'text' },
} as const;

type Known = z.infer<typeof known>[number];

function byKey(rows: readonly Known[]): ReadonlyMap<string, Known> {
  return new Map(
    rows.map((row) => [userKey({ sourceId: row.source_id as SourceId, externalId: row.external_id }), row]),
  );
}

function toReported(row: Known): ReportedUser {
  const { external_id: externalId, name, mail_domains: mailDomains, contact_email: contactEmail } = row;
  return { externalId, name, mailDomains, contactEmail: contactEmail ?? undefined };
}

/** Locks what is there, so that the values told as "before" are those which the update replaces. */
function selectKnown(accountId: AccountId, rows: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT u.id::text, u.source_id::text, u.external_id, u.name, u.mail_domains, u.contact_email
    FROM users u
    JOIN ${rows}
      ON u.source_id = r.source_id AND u.external_id = r.external_id
    WHERE u.account_id = ${accountId}::uuid
    ORDER BY u.id
    FOR UPDATE OF u`;
}

/** In the order of the unique key, so that two calls wait for each other and never in a circle. */
function insertNew(accountId: AccountId, rows: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO users (account_id, id, source_id, external_id, name, mail_domains, contact_email)
    SELECT ${accountId}::uuid, r.id, r.source_id, r.external_id, r.name,
           ARRAY(SELECT jsonb_array_elements_text(r.mail_domains)), r.contact_email
    FROM ${rows}
    ORDER BY r.source_id, r.external_id
    ON CONFLICT (account_id, source_id, external_id) DO NOTHING`;
}

/** Of users that are locked. */
function update(accountId: AccountId, rows: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    UPDATE users u
    SET name = r.name, mail_domains = r.domains, contact_email = r.contact_email,
        version = u.version + 1, updated_at = now()
    FROM (
      SELECT source_id, external_id, name, ARRAY(SELECT jsonb_array_elements_text(mail_domains)) AS domains, contact_email
      FROM ${rows}
    ) r
    WHERE u.account_id = ${accountId}::uuid AND u.source_id = r.source_id AND u.external_id = r.external_id`;
}
