import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { loadOne } from '../../graphql/loader.js';
import { decodeId, idOrNone } from '../../graphql/node.js';
import { payload } from '../../graphql/payload.js';
import type { Caller } from '../../shared/caller.js';
import type { BillingLineId, BillingPlanId, UserId } from '../../shared/ids.js';
import type { Decided, DecideLines } from './decide-lines.js';
import type { DiscardPlan } from './discard-plan.js';
import { BillingLine, BillingLineConnection, BillingLinesArgs } from './line.types.js';
import type { PlanService } from './plan.service.js';
import { BillingLineCount, BillingPlan, BillingPlanConnection, BillingPlansArgs } from './plan.types.js';
import {
  ApproveBillingLinesInput,
  ApproveBillingLinesPayload,
  DiscardBillingPlanInput,
  DiscardBillingPlanPayload,
  RejectBillingLinesInput,
  RejectBillingLinesPayload,
  StartBillingRunInput,
  StartBillingRunPayload,
} from './plan-changes.types.js';
import type { Selection } from './selection.js';
import type { StartBillingRun } from './start-billing-run.js';

export interface PlanServices {
  readonly billingPlans: PlanService;
  readonly startBillingRun: StartBillingRun;
  readonly decideLines: DecideLines;
  readonly discardPlan: DiscardPlan;
}

@Resolver(() => BillingPlan)
export class PlanResolver {
  constructor(private readonly services: PlanServices) {}

  @May.read()
  @Query(() => BillingPlanConnection, {
    nullable: true,
    name: 'billingPlans',
    description: 'What was, is or was to be billed, newest first.',
  })
  async list(
    @Ctx() { caller }: Context,
    @Args(() => BillingPlansArgs) args: BillingPlansArgs,
  ): Promise<BillingPlanConnection> {
    const page = await this.services.billingPlans.page(caller, args.request(), args.filter?.toRecord() ?? {});
    return BillingPlanConnection.of(page, BillingPlan.of);
  }

  @May.bill()
  @Mutation(() => StartBillingRunPayload, {
    nullable: true,
    description: 'Bill all or chosen users now; the runs of the calendar are made all the same.',
  })
  startBillingRun(
    @Ctx() { caller }: Context,
    @Arg('input', () => StartBillingRunInput) { userIds, from, to, idempotencyKey }: StartBillingRunInput,
  ) {
    return payload(StartBillingRunPayload, async () => {
      const plan = await this.services.startBillingRun.start(caller, {
        userIds: userIds?.map((id) => idOrNone<UserId>(id, 'User')),
        from: from ?? undefined,
        to: to ?? undefined,
        idempotencyKey: idempotencyKey ?? undefined,
      });
      return { plan: BillingPlan.of(plan) };
    });
  }

  @May.bill()
  @Mutation(() => ApproveBillingLinesPayload, {
    nullable: true,
    description: 'Have lines written to ConnectWise. What a brake holds is left out unless it is asked for.',
  })
  approveBillingLines(
    @Ctx() { caller }: Context,
    @Arg('input', () => ApproveBillingLinesInput) input: ApproveBillingLinesInput,
  ) {
    return payload(ApproveBillingLinesPayload, async () =>
      toPayload(await this.services.decideLines.approve(caller, selectionOf(input))),
    );
  }

  @May.bill()
  @Mutation(() => RejectBillingLinesPayload, { nullable: true, description: 'Have lines not written.' })
  rejectBillingLines(
    @Ctx() { caller }: Context,
    @Arg('input', () => RejectBillingLinesInput) input: RejectBillingLinesInput,
  ) {
    return payload(RejectBillingLinesPayload, async () =>
      toPayload(await this.services.decideLines.reject(caller, selectionOf(input))),
    );
  }

  @May.bill()
  @Mutation(() => DiscardBillingPlanPayload, {
    nullable: true,
    description: 'Put a plan away of which nothing is approved or being written.',
  })
  discardBillingPlan(
    @Ctx() { caller }: Context,
    @Arg('input', () => DiscardBillingPlanInput) input: DiscardBillingPlanInput,
  ) {
    return payload(DiscardBillingPlanPayload, async () => {
      const id = decodeId<BillingPlanId>('BillingPlan', input.planId, ['planId']);
      return { plan: BillingPlan.of(await this.services.discardPlan.discard(caller, id)) };
    });
  }

  @FieldResolver(() => [BillingLineCount], { description: 'What became of its lines.' })
  async counts(@Root() { planId }: BillingPlan, @Ctx() context: Context): Promise<BillingLineCount[]> {
    const { billingPlans } = this.services;
    const find = (caller: Caller, ids: readonly BillingPlanId[]) => billingPlans.counts(caller, ids);
    return ((await loadOne(context, this.counts, { key: planId, find })) ?? []).map(BillingLineCount.of);
  }

  @FieldResolver(() => BillingPlan, { nullable: true, description: 'The plan that it takes back; only of UNDO.' })
  async undoes(@Root() { undoesPlanId }: BillingPlan, @Ctx() context: Context): Promise<BillingPlan | undefined> {
    if (!undoesPlanId) return undefined;
    const found = await loadPlan(context, this.services.billingPlans, undoesPlanId);
    return found && BillingPlan.of(found);
  }

  @FieldResolver(() => BillingLineConnection, { description: 'Its lines, in the order in which they were planned.' })
  async lines(
    @Root() { planId }: BillingPlan,
    @Ctx() context: Context,
    @Args(() => BillingLinesArgs) args: BillingLinesArgs,
  ): Promise<BillingLineConnection> {
    const { billingPlans } = this.services;
    const [request, filter] = [args.request(), args.filter?.toRecord() ?? {}];
    const find = (caller: Caller, planIds: readonly BillingPlanId[]) =>
      billingPlans.lines(caller, request, { planIds, filter });
    const page = await loadOne(context, this.ownerOf(context, args), { key: planId, find });
    if (!page) throw new Error('A plan has no lines.');
    return BillingLineConnection.of(page, BillingLine.of);
  }

  /** Lines that are asked for in the same way are read together, of however many plans. */
  private ownerOf(context: Context, args: BillingLinesArgs): object {
    const owners = context.once(this.lines, () => new Map<string, object>());
    const asked = JSON.stringify(args);
    const owner = owners.get(asked) ?? {};
    owners.set(asked, owner);
    return owner;
  }
}

/** Plans of one request are looked up together. */
export function loadPlan(context: Context, plans: PlanService, key: BillingPlanId) {
  const find = async (caller: Caller, ids: readonly BillingPlanId[]) =>
    new Map((await plans.find(caller, ids)).map((plan) => [plan.id, plan]));
  return loadOne(context, plans, { key, find });
}

function selectionOf({ planId, lineIds, filter, includesHeld }: ApproveBillingLinesInput): Selection {
  return {
    planId: decodeId<BillingPlanId>('BillingPlan', planId, ['planId']),
    lineIds: lineIds?.map((id) => idOrNone<BillingLineId>(id, 'BillingLine')),
    filter: filter?.toRecord(),
    includesHeld,
  };
}

function toPayload({ lines, plan }: Decided) {
  return { lines, plan: BillingPlan.of(plan) };
}
