import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { loadOne } from '../../graphql/loader.js';
import { decodeId, idOrNone } from '../../graphql/node.js';
import { payload } from '../../graphql/payload.js';
import { AsksConnectWise } from '../../graphql/resolver-time.js';
import type { Caller } from '../../shared/caller.js';
import type { BillingLineId, BillingPlanId } from '../../shared/ids.js';
import { BillingLine } from '../billing-plans/line.types.js';
import type { PlanService } from '../billing-plans/plan.service.js';
import { BillingPlan } from '../billing-plans/plan.types.js';
import {
  ResolveBillingLineInput,
  ResolveBillingLinePayload,
  UndoBillingPlanInput,
  UndoBillingPlanPayload,
} from './billing-apply.types.js';
import type { ResolveLine } from './resolve-line.js';
import type { UndoPlan } from './undo-plan.js';
import type { UndoneLines } from './undone-lines.js';

export interface BillingApplyServices {
  readonly billingPlans: PlanService;
  readonly undoPlan: UndoPlan;
  readonly undoneLines: UndoneLines;
  readonly resolveLine: ResolveLine;
}

@Resolver(() => BillingLine)
export class BillingApplyResolver {
  constructor(private readonly services: BillingApplyServices) {}

  @FieldResolver(() => BillingLine, {
    nullable: true,
    description: 'The line that takes this one back, or did; null while none does.',
  })
  async undoneBy(@Root() { lineId }: BillingLine, @Ctx() context: Context): Promise<BillingLine | undefined> {
    const { undoneLines } = this.services;
    const find = (caller: Caller, ids: readonly BillingLineId[]) => undoneLines.find(caller, ids);
    const found = await loadOne(context, undoneLines, { key: lineId, find });
    return found && BillingLine.of(found);
  }

  @May.bill()
  @Mutation(() => UndoBillingPlanPayload, {
    nullable: true,
    description: 'Take back what a plan has written, by a plan that is approved like any other.',
  })
  undoBillingPlan(
    @Ctx() { caller }: Context,
    @Arg('input', () => UndoBillingPlanInput) { planId, lineIds }: UndoBillingPlanInput,
  ) {
    return payload(UndoBillingPlanPayload, async () => {
      const { undoPlan, billingPlans } = this.services;
      const id = await undoPlan.start(caller, {
        planId: decodeId<BillingPlanId>('BillingPlan', planId, ['planId']),
        lineIds: lineIds?.map((lineId) => idOrNone<BillingLineId>(lineId, 'BillingLine')),
      });
      return { plan: BillingPlan.of(await billingPlans.get(caller, id)) };
    });
  }

  @May.bill()
  @AsksConnectWise()
  @Mutation(() => ResolveBillingLinePayload, {
    nullable: true,
    description: 'Tell what became of a line of which nobody knows whether it was written.',
  })
  resolveBillingLine(
    @Ctx() { caller }: Context,
    @Arg('input', () => ResolveBillingLineInput) { lineId, additionId }: ResolveBillingLineInput,
  ) {
    return payload(ResolveBillingLinePayload, async () => {
      const { resolveLine, billingPlans } = this.services;
      const id = decodeId<BillingLineId>('BillingLine', lineId, ['lineId']);
      await resolveLine.resolve(caller, id, additionId);
      const [line] = await billingPlans.findLines(caller, [id]);
      return { line: line && BillingLine.of(line) };
    });
  }
}
