import type { Endpoint } from '../../http/operation.js';
import { flag, reference, type Shape } from '../../store/shape.js';
import type { World } from '../../world.js';
import { byRole, collection } from '../collection.js';

const TEAM: Shape = {
  name: 'companyTeam',
  label: 'Company Team',
  path: '/company/companies/{company}/teams',
  shownAs: [],
  indexed: ['company'],
  fields: {
    company: reference('companies', 'Company.CompanyReference', { readOnly: true, owner: 'companies' }),
    teamRole: reference('teamRoles', 'Company.TeamRoleReference', { required: true }),
    location: reference('locations', 'System.SystemLocationReference'),
    department: reference('departments', 'System.SystemDepartmentReference'),
    contact: reference('contacts', 'Company.ContactReference'),
    member: reference('members', 'System.MemberReference'),
    accountManagerFlag: flag(),
    techFlag: flag(),
    salesFlag: flag(),
  },
  defaults: () => ({ accountManagerFlag: false, techFlag: false, salesFlag: false }),
};

export function addCompanyTeams(world: World): readonly Endpoint[] {
  world.tables.add('companyTeams', TEAM);
  const parent = { table: 'companies', field: 'company' };
  const authorize = byRole('Team Members', world);
  return collection({ path: '/company/companies/{parentId}/teams', table: 'companyTeams', authorize, parent }, world);
}
