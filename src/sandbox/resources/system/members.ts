import { permissionDenied } from '../../api-error.js';
import type { Answer, Call, Endpoint } from '../../http/operation.js';
import { SETUP } from '../../seed/setup.js';
import { touch } from '../../store/stamps.js';
import { TableView } from '../../store/table-view.js';
import type { Values } from '../../store/values.js';
import type { World } from '../../world.js';
import { authorOf, byRole, collection } from '../collection.js';
import { fill } from '../company-tables.js';
import { found } from '../records.js';
import { API_MEMBER, apiMember, MEMBER, namesOf } from './member-shapes.js';
import { API_ROLE, PERSON_ROLE } from './security-roles.js';

const person: Values = {
  identifier: 'person',
  licenseClass: 'F',
  ...{ firstName: 'Pat', lastName: 'Person', hireDate: SETUP.at },
  ...{ defaultEmail: 'Office', officeEmail: 'pat@msp.example', defaultPhone: 'Office', officePhone: '555-0100' },
  ...{ securityRole: PERSON_ROLE, defaultLocation: 1, defaultDepartment: 1, inactiveFlag: false },
};

const FIRST: readonly Values[] = [
  { ...person, ...namesOf(person) },
  { identifier: 'psabridge', ...apiMember('API Member', SETUP.at), securityRole: API_ROLE, inactiveFlag: false },
];

/** Members of every licence class, and those of class A once more in the fields of API members. Neither can be deleted. */
export function addMembers(world: World): readonly Endpoint[] {
  fill('members', MEMBER, FIRST, world);
  const isApi = (row: { readonly values: Values }): boolean => row.values['licenseClass'] === 'A';
  world.tables.addView('apiMembers', new TableView(API_MEMBER, world.tables.get('members'), isApi));
  const authorize = byRole('Member Maintenance', world);
  const writes = ['POST', 'PUT', 'PATCH'] as const;
  return [
    ...collection({ path: '/system/members', table: 'members', authorize, writes }, world),
    {
      template: '/system/members/{id}/deactivate',
      operations: {
        POST: {
          authorize: authorize('edit'),
          find: (call) => found(world.tables.get('members'), call.params['id'] ?? '', call),
          bodyName: 'memberDeactivation',
          run: (call) => deactivate(call, world),
        },
      },
    },
    // Only an integrator login may impersonate, and the sandbox lets none call the API.
    { template: '/system/members/{memberIdentifier}/tokens', operations: { POST: { authorize: deny, run: deny } } },
    ...collection({ path: '/system/apiMembers', table: 'apiMembers', authorize, writes }, world),
  ];
}

function deactivate(call: Call, world: World): Answer {
  const table = world.tables.get('members');
  const row = found(table, call.params['id'] ?? '', call);
  const before = row.values;
  const author = authorOf(call, world);
  table.update(row, { ...before, inactiveFlag: true, inactiveDate: author.at });
  touch(row, author);
  world.changes.tell({ table: table.name, action: 'updated', row, before, author });
  return { status: 200, body: {}, changed: true };
}

function deny(): never {
  throw permissionDenied();
}
