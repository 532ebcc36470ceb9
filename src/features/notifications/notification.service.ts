import type { Database } from '../../database/database.js';
import { wake } from '../../database/wake.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { NotificationId } from '../../shared/ids.js';
import type { Page, PageRequest } from '../../shared/page.js';
import { WorkKind } from '../../shared/work.js';
import { AuditAction } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import {
  heldWithAll,
  type Notification,
  type NotificationFilter,
  type NotificationHold,
  statesWhenHeld,
} from './notification.js';
import type { NotificationRepository } from './notification.repository.js';

interface Deps {
  readonly database: Database;
  readonly audit: AuditService;
  readonly notifications: NotificationRepository;
  readonly delivery: DeliveryState;
}

/** What of delivery shows in a notification. */
export interface DeliveryState {
  /** What keeps all notifications of the account from their tickets. */
  hold(caller: Caller): Promise<NotificationHold | undefined>;
}

/** Notifications as people see them. */
export class NotificationService {
  constructor(private readonly deps: Deps) {}

  async page(caller: Caller, request: PageRequest, filter: NotificationFilter): Promise<Page<Notification>> {
    const { notifications, delivery } = this.deps;
    const hold = await delivery.hold(caller);
    if (!hold) return notifications.page(caller.accountId, request, filter);
    const states = filter.states && statesWhenHeld(filter.states);
    const page = await notifications.page(caller.accountId, request, { ...filter, states });
    return { ...page, items: page.items.map(({ item, cursor }) => ({ item: heldWithAll(item, hold), cursor })) };
  }

  async find(caller: Caller, ids: readonly NotificationId[]): Promise<Notification[]> {
    const { notifications, delivery } = this.deps;
    const [found, hold] = await Promise.all([notifications.find(caller.accountId, ids), delivery.hold(caller)]);
    return hold ? found.map((notification) => heldWithAll(notification, hold)) : found;
  }

  /**
   * Has those that failed tried again now; all of them when none are named. Answers how many there were.
   * @throws Failure NOT_FOUND when one of those named is not there
   */
  async retry(caller: Caller, ids: readonly NotificationId[] | undefined): Promise<number> {
    const { database, audit, notifications } = this.deps;
    const { accountId } = caller;
    const known = new Set((await this.find(caller, ids ?? [])).map(({ id }) => id));
    const missing = ids?.findIndex((id) => !known.has(id)) ?? -1;
    if (missing >= 0) throw notFound(missing);
    return database.write(accountId, async (tx) => {
      const retried = await notifications.retry(tx, accountId, ids);
      if (retried.length === 0) return 0;
      const changes = [{ field: 'count', before: null, after: String(retried.length) }];
      await audit.record(tx, caller, { action: AuditAction.NOTIFICATIONS_RETRIED, changes });
      await wake(tx, accountId, WorkKind.TICKETS);
      return retried.length;
    });
  }
}

function notFound(at: number): Failure {
  const message = 'There is no Notification with this id.';
  return new Failure({ code: FailureCode.NOT_FOUND, message, field: ['notificationIds', String(at)] });
}
