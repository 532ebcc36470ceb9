import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { BillingLineId, BillingPlanId, InstanceId } from '../../shared/ids.js';
import { limits } from '../../shared/limits.js';
import type { OpenPlan } from '../billing-plans/open-plan.js';
import { PlanKind } from '../billing-plans/plan.js';
import type { BillingSettingsService } from '../billing-settings/billing-settings.service.js';
import type { FrozenSettings } from '../billing-settings/frozen.js';
import type { IntegrationService } from '../integration/integration.service.js';
import type { UndoRepository } from './undo.repository.js';

interface Deps {
  readonly database: Database;
  readonly integration: IntegrationService;
  readonly settings: BillingSettingsService;
  readonly openPlan: OpenPlan;
  readonly undo: UndoRepository;
}

export interface PlanToUndo {
  readonly planId: BillingPlanId;
  /** All lines that were written, when undefined. */
  readonly lineIds: readonly BillingLineId[] | undefined;
}

interface Choice extends PlanToUndo {
  readonly instanceId: InstanceId;
  /** Undefined when none were saved for this ConnectWise: then those of the plan hold. */
  readonly current: FrozenSettings | undefined;
}

/** Begins to take back what a plan has written: by a plan of its own, which a person approves like any other. */
export class UndoPlan {
  constructor(private readonly deps: Deps) {}

  /**
   * Answers the plan that takes it back; its lines are made in the background.
   * @throws Failure NOT_FOUND, INVALID, LIMIT_EXCEEDED, NOT_CONFIGURED
   */
  async start(caller: Caller, wanted: PlanToUndo): Promise<BillingPlanId> {
    const { database, integration, settings, undo } = this.deps;
    const lineIds = wanted.lineIds && [...new Set(wanted.lineIds)];
    if (lineIds) requireFew(lineIds);
    const { id: instanceId } = await integration.instance(caller);
    const ground = await settings.current(caller);
    const current = 'settings' in ground ? ground.settings : undefined;
    const choice = { ...wanted, lineIds, instanceId, current };
    try {
      return await database.write(caller.accountId, (tx) => this.open(tx, caller, choice));
    } catch (error) {
      if (!undo.isUnderWay(error)) throw error;
      const message = 'The plan is being taken back already. Decide over that plan first, or discard it.';
      throw new Failure({ code: FailureCode.INVALID, message, field: ['planId'] }, { cause: error });
    }
  }

  private async open(
    tx: WriteTransaction,
    caller: Caller,
    { planId, lineIds, instanceId, current }: Choice,
  ): Promise<BillingPlanId> {
    const { openPlan, undo } = this.deps;
    const { accountId } = caller;
    const plan = await undo.lock(tx, accountId, planId);
    if (!plan) throw refused('planId', 'There is no such plan.', FailureCode.NOT_FOUND);
    if (plan.instanceId !== instanceId) throw refused('planId', 'The plan was written to another ConnectWise.');
    const found = await undo.choices(tx, accountId, { planId, lineIds });
    if (lineIds && found.length < lineIds.length) {
      throw refused('lineIds', 'The plan has no line of one of these ids.', FailureCode.NOT_FOUND);
    }
    if (lineIds && found.some(({ isFree }) => !isFree)) {
      throw refused('lineIds', 'Only lines that were written, and that nothing takes back yet, can be taken back.');
    }
    if (found.length === 0) throw refused('planId', 'The plan has written nothing that is still to be taken back.');
    // It goes by who has to approve now; and a person always approves what takes something back.
    const settings = { ...(current ?? plan.settings), isAutoApproved: false };
    const id = await openPlan.open(tx, caller, { kind: PlanKind.UNDO, instanceId, undoesPlanId: planId, settings });
    if (lineIds) await undo.choose(tx, accountId, { id, lineIds });
    return id;
  }
}

/** @throws Failure */
function requireFew({ length }: readonly BillingLineId[]): void {
  if (length === 0) throw refused('lineIds', 'Name at least one line, or leave them out to take all back.');
  if (length <= limits.bulkItems) return;
  throw refused('lineIds', `One call takes up to ${limits.bulkItems} lines.`, FailureCode.LIMIT_EXCEEDED);
}

function refused(field: string, message: string, code: FailureCode = FailureCode.INVALID): Failure {
  return new Failure({ code, message, field: [field] });
}
