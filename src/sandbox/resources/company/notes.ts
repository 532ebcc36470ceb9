import type { Endpoint } from '../../http/operation.js';
import { flag, reference, type Shape, text } from '../../store/shape.js';
import type { World } from '../../world.js';
import { byRole, collection } from '../collection.js';

const NOTE: Shape = {
  name: 'companyNote',
  label: 'Company Note',
  path: '/company/companies/{company}/notes',
  shownAs: [],
  indexed: ['company'],
  fields: {
    text: text(undefined, { required: true }),
    type: reference('noteTypes', 'Company.NoteTypeReference'),
    flagged: flag(),
    enteredBy: text(undefined, { readOnly: true }),
    company: reference('companies', 'Company.CompanyReference', { readOnly: true, owner: 'companies' }),
  },
  defaults: (tables) => ({ type: tables.defaultOf('noteTypes'), flagged: false }),
  derive: ({ before, author }) => ({ enteredBy: before ? before['enteredBy'] : author.name }),
};

export function addCompanyNotes(world: World): readonly Endpoint[] {
  world.tables.add('companyNotes', NOTE);
  const parent = { table: 'companies', field: 'company' };
  const authorize = byRole('Company Maintenance', world);
  return collection({ path: '/company/companies/{parentId}/notes', table: 'companyNotes', authorize, parent }, world);
}
