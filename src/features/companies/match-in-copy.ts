import { asRecordId, classifyCompanies, type MatchedCompany } from '../../connectwise/company-match.js';
import { foldName } from '../matching/name-key.js';
import type { CompanyKeys, CopiedCompany } from './company-lookup.repository.js';
import type { CompanyReference } from './company-reference.js';
import type { CompanyVerification } from './company-verification.js';
import { describeMatch, describeNamed, describeRecord } from './describe-match.js';

/** By what the companies are to be looked for. Digits are an identifier first and a record id second. */
export function keysFor(references: readonly CompanyReference[]): CompanyKeys {
  const keys = { recordIds: new Set<number>(), identifiers: new Set<string>(), names: new Set<string>() };
  for (const reference of references) {
    if (reference.kind === 'record') keys.recordIds.add(reference.connectWiseId);
    if (reference.kind === 'name') keys.names.add(foldName(reference.name));
    if (reference.kind !== 'identifier') continue;
    keys.identifiers.add(foldName(reference.identifier));
    const recordId = asRecordId(reference.identifier);
    if (recordId !== undefined) keys.recordIds.add(recordId);
  }
  return { recordIds: [...keys.recordIds], identifiers: [...keys.identifiers], names: [...keys.names] };
}

/** Companies of the copy, ready to be asked which one a reference means, by the same rules as ConnectWise's answers. */
export class CopiedCompanies {
  readonly #byId = new Map<number, CopiedCompany>();
  readonly #byIdentifier = new Map<string, CopiedCompany[]>();
  readonly #byName = new Map<string, CopiedCompany[]>();

  constructor(
    companies: readonly CopiedCompany[],
    private readonly copiedAt: Date,
  ) {
    for (const company of companies) {
      this.#byId.set(company.connectWiseId, company);
      add(this.#byIdentifier, foldName(company.identifier), company);
      add(this.#byName, foldName(company.name), company);
    }
  }

  match(reference: CompanyReference): CompanyVerification {
    const found = this.#look(reference);
    if (found.outcome === 'USABLE' || found.outcome === 'INACTIVE') return found;
    const missing = found.company && this.#byId.get(found.company.connectWiseId);
    const message =
      missing?.isMissing && !missing.isDeleted
        ? `ConnectWise does not show "${missing.name}" any more.`
        : found.message;
    return {
      ...found,
      message: `${message} So say the companies as they were synced at ${this.copiedAt.toISOString()}.`,
    };
  }

  #look(reference: CompanyReference): CompanyVerification {
    switch (reference.kind) {
      case 'record': {
        const company = this.#byId.get(reference.connectWiseId);
        return describeRecord(company && toMatched(company), reference.connectWiseId, this.copiedAt);
      }
      case 'identifier': {
        const { identifier } = reference;
        const equal = this.#byIdentifier.get(foldName(identifier)) ?? [];
        const record = this.#byId.get(asRecordId(identifier) ?? 0);
        const records = [...new Set(record ? [...equal, record] : equal)];
        return describeMatch(classifyCompanies(records.map(toMatched), identifier), identifier, this.copiedAt);
      }
      case 'name': {
        const equal = this.#byName.get(foldName(reference.name)) ?? [];
        return describeNamed(equal.map(toMatched), reference.name, this.copiedAt);
      }
    }
  }
}

function add(index: Map<string, CopiedCompany[]>, key: string, company: CopiedCompany): void {
  const companies = index.get(key);
  if (companies) companies.push(company);
  else index.set(key, [company]);
}

/** What is gone counts like what was deleted: a live company of the same name wins over it. */
function toMatched({ connectWiseId, status, isMissing, isDeleted, ...company }: CopiedCompany): MatchedCompany {
  return {
    ...company,
    id: connectWiseId,
    status: status === undefined ? null : { id: null, name: status },
    isDeleted: isDeleted || isMissing,
  };
}
