import { type CompanyMatch, classifyEqual, type MatchedCompany } from '../../connectwise/company-match.js';
import { assertNever } from '../../shared/assert-never.js';
import type { CompanyVerification, SeenCompany } from './company-verification.js';

/** What was typed: told apart in words only. */
type Asked = 'identifier' | 'name';

/** Puts a match into words for the person who typed the identifier. */
export function describeMatch(match: CompanyMatch, asked: string, checkedAt: Date): CompanyVerification {
  return describe(match, { kind: 'identifier', text: asked }, checkedAt);
}

/** The same for the records that have the name that somebody typed. */
export function describeNamed(records: readonly MatchedCompany[], asked: string, checkedAt: Date): CompanyVerification {
  return describe(classifyEqual(records), { kind: 'name', text: asked }, checkedAt);
}

function describe(match: CompanyMatch, asked: { kind: Asked; text: string }, checkedAt: Date): CompanyVerification {
  const none = { company: undefined, candidates: [], cause: undefined, checkedAt };
  switch (match.kind) {
    case 'USABLE':
      return {
        ...none,
        outcome: 'USABLE',
        company: toSeen(match.company),
        message: `This is "${match.company.name}".`,
      };
    case 'INACTIVE': {
      const status = match.company.status?.name ?? 'Inactive';
      const message = `"${match.company.name}" has the status "${status}" in ConnectWise.`;
      return { ...none, outcome: 'INACTIVE', company: toSeen(match.company), message };
    }
    case 'DELETED': {
      const message = `"${match.company.name}" was deleted in ConnectWise.`;
      return { ...none, outcome: 'DELETED', company: toSeen(match.company), message };
    }
    case 'AMBIGUOUS': {
      const message = `${match.companies.length} companies have the ${asked.kind} "${asked.text}": record ids ${match.recordIds.join(', ')}. Map by record id.`;
      return { ...none, outcome: 'AMBIGUOUS', candidates: match.companies.map(toSeen), message };
    }
    case 'NOT_FOUND': {
      const { sameRecordId } = match;
      const message = sameRecordId
        ? `No company has the ${asked.kind} "${asked.text}", but "${sameRecordId.name}" has this record id. Its identifier is "${sameRecordId.identifier}".`
        : `No company has the ${asked.kind} "${asked.text}". Enter it as ConnectWise shows it${asked.kind === 'name' ? '' : ' in Company ID'}.`;
      return { ...none, outcome: 'NOT_FOUND', message };
    }
    default:
      return assertNever(match);
  }
}

/** The same for a record that was asked for by its record id. */
export function describeRecord(
  record: MatchedCompany | undefined,
  connectWiseId: number,
  checkedAt: Date,
): CompanyVerification {
  if (record) return describeMatch(matchOf(record), record.identifier, checkedAt);
  const message = `ConnectWise has no company with the record id ${connectWiseId}.`;
  return { outcome: 'NOT_FOUND', company: undefined, candidates: [], cause: undefined, message, checkedAt };
}

function matchOf(company: MatchedCompany): CompanyMatch {
  if (company.isDeleted) return { kind: 'DELETED', company };
  return { kind: company.isInactive ? 'INACTIVE' : 'USABLE', company };
}

function toSeen({ id, identifier, name, status, types }: MatchedCompany): SeenCompany {
  return { connectWiseId: id, identifier, name, status: status?.name, types };
}
