import { type Mapping, MappingProblem, VerificationStatus } from '../mappings/mapping.js';
import { type CompanyFacts, type DriftChange, DriftKind, type DriftNews, isProven, type NewDrift } from './drift.js';
import { type CompanyNow, type Comparison, DriftFindings, factsOf } from './drift-findings.js';

export interface Verdict {
  /** The mapping as it shall be; the same object when nothing changes. */
  readonly mapping: Mapping;
  readonly opened: readonly NewDrift[];
  readonly changed: readonly DriftChange[];
  readonly news: readonly DriftNews[];
}

type Live = Extract<CompanyNow, { presence: 'LIVE' }>;

const GONE = new Set<DriftKind>([DriftKind.COMPANY_DELETED, DriftKind.COMPANY_MERGED, DriftKind.COMPANY_MISSING]);
const GONE_PROBLEMS = new Set<MappingProblem | undefined>([
  MappingProblem.COMPANY_DELETED,
  MappingProblem.COMPANY_NOT_FOUND,
]);

/**
 * What follows for a mapping from its company as it is now. What was seen before stands on the mapping itself, so a
 * change is told once, whatever people made of the drift since.
 */
export function compare(comparison: Comparison): Verdict {
  const { mapping, company, now } = comparison;
  const findings = new DriftFindings(comparison);
  if (company.presence === 'LIVE') {
    compareTexts(findings, comparison, company);
    compareActivity(findings, comparison, company);
  } else {
    compareGone(findings, comparison, company);
  }
  const after = { ...mapping, ...(company.presence === 'LIVE' && lastSeen(company)), ...standing(company, mapping) };
  const { opened, changed, news } = findings;
  return { mapping: isSame(mapping, after) ? mapping : { ...after, verifiedAt: now }, opened, changed, news };
}

/** The record id is the truth: under another name or identifier it is the same company. */
function compareTexts(findings: DriftFindings, { mapping, open }: Comparison, company: Live): void {
  const texts: readonly [DriftKind, isSame: (facts: CompanyFacts) => boolean][] = [
    [DriftKind.COMPANY_RENAMED, ({ name }) => name === undefined || name === company.name],
    // ConnectWise ignores case in identifiers.
    [DriftKind.COMPANY_REIDENTIFIED, ({ identifier }) => identifier.toLowerCase() === company.identifier.toLowerCase()],
  ];
  for (const [kind, isSameText] of texts) {
    if (isSameText(factsOf(mapping))) continue;
    const told = open.find((drift) => drift.kind === kind);
    if (told && isSameText(told.before)) {
      findings.close(told);
      findings.tellBack();
    } else {
      findings.tell(kind, told);
    }
  }
}

function compareActivity(findings: DriftFindings, { mapping, open }: Comparison, company: Live): void {
  const { problem, allowsInactive } = mapping;
  const gone = open.filter(({ kind }) => GONE.has(kind));
  const inactivated = open.find(({ kind }) => kind === DriftKind.COMPANY_INACTIVATED);
  for (const drift of gone) findings.close(drift);
  const wasGone = gone.length > 0 || GONE_PROBLEMS.has(problem);
  if (!company.isInactive) {
    if (inactivated) findings.close(inactivated);
    if (wasGone || inactivated || problem === MappingProblem.COMPANY_INACTIVE) findings.tellBack();
    return;
  }
  if (wasGone && allowsInactive) findings.tellBack();
  // Where it is allowed, no problem tells that it was inactive before: its status does.
  const isNews = allowsInactive
    ? !wasGone && mapping.companyStatus !== company.status
    : problem !== MappingProblem.COMPANY_INACTIVE;
  if (inactivated) findings.update(inactivated);
  else if (isNews) findings.tell(DriftKind.COMPANY_INACTIVATED, undefined);
}

function compareGone(findings: DriftFindings, { mapping, open, survivor }: Comparison, company: CompanyNow): void {
  const inactivated = open.find(({ kind }) => kind === DriftKind.COMPANY_INACTIVATED);
  if (inactivated) findings.close(inactivated);
  const told = open.find(({ kind }) => GONE.has(kind));
  const plain = company.presence === 'DELETED' ? DriftKind.COMPANY_DELETED : DriftKind.COMPANY_MISSING;
  // What has the problem already, and nothing open, was seen and closed by a person.
  const isNews = mapping.problem !== problemOf(company, mapping);
  if (!told) {
    if (isNews) findings.tell(isProven(survivor) ? DriftKind.COMPANY_MERGED : plain, undefined);
    return;
  }
  const wasMerged = told.kind === DriftKind.COMPANY_MERGED;
  const isElsewhere = told.survivor?.connectWiseId !== survivor?.connectWiseId;
  if (isProven(survivor) && (!wasMerged || isElsewhere)) findings.tell(DriftKind.COMPANY_MERGED, told);
  else if (!wasMerged && told.kind !== plain) findings.tell(plain, told);
  else if (!wasMerged) findings.update(told);
}

function standing(company: CompanyNow, mapping: Mapping): Pick<Mapping, 'verification' | 'problem'> {
  const problem = problemOf(company, mapping);
  return { problem, verification: problem ? VerificationStatus.BROKEN : VerificationStatus.VERIFIED };
}

function problemOf(company: CompanyNow, { allowsInactive }: Mapping): MappingProblem | undefined {
  if (company.presence === 'MISSING') return MappingProblem.COMPANY_NOT_FOUND;
  if (company.presence === 'DELETED') return MappingProblem.COMPANY_DELETED;
  return company.isInactive && !allowsInactive ? MappingProblem.COMPANY_INACTIVE : undefined;
}

function lastSeen({ identifier, name, status, types }: Live): Partial<Mapping> {
  return { identifier, companyName: name, companyStatus: status, companyTypes: types };
}

function isSame(one: Mapping, other: Mapping): boolean {
  const keys = ['identifier', 'companyName', 'companyStatus', 'verification', 'problem'] as const;
  return keys.every((key) => one[key] === other[key]) && one.companyTypes.join('\n') === other.companyTypes.join('\n');
}
