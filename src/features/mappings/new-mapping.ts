import { type InstanceId, type MappingId, newId } from '../../shared/ids.js';
import type { KnownUser } from '../users/user.js';
import type { Mapping, MappingOrigin } from './mapping.js';
import type { SeenOnMapping } from './mapping-rules.js';

/** What a caller decides about a mapping. */
export interface MappingChoice {
  readonly isEnabled: boolean;
  readonly allowShared: boolean;
  readonly allowInactive: boolean;
}

/** A user's mapping as it is made, or moved when there is one before. */
export function newMapping(
  user: KnownUser,
  choice: MappingChoice,
  rest: {
    readonly before: Mapping | undefined;
    readonly company: SeenOnMapping;
    readonly instanceId: InstanceId;
    readonly origin: MappingOrigin;
    readonly now: Date;
  },
): Mapping {
  const { before, company, instanceId, origin, now } = rest;
  return {
    id: before?.id ?? newId<MappingId>(),
    userId: user.id,
    sourceId: user.sourceId,
    instanceId,
    returnsBy: undefined,
    ...company,
    isEnabled: choice.isEnabled,
    isShared: choice.allowShared,
    allowsInactive: choice.allowInactive,
    origin,
    version: (before?.version ?? 0) + 1,
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
  };
}
