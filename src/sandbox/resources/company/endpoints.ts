import type { Endpoint } from '../../http/operation.js';
import type { World } from '../../world.js';
import { addCommunications } from './communications.js';
import { addContacts } from './contacts.js';
import { mergeCompanies } from './merge.js';
import { addCompanyNotes } from './notes.js';
import { addCompanySetUp } from './set-up-tables.js';
import { addSites } from './sites.js';
import { addCompanyTeams } from './teams.js';
import { addTypeAssociations } from './type-associations.js';

/** What belongs to companies, and the set-up tables beside them; the companies are there already. */
export function addCompanyRecords(world: World): readonly Endpoint[] {
  return [
    ...addCompanySetUp(world),
    ...addSites(world),
    ...addContacts(world),
    ...addCommunications(world),
    ...addCompanyNotes(world),
    ...addCompanyTeams(world),
    ...addTypeAssociations(world),
    mergeCompanies(world),
  ];
}
