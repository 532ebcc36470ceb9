import type { Endpoint } from '../../http/operation.js';
import { datetime, type Field, flag, reference, type Shape, text } from '../../store/shape.js';
import type { World } from '../../world.js';
import { byRole, collection } from '../collection.js';
import { fill, tableSetup } from '../company-tables.js';

const TAG: Shape = {
  name: 'integratorTag',
  label: 'Integrator Tag',
  path: '/system/integratorTags',
  shownAs: ['text'],
  unique: 'text',
  indexed: ['text'],
  fields: { text: text(50, { required: true }) },
};

/** The older APIs that an integrator login may be let into, as far as they have a flag and nothing more. */
const APIS = 'serviceTicket timeEntry managedServices contact company activity invoice product opportunity'.split(' ');
const MORE_APIS =
  'opportunityConversion member marketing purchasing reporting system project configuration schedule agreement document'.split(
    ' ',
  );

const apiFlags: Readonly<Record<string, Field>> = Object.fromEntries(
  [...APIS, ...MORE_APIS].map((api) => [`${api}ApiFlag`, flag()]),
);

const LOGIN: Shape = {
  name: 'integratorLogin',
  label: 'Integrator Login',
  path: '/system/integratorlogins',
  shownAs: ['name'],
  unique: 'username',
  indexed: ['username'],
  fields: {
    username: text(50, { required: true }),
    password: text(50, { writeOnly: true }),
    canAccessAllRecordsFlag: flag(),
    canAccessAllApisFlag: flag(),
    inactiveFlag: flag(),
    dateInactivated: datetime({ readOnly: true }),
    inactivatedBy: reference('members', 'System.MemberReference', { readOnly: true }),
    board: reference('boards', 'Service.BoardReference'),
    member: reference('members', 'System.MemberReference'),
    ...apiFlags,
    managedServicesAutoChildFlag: flag(),
    managedServicesChildingFlag: flag(),
  },
  // References to a login show its user name as `name`.
  derive: ({ values }) => ({ name: values['username'] }),
  defaults: () => ({
    ...Object.fromEntries(Object.keys(apiFlags).map((name) => [name, false])),
    canAccessAllRecordsFlag: false,
    canAccessAllApisFlag: false,
    inactiveFlag: false,
  }),
};

/** For the SOAP service; no secret, as it opens nothing but a sandbox. */
export const INTEGRATOR_LOGIN = { username: 'SandboxIntegrator', password: 'SandboxIntegratorPassword' };

/** Tags that integrators put on records, and the logins of the older APIs. */
export function addIntegrators(world: World): readonly Endpoint[] {
  fill('integratorTags', TAG, [{ text: 'psa-bridge' }], world);
  const more = { ...LOGIN.defaults?.(world.tables), managedServicesApiFlag: true };
  fill('integratorLogins', LOGIN, [{ ...INTEGRATOR_LOGIN, name: INTEGRATOR_LOGIN.username, ...more }], world);
  return [
    ...collection(
      {
        path: '/system/integratorTags',
        table: 'integratorTags',
        authorize: tableSetup('General / Integrator Tag', world),
      },
      world,
    ),
    ...collection(
      {
        path: '/system/integratorlogins',
        table: 'integratorLogins',
        authorize: byRole('Member Maintenance', world),
      },
      world,
    ),
  ];
}
