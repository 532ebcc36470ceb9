import type { Database } from '../../database/database.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { InstanceId, MappingId, UserId } from '../../shared/ids.js';
import type { Page, PageRequest } from '../../shared/page.js';
import { AuditAction } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import type { CompanyVerification } from '../companies/company-verification.js';
import { EventKind } from '../events/event.js';
import type { EventService } from '../events/event.service.js';
import { wakeMatching } from '../matching/wake-matching.js';
import type { Mapping, MappingCounts } from './mapping.js';
import type { MappingChange, MappingRepository } from './mapping.repository.js';
import { auditOf, tellsSomething } from './mapping-audit.js';
import type { MappingCountsRepository } from './mapping-counts.repository.js';
import type { MappingFilter, MappingOrder } from './mapping-query.js';
import { companyInUse, conflict } from './mapping-rules.js';
import type { MappingWatch } from './mapping-watch.js';

interface Deps {
  readonly database: Database;
  readonly mappings: MappingRepository;
  readonly counts: MappingCountsRepository;
  readonly audit: AuditService;
  readonly events: EventService;
  readonly watch: MappingWatch;
}

/** A change to be written, and how it is told. */
export interface ToldChange {
  readonly change: MappingChange;
  readonly action: AuditAction;
  readonly events?: readonly EventKind[];
  /** What ConnectWise said of the company, when that is what the change is about. */
  readonly found?: CompanyVerification | undefined;
}

export class MappingService {
  constructor(private readonly deps: Deps) {}

  page(
    caller: Caller,
    request: PageRequest,
    query: { filter: MappingFilter; order: MappingOrder },
  ): Promise<Page<Mapping>> {
    return this.deps.mappings.page(caller.accountId, request, query);
  }

  /** Where the active users stand, seen from the instance that the account works with. */
  counts(caller: Caller, instanceId: InstanceId | undefined): Promise<MappingCounts> {
    return this.deps.counts.count(caller.accountId, instanceId);
  }

  find(caller: Caller, ids: readonly MappingId[]): Promise<Mapping[]> {
    return this.deps.mappings.find(caller.accountId, ids);
  }

  findByUsers(caller: Caller, userIds: readonly UserId[]): Promise<Mapping[]> {
    return this.deps.mappings.findByUsers(caller.accountId, userIds);
  }

  /** @throws Failure NOT_FOUND, VERSION_CONFLICT */
  async get(caller: Caller, id: MappingId, expectedVersion?: number | null): Promise<Mapping> {
    const [mapping] = await this.find(caller, [id]);
    if (!mapping) {
      throw new Failure({ code: FailureCode.NOT_FOUND, message: 'There is no such mapping.', field: ['mappingId'] });
    }
    if (expectedVersion != null && expectedVersion !== mapping.version) throw conflict(mapping.version);
    return mapping;
  }

  /** Stops the user's work at once; the mapping and its history stay. */
  disable(caller: Caller, mapping: Mapping): Promise<Mapping> {
    return this.change(caller, mapping, { change: { isEnabled: false }, action: AuditAction.MAPPING_DISABLED });
  }

  async unmap(caller: Caller, mapping: Mapping): Promise<void> {
    const { database, mappings, audit, events } = this.deps;
    await database.write(caller.accountId, async (tx) => {
      if (!(await mappings.delete(tx, caller.accountId, mapping))) throw conflict(mapping.version + 1);
      await audit.record(tx, caller, { action: AuditAction.COMPANY_UNMAPPED, ...auditOf(mapping, undefined) });
      const subject = { kind: 'User', id: mapping.userId };
      const { sourceId } = mapping;
      await events.append(tx, caller.accountId, { kind: EventKind.USER_UNMAPPED, subject, sourceId });
      await wakeMatching(tx, caller);
    });
  }

  /** Writes a change of a mapping with its audit and events; nothing is written where nothing changes. */
  async change(caller: Caller, mapping: Mapping, { change, action, events = [], found }: ToldChange): Promise<Mapping> {
    const after: Mapping = { ...mapping, ...change, version: mapping.version + 1, updatedAt: new Date() };
    const audited = auditOf(mapping, after);
    const isVerification = change.verifiedAt !== undefined;
    if (!tellsSomething(audited) && !isVerification) return mapping;
    const { accountId } = caller;
    try {
      await this.deps.database.write(accountId, async (tx) => {
        // The index does not see who shares a company with leave, but this one comes to it without.
        const isOther = after.connectWiseId !== mapping.connectWiseId || after.instanceId !== mapping.instanceId;
        const isRival = isOther && !after.isShared && (await this.deps.mappings.isCompanyTaken(tx, accountId, after));
        if (isRival) throw companyInUse(['mappingId']);
        const update = { id: mapping.id, version: mapping.version, change };
        if (!(await this.deps.mappings.update(tx, accountId, update))) throw conflict(mapping.version + 1);
        await this.deps.audit.record(tx, caller, { action, ...audited });
        const { subject } = audited;
        const told = events.map((kind) => ({ kind, subject, sourceId: mapping.sourceId }));
        if (found) await this.deps.watch.verified(tx, caller, { mapping, found, told });
        else await this.deps.events.append(tx, accountId, ...told);
      });
    } catch (error) {
      if (!this.deps.mappings.isCompanyInUse(error)) throw error;
      throw companyInUse(['mappingId'], error);
    }
    return after;
  }
}
