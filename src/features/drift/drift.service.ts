import type { Database } from '../../database/database.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { DriftId, MappingId } from '../../shared/ids.js';
import { limits } from '../../shared/limits.js';
import type { Page, PageRequest } from '../../shared/page.js';
import { AuditAction } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import { type Drift, type DriftFilter, DriftStatus } from './drift.js';
import type { DriftRepository } from './drift.repository.js';

interface Deps {
  readonly database: Database;
  readonly drifts: DriftRepository;
  readonly audit: AuditService;
}

/** Changes of mapped companies as people see them. */
export class DriftService {
  constructor(private readonly deps: Deps) {}

  page(caller: Caller, request: PageRequest, filter: DriftFilter): Promise<Page<Drift>> {
    return this.deps.drifts.page(caller.accountId, request, filter);
  }

  find(caller: Caller, ids: readonly DriftId[]): Promise<Drift[]> {
    return this.deps.drifts.find(caller.accountId, ids);
  }

  openOf(caller: Caller, mappingIds: readonly MappingId[]): Promise<Drift[]> {
    return this.deps.drifts.openOf(caller.accountId, mappingIds);
  }

  /** Closes what is open of these; what is closed already stays as it was. All or nothing. @throws Failure NOT_FOUND */
  async close(caller: Caller, ids: readonly DriftId[], status: 'RESOLVED' | 'IGNORED'): Promise<Drift[]> {
    if (ids.length > limits.bulkItems) {
      const message = `One call takes up to ${limits.bulkItems} drifts.`;
      throw new Failure({ code: FailureCode.LIMIT_EXCEEDED, message, field: ['driftIds'] });
    }
    const { database, drifts, audit } = this.deps;
    const known = new Set((await this.find(caller, ids)).map(({ id }) => id));
    const unknown = ids.findIndex((id) => !known.has(id));
    if (unknown !== -1) {
      const field = ['driftIds', String(unknown)];
      throw new Failure({ code: FailureCode.NOT_FOUND, message: 'There is no such drift.', field });
    }
    const action = status === DriftStatus.IGNORED ? AuditAction.DRIFT_IGNORED : AuditAction.DRIFT_RESOLVED;
    await database.write(caller.accountId, async (tx) => {
      const closed = await drifts.close(tx, caller, { ids, status });
      const entries = closed.map(({ kind, mappingId, userId }) => ({
        ...{ action, userId },
        subject: { kind: 'CompanyMapping', id: mappingId },
        changes: [{ field: kind, before: DriftStatus.OPEN, after: status }],
      }));
      await audit.record(tx, caller, ...entries);
    });
    const after = new Map((await this.find(caller, ids)).map((drift) => [drift.id, drift]));
    return ids.flatMap((id) => after.get(id) ?? []);
  }
}
