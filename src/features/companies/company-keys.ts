import type { Company } from '../../connectwise/company.js';

/** The forms by which companies are found and compared. */
export interface CompanyKeys {
  readonly foldedIdentifier: string;
  readonly foldedName: string;
  readonly normalisedName: string;
  readonly matchKeys: readonly string[];
  readonly domain: string | undefined;
}

/** Raised whenever the rules below would make other keys of the same company: the sync then writes them anew. */
export const NAME_RULES = 1;

export function companyKeys({
  identifier,
  name,
  website,
}: Pick<Company, 'identifier' | 'name' | 'website'>): CompanyKeys {
  const foldedName = foldText(name);
  const normalisedName = foldedName.replace(/[^\p{L}\p{N}]+/gu, '');
  return {
    foldedIdentifier: foldText(identifier),
    foldedName,
    normalisedName: normalisedName || foldedName,
    matchKeys: [],
    domain: website === null ? undefined : hostOf(website),
  };
}

/** Case, width and the amount of white space do not count. */
export function foldText(text: string): string {
  const levelled = text.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
  return levelled.replace(/\s+/gu, ' ').trim();
}

function hostOf(website: string): string | undefined {
  const url = /^https?:/i.test(website) ? website : `http://${website}`;
  return URL.canParse(url) ? new URL(url).hostname.replace(/^www\./u, '') || undefined : undefined;
}
