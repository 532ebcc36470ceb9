import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import type { AuditEventId } from '../../shared/ids.js';
import type { Page, PageRequest } from '../../shared/page.js';
import { AuditAction, type AuditEntry, type AuditFilter, type AuditRecord } from './audit.js';
import type { AuditRepository } from './audit.repository.js';

export class AuditService {
  constructor(
    private readonly database: Database,
    private readonly events: AuditRepository,
  ) {}

  /** Writes in the transaction of the change, so that neither stands without the other. */
  async record(tx: WriteTransaction, caller: Caller, ...entries: readonly AuditEntry[]): Promise<void> {
    if (entries.length > 0) await this.events.insert(tx, caller, entries);
  }

  /** A role asked for what it may not do. */
  async recordDenied(caller: Caller, operation: string): Promise<void> {
    const changes = [{ field: 'operation', before: null, after: operation }];
    await this.database.write(caller.accountId, (tx) =>
      this.record(tx, caller, { action: AuditAction.OPERATION_DENIED, changes }),
    );
  }

  find(caller: Caller, ids: readonly AuditEventId[]): Promise<AuditRecord[]> {
    return this.events.find(caller.accountId, ids);
  }

  page(caller: Caller, request: PageRequest, filter: AuditFilter): Promise<Page<AuditRecord>> {
    return this.events.page(caller.accountId, request, filter);
  }
}
