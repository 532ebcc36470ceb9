import { domainOfMail, domainOfWebsite } from './domain.js';
import { type CutName, cutName, foldName, type NameKey, nameKey } from './name-key.js';

/** Raised whenever the same company or user would have other facts: then they are made anew. */
export const NAME_RULES = 2;

/** What is compared of a company, as it stands beside the mirrored row. */
export interface CompanyFacts extends NameKey {
  readonly foldedIdentifier: string;
  readonly domain: string | undefined;
}

/** What is compared of a user. */
export interface UserFacts extends NameKey, CutName {
  readonly foldedExternalId: string;
  readonly domains: readonly string[];
}

export function companyFacts(company: {
  readonly identifier: string;
  readonly name: string;
  readonly website: string | undefined;
}): CompanyFacts {
  const domain = company.website === undefined ? undefined : domainOfWebsite(company.website);
  return { ...nameKey(company.name), foldedIdentifier: foldName(company.identifier), domain };
}

export function userFacts(user: {
  readonly externalId: string;
  readonly name: string;
  readonly mailDomains: readonly string[];
  readonly contactEmail: string | undefined;
}): UserFacts {
  const addresses = user.contactEmail === undefined ? user.mailDomains : [...user.mailDomains, user.contactEmail];
  // Products that know a customer by its domain report that for a name.
  const domains = new Set([domainOfWebsite(user.name), ...addresses.map(domainOfMail)]);
  return {
    ...nameKey(user.name),
    ...cutName(user.name),
    foldedExternalId: foldName(user.externalId),
    domains: [...domains].filter((domain) => domain !== undefined),
  };
}
