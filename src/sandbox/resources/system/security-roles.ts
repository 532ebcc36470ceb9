import type { Endpoint } from '../../http/operation.js';
import { flag, type Shape, text } from '../../store/shape.js';
import type { Table } from '../../store/table.js';
import type { World } from '../../world.js';
import { byRole, collection, countEndpoint, listAnswer } from '../collection.js';
import { fill } from '../company-tables.js';
import { inShape, readOnly } from '../read-only.js';
import { found, shown } from '../records.js';
import { LEVEL_FIELDS, levelsTable } from './my-security.js';

const ROLE: Shape = {
  name: 'securityRole',
  label: 'Security Role',
  path: '/system/securityroles',
  shownAs: ['name'],
  unique: 'name',
  indexed: ['name'],
  fields: {
    name: text(30, { required: true }),
    roleType: text(30),
    adminFlag: flag({ readOnly: true }),
    inactiveFlag: flag(),
  },
  defaults: () => ({ roleType: 'Custom', adminFlag: false, inactiveFlag: false }),
};

const ROLE_INFO: Shape = { ...ROLE, fields: { name: text(), roleType: text(), inactiveFlag: flag() } };

const SETTING: Shape = {
  name: 'securityRoleSetting',
  label: 'Security Role Setting',
  shownAs: [],
  fields: LEVEL_FIELDS,
};

/** The first roles: that of people, and the one the API members have, whose levels are the sandbox's permissions. */
export const PERSON_ROLE = 1;
export const API_ROLE = 2;

const NOTHING = { add: 'None', edit: 'None', delete: 'None', inquire: 'None' } as const;

/** Roles can be read, made and deleted; their levels only read. */
export function addSecurityRoles(world: World): readonly Endpoint[] {
  const role = { roleType: 'Custom', adminFlag: false, inactiveFlag: false };
  const rows = [
    { ...role, name: 'Admin', adminFlag: true },
    { ...role, name: 'API Integration' },
  ];
  fill('securityRoles', ROLE, rows, world);
  const authorize = byRole('Member Maintenance', world);
  const table = world.tables.get('securityRoles');
  return [
    ...readOnly(
      {
        path: '/system/securityroles/info',
        one: '/system/securityroles/{id}/info',
        source: () => inShape(table, ROLE_INFO),
      },
      world,
    ),
    ...collection(
      { path: '/system/securityroles', table: 'securityRoles', authorize, writes: ['POST', 'DELETE'] },
      world,
    ),
    ...settings(world),
  ];
}

function settings(world: World): readonly Endpoint[] {
  const path = '/system/securityRoles/{parentId}/settings';
  const authorize = byRole('Member Maintenance', world);
  const roles = world.tables.get('securityRoles');
  const read = { authorize: authorize('inquire') };
  return [
    {
      template: path,
      operations: {
        GET: {
          ...read,
          run: (call) =>
            listAnswer(() => levelsOf(found(roles, call.params['parentId'] ?? '', call).id, world), call, world),
        },
      },
    },
    countEndpoint(
      { path, authorize },
      (call) => levelsOf(found(roles, call.params['parentId'] ?? '', call).id, world),
      world,
    ),
    {
      template: `${path}/{id}`,
      operations: {
        GET: {
          ...read,
          run: (call) => {
            const table = levelsOf(found(roles, call.params['parentId'] ?? '', call).id, world);
            return { status: 200, body: shown(found(table, call.params['id'] ?? '', call), table, call) };
          },
        },
      },
    },
  ];
}

/** What a role made here is given in ConnectWise's own screens: nothing yet. */
function levelsOf(role: number, world: World): Table {
  const rows = world.permissions.rows();
  if (role === API_ROLE) {
    return levelsTable(SETTING, rows);
  }
  const full = { add: 'All', edit: 'All', delete: 'All', inquire: 'All' } as const;
  return levelsTable(
    SETTING,
    rows.map((row) => ({ ...row, ...(role === PERSON_ROLE ? full : NOTHING) })),
  );
}
