import type { Database } from '../../database/database.js';
import { wake } from '../../database/wake.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode, ProblemList, versionConflict } from '../../shared/failure.js';
import type { UserId } from '../../shared/ids.js';
import { WorkKind } from '../../shared/work.js';
import { AuditAction, changesBetween } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import type { IntegrationService } from '../integration/integration.service.js';
import type { TicketingService } from '../ticketing-settings/ticketing.service.js';
import type { UserService } from '../users/user.service.js';
import { checkRoute } from './check-spam-settings.js';
import type { SpamOverrideRepository } from './spam-override.repository.js';
import type { SpamOverride, SpamRouteChoice } from './spam-settings.js';
import type { SpamSettingsRepository } from './spam-settings.repository.js';

interface Deps {
  readonly database: Database;
  readonly audit: AuditService;
  readonly users: UserService;
  readonly integration: IntegrationService;
  readonly ticketing: TicketingService;
  readonly settings: SpamSettingsRepository;
  readonly overrides: SpamOverrideRepository;
}

export interface SpamOverrideDraft {
  readonly userId: UserId;
  readonly route: SpamRouteChoice;
  readonly expectedVersion: number | undefined;
}

/** The only thing that can be entered here. */
const FIELDS = { route: 'route', solutionName: 'route', login: 'route' } as const;

/** By which route the reports of single users go instead. */
export class SpamOverrideService {
  constructor(private readonly deps: Deps) {}

  find({ accountId }: Caller, userIds: readonly UserId[]): Promise<SpamOverride[]> {
    return this.deps.overrides.find(accountId, userIds);
  }

  /** The routes of those of these users who have one of their own. */
  async routes(caller: Caller, userIds: readonly UserId[]): Promise<Map<UserId, SpamRouteChoice>> {
    return new Map((await this.find(caller, userIds)).map(({ userId, route }) => [userId, route]));
  }

  /** @throws Failure NOT_FOUND, INVALID for an erased user, NOT_CONFIGURED, VERSION_CONFLICT */
  async save(caller: Caller, { userId, route, expectedVersion }: SpamOverrideDraft): Promise<SpamOverride> {
    const { overrides, audit } = this.deps;
    const { accountId } = caller;
    const before = await this.before(caller, { userId, expectedVersion });
    await this.check(caller, route);
    if (before?.route === route) return before;
    const draft = { userId, route, version: before?.version ?? 0 };
    const changes = changesBetween(before && { route: before.route }, { route });
    await this.write(caller, userId, async (tx) => {
      if (!(await overrides.save(tx, accountId, draft))) throw conflict(draft.version + 1);
      const subject = { kind: 'User', id: userId };
      await audit.record(tx, caller, { action: AuditAction.SPAM_OVERRIDE_SAVED, subject, changes });
    });
    return { ...draft, version: draft.version + 1 };
  }

  /** @throws Failure NOT_FOUND, INVALID for an erased user, VERSION_CONFLICT */
  async remove(caller: Caller, wanted: Pick<SpamOverrideDraft, 'userId' | 'expectedVersion'>): Promise<void> {
    const { overrides, audit } = this.deps;
    const before = await this.before(caller, wanted);
    if (!before) throw notThere();
    const changes = changesBetween({ route: before.route }, undefined);
    await this.write(caller, before.userId, async (tx) => {
      if (!(await overrides.remove(tx, caller.accountId, before))) throw conflict(before.version + 1);
      const subject = { kind: 'User', id: before.userId };
      await audit.record(tx, caller, { action: AuditAction.SPAM_OVERRIDE_REMOVED, subject, changes });
    });
  }

  private async before(
    caller: Caller,
    { userId, expectedVersion }: Pick<SpamOverrideDraft, 'userId' | 'expectedVersion'>,
  ): Promise<SpamOverride | undefined> {
    await this.deps.users.getUnerased(caller, userId);
    const [before] = await this.find(caller, [userId]);
    const version = before?.version ?? 0;
    if (expectedVersion !== undefined && expectedVersion !== version) throw conflict(version);
    return before;
  }

  private async check(caller: Caller, route: SpamRouteChoice): Promise<void> {
    const { integration, settings, ticketing } = this.deps;
    const [found, stored, tickets] = await Promise.all([
      integration.find(caller),
      settings.find(caller.accountId),
      ticketing.find(caller),
    ]);
    const ground = { settings: stored, instanceId: found?.instanceId, hasTicketing: tickets !== undefined };
    const problems = new ProblemList();
    checkRoute(route, ground, { fields: FIELDS, problems });
    problems.throwIfAny();
  }

  /** Makes the change and wakes whoever goes by it. */
  private write(caller: Caller, userId: UserId, change: (tx: WriteTransaction) => Promise<void>): Promise<void> {
    const { accountId } = caller;
    const { database, users } = this.deps;
    return database.write(accountId, async (tx) => {
      await users.refuseErased(tx, caller, userId);
      await change(tx);
      await wake(tx, accountId, WorkKind.SPAM_DELIVERY);
    });
  }
}

function notThere(): Failure {
  const message = 'The reports of this user have no route of their own.';
  return new Failure({ code: FailureCode.NOT_FOUND, message, field: ['userId'] });
}

function conflict(currentVersion: number): Failure {
  return versionConflict("The user's route changed since it was read. Read it again.", currentVersion);
}
