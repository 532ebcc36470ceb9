import type { Company } from '../../connectwise/company.js';
import { type CompanyId, newId } from '../../shared/ids.js';
import { companyKeys, NAME_RULES } from './company-keys.js';

/** A row of an index holds some 2,700 bytes, and what is longer than any real name needs no more than its beginning. */
const MAX_KEY = 500;

/** A company as one JSON row for the database, under the names of its columns. */
export function mirrorRow(company: Company) {
  const { foldedIdentifier, foldedName, normalisedName, matchKeys, domain } = companyKeys(company);
  const { lines, city, state, zip, country } = company.address;
  return {
    id: newId<CompanyId>(),
    connect_wise_id: company.id,
    identifier: storable(company.identifier),
    name: storable(company.name),
    status: orNull(company.status?.name),
    is_inactive: company.isInactive,
    types: company.types.map(storable),
    is_deleted: company.isDeleted,
    website: orNull(company.website),
    phone_number: orNull(company.phoneNumber),
    address_lines: lines.map(storable),
    ...{ city: orNull(city), state: orNull(state), zip: orNull(zip), country: orNull(country) },
    last_updated: company.lastUpdated?.toISOString() ?? null,
    folded_identifier: key(foldedIdentifier),
    folded_name: key(foldedName),
    normalised_name: key(normalisedName),
    match_keys: matchKeys.map(storable),
    domain: orNull(domain),
    name_rules: NAME_RULES,
  };
}

function key(text: string): string {
  return storable(text.slice(0, MAX_KEY));
}

function orNull(text: string | null | undefined): string | null {
  return text ? storable(text) : null;
}

/** The database takes every text but U+0000 and halves of surrogate pairs; one odd record must not stop a sync. */
function storable(text: string): string {
  return text.replace(/[\0\p{Cs}]/gu, '');
}
