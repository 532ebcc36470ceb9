import { sql } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import { FailureCode } from '../../shared/failure.js';
import type { AccountId, InstanceId } from '../../shared/ids.js';
import { type CompanyVerification, VerificationOutcome } from './company-verification.js';

const seen = z.object({
  connectWiseId: z.int(),
  identifier: z.string(),
  name: z.string(),
  status: z.string().optional(),
  types: z.array(z.string()),
});
const shape = z.object({
  outcome: z.enum(VerificationOutcome),
  company: seen.optional(),
  candidates: z.array(seen),
  cause: z.enum(FailureCode).optional(),
  message: z.string(),
  checkedAt: z.coerce.date(),
});

/** Answers of ConnectWise by what was asked for, folded as ConnectWise compares it. */
export type Checks = ReadonlyMap<string, CompanyVerification>;

/** Remembers what ConnectWise said of companies, so that verifying and then saving asks once, on whichever replica. */
export class CompanyRepository {
  constructor(private readonly database: Database) {}

  async findChecks(
    accountId: AccountId,
    { instanceId, keys, since }: { instanceId: InstanceId; keys: readonly string[]; since: Date },
  ): Promise<Checks> {
    const rows = await this.database.read(accountId, (db) =>
      db
        .selectFrom('company_checks')
        .select(['key', 'outcome'])
        .where('account_id', '=', accountId)
        .where('instance_id', '=', instanceId)
        .where('key', '=', sql<string>`any(${[...keys]}::text[])`)
        .where('checked_at', '>', since),
    );
    const found = new Map<string, CompanyVerification>();
    for (const { key, outcome } of rows) {
      const check = shape.safeParse(outcome).data;
      if (check) found.set(key, toVerification(check));
    }
    return found;
  }

  /** Stores the newest answers and forgets those that are too old to count. */
  async saveChecks(
    tx: WriteTransaction,
    accountId: AccountId,
    { instanceId, checks, forgetBefore }: { instanceId: InstanceId; checks: Checks; forgetBefore: Date },
  ): Promise<void> {
    await tx.companyCheck.deleteMany({ where: { accountId, checkedAt: { lt: forgetBefore } } });
    const rows = [...checks].map(([key, outcome]) => ({ key, outcome, checked_at: outcome.checkedAt }));
    // In the order of the keys, so that two calls wait for each other and never in a circle.
    await tx.$executeRaw`
      INSERT INTO company_checks (account_id, instance_id, key, outcome, checked_at)
      SELECT ${accountId}::uuid, ${instanceId}::uuid, r.key, r.outcome, r.checked_at
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(key text, outcome jsonb, checked_at timestamptz(3))
      ORDER BY r.key
      ON CONFLICT (account_id, instance_id, key)
        DO UPDATE SET outcome = excluded.outcome, checked_at = excluded.checked_at`;
  }
}

function toVerification(check: z.infer<typeof shape>): CompanyVerification {
  const { company, candidates, cause } = check;
  return { ...check, company: company && withStatus(company), candidates: candidates.map(withStatus), cause };
}

function withStatus(company: z.infer<typeof seen>) {
  return { ...company, status: company.status };
}
