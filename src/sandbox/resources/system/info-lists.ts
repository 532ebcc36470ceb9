import type { Endpoint } from '../../http/operation.js';
import { flag, oneOfValues, reference, type Shape, text } from '../../store/shape.js';
import type { Values } from '../../store/values.js';
import type { World } from '../../world.js';
import { fill } from '../company-tables.js';
import { inShape, readOnly } from '../read-only.js';

const location = reference('locations', 'System.SystemLocationReference');
const department = reference('departments', 'System.SystemDepartmentReference');

const shape = (name: string, fields: Shape['fields'], info = true): Shape => ({
  name,
  label: name.charAt(0).toUpperCase() + name.slice(1),
  shownAs: [],
  info,
  fields,
});

/** Lists of records that have endpoints of their own as well, in a few fields. */
const OF_TABLES: readonly (readonly [path: string, table: string, shape: Shape])[] = [
  [
    'members',
    'members',
    shape('member', {
      identifier: text(),
      firstName: text(),
      middleInitial: text(),
      lastName: text(),
      fullName: text(),
      defaultEmail: text(),
      licenseClass: oneOfValues(['A', 'C', 'F', 'X']),
      inactiveFlag: flag(),
    }),
  ],
  [
    'locations',
    'locations',
    shape('location', {
      name: text(),
      structureLevel: reference('structureLevels', 'System.CorporateStructureLevelReference'),
    }),
  ],
  ['departments', 'departments', shape('department', { name: text() })],
  ['departmentlocations', 'departmentLocations', shape('departmentLocation', { location, department })],
];

/** Lists that are to be had here only, with their records. */
const OWN: readonly (readonly [path: string, shape: Shape, rows: readonly Values[]])[] = [
  [
    'locales',
    shape('locale', { name: text(), localeCode: text() }, false),
    [
      { name: 'English (United States)', localeCode: 'en-US' },
      { name: 'Japanese (Japan)', localeCode: 'ja-JP' },
    ],
  ],
  [
    'links',
    shape('link', {
      name: text(),
      screenLink: oneOfValues(['Company', 'Contact', 'Service', 'Invoice', 'PurchaseOrder', 'SalesOrder']),
    }),
    [{ name: 'Remote control', screenLink: 'Company' }],
  ],
  ['personas', shape('persona', { name: text() }, false), [{ name: 'Technician' }, { name: 'Dispatcher' }]],
  [
    'standardNotes',
    shape('standardNote', {
      name: text(),
      contents: text(),
      location,
      department,
      board: reference('boards', 'Service.BoardReference'),
    }),
    [{ name: 'Closing', contents: 'Thank you for your patience.', location: 1, department: 1 }],
  ],
];

/** `/system/info/…`: what any API member may choose from. */
export function addInfoLists(world: World): readonly Endpoint[] {
  const ofTables = OF_TABLES.flatMap(([path, table, fields]) =>
    readOnly({ path: `/system/info/${path}`, source: () => inShape(world.tables.get(table), fields) }, world),
  );
  const own = OWN.flatMap(([path, fields, rows]) => {
    fill(path, fields, rows, world);
    return readOnly({ path: `/system/info/${path}`, source: () => world.tables.get(path) }, world);
  });
  return [...ofTables, ...own];
}
