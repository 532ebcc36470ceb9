import { type AuditEntry, changesBetween } from '../audit/audit.js';
import type { Mapping } from './mapping.js';

/** What the audit trail tells of a mapping; a company is mostly called as its user is. */
export function auditOf(before: Mapping | undefined, after: Mapping | undefined): MappingAudit {
  const { id, userId } = (before ?? after) as Mapping;
  return {
    ...{ subject: { kind: 'CompanyMapping', id }, userId },
    changes: changesBetween(before && auditedFields(before), after && auditedFields(after)),
    personal: changesBetween(before && namesOf(before), after && namesOf(after)),
  };
}

type MappingAudit = Required<Pick<AuditEntry, 'subject' | 'userId' | 'changes' | 'personal'>>;

export function tellsSomething({ changes, personal }: Pick<MappingAudit, 'changes' | 'personal'>): boolean {
  return changes.length + personal.length > 0;
}

function auditedFields(mapping: Mapping) {
  const { connectWiseId, companyStatus, companyTypes } = mapping;
  const { isEnabled, isShared, allowsInactive, verification, problem } = mapping;
  return { connectWiseId, companyStatus, companyTypes, isEnabled, isShared, allowsInactive, verification, problem };
}

function namesOf({ identifier, companyName }: Mapping) {
  return { identifier, companyName };
}
