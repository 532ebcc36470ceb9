import type { Database } from '../../database/database.js';
import { Prisma } from '../../database/generated/client/client.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, InstanceId, SourceId, UserId } from '../../shared/ids.js';
import { storable, storableKey } from '../../shared/storable.js';
import { NAME_RULES, userFacts } from './match-facts.js';

/** A user whose facts are missing, or made from what it was before or by older rules. */
export interface StaleUser {
  readonly id: UserId;
  readonly sourceId: SourceId;
  readonly version: number;
  readonly externalId: string;
  readonly name: string;
  readonly mailDomains: readonly string[];
  readonly contactEmail: string | undefined;
}

/** What is compared of users, as it stands beside them. */
export class UserFactsRepository {
  constructor(private readonly database: Database) {}

  /** The next of them in the order of their ids. */
  async stale(
    accountId: AccountId,
    { after, most }: { after: UserId | undefined; most: number },
  ): Promise<StaleUser[]> {
    const rows = await this.database.read(accountId, (db) => {
      const query = db
        .selectFrom('users as u')
        .leftJoin('user_match_facts as f', (join) =>
          join.onRef('f.account_id', '=', 'u.account_id').onRef('f.user_id', '=', 'u.id'),
        )
        .select(['u.id', 'u.source_id', 'u.version', 'u.external_id', 'u.name', 'u.mail_domains', 'u.contact_email'])
        .where('u.account_id', '=', accountId)
        // Who is archived was a rival of others until now.
        .where((where) => where.or([where('u.status', '=', 'ACTIVE'), where('f.user_id', 'is not', null)]))
        .where((where) =>
          where.or([
            where('f.user_id', 'is', null),
            where('f.user_version', '<>', where.ref('u.version')),
            where('f.name_rules', '<>', NAME_RULES),
          ]),
        )
        .orderBy('u.id')
        .limit(most);
      return after === undefined ? query : query.where('u.id', '>', after);
    });
    return rows.map((row) => ({
      id: row.id as UserId,
      sourceId: row.source_id as SourceId,
      version: row.version,
      externalId: row.external_id,
      name: row.name,
      mailDomains: row.mail_domains,
      contactEmail: row.contact_email ?? undefined,
    }));
  }

  /**
   * Writes the facts of users, in the order of their ids. Other users of the source whom a suggestion names that these
   * users lay claim to, or did before, are to be looked at again: they may be sure of it no more, or may be now.
   */
  async save(
    tx: WriteTransaction,
    accountId: AccountId,
    { instanceId, users }: { readonly instanceId: InstanceId; readonly users: readonly StaleUser[] },
  ): Promise<void> {
    await tx.$executeRaw`
      WITH given AS MATERIALIZED (
        SELECT * FROM jsonb_to_recordset(${JSON.stringify(users.map(factsRow))}::jsonb) AS r(
          user_id uuid, source_id uuid, user_version int, folded_external_id text, folded_name text,
          normalised_name text, cut50 text, cut156 text, sketch text, legal_form text, match_keys text[], domains text[])
      ), claims AS MATERIALIZED (
        SELECT ${CLAIMS} FROM given f
        UNION SELECT ${CLAIMS} FROM given g JOIN user_match_facts f ON f.account_id = ${accountId}::uuid AND f.user_id = g.user_id
      ), claimed AS MATERIALIZED (${claimedBy(accountId, instanceId)}
      ), rivals AS (
        UPDATE user_match_facts f SET is_matched = false
        FROM claimed JOIN match_suggestions s ON s.account_id = ${accountId}::uuid AND s.company_id = claimed.company_id
        WHERE f.account_id = ${accountId}::uuid AND f.user_id = s.user_id AND f.source_id = claimed.source_id
          AND f.is_matched AND s.status = 'OPEN' AND NOT EXISTS (SELECT FROM given g WHERE g.user_id = f.user_id)
      )
      INSERT INTO user_match_facts AS f (account_id, user_id, source_id, user_version, name_rules, folded_external_id,
        folded_name, normalised_name, cut50, cut156, sketch, legal_form, match_keys, domains)
      SELECT ${accountId}::uuid, r.user_id, r.source_id, r.user_version, ${NAME_RULES}, r.folded_external_id,
        r.folded_name, r.normalised_name, r.cut50, r.cut156, r.sketch, r.legal_form, r.match_keys, r.domains
      FROM given r ORDER BY r.user_id
      ON CONFLICT (account_id, user_id) DO UPDATE SET user_version = excluded.user_version,
        name_rules = excluded.name_rules, folded_external_id = excluded.folded_external_id,
        folded_name = excluded.folded_name, normalised_name = excluded.normalised_name, cut50 = excluded.cut50,
        cut156 = excluded.cut156, sketch = excluded.sketch, legal_form = excluded.legal_form,
        match_keys = excluded.match_keys, domains = excluded.domains, is_matched = false`;
  }
}

const CLAIMS = Prisma.raw(
  ['source_id', 'folded_external_id', 'folded_name', 'normalised_name', 'cut50', 'cut156']
    .map((column) => `f.${column}`)
    .join(', '),
);

/** The companies that users have a reason for which decides. */
function claimedBy(accountId: AccountId, instanceId: InstanceId): Prisma.Sql {
  const by = (company: string, user: string) =>
    Prisma.sql`
        SELECT f.source_id, c.id AS company_id FROM claims f JOIN companies c ON c.account_id = ${accountId}::uuid
          AND c.instance_id = ${instanceId}::uuid AND c.${Prisma.raw(company)} = f.${Prisma.raw(user)}
        WHERE f.${Prisma.raw(user)} <> ''`;
  const pairs = [
    by('folded_identifier', 'folded_external_id'),
    by('folded_name', 'folded_name'),
    by('normalised_name', 'normalised_name'),
    by('folded_name', 'cut50'),
    by('folded_name', 'cut156'),
  ];
  return Prisma.join(pairs, ' UNION ');
}

function factsRow(user: StaleUser) {
  const facts = userFacts(user);
  const cut = (text: string | undefined) => (text === undefined ? null : storableKey(text));
  return {
    user_id: user.id,
    source_id: user.sourceId,
    user_version: user.version,
    folded_external_id: storableKey(facts.foldedExternalId),
    folded_name: storableKey(facts.folded),
    normalised_name: storableKey(facts.normalised),
    cut50: cut(facts.cut50),
    cut156: cut(facts.cut156),
    sketch: storableKey(facts.sketch),
    legal_form: facts.legalForm,
    match_keys: facts.keys.map(storable),
    domains: facts.domains.map(storable),
  };
}
