import type { Caller } from '../../shared/caller.js';
import type { BillingLineId } from '../../shared/ids.js';
import type { BillingLine } from '../billing-plans/line.js';
import type { PlanService } from '../billing-plans/plan.service.js';
import type { UndoRepository } from './undo.repository.js';

interface Deps {
  readonly plans: PlanService;
  readonly undo: UndoRepository;
}

/** Which lines take others back. */
export class UndoneLines {
  constructor(private readonly deps: Deps) {}

  /** By the line that is taken back; what could not be taken back is not among them. */
  async find(caller: Caller, ids: readonly BillingLineId[]): Promise<ReadonlyMap<BillingLineId, BillingLine>> {
    const pairs = await this.deps.undo.takenBackBy(caller.accountId, ids);
    const lines = await this.deps.plans.findLines(caller, [...pairs.values()]);
    const byId = new Map(lines.map((line) => [line.id, line]));
    return new Map(
      [...pairs].flatMap(([id, by]) => {
        const line = byId.get(by);
        return line ? [[id, line] as const] : [];
      }),
    );
  }
}
