import { firstDay } from '../../shared/calendar.js';
import type { Caller } from '../../shared/caller.js';
import { FailureCode } from '../../shared/failure.js';
import { AuditAction, changesBetween } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import type { JobRun } from '../jobs/job-task.js';
import type { UserService } from '../users/user.service.js';
import { type DeliveryOutcome, SkipReason, type WaitingDelivery } from './delivery.js';
import type { DeliveryWorkRepository } from './delivery-work.repository.js';
import type { FindPlaces } from './find-places.js';
import type { SpamRoutes } from './plan-slice.js';

/** Sends one report by its route. @throws PutOff to wait */
export interface ReportSender {
  send(caller: Caller, run: JobRun, delivery: WaitingDelivery): Promise<DeliveryOutcome>;
}

interface Deps {
  readonly users: UserService;
  readonly routes: SpamRoutes;
  readonly places: FindPlaces;
  readonly sender: ReportSender;
  readonly audit: AuditService;
  readonly deliveries: DeliveryWorkRepository;
}

const OTHER_INSTANCE = {
  code: FailureCode.VERSION_CONFLICT,
  message: 'The integration leads to another ConnectWise than when the report was written. Send it again.',
};
const OTHER_COMPANY = {
  code: FailureCode.VERSION_CONFLICT,
  message: 'The user is mapped to another company than when the report was written. Send it again.',
};

/** Sends a delivery that waits, where its user is still to have it, and records how that ended. */
export class SendWaiting {
  constructor(private readonly deps: Deps) {}

  /** @throws PutOff while nothing of the account may go out; then it waits as before */
  async send(caller: Caller, run: JobRun, delivery: WaitingDelivery): Promise<void> {
    const { deliveries, audit, sender } = this.deps;
    const { id, userId, route, month, companyId } = delivery;
    const end = (await this.obstacle(caller, delivery)) ?? (await sender.send(caller, run, delivery));
    await run.save({ done: run.job.done + 1, counts: { [end.state]: 1 } }, async (tx) => {
      const isEnded = await deliveries.end(tx, caller.accountId, { id, end });
      if (!isEnded || end.state !== 'SENT') return;
      const told = { route, month: firstDay(month), companyId, ...end.remote };
      const subject = { kind: 'SpamDelivery', id };
      const action = AuditAction.SPAM_REPORT_SENT;
      await audit.record(tx, caller, { action, subject, userId, changes: changesBetween(undefined, told) });
    });
  }

  /** Why it is not to be sent any more: much may have changed while it waited. */
  private async obstacle(caller: Caller, delivery: WaitingDelivery): Promise<DeliveryOutcome | undefined> {
    const { routes, places, users } = this.deps;
    const { userId, route, instanceId, companyId } = delivery;
    if ((await places.instance(caller)) !== instanceId) return { state: 'FAILED', failure: OTHER_INSTANCE };
    const place = (await places.find(caller, [await users.get(caller, userId)], instanceId)).get(userId);
    if (place && 'reason' in place) return { state: 'SKIPPED', reason: place.reason };
    if (place?.companyId !== companyId) return { state: 'FAILED', failure: OTHER_COMPANY };
    const isChanged = (await routes.routes(caller, [userId])).get(userId) !== route;
    return isChanged ? { state: 'SKIPPED', reason: SkipReason.ROUTE_CHANGED } : undefined;
  }
}
