import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import { AuditAction } from '../audit/audit.js';
import type { CompanyReference, CompanyService } from '../companies/company.service.js';
import type { CompanyVerification } from '../companies/company-verification.js';
import type { IntegrationService } from '../integration/integration.service.js';
import { type Mapping, MappingProblem, MappingReturn, VerificationStatus } from './mapping.js';
import type { MappingChange } from './mapping.repository.js';
import type { MappingService } from './mapping.service.js';
import { requireEnabledIntegration, requireUsable, standingEvents, standingOf } from './mapping-rules.js';

interface Deps {
  readonly mappings: MappingService;
  readonly companies: CompanyService;
  readonly integration: IntegrationService;
}

/**
 * Checks a stored mapping against ConnectWise now. The record id is the truth: a renamed company stays mapped and its
 * new identifier and name are noted. A mapping from another instance comes back only by what it has to show.
 */
export class VerifyMapping {
  constructor(private readonly deps: Deps) {}

  async verify(caller: Caller, mapping: Mapping): Promise<Mapping> {
    const { found, change } = await this.look(caller, mapping, (reference) =>
      this.deps.companies.verify(caller, reference),
    );
    if (found.outcome === 'UNCHECKED') throw unchecked(found);
    return this.deps.mappings.change(caller, mapping, {
      change,
      action: AuditAction.MAPPING_VERIFIED,
      events: standingEvents(mapping.verification, change.verification),
    });
  }

  /** Turns a saved mapping on; what was verified in the last ten minutes is not asked again. */
  async enable(caller: Caller, mapping: Mapping, allowInactive: boolean): Promise<Mapping> {
    requireEnabledIntegration(await this.deps.integration.instance(caller));
    const allowsInactive = mapping.allowsInactive || allowInactive;
    const { found, change } = await this.look(caller, { ...mapping, allowsInactive }, (reference) =>
      this.deps.companies.verifyOnce(caller, reference),
    );
    requireUsable(found, allowsInactive);
    if (change.problem === MappingProblem.IDENTIFIER_CHANGED) throw identifierChanged(mapping, found);
    return this.deps.mappings.change(caller, mapping, {
      change: { ...change, isEnabled: true, allowsInactive },
      action: AuditAction.MAPPING_ENABLED,
      events: standingEvents(mapping.verification, change.verification),
    });
  }

  private async look(
    caller: Caller,
    mapping: Mapping,
    ask: (reference: CompanyReference) => Promise<CompanyVerification>,
  ): Promise<{ readonly found: CompanyVerification; readonly change: Standing & MappingChange }> {
    const { id: instanceId } = await this.deps.integration.instance(caller);
    const found = await ask(toReference(mapping));
    const standing = standingOn(mapping, found);
    const isBack = standing.verification === VerificationStatus.VERIFIED;
    return { found, change: isBack ? { ...standing, ...seen(found), instanceId, returnsBy: undefined } : standing };
  }
}

type Standing = ReturnType<typeof standingOf>;

/** By what a mapping's company is asked for. */
export function toReference({ connectWiseId, identifier, returnsBy }: Mapping): CompanyReference {
  return connectWiseId === undefined || returnsBy === MappingReturn.SAME_IDENTIFIER
    ? { kind: 'identifier', identifier, isSeen: connectWiseId !== undefined }
    : { kind: 'record', connectWiseId };
}

/** How sound a mapping is by what was found; one from another instance has to show more. */
export function standingOn(mapping: Mapping, found: CompanyVerification): Standing {
  const standing = standingOf(found, mapping.allowsInactive);
  const isSame = found.company?.identifier.toLowerCase() === mapping.identifier.toLowerCase();
  // After a move of the data, a record id under another identifier is most likely another company.
  if (mapping.returnsBy === MappingReturn.SAME_RECORD && found.company && !isSame) {
    return { ...standing, verification: VerificationStatus.BROKEN, problem: MappingProblem.IDENTIFIER_CHANGED };
  }
  return standing;
}

export function seen({ company }: CompanyVerification): MappingChange {
  if (!company) return {};
  return {
    connectWiseId: company.connectWiseId,
    identifier: company.identifier,
    companyName: company.name,
    companyStatus: company.status,
    companyTypes: company.types,
  };
}

function unchecked({ cause, message, retryAfterSeconds }: CompanyVerification): Failure {
  return new Failure({ code: cause ?? FailureCode.CONNECTWISE_UNAVAILABLE, message, retryAfterSeconds });
}

export function identifierChanged({ connectWiseId, identifier }: Mapping, { company }: CompanyVerification): Failure {
  const message = `Record id ${connectWiseId} now has the identifier "${company?.identifier}", not "${identifier}". Map the user anew.`;
  return new Failure({ code: FailureCode.COMPANY_NOT_USABLE, message, field: ['mappingId'] });
}
