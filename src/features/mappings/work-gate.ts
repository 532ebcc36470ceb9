import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode, type Problem } from '../../shared/failure.js';
import type { SourceId, UserId } from '../../shared/ids.js';
import { limits } from '../../shared/limits.js';
import { accountHold, type OutgoingWork } from '../integration/health.js';
import type { IntegrationService } from '../integration/integration.service.js';
import type { SourceService } from '../sources/source.service.js';
import { type KnownUser, UserStatus } from '../users/user.js';
import type { UserService } from '../users/user.service.js';
import type { MappingService } from './mapping.service.js';
import { HoldReason, holdReason } from './work-state.js';

/** Where a user stands, as its source asks by its own key. */
export interface UserState {
  readonly externalId: string;
  /** Absent when the source never reported this key. */
  readonly userId: UserId | undefined;
  readonly hold: HoldReason | undefined;
}

export interface StatesRequest {
  readonly source: string | undefined;
  readonly externalIds: readonly string[];
  /** The kind of work that is asked about; absent asks about what holds all of it. */
  readonly work: OutgoingWork | undefined;
}

interface Deps {
  readonly users: UserService;
  readonly mappings: MappingService;
  readonly integration: IntegrationService;
  readonly sources: SourceService;
}

const CODES: Readonly<Record<HoldReason, FailureCode>> = {
  USER_ARCHIVED: FailureCode.INVALID,
  INTEGRATION_OFF: FailureCode.INTEGRATION_DISABLED,
  KEYS_MISSING: FailureCode.CREDENTIAL_LOCKED,
  INTEGRATION_PAUSED: FailureCode.CONNECTWISE_DENIED,
  WORK_NOT_PERMITTED: FailureCode.CONNECTWISE_DENIED,
  NOT_MAPPED: FailureCode.USER_NOT_MAPPED,
  MAPPING_DISABLED: FailureCode.USER_NOT_MAPPED,
  MAPPING_ON_OTHER_INSTANCE: FailureCode.USER_NOT_MAPPED,
  MAPPING_UNVERIFIED: FailureCode.USER_NOT_MAPPED,
  MAPPING_BROKEN: FailureCode.USER_NOT_MAPPED,
};

export const HOLD_MESSAGES: Readonly<Record<HoldReason, string>> = {
  USER_ARCHIVED: 'The user is archived.',
  INTEGRATION_OFF: 'The ConnectWise integration is off.',
  KEYS_MISSING: 'The stored ConnectWise keys are gone. Enter the public and the private key again.',
  INTEGRATION_PAUSED: 'ConnectWise refuses the keys or the clientId, so outgoing work is paused. Check the settings.',
  WORK_NOT_PERMITTED: 'The security role of the API member does not permit this kind of work in ConnectWise.',
  NOT_MAPPED: 'The user is not mapped to a company.',
  MAPPING_DISABLED: "The user's mapping is disabled.",
  MAPPING_ON_OTHER_INSTANCE: "The user's mapping was made on another ConnectWise system. Verify it again.",
  MAPPING_UNVERIFIED: "The user's mapping was never verified.",
  MAPPING_BROKEN: "The user's mapping is broken. Verify it, or map the user anew.",
};

/** Why work was refused, as the caller is told. */
export function holdProblem(reason: HoldReason, field?: readonly string[]): Problem {
  return { code: CODES[reason], message: HOLD_MESSAGES[reason], ...(field && { field }) };
}

/** Asked before anything leaves for ConnectWise on behalf of a user. */
export class WorkGate {
  constructor(private readonly deps: Deps) {}

  /** Why each user's work, or one kind of it, is held; a user whose work may go is not in the answer. */
  async holds(
    caller: Caller,
    users: readonly KnownUser[],
    work?: OutgoingWork,
  ): Promise<ReadonlyMap<UserId, HoldReason>> {
    const [integration, kinds, mappings] = await Promise.all([
      this.deps.integration.find(caller),
      work === undefined ? [] : this.deps.integration.holds(caller),
      this.deps.mappings.findByUsers(
        caller,
        users.map((user) => user.id),
      ),
    ]);
    const byUser = new Map(mappings.map((mapping) => [mapping.userId, mapping]));
    const holds = new Map<UserId, HoldReason>();
    for (const user of users) {
      const reason = holdReason({
        isUserArchived: user.status === UserStatus.ARCHIVED,
        accountHold: accountHold(integration, kinds, work),
        instanceId: integration?.instanceId,
        mapping: byUser.get(user.id),
      });
      if (reason) holds.set(user.id, reason);
    }
    return holds;
  }

  /** @throws Failure with the reason when work for this user must not start */
  async requireOpen(caller: Caller, user: KnownUser, work: OutgoingWork): Promise<void> {
    const reason = (await this.holds(caller, [user], work)).get(user.id);
    if (reason) throw new Failure(holdProblem(reason, ['userId']));
  }

  /** @throws Failure with the reason when this kind of work is held for the whole account */
  async requireAccountOpen(caller: Caller, work: OutgoingWork): Promise<void> {
    const { integration } = this.deps;
    const [found, kinds] = await Promise.all([integration.find(caller), integration.holds(caller)]);
    const reason = accountHold(found, kinds, work);
    if (reason) throw new Failure(holdProblem(reason));
  }

  /** Where users stand, by the keys of their source; an INGEST token asks for its own source only. */
  async states(caller: Caller, { source, externalIds, work }: StatesRequest): Promise<UserState[]> {
    if (externalIds.length > limits.bulkItems) {
      const message = `One call takes up to ${limits.bulkItems} users.`;
      throw new Failure({ code: FailureCode.LIMIT_EXCEEDED, message, field: ['externalIds'] });
    }
    const sourceId = await this.sourceOf(caller, source);
    const keys = externalIds.map((externalId) => ({ sourceId, externalId }));
    const users = await this.deps.users.findByKeys(caller, keys);
    const holds = await this.holds(caller, users, work);
    const byKey = new Map(users.map((user) => [user.externalId, user]));
    return externalIds.map((externalId) => {
      const user = byKey.get(externalId);
      return { externalId, userId: user?.id, hold: user ? holds.get(user.id) : HoldReason.NOT_MAPPED };
    });
  }

  private async sourceOf(caller: Caller, code: string | undefined): Promise<SourceId> {
    const named = code === undefined ? undefined : await this.deps.sources.findByCode(caller, code);
    if (caller.sourceId && (code === undefined || named?.id === caller.sourceId)) return caller.sourceId;
    if (caller.sourceId) {
      const message = 'This token asks for another source only.';
      throw new Failure({ code: FailureCode.FORBIDDEN, message, field: ['source'] });
    }
    if (named) return named.id;
    const message = code === undefined ? 'Name the source.' : 'There is no such source.';
    throw new Failure({
      code: code === undefined ? FailureCode.INVALID : FailureCode.NOT_FOUND,
      message,
      field: ['source'],
    });
  }
}
