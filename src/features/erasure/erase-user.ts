import type { Database } from '../../database/database.js';
import { wake } from '../../database/wake.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode, versionConflict } from '../../shared/failure.js';
import type { UserId } from '../../shared/ids.js';
import { limits } from '../../shared/limits.js';
import { WorkKind } from '../../shared/work.js';
import { AuditAction } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import { EventKind } from '../events/event.js';
import type { EventService } from '../events/event.service.js';
import { wakeMatching } from '../matching/wake-matching.js';
import type { User } from '../users/user.js';
import type { UserService } from '../users/user.service.js';
import type { RemainingRecord } from './erasure.js';
import type { ErasureRepository } from './erasure.repository.js';

interface Deps {
  readonly database: Database;
  readonly users: UserService;
  readonly rows: ErasureRepository;
  readonly audit: AuditService;
  readonly events: EventService;
}

export interface ErasedUser {
  readonly user: User;
  /** As many as one call tells. */
  readonly remaining: readonly RemainingRecord[];
  readonly hasMore: boolean;
}

/** Ends all work for a user and begins to erase what names it. */
export class EraseUser {
  constructor(private readonly deps: Deps) {}

  /** May be called again; then it only tells what remains. @throws Failure NOT_FOUND, VERSION_CONFLICT */
  async erase(
    caller: Caller,
    { userId: id, expectedVersion }: { readonly userId: UserId; readonly expectedVersion?: number | null },
  ): Promise<ErasedUser> {
    const { database, users, rows, audit, events } = this.deps;
    const { accountId } = caller;
    const remaining = await database.write(accountId, async (tx) => {
      const user = await rows.lock(tx, accountId, id);
      if (!user) throw notFound();
      const found = await rows.remaining(tx, accountId, { id, most: limits.bulkItems + 1 });
      if (user.isErased) return found;
      if (expectedVersion != null && expectedVersion !== user.version) throw conflict(user.version);
      await rows.begin(tx, accountId, id);
      const subject = { kind: 'User', id };
      await audit.record(tx, caller, { action: AuditAction.USER_ERASED, subject });
      await events.append(tx, accountId, { kind: EventKind.USER_ERASED, subject, sourceId: user.sourceId });
      await wakeMatching(tx, caller);
      await wake(tx, accountId, WorkKind.ERASURE);
      return found;
    });
    const user = await users.get(caller, id);
    return { user, remaining: remaining.slice(0, limits.bulkItems), hasMore: remaining.length > limits.bulkItems };
  }
}

function notFound(): Failure {
  return new Failure({ code: FailureCode.NOT_FOUND, message: 'There is no such user.', field: ['userId'] });
}

function conflict(currentVersion: number): Failure {
  return versionConflict('The user changed since it was read. Read it again.', currentVersion);
}
