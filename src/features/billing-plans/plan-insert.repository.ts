import type { WriteTransaction } from '../../database/write-door.js';
import { type Caller, toActorRow } from '../../shared/caller.js';
import type { Day } from '../../shared/day.js';
import type { BillingPlanId } from '../../shared/ids.js';
import { storableJson } from '../../shared/storable.js';
import type { NewPlan, PlanStatus } from './plan.js';

type PlanToInsert = Omit<NewPlan, 'isMissed'> & { readonly id: BillingPlanId; readonly status: PlanStatus };

export async function insertPlan(
  tx: WriteTransaction,
  { accountId, actor }: Caller,
  { settings, period, month, ...plan }: PlanToInsert,
): Promise<void> {
  const isMissed = plan.status === 'MISSED';
  await tx.billingPlan.create({
    data: {
      ...plan,
      accountId,
      month: month === undefined ? null : dateOf(month),
      periodFrom: period ? dateOf(period.from) : null,
      periodTo: period ? dateOf(period.to) : null,
      settings: JSON.parse(storableJson(settings)),
      ...toActorRow(actor),
      closedAt: isMissed ? new Date() : null,
    },
    select: { id: true },
  });
}

/** Prisma takes a day as the instant at which it begins in UTC. */
function dateOf(day: Day): Date {
  return new Date(`${day}T00:00:00Z`);
}
