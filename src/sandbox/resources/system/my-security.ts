import { endpointMissing, permissionDenied } from '../../api-error.js';
import type { Endpoint } from '../../http/operation.js';
import type { RoleRow } from '../../permissions.js';
import { SETUP } from '../../seed/setup.js';
import { flag, integer, oneOfValues, reference, type Shape, text } from '../../store/shape.js';
import { newRow } from '../../store/stamps.js';
import { Table } from '../../store/table.js';
import { firstBy } from '../../store/tables.js';
import type { Values } from '../../store/values.js';
import type { World } from '../../world.js';
import { listAnswer } from '../collection.js';

const LEVEL = oneOfValues(['None', 'My', 'All']);

/** What a role may do within one function, as records of the role and of the caller show it. */
export const LEVEL_FIELDS: Shape['fields'] = {
  addLevel: LEVEL,
  editLevel: LEVEL,
  deleteLevel: LEVEL,
  inquireLevel: LEVEL,
  moduleFunctionName: text(),
  moduleFunctionDescription: text(),
  myAllFlag: flag(),
  moduleFunctionIdentifier: text(),
  reportFlag: flag(),
  restrictFlag: flag(),
  customFlag: flag(),
  moduleDescription: text(),
  moduleIdentifier: text(),
  moduleName: text(),
  sortOrder: integer(),
};

const MY_SECURITY: Shape = {
  name: 'mySecurity',
  label: 'My Security',
  shownAs: [],
  info: false,
  fields: { ...LEVEL_FIELDS, member: reference('members', 'System.MemberReference') },
};

const CUSTOMIZED = oneOfValues([
  ...['Company', 'Finance', 'Marketing', 'Procurement', 'Project', 'Sales', 'Service', 'System', 'TimeAndExpense'].map(
    (module) => `${module}Reports`,
  ),
  ...['CompanyConfigurations', 'FinanceAgreements', 'ProjectScheduling', 'ServiceResourceScheduling'],
  ...['SystemManageHostedApi', 'SystemMyAccount', 'SystemCustomMenuEntry', 'SystemMassMaintenance', 'SystemTableSetup'],
]);

const CUSTOMIZE_ITEM: Shape = {
  name: 'mySecurityCustomizeItem',
  label: 'My Security Customize Item',
  shownAs: [],
  info: false,
  fields: { customizeIdentifier: CUSTOMIZED, itemIdentifier: text() },
};

/** `/system/mySecurity`: the role's table as the caller's effective rights, and what Table Setup is customized to. */
export function mySecurity(world: World): readonly Endpoint[] {
  const authorize = (): undefined => {
    if (world.permissions.mySecurity !== 'available') {
      throw world.permissions.mySecurity === 'forbidden' ? permissionDenied() : endpointMissing();
    }
  };
  return [
    {
      template: '/system/mySecurity',
      operations: { GET: { authorize, run: (call) => listAnswer(() => rights(call.caller, world), call, world) } },
    },
    {
      template: '/system/mySecurity/customizeItems',
      operations: { GET: { authorize, run: (call) => listAnswer(() => customizeItems(world), call, world) } },
    },
  ];
}

function rights(caller: string, world: World): Table {
  const member = firstBy(world.tables.get('members'), 'identifier', caller)?.id ?? null;
  return levelsTable(MY_SECURITY, world.permissions.rows(), { member });
}

/** The rows of a role as records; `more` is what each holds beside them. */
export function levelsTable(shape: Shape, rows: readonly RoleRow[], more: Values = {}): Table {
  const table = new Table(shape);
  for (const row of rows) {
    const values = {
      addLevel: row.add,
      editLevel: row.edit,
      deleteLevel: row.delete,
      inquireLevel: row.inquire,
      moduleFunctionName: row.function,
      moduleFunctionDescription: row.function,
      myAllFlag: true,
      moduleFunctionIdentifier: identifierOf(row.function),
      reportFlag: false,
      restrictFlag: false,
      customFlag: row.function === 'Table Setup',
      moduleDescription: row.module,
      moduleIdentifier: identifierOf(row.module),
      moduleName: row.module,
      sortOrder: table.nextId,
      ...more,
    };
    table.insert(newRow(table.nextId, values, SETUP));
  }
  return table;
}

function customizeItems(world: World): Table {
  const table = new Table(CUSTOMIZE_ITEM);
  for (const item of world.permissions.customizeItems) {
    const values = { customizeIdentifier: 'SystemTableSetup', itemIdentifier: item };
    table.insert(newRow(table.nextId, values, SETUP));
  }
  return table;
}

function identifierOf(name: string): string {
  return name.replace(/[^A-Za-z]/g, '');
}
