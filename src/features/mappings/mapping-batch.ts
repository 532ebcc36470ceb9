import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import type { InstanceId, MappingId } from '../../shared/ids.js';
import type { AuditAction } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import type { NewEvent } from '../events/event.js';
import type { Mapping } from './mapping.js';
import { auditOf, tellsSomething } from './mapping-audit.js';
import type { MappingBatchRepository } from './mapping-batch.repository.js';
import { standingEvents } from './mapping-rules.js';

/** A locked mapping, and what becomes of it. */
export interface MappingStep {
  readonly before: Mapping;
  readonly after: Mapping;
}

interface Deps {
  readonly rows: MappingBatchRepository;
  readonly audit: AuditService;
}

/** Changes of many mappings in a transaction of somebody else, in a number of statements that does not grow. */
export class MappingBatch {
  constructor(private readonly deps: Deps) {}

  lock(tx: WriteTransaction, caller: Caller, ids: readonly MappingId[]): Promise<Mapping[]> {
    return this.deps.rows.lock(tx, caller.accountId, ids);
  }

  /** The mappings of the instance that have one of these companies. */
  lockByCompanies(
    tx: WriteTransaction,
    caller: Caller,
    companies: { readonly instanceId: InstanceId; readonly connectWiseIds: readonly number[] },
  ): Promise<Mapping[]> {
    return this.deps.rows.lockByCompanies(tx, caller.accountId, companies);
  }

  /**
   * Those of the steps that take no company which another user of the source has already, on either side of the batch.
   * Who shares one with leave is not in the way.
   */
  async withoutRivals(
    tx: WriteTransaction,
    caller: Caller,
    { steps, instanceId }: { steps: readonly MappingStep[]; instanceId: InstanceId },
  ): Promise<MappingStep[]> {
    const comers = steps.filter(comesToCompany);
    const connectWiseIds = comers.flatMap(({ after }) => after.connectWiseId ?? []);
    if (connectWiseIds.length === 0) return [...steps];
    const taken = new Map<string, string>();
    for (const holder of await this.deps.rows.holders(tx, caller.accountId, { instanceId, connectWiseIds })) {
      taken.set(`${holder.sourceId} ${holder.connectWiseId}`, holder.userId);
    }
    return steps.filter((step) => {
      if (!comesToCompany(step)) return true;
      const { sourceId, connectWiseId, userId } = step.after;
      const holder = taken.get(`${sourceId} ${connectWiseId}`);
      if (holder === undefined) taken.set(`${sourceId} ${connectWiseId}`, userId);
      return holder === undefined || holder === userId;
    });
  }

  /** Writes the steps with their audit. @returns what is to be told, for the end of the transaction */
  async write(
    tx: WriteTransaction,
    caller: Caller,
    { steps, action }: { steps: readonly MappingStep[]; action: AuditAction },
  ): Promise<NewEvent[]> {
    if (steps.length === 0) return [];
    const mappings = steps.map(({ before, after }) => ({
      ...after,
      version: before.version + 1,
      updatedAt: new Date(),
    }));
    await this.deps.rows.write(tx, caller.accountId, mappings);
    const told = steps.map(({ before, after }) => ({ action, ...auditOf(before, after) }));
    await this.deps.audit.record(tx, caller, ...told.filter(tellsSomething));
    return steps.flatMap(({ before, after }) =>
      standingEvents(before.verification, after.verification).map((kind) => ({
        kind,
        subject: subjectOf(before),
        sourceId: before.sourceId,
      })),
    );
  }
}

function comesToCompany({ before, after }: MappingStep): boolean {
  if (after.isShared || after.connectWiseId === undefined) return false;
  return before.connectWiseId !== after.connectWiseId || before.instanceId !== after.instanceId;
}

export function subjectOf({ id }: Mapping) {
  return { kind: 'CompanyMapping', id };
}
