import type { ConnectWiseSession } from '../../connectwise/session.js';
import type { Database } from '../../database/database.js';
import { wake } from '../../database/wake.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode, ProblemList, versionConflict } from '../../shared/failure.js';
import type { UserId } from '../../shared/ids.js';
import type { Page, PageRequest } from '../../shared/page.js';
import { WorkKind } from '../../shared/work.js';
import { AuditAction, changesBetween } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import type { IntegrationService } from '../integration/integration.service.js';
import type { MappingService } from '../mappings/mapping.service.js';
import type { UserService } from '../users/user.service.js';
import { addFaults, checkTemplate, faultsIn } from './check-input.js';
import { checkPlace } from './check-place.js';
import { DeskReader } from './desk-reader.js';
import type { FixedPlace, TicketOverride, TicketTemplate } from './template.js';
import type { OverrideFilter, TicketOverrideRepository } from './ticket-override.repository.js';
import type { TicketingRepository } from './ticketing.repository.js';

interface Deps {
  readonly database: Database;
  readonly audit: AuditService;
  readonly users: UserService;
  readonly mappings: MappingService;
  readonly integration: IntegrationService;
  readonly settings: TicketingRepository;
  readonly overrides: TicketOverrideRepository;
}

export interface OverrideDraft {
  readonly userId: UserId;
  readonly template: TicketTemplate;
  readonly contactId: number | null;
  readonly siteId: number | null;
  readonly expectedVersion: number | undefined;
}

const PATH = ['template'];

/** Where the tickets of single users go instead. */
export class TicketOverrideService {
  constructor(private readonly deps: Deps) {}

  find({ accountId }: Caller, userIds: readonly UserId[]): Promise<TicketOverride[]> {
    return this.deps.overrides.find(accountId, userIds);
  }

  page({ accountId }: Caller, request: PageRequest, filter: OverrideFilter): Promise<Page<TicketOverride>> {
    return this.deps.overrides.page(accountId, request, filter);
  }

  /**
   * Saves a template that ConnectWise could work with at this moment; while tickets are off it is not checked.
   * @throws Failure NOT_FOUND, INVALID for an erased user and with the choices there are, VERSION_CONFLICT, and why ConnectWise cannot be asked
   */
  async save(caller: Caller, { userId, template, expectedVersion, ...fixed }: OverrideDraft): Promise<TicketOverride> {
    const { overrides, audit } = this.deps;
    const { accountId } = caller;
    await this.deps.users.getUnerased(caller, userId);
    const [before] = await overrides.find(accountId, [userId]);
    const version = before?.version ?? 0;
    if (expectedVersion !== undefined && expectedVersion !== version) throw conflict(version);
    const place = { ...fixed, companyId: await this.companyOf(caller, userId, fixed) };
    await this.check(caller, template, place);
    const instanceId = (await this.deps.integration.find(caller))?.instanceId;
    const draft = { userId, template, place, problems: [], instanceId, version };
    const changes = changesBetween(
      before && { template: before.template, ...before.place, instanceId: before.instanceId },
      { template, ...place, instanceId },
    );
    if (before && changes.length === 0 && before.problems.length === 0) return before;
    await this.write(caller, userId, async (tx) => {
      if (!(await overrides.save(tx, accountId, draft))) throw conflict(version + 1);
      const subject = { kind: 'User', id: userId };
      await audit.record(tx, caller, { action: AuditAction.TICKET_OVERRIDE_SAVED, subject, changes });
    });
    return { ...draft, version: version + 1 };
  }

  /** @throws Failure NOT_FOUND, INVALID for an erased user, VERSION_CONFLICT */
  async remove(
    caller: Caller,
    { userId, expectedVersion }: Pick<OverrideDraft, 'userId' | 'expectedVersion'>,
  ): Promise<void> {
    const { overrides, audit } = this.deps;
    const { accountId } = caller;
    await this.deps.users.getUnerased(caller, userId);
    const [before] = await overrides.find(accountId, [userId]);
    if (!before) throw notThere();
    const { version, template, place } = before;
    if (expectedVersion !== undefined && expectedVersion !== version) throw conflict(version);
    const changes = changesBetween({ template, ...place }, undefined);
    await this.write(caller, userId, async (tx) => {
      if (!(await overrides.remove(tx, accountId, before))) throw conflict(version + 1);
      const subject = { kind: 'User', id: userId };
      await audit.record(tx, caller, { action: AuditAction.TICKET_OVERRIDE_REMOVED, subject, changes });
    });
  }

  /** A contact and a site belong to one company, so it has to be known which. */
  private async companyOf(
    caller: Caller,
    userId: UserId,
    { contactId, siteId }: Omit<FixedPlace, 'companyId'>,
  ): Promise<number | null> {
    if (contactId === null && siteId === null) return null;
    const [mapping] = await this.deps.mappings.findByUsers(caller, [userId]);
    if (mapping?.connectWiseId !== undefined) return mapping.connectWiseId;
    throw new Failure({
      code: FailureCode.USER_NOT_MAPPED,
      message: 'Map the user first: a contact or a site is one of its company.',
      field: [contactId === null ? 'siteId' : 'contactId'],
    });
  }

  private async check(caller: Caller, template: TicketTemplate, place: FixedPlace): Promise<void> {
    const problems = new ProblemList();
    checkTemplate({ path: PATH, template }, { problems, hasContact: place.contactId !== null });
    problems.throwIfAny();
    if (!(await this.deps.settings.find(caller.accountId))?.isEnabled) return;
    await this.deps.integration.ask(caller, async (session: ConnectWiseSession) => {
      addFaults(await faultsIn(new DeskReader(session), [{ path: PATH, template }]), problems);
      await checkPlace(session, place, problems);
    });
    problems.throwIfAny();
  }

  private write(caller: Caller, userId: UserId, work: (tx: WriteTransaction) => Promise<void>): Promise<void> {
    const { database, users, overrides } = this.deps;
    return database.write(caller.accountId, async (tx) => {
      await users.refuseErased(tx, caller, userId);
      await work(tx);
      await overrides.stir(tx, caller.accountId, userId);
      await wake(tx, caller.accountId, WorkKind.TICKETS);
    });
  }
}

function notThere(): Failure {
  const message = 'The user has no template of its own.';
  return new Failure({ code: FailureCode.NOT_FOUND, message, field: ['userId'] });
}

function conflict(currentVersion: number): Failure {
  return versionConflict('The template of the user changed since it was read. Read it again.', currentVersion);
}
