import { CAPABILITIES, type Capability, READ_COMPANIES } from '../../connectwise/capabilities.js';
import type { CheckCause, ConnectionReport, RoleRow } from '../../connectwise/connection-report.js';
import type { ConnectWiseErrorKind } from '../../connectwise/errors.js';
import { roleRowOf } from '../../connectwise/rights.js';
import { WorkKind } from '../../shared/work.js';
import { type Integration, PauseReason } from './integration.js';

/** The kinds of background work that leave for ConnectWise. */
export const OutgoingWork = {
  COMPANY_SYNC: 'COMPANY_SYNC',
  TICKETS: 'TICKETS',
  /** A right of its own in ConnectWise: without it tickets are opened and told all the same. */
  TICKET_CLOSING: 'TICKET_CLOSING',
  BILLING: 'BILLING',
  STATISTICS: 'STATISTICS',
  CALLBACKS: 'CALLBACKS',
} as const;
export type OutgoingWork = (typeof OutgoingWork)[keyof typeof OutgoingWork];

/** The kinds of work that an account rests from while nothing may go out, and that are woken when it may again. */
export const OUTGOING_KINDS: readonly WorkKind[] = [
  WorkKind.COMPANY_SYNC,
  WorkKind.MAPPING_VERIFICATION,
  WorkKind.MAPPING_IMPORT,
  WorkKind.TICKETS,
  WorkKind.TEMPLATE_CHECK,
  WorkKind.BILLING_PLAN,
  WorkKind.BILLING_APPLY,
  WorkKind.RECONCILIATION,
  WorkKind.SPAM_DELIVERY,
];

/** So many refusals in a row, by whichever work, pause all of it. */
export const REFUSALS_TO_PAUSE = 3;

/** A kind of work that ConnectWise did not permit. */
export interface HeldWork {
  readonly work: OutgoingWork;
  /** What the role lacks, as the connection report calls it. */
  readonly capability: Capability['subject'];
  readonly heldAt: Date;
}

/** Why work of an account waits, whoever it is for. */
export const AccountHold = {
  INTEGRATION_OFF: 'INTEGRATION_OFF',
  KEYS_MISSING: 'KEYS_MISSING',
  INTEGRATION_PAUSED: 'INTEGRATION_PAUSED',
  WORK_NOT_PERMITTED: 'WORK_NOT_PERMITTED',
} as const;
export type AccountHold = (typeof AccountHold)[keyof typeof AccountHold];

/** The first thing that holds work of an account; kinds that are held count when one of them is asked about. */
export function accountHold(
  integration: Integration | undefined,
  holds: readonly HeldWork[] = [],
  work?: OutgoingWork,
): AccountHold | undefined {
  if (!integration?.isEnabled) return AccountHold.INTEGRATION_OFF;
  if (!integration.hasPrivateKey) return AccountHold.KEYS_MISSING;
  if (integration.pause) return AccountHold.INTEGRATION_PAUSED;
  return holds.some((hold) => hold.work === work) ? AccountHold.WORK_NOT_PERMITTED : undefined;
}

export const IntegrationPhase = {
  OFF: 'OFF',
  KEYS_MISSING: 'KEYS_MISSING',
  PAUSED: 'PAUSED',
  FAILING: 'FAILING',
  PARTLY_HELD: 'PARTLY_HELD',
  HEALTHY: 'HEALTHY',
} as const;
export type IntegrationPhase = (typeof IntegrationPhase)[keyof typeof IntegrationPhase];

export function phaseOf(integration: Integration, holds: readonly HeldWork[]): IntegrationPhase {
  const hold = accountHold(integration);
  if (hold === AccountHold.INTEGRATION_OFF) return IntegrationPhase.OFF;
  if (hold === AccountHold.KEYS_MISSING) return IntegrationPhase.KEYS_MISSING;
  if (hold) return IntegrationPhase.PAUSED;
  if (integration.lastReport?.isHealthy === false) return IntegrationPhase.FAILING;
  return holds.length > 0 ? IntegrationPhase.PARTLY_HELD : IntegrationPhase.HEALTHY;
}

/** What a refused call says of the credentials; undefined when it says nothing of them. */
export function pauseReasonOf(refusal: ConnectWiseErrorKind | CheckCause | null): PauseReason | undefined {
  if (refusal === 'wrong-keys' || refusal === 'WRONG_KEYS') return PauseReason.KEYS_REFUSED;
  if (refusal === 'client-id' || refusal === 'CLIENT_ID_REFUSED') return PauseReason.CLIENT_ID_REFUSED;
  return undefined;
}

/** The same of a whole report: the first check that failed decides. */
export function refusalIn(report: ConnectionReport): PauseReason | undefined {
  return pauseReasonOf(report.checks.find(({ outcome }) => outcome === 'FAILED')?.cause ?? null);
}

/**
 * Whether a report gives no more reason to hold back what needs this right. Where ConnectWise does not show rights only
 * a try can tell; what could not be tried at all proves nothing.
 */
export function permits(report: ConnectionReport, capability: Capability['subject']): boolean {
  const check = report.checks.find(({ subject }) => subject === capability);
  return check?.outcome === 'PASSED' || check?.cause === 'RIGHTS_NOT_SHOWN';
}

/** Whether a report says that the role lacks this right. */
export function forbids(report: ConnectionReport | undefined, capability: Capability['subject']): boolean {
  const check = report?.checks.find(({ subject }) => subject === capability);
  return check?.outcome === 'FAILED' && check.cause === 'PERMISSION';
}

/** The row of the security role that gives this right. */
export function roleRowFor(subject: Capability['subject']): RoleRow {
  return roleRowOf(capabilityOf(subject).need);
}

/** A name from the store; one that a newer version of ours wrote reads as the right that everything needs. */
export function toCapability(name: string): Capability['subject'] {
  return capabilityOf(name).subject;
}

function capabilityOf(name: string): Capability {
  return CAPABILITIES.find(({ subject }) => subject === name) ?? READ_COMPANIES;
}
