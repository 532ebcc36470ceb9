import type { Caller } from '../../shared/caller.js';
import type { InstanceId, UserId } from '../../shared/ids.js';
import { PutOff } from '../../shared/put-off.js';
import { AccountHold, accountHold, OutgoingWork } from '../integration/health.js';
import type { IntegrationService } from '../integration/integration.service.js';
import type { MappingService } from '../mappings/mapping.service.js';
import type { WorkGate } from '../mappings/work-gate.js';
import { HoldReason } from '../mappings/work-state.js';
import type { User } from '../users/user.js';

interface Deps {
  readonly integration: IntegrationService;
  readonly mappings: MappingService;
  readonly gate: WorkGate;
}

/** The company that a user's report goes to, or why it goes nowhere. */
export type Place = { readonly companyId: number } | { readonly reason: HoldReason };

/** Finds where reports go. What holds the whole account is nobody's reason to get none: all of it waits. */
export class FindPlaces {
  constructor(private readonly deps: Deps) {}

  /** The ConnectWise that reports go to now. @throws PutOff while nothing of the account may go out */
  async instance(caller: Caller): Promise<InstanceId> {
    const { integration } = this.deps;
    const [found, kinds] = await Promise.all([integration.find(caller), integration.holds(caller)]);
    const hold = accountHold(found, kinds, OutgoingWork.STATISTICS);
    if (hold || !found?.instanceId) throw putOff(hold ?? AccountHold.INTEGRATION_OFF);
    return found.instanceId;
  }

  /** Of each of the users, in this ConnectWise. @throws PutOff as `instance` does */
  async find(caller: Caller, users: readonly User[], instanceId: InstanceId): Promise<ReadonlyMap<UserId, Place>> {
    const { gate, mappings } = this.deps;
    const holds = await gate.holds(caller, users, OutgoingWork.STATISTICS);
    const found = await mappings.findByUsers(
      caller,
      users.map(({ id }) => id),
    );
    const companies = new Map(
      found.flatMap(({ userId, connectWiseId, ...mapping }) =>
        connectWiseId !== undefined && mapping.instanceId === instanceId ? [[userId, connectWiseId] as const] : [],
      ),
    );
    return new Map(users.map(({ id }) => [id, placeOf(holds.get(id), companies.get(id))]));
  }
}

function placeOf(hold: HoldReason | undefined, companyId: number | undefined): Place {
  if (hold && hold in AccountHold) throw putOff(hold);
  if (hold) return { reason: hold };
  // It was taken away, or set aside, since the gate looked.
  return companyId === undefined ? { reason: HoldReason.NOT_MAPPED } : { companyId };
}

/** Whoever ends what holds the account wakes the work. */
function putOff(hold: HoldReason): PutOff {
  return new PutOff(hold, { kind: 'rest' });
}
