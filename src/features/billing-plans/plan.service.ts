import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { BillingLineId, BillingPlanId } from '../../shared/ids.js';
import type { Page, PageRequest } from '../../shared/page.js';
import type { BillingLine, LineFilter, LineShare } from './line.js';
import type { LineRepository } from './line.repository.js';
import type { BillingPlan, LineCount, PlanFilter } from './plan.js';
import type { PlanRepository } from './plan.repository.js';

interface Deps {
  readonly plans: PlanRepository;
  readonly lines: LineRepository;
}

/** Plans and their lines as people see them. */
export class PlanService {
  constructor(private readonly deps: Deps) {}

  page(caller: Caller, request: PageRequest, filter: PlanFilter): Promise<Page<BillingPlan>> {
    return this.deps.plans.page(caller.accountId, request, filter);
  }

  find(caller: Caller, ids: readonly BillingPlanId[]): Promise<BillingPlan[]> {
    return this.deps.plans.find(caller.accountId, ids);
  }

  /** @throws Failure NOT_FOUND */
  async get(caller: Caller, id: BillingPlanId): Promise<BillingPlan> {
    const [plan] = await this.find(caller, [id]);
    return plan ?? planNotFound();
  }

  counts(caller: Caller, ids: readonly BillingPlanId[]): Promise<ReadonlyMap<BillingPlanId, readonly LineCount[]>> {
    return this.deps.plans.counts(caller.accountId, ids);
  }

  lines(
    caller: Caller,
    request: PageRequest,
    of: { readonly planId: BillingPlanId; readonly filter: LineFilter },
  ): Promise<Page<BillingLine>> {
    return this.deps.lines.page(caller.accountId, request, of);
  }

  findLines(caller: Caller, ids: readonly BillingLineId[]): Promise<BillingLine[]> {
    return this.deps.lines.find(caller.accountId, ids);
  }

  /** What adds up to each line. */
  shares(caller: Caller, lineIds: readonly BillingLineId[]): Promise<ReadonlyMap<BillingLineId, readonly LineShare[]>> {
    return this.deps.lines.shares(caller.accountId, lineIds);
  }
}

export function planNotFound(): never {
  throw new Failure({ code: FailureCode.NOT_FOUND, message: 'There is no such plan.', field: ['planId'] });
}
