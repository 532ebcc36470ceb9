import { Failure, FailureCode, type Problem, versionConflict } from '../../shared/failure.js';
import type { CompanyReference } from '../companies/company.service.js';
import type { CompanyVerification } from '../companies/company-verification.js';
import { EventKind } from '../events/event.js';
import { type Mapping, MappingProblem, VerificationStatus } from './mapping.js';

export const ALREADY_MAPPED = 'This user is mapped already. Set replaceExisting to move its mapping.';

/** What a verification found, as a mapping keeps it. */
export type SeenOnMapping = Pick<
  Mapping,
  | 'connectWiseId'
  | 'identifier'
  | 'companyName'
  | 'companyStatus'
  | 'companyTypes'
  | 'verification'
  | 'problem'
  | 'verifiedAt'
>;

/**
 * The company columns of a new mapping.
 * @throws Failure when no identifier was given and nobody could be asked for it
 */
export function companyOf(
  reference: CompanyReference,
  verification: CompanyVerification | undefined,
  allowsInactive: boolean,
): SeenOnMapping {
  const company = verification?.company;
  const identifier = company?.identifier ?? (reference.kind === 'identifier' ? reference.identifier : undefined);
  if (identifier === undefined) throw notUsable(verification);
  return {
    connectWiseId: company?.connectWiseId,
    identifier,
    companyName: company?.name,
    companyStatus: company?.status,
    companyTypes: company?.types ?? [],
    ...standingOf(verification, allowsInactive),
  };
}

/** How sound a mapping is by what was found; an inactive company is a problem only where it is not allowed. */
export function standingOf(
  verification: CompanyVerification | undefined,
  allowsInactive: boolean,
): Pick<Mapping, 'verification' | 'problem' | 'verifiedAt'> {
  if (!verification || verification.outcome === 'UNCHECKED') {
    return { verification: VerificationStatus.UNVERIFIED, problem: undefined, verifiedAt: undefined };
  }
  const problem = problemOf(verification.outcome, allowsInactive);
  const status = problem ? VerificationStatus.BROKEN : VerificationStatus.VERIFIED;
  return { verification: status, problem, verifiedAt: verification.checkedAt };
}

function problemOf(
  outcome: Exclude<CompanyVerification['outcome'], 'UNCHECKED'>,
  allowsInactive: boolean,
): MappingProblem | undefined {
  switch (outcome) {
    case 'USABLE':
      return undefined;
    case 'INACTIVE':
      return allowsInactive ? undefined : MappingProblem.COMPANY_INACTIVE;
    case 'DELETED':
      return MappingProblem.COMPANY_DELETED;
    case 'AMBIGUOUS':
      return MappingProblem.COMPANY_AMBIGUOUS;
    case 'NOT_FOUND':
      return MappingProblem.COMPANY_NOT_FOUND;
  }
}

/** @throws Failure COMPANY_NOT_USABLE, or why ConnectWise could not be asked */
export function requireUsable(verification: CompanyVerification | undefined, allowInactive: boolean): void {
  const problem = usabilityProblem(verification, allowInactive);
  if (problem) throw new Failure(problem);
}

/** Why no mapping to this company can be on; undefined when one can. */
export function usabilityProblem(
  verification: CompanyVerification | undefined,
  allowInactive: boolean,
): Problem | undefined {
  if (verification?.outcome === 'USABLE') return undefined;
  if (verification?.outcome === 'INACTIVE') {
    if (allowInactive) return undefined;
    const message = `${verification.message} Set allowInactive if it shall be mapped all the same.`;
    return { code: FailureCode.COMPANY_NOT_USABLE, message, field: ['company'] };
  }
  return notUsable(verification).problems[0];
}

/** @throws Failure INTEGRATION_DISABLED */
export function requireEnabledIntegration({ isEnabled }: { readonly isEnabled: boolean }): void {
  if (!isEnabled) throw new Failure(integrationOff());
}

export function integrationOff(): Problem {
  const message = 'The ConnectWise integration is off. Enable it first, or save the mapping disabled.';
  return { code: FailureCode.INTEGRATION_DISABLED, message, field: ['isEnabled'] };
}

/**
 * A record id says nothing to a person and a name is no key, so neither is ever stored without the identifier that
 * ConnectWise has for it.
 * @throws Failure INTEGRATION_DISABLED
 */
export function requireAskable({ isEnabled }: { readonly isEnabled: boolean }): void {
  if (isEnabled) return;
  const message = 'While the ConnectWise integration is off, name the company by its identifier.';
  throw new Failure({ code: FailureCode.INTEGRATION_DISABLED, message, field: ['company'] });
}

export function conflict(currentVersion: number): Failure {
  return versionConflict('The mapping changed since it was read. Read it again.', currentVersion);
}

/** What is told when a mapping becomes broken, or stops being so. */
export function standingEvents(before: VerificationStatus, after: VerificationStatus): EventKind[] {
  const wasBroken = before === VerificationStatus.BROKEN;
  const isBroken = after === VerificationStatus.BROKEN;
  if (wasBroken === isBroken) return [];
  return [isBroken ? EventKind.MAPPING_BROKEN : EventKind.MAPPING_MENDED];
}

function notUsable(verification: CompanyVerification | undefined): Failure {
  return new Failure({
    code: verification?.cause ?? (verification ? FailureCode.COMPANY_NOT_USABLE : FailureCode.CONNECTWISE_UNAVAILABLE),
    message: verification?.message ?? 'ConnectWise cannot be asked now which company this is. Give its identifier.',
    field: ['company'],
    retryAfterSeconds: verification?.retryAfterSeconds,
  });
}

/** Why a user cannot be mapped now. */
export function archived(field: readonly string[]): Problem {
  return { code: FailureCode.INVALID, message: 'This user is archived. Reopen it before mapping it.', field };
}

export function companyInUse(field: readonly string[], cause?: unknown): Failure {
  const message =
    'Another user of the same source is mapped to this company. If that is meant, map it with allowShared.';
  return new Failure({ code: FailureCode.COMPANY_IN_USE, message, field }, { cause });
}
