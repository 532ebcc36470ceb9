import type { Caller } from '../../shared/caller.js';
import { FailureCode, type Problem } from '../../shared/failure.js';
import { AccountHold, OutgoingWork } from '../integration/health.js';
import type { MappingService } from '../mappings/mapping.service.js';
import { holdProblem, type WorkGate } from '../mappings/work-gate.js';
import type { HoldReason } from '../mappings/work-state.js';
import type { UserService } from '../users/user.service.js';
import type { LineToWrite } from './line-to-write.js';

interface Deps {
  readonly users: UserService;
  readonly mappings: MappingService;
  readonly gate: WorkGate;
}

const OF_ACCOUNT: ReadonlySet<HoldReason> = new Set(Object.values(AccountHold));

/** Whether those whose usage a line bills may still be billed where the plan found them. */
export class CheckContributors {
  constructor(private readonly deps: Deps) {}

  /**
   * Why not; undefined when all of them may. What holds the whole account is not told here: it passes, and the line waits
   * for that.
   */
  async problemOf(caller: Caller, { userIds, companyId }: LineToWrite): Promise<Problem | undefined> {
    if (userIds.length === 0) return undefined;
    const { users, mappings, gate } = this.deps;
    const [found, links] = await Promise.all([users.find(caller, userIds), mappings.findByUsers(caller, userIds)]);
    const holds = await gate.holds(caller, found, OutgoingWork.BILLING);
    const reason = [...holds.values()].find((hold) => !OF_ACCOUNT.has(hold));
    if (reason) return holdProblem(reason);
    const isElsewhere = links.some(({ connectWiseId }) => connectWiseId !== companyId);
    return isElsewhere ? MOVED : undefined;
  }
}

const MOVED: Problem = {
  code: FailureCode.USER_NOT_MAPPED,
  message: 'The user is mapped to another company than when the plan was made.',
};
