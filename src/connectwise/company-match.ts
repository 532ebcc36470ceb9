import type { Company } from './company.js';
import { sameText } from './same-text.js';

/** As much of a company as it takes to tell which one is meant. */
export type MatchedCompany = Pick<
  Company,
  'id' | 'identifier' | 'name' | 'status' | 'isInactive' | 'types' | 'isDeleted'
>;

/** What became of a company identifier that somebody typed. */
export type CompanyMatch =
  | { readonly kind: 'USABLE'; readonly company: MatchedCompany }
  | { readonly kind: 'INACTIVE'; readonly company: MatchedCompany }
  | { readonly kind: 'DELETED'; readonly company: MatchedCompany }
  | { readonly kind: 'AMBIGUOUS'; readonly companies: readonly MatchedCompany[]; readonly recordIds: readonly number[] }
  /** `sameRecordId`: the input was no identifier but the record id of this company, whose identifier is the right input. */
  | { readonly kind: 'NOT_FOUND'; readonly sameRecordId: MatchedCompany | null };

/** Judges the records that ConnectWise returned for an identifier. A live record wins over deleted ones. */
export function classifyCompanies(records: readonly MatchedCompany[], askedIdentifier: string): CompanyMatch {
  const match = classifyEqual(records.filter((record) => sameText(record.identifier, askedIdentifier)));
  if (match.kind !== 'NOT_FOUND') return match;
  return { ...match, sameRecordId: records.find((record) => isRecordId(askedIdentifier, record)) ?? null };
}

/** The same for records that are known to have what was asked for, such as a name. */
export function classifyEqual(equal: readonly MatchedCompany[]): CompanyMatch {
  const live = equal.filter((record) => !record.isDeleted);
  if (live.length > 1) return { kind: 'AMBIGUOUS', companies: live, recordIds: live.map((record) => record.id) };
  const [company] = live;
  if (company) return { kind: company.isInactive ? 'INACTIVE' : 'USABLE', company };
  // Identifiers of deleted companies can be given out again and deleted again: the newest one is meant.
  const newest = equal.reduce<MatchedCompany | undefined>(
    (best, one) => (best && best.id > one.id ? best : one),
    undefined,
  );
  return newest ? { kind: 'DELETED', company: newest } : { kind: 'NOT_FOUND', sameRecordId: null };
}

/** The record id that an input of digits would be, unless no record can have it. */
export function asRecordId(input: string): number | undefined {
  const id = /^\d{1,10}$/.test(input) ? Number(input) : undefined;
  return id !== undefined && id > 0 && id <= 2_147_483_647 ? id : undefined;
}

function isRecordId(input: string, record: MatchedCompany): boolean {
  return !record.isDeleted && asRecordId(input) === record.id;
}
