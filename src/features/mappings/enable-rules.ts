import { FailureCode, type Problem } from '../../shared/failure.js';
import type { InstanceId } from '../../shared/ids.js';
import { AuditAction } from '../audit/audit.js';
import type { CompanyReference } from '../companies/company-reference.js';
import type { CompanyVerification } from '../companies/company-verification.js';
import type { CompanyFinding } from '../companies/look-up-companies.js';
import { type Mapping, MappingProblem } from './mapping.js';
import { standingEvents, usabilityProblem } from './mapping-rules.js';
import { notSynced, otherCompany } from './row-rules.js';
import { identifierChanged, seen, standingOn, toReference } from './verify-mapping.js';
import type { MappingWrite } from './write-rules.js';

/** Where a caller of the bulk operations named a mapping: nothing in the input names its company. */
export const FIELD = ['mappingIds'];

/** A mapping on its way to being on. */
export type Enabling =
  | {
      readonly kind: 'ready';
      readonly mapping: Mapping;
      readonly allowsInactive: boolean;
      readonly reference: CompanyReference;
      readonly company: CompanyVerification | undefined;
      /** The record id that ConnectWise must be asked about first. */
      readonly asks: number | undefined;
    }
  | RefusedMapping;

export interface RefusedMapping {
  readonly kind: 'refused';
  readonly problem: Problem;
}

/** The record id is the truth, so only a mapping without one that counts depends on the copy. */
export function startEnabling(
  mapping: Mapping,
  { found, isVerified }: CompanyFinding,
  allowInactive: boolean,
): Enabling {
  const allowsInactive = mapping.allowsInactive || allowInactive;
  const reference = toReference(mapping);
  const ready = { kind: 'ready' as const, mapping, allowsInactive, reference };
  if (isVerified) return { ...ready, company: found, asks: undefined };
  if (reference.kind === 'record') return { ...ready, company: undefined, asks: reference.connectWiseId };
  const problem = found ? usabilityProblem(found, allowsInactive) : notSynced('enable it by itself');
  if (problem) return refusal(problem);
  return { ...ready, company: found, asks: found?.company?.connectWiseId };
}

/** What is written of a mapping that ConnectWise was asked about. */
export function finishEnabling(
  enabling: Extract<Enabling, { kind: 'ready' }>,
  company: CompanyVerification,
  { instanceId, now }: { readonly instanceId: InstanceId; readonly now: Date },
): { readonly kind: 'write'; readonly write: MappingWrite } | RefusedMapping {
  const { mapping, allowsInactive, reference } = enabling;
  const problem = usabilityProblem(company, allowsInactive) ?? otherCompany(reference, company);
  if (problem) return refusal(problem);
  const standing = standingOn({ ...mapping, allowsInactive }, company);
  if (standing.problem === MappingProblem.IDENTIFIER_CHANGED) {
    return refusal(identifierChanged(mapping, company).problems[0]);
  }
  const place = { instanceId, returnsBy: undefined };
  const change = { ...standing, ...seen(company), ...place, isEnabled: true, allowsInactive };
  const subject = { kind: 'CompanyMapping', id: mapping.id };
  const events = standingEvents(mapping.verification, standing.verification).map((kind) => ({
    ...{ kind, subject, sourceId: mapping.sourceId },
  }));
  return { kind: 'write', write: { ...changeOf(mapping, change, now), action: AuditAction.MAPPING_ENABLED, events } };
}

/** Stops the work of the mapping's user. */
export function disabling(mapping: Mapping, now: Date): MappingWrite {
  return { ...changeOf(mapping, { isEnabled: false }, now), action: AuditAction.MAPPING_DISABLED, events: [] };
}

export function refusal(problem: Problem): RefusedMapping {
  return { kind: 'refused', problem: { ...problem, field: FIELD } };
}

export function notFound(): RefusedMapping {
  return refusal({ code: FailureCode.NOT_FOUND, message: 'There is no such mapping.' });
}

export function repeated(): RefusedMapping {
  return refusal({ code: FailureCode.INVALID, message: 'The same mapping stands above in this call.' });
}

function changeOf(before: Mapping, change: Partial<Mapping>, now: Date) {
  const after: Mapping = { ...before, ...change, version: before.version + 1, updatedAt: now };
  return { before, after, mayReplace: true, fields: { subject: FIELD, company: FIELD } };
}
