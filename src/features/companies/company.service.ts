import type { Database } from '../../database/database.js';
import type { Caller } from '../../shared/caller.js';
import type { Clock } from '../../shared/clock.js';
import { Failure, ProblemList } from '../../shared/failure.js';
import type { InstanceId } from '../../shared/ids.js';
import type { IntegrationService } from '../integration/integration.service.js';
import type { CompanyRepository } from './company.repository.js';
import { type CompanyReference, checkReference, keyOf } from './company-reference.js';
import type { CompanyVerification } from './company-verification.js';
import { describeMatch, describeNamed, describeRecord } from './describe-match.js';

export type { CompanyReference } from './company-reference.js';

/** So long an answer of ConnectWise counts as fresh. */
export const REMEMBERED_MS = 600_000;

interface Deps {
  readonly database: Database;
  readonly companies: CompanyRepository;
  readonly integration: IntegrationService;
  readonly clock: Clock;
}

export class CompanyService {
  constructor(private readonly deps: Deps) {}

  /**
   * The reference as it would be asked for.
   * @throws Failure INVALID when this can name no company
   */
  check(reference: CompanyReference): CompanyReference {
    return checked(reference);
  }

  /** Asks ConnectWise now. When it cannot be asked the outcome is UNCHECKED and says why. */
  async verify(caller: Caller, reference: CompanyReference): Promise<CompanyVerification> {
    const asked = checked(reference);
    const { id: instanceId } = await this.deps.integration.instance(caller);
    const verification = await this.ask(caller, asked);
    if (verification.outcome !== 'UNCHECKED') await this.remember(caller, { instanceId, asked, verification });
    return verification;
  }

  /** The answer of the last ten minutes, or else a new one; a "no" is asked again, for it may have been put right. */
  async verifyOnce(caller: Caller, reference: CompanyReference): Promise<CompanyVerification> {
    const asked = checked(reference);
    const { id: instanceId } = await this.deps.integration.instance(caller);
    const since = new Date(this.deps.clock.now().getTime() - REMEMBERED_MS);
    const key = keyOf(asked);
    const checks = await this.deps.companies.findChecks(caller.accountId, { instanceId, keys: [key], since });
    const remembered = checks.get(key);
    return remembered?.outcome === 'USABLE' ? remembered : this.verify(caller, asked);
  }

  private async ask(caller: Caller, asked: CompanyReference): Promise<CompanyVerification> {
    const now = () => this.deps.clock.now();
    try {
      return await this.deps.integration.ask(caller, async ({ companies }) => {
        switch (asked.kind) {
          case 'identifier':
            return describeMatch(await companies.match(asked.identifier), asked.identifier, now());
          case 'record':
            return describeRecord(await companies.findById(asked.connectWiseId), asked.connectWiseId, now());
          case 'name':
            return describeNamed(await companies.findByName(asked.name), asked.name, now());
        }
      });
    } catch (error) {
      const unchecked = uncheckedBecause(error, now());
      if (!unchecked) throw error;
      return unchecked;
    }
  }

  private async remember(
    caller: Caller,
    {
      instanceId,
      asked,
      verification,
    }: { instanceId: InstanceId; asked: CompanyReference; verification: CompanyVerification },
  ): Promise<void> {
    const forgetBefore = new Date(this.deps.clock.now().getTime() - REMEMBERED_MS);
    const checks = new Map([[keyOf(asked), verification]]);
    await this.deps.database.write(caller.accountId, (tx) =>
      this.deps.companies.saveChecks(tx, caller.accountId, { instanceId, checks, forgetBefore }),
    );
  }
}

/** @throws Failure INVALID */
function checked(reference: CompanyReference): CompanyReference {
  const problems = new ProblemList();
  const asked = checkReference(reference, problems);
  problems.throwIfAny();
  return asked;
}

/** What ConnectWise or the way to it did wrong; anything else is not this function's business. */
function uncheckedBecause(error: unknown, checkedAt: Date): CompanyVerification | undefined {
  if (!(error instanceof Failure)) return undefined;
  const [{ code, message, retryAfterSeconds }] = error.problems;
  if (!code.startsWith('CONNECTWISE_')) return undefined;
  return {
    outcome: 'UNCHECKED',
    company: undefined,
    candidates: [],
    cause: code,
    retryAfterSeconds,
    message: `The company could not be checked: ${message}`,
    checkedAt,
  };
}
