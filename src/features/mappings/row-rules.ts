import { sameText } from '../../connectwise/same-text.js';
import { FailureCode, type Problem } from '../../shared/failure.js';
import type { InstanceId, UserId } from '../../shared/ids.js';
import type { CompanyReference } from '../companies/company-reference.js';
import type { CompanyVerification } from '../companies/company-verification.js';
import type { CompanyFinding } from '../companies/look-up-companies.js';
import { foldName } from '../matching/name-key.js';
import { type KnownUser, UserStatus } from '../users/user.js';
import type { CompanyHolders } from './company-holders.js';
import { type Mapping, VerificationStatus } from './mapping.js';
import type { MappingRow, PlannedRow, ReadyRow } from './mapping-row.js';
import {
  ALREADY_MAPPED,
  archived,
  companyInUse,
  companyOf,
  conflict,
  integrationOff,
  type SeenOnMapping,
  usabilityProblem,
} from './mapping-rules.js';

/** What was found out about a row by itself. */
export interface RowFacts {
  readonly user: KnownUser | undefined;
  readonly before: Mapping | undefined;
  /** The reference as it is asked for, and what makes it name no company. */
  readonly reference: CompanyReference;
  readonly problems: readonly Problem[];
  readonly finding: CompanyFinding;
}

type Instance = { readonly id: InstanceId; readonly isEnabled: boolean };

/** What would become of a row by itself. */
export function judgeRow(row: MappingRow, facts: RowFacts, instance: Instance): PlannedRow {
  const { user, before, finding } = facts;
  const known = [...userProblems(row, facts), ...facts.problems];
  if (row.isEnabled && !instance.isEnabled) known.push(integrationOff());
  const isReadable = facts.problems.length === 0;
  const [first, ...rest] = [...known, ...(isReadable ? companyProblems(row, facts) : [])];
  if (first || !user) return { kind: 'refused', row, problems: first ? [first, ...rest] : [noUser(row)] };
  return {
    kind: 'ready',
    row: { ...row, company: facts.reference },
    ...{ user, before },
    company: finding.found,
    asks: row.isEnabled && !finding.isVerified ? recordIdOf(facts) : undefined,
    isVerified: finding.isVerified,
  };
}

/** The row when it asks for what its user has already; undefined when it does not. */
export function asUnchanged(row: MappingRow, facts: RowFacts, instance: Instance): PlannedRow | undefined {
  const { user, before, problems } = facts;
  if (!before || user?.status !== UserStatus.ACTIVE || problems.length > 0) return undefined;
  if (before.instanceId !== instance.id || before.returnsBy !== undefined) return undefined;
  const isSameChoice =
    before.isEnabled === row.isEnabled &&
    before.isShared === row.allowShared &&
    before.allowsInactive === row.allowInactive;
  return isSameChoice && isCompanyOf(before, facts) ? { kind: 'unchanged', row, mapping: before } : undefined;
}

function isCompanyOf({ connectWiseId, identifier }: Mapping, facts: RowFacts): boolean {
  const { reference } = facts;
  // The one whose company nobody has seen yet is known by what was typed.
  if (connectWiseId === undefined) return reference.kind === 'identifier' && sameText(reference.identifier, identifier);
  return recordIdOf(facts) === connectWiseId;
}

/** The same once ConnectWise was asked about the record id. */
export function judgeAnswer(planned: ReadyRow, answer: CompanyVerification): PlannedRow {
  const { row } = planned;
  const problem = usabilityProblem(answer, row.allowInactive) ?? otherCompany(row.company, answer);
  if (problem) return { kind: 'refused', row, problems: [problem] };
  return { ...planned, company: answer, asks: undefined, isVerified: true };
}

/** Refuses the second row of a user, for the outcome would depend on their order. */
export function refuseRepeats(rows: readonly PlannedRow[]): PlannedRow[] {
  const seen = new Set<UserId>();
  return rows.map((planned) => {
    if (planned.kind === 'refused') return planned;
    const userId = planned.kind === 'ready' ? planned.user.id : planned.mapping.userId;
    if (!seen.has(userId)) {
      seen.add(userId);
      return planned;
    }
    return refuseRepeat(planned.row);
  });
}

