import type { InstanceId } from '../../shared/ids.js';
import { AccountHold } from '../integration/health.js';
import { type Mapping, VerificationStatus } from './mapping.js';

/** Why nothing leaves for ConnectWise on behalf of a user. What is reported for the user is kept all the same. */
export const HoldReason = {
  ...AccountHold,
  USER_ARCHIVED: 'USER_ARCHIVED',
  NOT_MAPPED: 'NOT_MAPPED',
  MAPPING_DISABLED: 'MAPPING_DISABLED',
  MAPPING_ON_OTHER_INSTANCE: 'MAPPING_ON_OTHER_INSTANCE',
  MAPPING_UNVERIFIED: 'MAPPING_UNVERIFIED',
  MAPPING_BROKEN: 'MAPPING_BROKEN',
} as const;
export type HoldReason = (typeof HoldReason)[keyof typeof HoldReason];

export interface WorkFacts {
  readonly isUserArchived: boolean;
  /** What holds the work of the whole account, or this kind of it. */
  readonly accountHold: AccountHold | undefined;
  /** The instance that the account works with now. */
  readonly instanceId: InstanceId | undefined;
  readonly mapping: Pick<Mapping, 'isEnabled' | 'instanceId' | 'connectWiseId' | 'verification'> | undefined;
}

/**
 * The one rule of what may leave for ConnectWise: the first reason that holds a user's work, or undefined when none
 * does. Billing, tickets and statistics all ask here.
 */
export function holdReason({ isUserArchived, accountHold, instanceId, mapping }: WorkFacts): HoldReason | undefined {
  if (isUserArchived) return HoldReason.USER_ARCHIVED;
  if (!mapping) return HoldReason.NOT_MAPPED;
  if (!mapping.isEnabled) return HoldReason.MAPPING_DISABLED;
  if (accountHold) return accountHold;
  if (mapping.instanceId !== instanceId) return HoldReason.MAPPING_ON_OTHER_INSTANCE;
  if (mapping.verification === VerificationStatus.BROKEN) return HoldReason.MAPPING_BROKEN;
  const isVerified = mapping.verification === VerificationStatus.VERIFIED && mapping.connectWiseId !== undefined;
  if (!isVerified) return HoldReason.MAPPING_UNVERIFIED;
  return undefined;
}
