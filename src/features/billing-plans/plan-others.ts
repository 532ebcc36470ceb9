import { HoldReason, holdReason } from '../mappings/work-state.js';
import type { Contribution } from './contribution.js';
import { LineHold, LineReason } from './line.js';
import { type LineDraft, skipped, stuck } from './line-draft.js';
import type { PlanInHand, PlannedUser } from './plan-work.repository.js';

/** The line of a user whose usage could not be billed; undefined where there is none. */
export function planOther(
  user: PlannedUser,
  contributions: readonly Contribution[],
  { instanceId }: PlanInHand,
): LineDraft | undefined {
  const told = contributions.filter(({ daysTold }) => daysTold > 0);
  const reason = reasonOf(user, instanceId);
  if (told.length === 0) return undefined;
  const line = { place: { companyId: user.mapping?.connectWiseId }, contributions: told };
  return reason === HoldReason.MAPPING_BROKEN
    ? stuck(LineHold.COMPANY_BROKEN, line)
    : skipped(reason ?? LineReason.MAPPING_CHANGED, line);
}

export function isBillable(user: PlannedUser, { instanceId }: PlanInHand): boolean {
  return holdReason(factsOf(user, instanceId)) === undefined;
}

function reasonOf(user: PlannedUser, instanceId: PlanInHand['instanceId']) {
  const reason = holdReason(factsOf(user, instanceId));
  switch (reason) {
    case HoldReason.USER_ARCHIVED:
      return LineReason.USER_ARCHIVED;
    case HoldReason.NOT_MAPPED:
      return LineReason.NOT_MAPPED;
    case HoldReason.MAPPING_DISABLED:
      return LineReason.MAPPING_DISABLED;
    case HoldReason.MAPPING_UNVERIFIED:
      return LineReason.MAPPING_UNVERIFIED;
    case HoldReason.MAPPING_ON_OTHER_INSTANCE:
      return LineReason.MAPPING_ON_OTHER_INSTANCE;
    case HoldReason.MAPPING_BROKEN:
      return reason;
    default:
      // What holds the whole account holds the making of the plan, too.
      return undefined;
  }
}

function factsOf({ isArchived, mapping }: PlannedUser, instanceId: PlanInHand['instanceId']) {
  return { isUserArchived: isArchived, accountHold: undefined, instanceId, mapping };
}
