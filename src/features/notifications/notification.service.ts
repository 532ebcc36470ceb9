import type { Database } from '../../database/database.js';
import { wake } from '../../database/wake.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { NotificationId } from '../../shared/ids.js';
import type { Page, PageRequest } from '../../shared/page.js';
import { WorkKind } from '../../shared/work.js';
import { AuditAction } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import type { Notification, NotificationFilter } from './notification.js';
import type { NotificationRepository } from './notification.repository.js';

interface Deps {
  readonly database: Database;
  readonly audit: AuditService;
  readonly notifications: NotificationRepository;
}

/** Notifications as people see them. */
export class NotificationService {
  constructor(private readonly deps: Deps) {}

  page(caller: Caller, request: PageRequest, filter: NotificationFilter): Promise<Page<Notification>> {
    return this.deps.notifications.page(caller.accountId, request, filter);
  }

  find({ accountId }: Caller, ids: readonly NotificationId[]): Promise<Notification[]> {
    return this.deps.notifications.find(accountId, ids);
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
