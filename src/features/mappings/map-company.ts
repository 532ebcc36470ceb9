import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import type { Clock } from '../../shared/clock.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { UserId } from '../../shared/ids.js';
import { AuditAction } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import type { CompanyService } from '../companies/company.service.js';
import type { CompanyVerification } from '../companies/company-verification.js';
import { EventKind } from '../events/event.js';
import type { EventService } from '../events/event.service.js';
import type { IntegrationService } from '../integration/integration.service.js';
import { UserStatus } from '../users/user.js';
import type { UserService } from '../users/user.service.js';
import { type Mapping, MappingOrigin } from './mapping.js';
import type { MappingRepository } from './mapping.repository.js';
import { auditOf } from './mapping-audit.js';
import type { MappingChoice } from './mapping-row.js';
import {
  ALREADY_MAPPED,
  archived,
  companyInUse,
  companyOf,
  conflict,
  requireAskable,
  requireEnabledIntegration,
  requireUsable,
} from './mapping-rules.js';
import { newMapping } from './new-mapping.js';

export interface MapCompanyInput extends MappingChoice {
  readonly userId: UserId;
}

interface Deps {
  readonly database: Database;
  readonly mappings: MappingRepository;
  readonly users: UserService;
  readonly companies: CompanyService;
  readonly integration: IntegrationService;
  readonly audit: AuditService;
  readonly events: EventService;
  readonly clock: Clock;
}

/** Ties one user to one company, verified first unless it was a moment ago. */
export class MapCompany {
  constructor(private readonly deps: Deps) {}

  async map(caller: Caller, input: MapCompanyInput): Promise<Mapping> {
    const company = this.deps.companies.check(input.company);
    const user = await this.deps.users.get(caller, input.userId);
    if (user.status === UserStatus.ARCHIVED) throw new Failure(archived(['userId']));
    const before = await this.existing(caller, input);
    const instance = await this.deps.integration.instance(caller);
    if (input.isEnabled) requireEnabledIntegration(instance);
    if (company.kind !== 'identifier') requireAskable(instance);
    const verification = await this.verify(caller, { ...input, company }, instance.isEnabled);
    if (input.isEnabled) requireUsable(verification, input.allowInactive);
    const mapping = newMapping(user, input, {
      before,
      company: companyOf(company, verification, input.allowInactive),
      instanceId: instance.id,
      origin: MappingOrigin.MANUAL,
      now: this.deps.clock.now(),
    });
    await this.write(caller, { before, mapping }, input.replaceExisting);
    return mapping;
  }

  private async existing(caller: Caller, input: MapCompanyInput): Promise<Mapping | undefined> {
    const [before] = await this.deps.mappings.findByUsers(caller.accountId, [input.userId]);
    if (input.expectedVersion != null && input.expectedVersion !== (before?.version ?? 0))
      throw conflict(before?.version ?? 0);
    if (before && !input.replaceExisting) throw alreadyMapped();
    return before;
  }

  /** A disabled mapping can wait: it is saved unverified while nobody can, or may, be asked. */
  private async verify(
    caller: Caller,
    { company, isEnabled }: MapCompanyInput,
    canAsk: boolean,
  ): Promise<CompanyVerification | undefined> {
    if (!canAsk) return undefined;
    const verification = await this.deps.companies.verifyOnce(caller, company);
    return !isEnabled && verification.outcome === 'UNCHECKED' ? undefined : verification;
  }

  private async write(
    caller: Caller,
    change: { before: Mapping | undefined; mapping: Mapping },
    replaceExisting: boolean,
  ): Promise<void> {
    const { database, mappings } = this.deps;
    try {
      await database.write(caller.accountId, (tx) => this.writeIn(tx, caller, change));
    } catch (error) {
      // Somebody else mapped the user meanwhile: what the caller saw is no longer so.
      if (mappings.isUserMapped(error)) throw replaceExisting ? conflict(1) : alreadyMapped(error);
      if (mappings.isCompanyInUse(error)) throw companyInUse(['company'], error);
      throw error;
    }
  }

  private async writeIn(
    tx: WriteTransaction,
    caller: Caller,
    { before, mapping }: { before: Mapping | undefined; mapping: Mapping },
  ): Promise<void> {
    const { users, mappings, audit, events } = this.deps;
    const { accountId } = caller;
    if (!mapping.isShared && (await mappings.isCompanyTaken(tx, accountId, mapping))) throw companyInUse(['company']);
    if (before) {
      const { id, userId, sourceId, version, createdAt, updatedAt, ...change } = mapping;
      if (!(await mappings.update(tx, accountId, { id, version: before.version, change }))) {
        throw conflict(before.version + 1);
      }
    } else {
      // Asking ConnectWise takes a while.
      const gone = await users.lockGone(tx, caller, [mapping.userId]);
      if (gone.archived.size > 0) throw new Failure(archived(['userId']));
      await mappings.insert(tx, accountId, mapping);
    }
    await audit.record(tx, caller, { action: AuditAction.COMPANY_MAPPED, ...auditOf(before, mapping) });
    const subject = { kind: 'User', id: mapping.userId };
    await events.append(tx, accountId, { kind: EventKind.USER_MAPPED, subject, sourceId: mapping.sourceId });
  }
}

function alreadyMapped(cause?: unknown): Failure {
  return new Failure({ code: FailureCode.ALREADY_MAPPED, message: ALREADY_MAPPED, field: ['userId'] }, { cause });
}
