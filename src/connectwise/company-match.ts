import type { Company } from './company.js';
import { sameText } from './same-text.js';

/** What became of a company identifier that somebody typed. */
export type CompanyMatch =
  | { readonly kind: 'USABLE'; readonly company: Company }
  | { readonly kind: 'INACTIVE'; readonly company: Company }
  | { readonly kind: 'DELETED'; readonly company: Company }
  | { readonly kind: 'AMBIGUOUS'; readonly companies: readonly Company[]; readonly recordIds: readonly number[] }
  /** `sameRecordId`: the input was no identifier but the record id of this company, whose identifier is the right input. */
  | { readonly kind: 'NOT_FOUND'; readonly sameRecordId: Company | null };

/** Judges the records that ConnectWise returned for an identifier. A live record wins over deleted ones. */
export function classifyCompanies(records: readonly Company[], askedIdentifier: string): CompanyMatch {
  const equal = records.filter((record) => sameText(record.identifier, askedIdentifier));
  const live = equal.filter((record) => !record.isDeleted);
  if (live.length > 1) return { kind: 'AMBIGUOUS', companies: live, recordIds: live.map((record) => record.id) };
  const [company] = live;
  if (company) return { kind: company.isInactive ? 'INACTIVE' : 'USABLE', company };
  // Identifiers of deleted companies can be given out again and deleted again: the newest one is meant.
  const newest = equal.reduce<Company | undefined>((best, one) => (best && best.id > one.id ? best : one), undefined);
  if (newest) return { kind: 'DELETED', company: newest };
  return { kind: 'NOT_FOUND', sameRecordId: records.find((record) => isRecordId(askedIdentifier, record)) ?? null };
}

/** The record id that an input of digits would be, unless no record can have it. */
export function asRecordId(input: string): number | undefined {
  const id = /^\d{1,10}$/.test(input) ? Number(input) : undefined;
  return id !== undefined && id > 0 && id <= 2_147_483_647 ? id : undefined;
}

function isRecordId(input: string, record: Company): boolean {
  return !record.isDeleted && asRecordId(input) === record.id;
}
