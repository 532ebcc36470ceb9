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

export interface CheckKey {
  readonly instanceId: InstanceId;
  /** What was asked for, folded as ConnectWise compares it. */
  readonly key: string;
}

/** Remembers what ConnectWise said of a company, so that verifying and then saving asks once, on whichever replica. */
export class CompanyRepository {
  constructor(private readonly database: Database) {}

  async findCheck(accountId: AccountId, check: CheckKey, since: Date): Promise<CompanyVerification | undefined> {
    const [row] = await this.database.read(accountId, (db) =>
      db
        .selectFrom('company_checks')
        .select('outcome')
        .where('account_id', '=', accountId)
        .where('instance_id', '=', check.instanceId)
        .where('key', '=', check.key)
        .where('checked_at', '>', since),
    );
    const found = row && shape.safeParse(row.outcome).data;
    return (
      found && {
        ...found,
        company: found.company && withStatus(found.company),
        candidates: found.candidates.map(withStatus),
        cause: found.cause,
      }
    );
  }

  /** Stores the newest answer and forgets those that are too old to count. */
  async saveCheck(
    tx: WriteTransaction,
    accountId: AccountId,
    {
      instanceId,
      key,
      verification,
      forgetBefore,
    }: CheckKey & { verification: CompanyVerification; forgetBefore: Date },
  ): Promise<void> {
    await tx.companyCheck.deleteMany({ where: { accountId, checkedAt: { lt: forgetBefore } } });
    const id = { accountId, instanceId, key };
    const data = { checkedAt: verification.checkedAt, outcome: JSON.parse(JSON.stringify(verification)) };
    await tx.companyCheck.upsert({
      where: { accountId_instanceId_key: id },
      create: { ...id, ...data },
      update: data,
    });
  }
}

function withStatus(company: z.infer<typeof seen>) {
  return { ...company, status: company.status };
}
