import type { Database } from '../../database/database.js';
import type { Caller } from '../../shared/caller.js';
import type { UserId } from '../../shared/ids.js';
import { AuditAction } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import type { UserService } from '../users/user.service.js';
import { SECTIONS } from './sections.js';
import type { UserRecordsRepository } from './user-records.repository.js';

interface Deps {
  readonly database: Database;
  readonly users: UserService;
  readonly audit: AuditService;
  readonly records: UserRecordsRepository;
}

/** Gives out everything that is kept of one user, page by page, and leaves a row of that in the trail. */
export class ExportUser {
  constructor(private readonly deps: Deps) {}

  /** JSON texts. @throws Failure NOT_FOUND, before the first one */
  async *texts(caller: Caller, userId: UserId): AsyncGenerator<string, void> {
    const { database, users, audit, records } = this.deps;
    const { accountId } = caller;
    await users.get(caller, userId);
    const subject = { kind: 'User', id: userId };
    await database.write(accountId, (tx) => audit.record(tx, caller, { action: AuditAction.USER_EXPORTED, subject }));
    for (const section of SECTIONS) {
      for (let after: readonly string[] | undefined; ; ) {
        const { texts, end } = await records.page(accountId, { userId, section, after });
        yield* texts;
        if (!end) break;
        after = end;
      }
    }
  }
}
