import type { Company } from '../../connectwise/company.js';
import { domainOfWebsite } from '../matching/domain.js';
import { foldName, nameKey } from '../matching/name-key.js';

/** The forms by which companies are found and compared. */
export interface CompanyKeys {
  readonly foldedIdentifier: string;
  readonly foldedName: string;
  readonly normalisedName: string;
  readonly matchKeys: readonly string[];
  readonly domain: string | undefined;
}

/** Raised whenever the rules would make other keys of the same company: the next full sync writes them anew. */
export const NAME_RULES = 1;

export function companyKeys({
  identifier,
  name,
  website,
}: Pick<Company, 'identifier' | 'name' | 'website'>): CompanyKeys {
  const { folded, normalised, keys } = nameKey(name);
  return {
    foldedIdentifier: foldName(identifier),
    foldedName: folded,
    normalisedName: normalised,
    matchKeys: keys,
    domain: website === null ? undefined : domainOfWebsite(website),
  };
}