export function refuseRepeat(row: MappingRow): PlannedRow {
  const message = 'The same user stands above.';
  return { kind: 'refused', row, problems: [{ code: FailureCode.INVALID, message, field: fieldOf(row) }] };
}

/** Refuses rows to a company that another user of the source has, in the table or by a row above. */
export function refuseRivals(rows: readonly PlannedRow[], holders: CompanyHolders): PlannedRow[] {
  return rows.map((planned) => {
    const connectWiseId = planned.kind === 'ready' ? recordIdOfReady(planned) : undefined;
    if (planned.kind !== 'ready' || connectWiseId === undefined) return planned;
    const { id: userId, sourceId } = planned.user;
    if (holders.take({ sourceId, userId, connectWiseId }, planned.row.allowShared)) return planned;
    return { ...refused(planned), problems: companyInUse(['company']).problems };
  });
}

export function recordIdOfReady({ company, asks }: ReadyRow): number | undefined {
  return company?.company?.connectWiseId ?? asks;
}

/** The company columns of a row's mapping. What only the copy says is kept as seen, but verifies nothing. */
export function seenBy({ row, company, isVerified }: ReadyRow): SeenOnMapping {
  if (isVerified || !company) return companyOf(row.company, company, row.allowInactive);
  const unverified = { verification: VerificationStatus.UNVERIFIED, problem: undefined, verifiedAt: undefined };
  return { ...companyOf(row.company, company, row.allowInactive), ...unverified };
}

function userProblems(row: MappingRow, { user, before }: RowFacts): Problem[] {
  if (!user) return [noUser(row)];
  const field = fieldOf(row);
  if (user.status === UserStatus.ARCHIVED) return [archived(field)];
  const version = before?.version ?? 0;
  if (row.expectedVersion != null && row.expectedVersion !== version) return [...conflict(version).problems];
  if (!before || row.replaceExisting) return [];
  return [{ code: FailureCode.ALREADY_MAPPED, message: ALREADY_MAPPED, field }];
}

function companyProblems(row: MappingRow, facts: RowFacts): Problem[] {
  const { found } = facts.finding;
  if (found) {
    // Whether an inactive company may be used is asked when the mapping is turned on.
    const problem = usabilityProblem(found, row.allowInactive || !row.isEnabled);
    return problem ? [problem] : [];
  }
  const canWait = facts.reference.kind === (row.isEnabled ? 'record' : 'identifier');
  if (canWait) return [];
  return [notSynced(row.isEnabled ? 'give its record id' : 'give its identifier')];
}

export function notSynced(otherWay: string): Problem {
  const message = `The companies were not synced yet, so this one cannot be looked up. Sync them first, or ${otherWay}.`;
  return { code: FailureCode.UNAVAILABLE, message, field: ['company'] };
}

/** The copy can be out of date: what was typed must still be what the record is called. */
export function otherCompany(asked: CompanyReference, { company }: CompanyVerification): Problem | undefined {
  if (!company || asked.kind === 'record') return undefined;
  const { connectWiseId, identifier, name } = company;
  const [typed, isSame] =
    asked.kind === 'name'
      ? [asked.name, foldName(name) === foldName(asked.name)]
      : [asked.identifier, sameText(identifier, asked.identifier)];
  if (isSame) return undefined;
  const message = `Record id ${connectWiseId} is not "${typed}" any more, but "${name}" with the identifier "${identifier}". Sync the companies, or map by record id.`;
  return { code: FailureCode.COMPANY_NOT_USABLE, message, field: ['company'] };
}

function recordIdOf({ reference, finding }: RowFacts): number | undefined {
  return finding.found?.company?.connectWiseId ?? (reference.kind === 'record' ? reference.connectWiseId : undefined);
}

function refused({ row }: PlannedRow) {
  return { kind: 'refused' as const, row };
}

function noUser(row: MappingRow): Problem {
  const message = row.user.kind === 'id' ? 'There is no such user.' : 'The source has no user of this external id.';
  return { code: FailureCode.NOT_FOUND, message, field: fieldOf(row) };
}

export function fieldOf({ user }: MappingRow): string[] {
  return user.kind === 'id' ? ['user', 'userId'] : ['user', 'key'];
}
