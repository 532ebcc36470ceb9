import type { Database } from '../../database/database.js';
import type { Caller } from '../../shared/caller.js';
import type { Clock } from '../../shared/clock.js';
import type { InstanceId } from '../../shared/ids.js';
import { type AskCompanies, type CompanyAnswers } from './ask-companies.js';
import type { Checks, CompanyRepository } from './company.repository.js';
import { REMEMBERED_MS } from './company.service.js';
import type { CompanyLookupRepository } from './company-lookup.repository.js';
import { type CompanyReference, keyOf } from './company-reference.js';
import type { CompanyVerification } from './company-verification.js';
import { describeRecord } from './describe-match.js';
import { CopiedCompanies, keysFor } from './match-in-copy.js';

/** What is known of the company that a reference means. */
export interface CompanyFinding {
  /** Undefined when there is neither a copy nor an answer of the last ten minutes to look it up in. */
  readonly found: CompanyVerification | undefined;
  /** Whether ConnectWise itself said so in the last ten minutes, and not only the copy. */
  readonly isVerified: boolean;
}

/** ConnectWise's own words about record ids, or why there are none. */
export interface VerifiedRecords {
  readonly found: ReadonlyMap<number, CompanyVerification>;
  readonly problem: CompanyAnswers['problem'];
}

interface Deps {
  readonly database: Database;
  readonly companies: CompanyRepository;
  readonly copies: CompanyLookupRepository;
  readonly clock: Clock;
}

/** Looks up many companies at once: in the account's copy, and in ConnectWise by record id alone. */
export class LookUpCompanies {
  constructor(private readonly deps: Deps) {}

  /** One finding for each reference, in order, in three statements. Nobody is asked. */
  async lookUp(
    caller: Caller,
    instanceId: InstanceId,
    references: readonly CompanyReference[],
  ): Promise<CompanyFinding[]> {
    const { accountId } = caller;
    const copiedAt = await this.deps.copies.copiedAt(accountId, instanceId);
    const copied = copiedAt ? await this.deps.copies.find(accountId, instanceId, keysFor(references)) : [];
    const copy = copiedAt && new CopiedCompanies(copied, copiedAt);
    const matched = references.map((reference) => ({ reference, found: copy?.match(reference) }));
    const keys = matched.map(({ reference, found }) => keysOf(reference, found));
    const since = new Date(this.deps.clock.now().getTime() - REMEMBERED_MS);
    const asked = { instanceId, keys: [...new Set(keys.flat())], since };
    const checks = await this.deps.companies.findChecks(accountId, asked);
    return matched.map(({ found }, index) => {
      const check = newest(checks, keys[index] ?? []);
      return check?.outcome === 'USABLE' ? { found: check, isVerified: true } : { found, isVerified: false };
    });
  }

  /** Has ConnectWise asked about record ids, and remembers for ten minutes what it said. */
  async verify(
    caller: Caller,
    { instanceId, recordIds }: { instanceId: InstanceId; recordIds: readonly number[] },
    ask: AskCompanies,
  ): Promise<VerifiedRecords> {
    if (recordIds.length === 0) return { found: new Map(), problem: undefined };
    const { companies, problem } = await ask(caller, recordIds);
    const now = this.deps.clock.now();
    const found = new Map([...companies].map(([id, company]) => [id, describeRecord(company, id, now)]));
    if (found.size > 0) {
      const checks = new Map([...found].map(([id, check]) => [keyOf({ kind: 'record', connectWiseId: id }), check]));
      const forgetBefore = new Date(now.getTime() - REMEMBERED_MS);
      await this.deps.database.write(caller.accountId, (tx) =>
        this.deps.companies.saveChecks(tx, caller.accountId, { instanceId, checks, forgetBefore }),
      );
    }
    return { found, problem };
  }
}

/** An answer about what was typed, and one about the record id that it leads to, are answers about the same company. */
function keysOf(reference: CompanyReference, found: CompanyVerification | undefined): string[] {
  const recordId = found?.company?.connectWiseId;
  return [keyOf(reference), ...(recordId === undefined ? [] : [keyOf({ kind: 'record', connectWiseId: recordId })])];
}

function newest(checks: Checks, keys: readonly string[]): CompanyVerification | undefined {
  const found = keys.flatMap((key) => checks.get(key) ?? []);
  return found.reduce<CompanyVerification | undefined>(
    (best, one) => (best && best.checkedAt >= one.checkedAt ? best : one),
    undefined,
  );
}
