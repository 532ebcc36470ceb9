import type { Endpoint } from '../../http/operation.js';
import { flag, reference, type Shape, text } from '../../store/shape.js';
import type { World } from '../../world.js';
import { type Authorize, byRole, collection } from '../collection.js';
import { fill } from '../company-tables.js';

const address = (name: string, length: number): Shape['fields'] => ({ [`override${name}`]: text(length) });

const LOCATION: Shape = {
  name: 'location',
  label: 'System Location',
  path: '/system/locations',
  shownAs: ['name'],
  fields: {
    structureLevel: reference('structureLevels', 'System.CorporateStructureLevelReference', { required: true }),
    name: text(50, { required: true }),
    manager: reference('members', 'System.MemberReference'),
    reportsTo: reference('locations', 'System.SystemLocationReference'),
    salesRep: text(50),
    timeZoneSetup: reference('timeZoneSetups', 'System.TimeZoneSetupReference'),
    calendar: reference('calendars', 'System.CalendarReference'),
    ...address('AddressLine1', 50),
    ...address('AddressLine2', 50),
    ...address('City', 50),
    ...address('State', 50),
    ...address('Zip', 12),
    overrideCountry: reference('countries', 'Company.CountryReference'),
    ...address('PhoneNumber', 15),
    ...address('FaxNumber', 15),
    owaUrl: text(100),
    payrollXref: text(10),
    locationFlag: flag(),
    clientFlag: flag(),
  },
};

const DEPARTMENT: Shape = {
  name: 'department',
  label: 'Department',
  path: '/system/departments',
  shownAs: ['identifier', 'name'],
  unique: 'identifier',
  indexed: ['identifier'],
  fields: { identifier: text(15, { required: true }), name: text(50, { required: true }) },
};

const DEPARTMENT_LOCATION: Shape = {
  name: 'departmentLocation',
  label: 'Department Location',
  path: '/system/departments/{department}/locations',
  shownAs: [],
  fields: {
    location: reference('locations', 'System.SystemLocationReference', { required: true }),
    department: reference('departments', 'System.SystemDepartmentReference'),
    departmentManager: reference('members', 'System.MemberReference'),
    dispatch: reference('members', 'System.MemberReference'),
    serviceManager: reference('members', 'System.MemberReference'),
    dutyManager: reference('members', 'System.MemberReference'),
  },
};

const LEVEL: Shape = {
  name: 'structureLevel',
  label: 'Structure Level',
  shownAs: ['name'],
  fields: { name: text(50) },
};

const LOCATIONS: readonly string[] = ['Tampa Office', 'London Office', '東京オフィス'];
const DEPARTMENTS: readonly string[] = ['Support', 'Projects'];

/** Locations and departments, and which department is where. */
export function addStructure(world: World): readonly Endpoint[] {
  fill('structureLevels', LEVEL, [{ name: 'Corporate' }, { name: 'Location' }], world);
  const location = { structureLevel: 2, locationFlag: true, clientFlag: false };
  fill('locations', LOCATION, [...LOCATIONS.map((name) => ({ ...location, name }))], world);
  fill('departments', DEPARTMENT, [...DEPARTMENTS.map((name) => ({ identifier: name, name }))], world);
  const everywhere = LOCATIONS.flatMap((_, at) =>
    DEPARTMENTS.map((_, of) => ({ location: at + 1, department: of + 1 })),
  );
  fill('departmentLocations', DEPARTMENT_LOCATION, everywhere, world);
  const authorize = readableByAll(byRole('My Company', world));
  const nested = { table: 'departmentLocations', authorize };
  return [
    ...collection({ path: '/system/locations', table: 'locations', authorize }, world),
    ...collection({ path: '/system/departments', table: 'departments', authorize }, world),
    ...collection(
      {
        ...nested,
        path: '/system/departments/{parentId}/locations',
        parent: { table: 'departments', field: 'department' },
      },
      world,
    ),
    ...collection(
      {
        ...nested,
        path: '/system/locations/{parentId}/departments',
        parent: { table: 'locations', field: 'location' },
        writes: [],
      },
      world,
    ),
  ];
}

/** Set-up can be read without any right. */
function readableByAll(authorize: Authorize): Authorize {
  return (action) => (action === 'inquire' ? () => undefined : authorize(action));
}
