import { permissionDenied } from '../api-error.js';
import type { Endpoint } from '../http/operation.js';
import { SETUP } from '../seed/setup.js';
import { flag, reference, type Shape, text } from '../store/shape.js';
import { newRow } from '../store/stamps.js';
import type { Values } from '../store/values.js';
import { derived } from '../store/writer.js';
import type { World } from '../world.js';
import { type Authorize, byRole, collection } from './collection.js';

const STATUS: Shape = {
  name: 'companyStatus',
  label: 'Company Status',
  path: '/company/companies/statuses',
  shownAs: ['name'],
  unique: 'name',
  indexed: ['name'],
  fields: {
    name: text(50, { required: true }),
    defaultFlag: flag(),
    inactiveFlag: flag(),
    notifyFlag: flag(),
    disallowSavingFlag: flag(),
    notificationMessage: text(500),
    customNoteFlag: flag(),
    cancelOpenTracksFlag: flag(),
    track: reference('tracks', 'Company.TrackReference'),
  },
};

const TYPE: Shape = {
  name: 'companyType',
  label: 'Company Type',
  path: '/company/companies/types',
  shownAs: ['name'],
  unique: 'name',
  indexed: ['name'],
  fields: {
    name: text(50, { required: true }),
    defaultFlag: flag(),
    vendorFlag: flag(),
    serviceAlertFlag: flag(),
    serviceAlertMessage: text(150),
  },
};

const TRACK: Shape = { name: 'track', label: 'Track', shownAs: ['name'], fields: { name: text(50) } };

const status = (name: string, more: Values = {}): Values => ({
  name,
  defaultFlag: false,
  inactiveFlag: false,
  notifyFlag: false,
  disallowSavingFlag: false,
  ...more,
});

const STATUSES: readonly Values[] = [
  status('Active', { defaultFlag: true }),
  status('Inactive', { inactiveFlag: true, notifyFlag: true, notificationMessage: 'This company is inactive.' }),
  status('Not-Approved', { disallowSavingFlag: true }),
  status('Credit Hold', { notifyFlag: true, notificationMessage: 'Ask finance before any work.' }),
  status('契約終了', { inactiveFlag: true }),
];

const type = (name: string, more: Values = {}): Values => ({ name, defaultFlag: false, vendorFlag: false, ...more });

const TYPES: readonly Values[] = [
  type('Customer', { defaultFlag: true }),
  type('Prospect'),
  type('Vendor', { vendorFlag: true }),
  type('Partner'),
  type('Former Customer'),
  type('顧客'),
];

export function addCompanyTables(world: World): readonly Endpoint[] {
  world.tables.add('tracks', TRACK);
  fill('companyStatuses', STATUS, STATUSES, world);
  fill('companyTypes', TYPE, TYPES, world);
  return [
    ...collection(
      {
        path: '/company/companies/statuses',
        table: 'companyStatuses',
        authorize: tableSetup('Company / Company Status', world),
      },
      world,
    ),
    ...collection(
      {
        path: '/company/companies/types',
        table: 'companyTypes',
        authorize: tableSetup('Company / Company Type', world),
      },
      world,
    ),
  ];
}

/** A set-up table with its first records. */
export function fill(...[name, shape, rows, world]: readonly [string, Shape, readonly Values[], World]): void {
  const table = world.tables.add(name, shape);
  const defaults = shape.defaults?.(world.tables) ?? {};
  for (const row of rows) {
    const draft = { values: { ...defaults, ...row }, before: null, tables: world.tables, author: SETUP };
    table.insert(newRow(table.nextId, derived(draft, shape), SETUP));
  }
}

/** Set-up tables can be read without any right; writing needs Table Setup with the table among its customized ones. */
export function tableSetup(item: string, world: World): Authorize {
  return (action) => {
    if (action === 'inquire') {
      return () => undefined;
    }
    return (caller) => {
      if (!world.permissions.customizeItems.includes(item)) {
        throw permissionDenied();
      }
      return byRole('Table Setup', world)(action)(caller);
    };
  };
}
