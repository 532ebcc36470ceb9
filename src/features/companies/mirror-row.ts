import { createHash } from 'node:crypto';
import type { Company } from '../../connectwise/company.js';
import { type CompanyId, newId } from '../../shared/ids.js';
import { storable, storableKey } from '../../shared/storable.js';
import { companyFacts, NAME_RULES } from '../matching/match-facts.js';
import { searchKey } from './search-key.js';

/** Of companies that are equal under the same rules so are their rows, which take far longer to make. */
export function digestOf(company: Company): string {
  return createHash('sha256').update(JSON.stringify(company)).digest('base64').slice(0, 22);
}

/** A company as one JSON row for the database, under the names of its columns. */
export function mirrorRow(company: Company) {
  const facts = companyFacts({ ...company, website: company.website ?? undefined });
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
    default_contact_id: company.defaultContactId ?? null,
    last_updated: company.lastUpdated?.toISOString() ?? null,
    folded_identifier: storableKey(facts.foldedIdentifier),
    folded_name: storableKey(facts.folded),
    normalised_name: storableKey(facts.normalised),
    sketch: storableKey(facts.sketch),
    legal_form: facts.legalForm,
    match_keys: facts.keys.map(storable),
    domain: orNull(facts.domain),
    search_key: searchKey(storableKey(facts.foldedIdentifier), storableKey(facts.folded)),
    name_rules: NAME_RULES,
    digest: digestOf(company),
  };
}

function orNull(text: string | null | undefined): string | null {
  return text ? storable(text) : null;
}
