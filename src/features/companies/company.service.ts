import type { Database } from '../../database/database.js';
import type { Caller } from '../../shared/caller.js';
import type { Clock } from '../../shared/clock.js';
import { Failure, ProblemList } from '../../shared/failure.js';
import type { InstanceId } from '../../shared/ids.js';
import { isPrintable } from '../../shared/text.js';
import type { IntegrationService } from '../integration/integration.service.js';
import type { CompanyRepository } from './company.repository.js';
import type { CompanyVerification } from './company-verification.js';
import { describeMatch, describeRecord } from './describe-match.js';

/** Names a company in exactly one way. */
export type CompanyReference =
  /** `isSeen`: ConnectWise itself returned it, so no length is too long. */
  | { readonly kind: 'identifier'; readonly identifier: string; readonly isSeen?: boolean }
  | { readonly kind: 'record'; readonly connectWiseId: number };

const REMEMBERED_MS = 600_000;
/** ConnectWise's own limit for new identifiers; what is longer cannot have come from its screen. */
const MAX_IDENTIFIER = 156;

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
    return checkReference(reference);
  }

  /** Asks ConnectWise now. When it cannot be asked the outcome is UNCHECKED and says why. */
  async verify(caller: Caller, reference: CompanyReference): Promise<CompanyVerification> {
    const asked = checkReference(reference);
    const { id: instanceId } = await this.deps.integration.instance(caller);
    const verification = await this.ask(caller, asked);
    if (verification.outcome !== 'UNCHECKED') await this.remember(caller, { instanceId, asked, verification });
    return verification;
  }

  /** The answer of the last ten minutes, or else a new one; a "no" is asked again, for it may have been put right. */
  async verifyOnce(caller: Caller, reference: CompanyReference): Promise<CompanyVerification> {
    const asked = checkReference(reference);
    const { id: instanceId } = await this.deps.integration.instance(caller);
    const since = new Date(this.deps.clock.now().getTime() - REMEMBERED_MS);
    const key = keyOf(asked);
    const remembered = await this.deps.companies.findCheck(caller.accountId, { instanceId, key }, since);
    return remembered?.outcome === 'USABLE' ? remembered : this.verify(caller, asked);
  }

  private async ask(caller: Caller, asked: CompanyReference): Promise<CompanyVerification> {
    const now = () => this.deps.clock.now();
    try {
      return await this.deps.integration.ask(caller, async ({ companies }) =>
        asked.kind === 'identifier'
          ? describeMatch(await companies.match(asked.identifier), asked.identifier, now())
          : describeRecord(await companies.findById(asked.connectWiseId), asked.connectWiseId, now()),
      );
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
    const check = { instanceId, key: keyOf(asked), verification, forgetBefore };
    await this.deps.database.write(caller.accountId, (tx) =>
      this.deps.companies.saveCheck(tx, caller.accountId, check),
    );
  }
}

function checkReference(reference: CompanyReference): CompanyReference {
  const problems = new ProblemList();
  if (reference.kind === 'record') {
    const { connectWiseId } = reference;
    if (connectWiseId < 1) problems.add(['company', 'connectWiseId'], 'A record id is a positive number.');
    problems.throwIfAny();
    return reference;
  }
  const identifier = reference.identifier.trim();
  if (identifier === '' || (identifier.length > MAX_IDENTIFIER && !reference.isSeen)) {
    problems.add(['company', 'identifier'], `A company identifier has 1 to ${MAX_IDENTIFIER} characters.`);
  } else if (!isPrintable(identifier)) {
    problems.add(['company', 'identifier'], 'A company identifier holds no control characters.');
  }
  problems.throwIfAny();
  return { ...reference, identifier };
}

function keyOf(asked: CompanyReference): string {
  return asked.kind === 'record' ? `id:${asked.connectWiseId}` : `identifier:${asked.identifier.toLowerCase()}`;
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
