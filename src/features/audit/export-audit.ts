import type { Database } from '../../database/database.js';
import type { Caller } from '../../shared/caller.js';
import type { Clock } from '../../shared/clock.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import { AuditAction, type AuditRecord, changesBetween } from './audit.js';
import type { AuditService } from './audit.service.js';
import type { AuditExportFilter, AuditExportRepository, AuditPlace } from './audit-export.repository.js';

interface Deps {
  readonly database: Database;
  readonly clock: Clock;
  readonly audit: AuditService;
  readonly rows: AuditExportRepository;
}

export type AuditExportOptions = Omit<AuditExportFilter, 'to'> & { readonly to?: Date | undefined };

const SLICE = 1_000;

/** Gives out the trail, oldest first, and leaves a row of that in it. */
export class ExportAudit {
  constructor(private readonly deps: Deps) {}

  /**
   * Without an end it is now, or the export of a busy account would never end.
   * @throws Failure INVALID, before the first row
   */
  async *records(caller: Caller, options: AuditExportOptions): AsyncGenerator<AuditRecord, void> {
    const { clock, rows } = this.deps;
    const filter = { ...options, to: options.to ?? clock.now() };
    if (filter.from && filter.from > filter.to) throw reversed();
    await this.record(caller, options);
    for (let after: AuditPlace | undefined; ; ) {
      const { records, end } = await rows.slice(caller.accountId, { filter, after, most: SLICE });
      yield* records;
      if (!end) return;
      after = end;
    }
  }

  private async record(caller: Caller, options: AuditExportOptions): Promise<void> {
    const { database, audit } = this.deps;
    const changes = changesBetween(undefined, { ...options });
    await database.write(caller.accountId, (tx) =>
      audit.record(tx, caller, { action: AuditAction.AUDIT_EXPORTED, changes }),
    );
  }
}

function reversed(): Failure {
  return new Failure({ code: FailureCode.INVALID, message: 'This is before the beginning.', field: ['to'] });
}
