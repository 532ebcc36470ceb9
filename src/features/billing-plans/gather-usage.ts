import type { Caller } from '../../shared/caller.js';
import type { ProductId, SourceId, UserId } from '../../shared/ids.js';
import type { BillingOverrideService } from '../billing-settings/billing-override.service.js';
import type { FrozenSettings } from '../billing-settings/frozen.js';
import { type BillingRule, effectiveRule, RULE_DEFAULTS } from '../billing-settings/rule.js';
import type { Contribution } from './contribution.js';
import type { PeriodUsageRepository } from './period-usage.repository.js';
import type { PlanInHand, PlannedUser } from './plan-work.repository.js';

interface Deps {
  readonly overrides: BillingOverrideService;
  readonly usage: PeriodUsageRepository;
}

/** Brings together what users used and the rules by which it is billed. */
export class GatherUsage {
  constructor(private readonly deps: Deps) {}

  /** What each billed product of each user came to. What was not told for a year is left out. */
  async of(
    caller: Caller,
    { plan, settings }: { readonly plan: PlanInHand; readonly settings: FrozenSettings },
    users: readonly PlannedUser[],
  ): Promise<ReadonlyMap<UserId, readonly Contribution[]>> {
    if (users.length === 0) return new Map();
    const { overrides, usage } = this.deps;
    const asked = { userIds: users.map(({ id }) => id), instanceId: plan.instanceId };
    const [parts, products] = await Promise.all([
      overrides.overridesOf(caller, asked),
      usage.products(caller.accountId),
    ]);
    const ofSource = bySource(products);
    const rules = new Map(settings.rules.map((rule) => [rule.productId, rule]));
    const wanted = users.flatMap((user) =>
      (ofSource.get(user.sourceId) ?? []).flatMap((productId) => {
        const part = parts.get(user.id)?.find((one) => one.productId === productId);
        // A product that nobody said anything of lacks its catalog item, which the plan tells.
        const rule = effectiveRule(rules.get(productId), part) ?? { ...RULE_DEFAULTS, productId };
        return rule.isBilled ? [{ user, rule }] : [];
      }),
    );
    return this.sum(caller, wanted);
  }

  private async sum(
    { accountId }: Caller,
    wanted: readonly { readonly user: PlannedUser; readonly rule: BillingRule }[],
  ): Promise<ReadonlyMap<UserId, readonly Contribution[]>> {
    const byKey = new Map(wanted.map((one) => [`${one.user.id}/${one.rule.productId}`, one]));
    const found = await this.deps.usage.sum(
      accountId,
      wanted.map(({ user: { id, period }, rule: { productId, quantity } }) => ({
        ...{ userId: id, productId, period, quantity },
      })),
    );
    const contributions = new Map<UserId, Contribution[]>();
    for (const one of found) {
      const known = byKey.get(`${one.userId}/${one.productId}`);
      if (!known) continue;
      const { hasTurn, period } = known.user;
      const list = contributions.get(one.userId) ?? [];
      contributions.set(one.userId, list);
      list.push({ ...one, hasTurn, period, rule: known.rule });
    }
    return contributions;
  }
}

function bySource(products: readonly { readonly id: ProductId; readonly sourceId: SourceId }[]) {
  const map = new Map<SourceId, ProductId[]>();
  for (const { id, sourceId } of products) {
    const list = map.get(sourceId) ?? [];
    map.set(sourceId, list);
    list.push(id);
  }
  return map;
}
