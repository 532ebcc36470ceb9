import type { ErrorItem } from '../../api-error.js';
import type { Endpoint } from '../../http/operation.js';
import { type Draft, type Field, flag, integer, oneOfValues, reference, type Shape, text } from '../../store/shape.js';
import type { Stored, Values } from '../../store/values.js';
import type { World } from '../../world.js';
import { byRole, collection } from '../collection.js';
import { fill } from '../company-tables.js';

/** Fields that are demanded once another field has a value. */
function demanded(
  draft: Draft,
  resource: string,
  rules: readonly (readonly [boolean, readonly string[]])[],
): readonly ErrorItem[] {
  const isEmpty = (value: Stored | undefined): boolean => (value ?? null) === null || value === '';
  return rules.flatMap(([applies, names]) =>
    (applies ? names.filter((name) => isEmpty(draft.values[name])) : []).map((field) => ({
      code: 'MissingRequiredField',
      message: `The ${field} field is required.`,
      resource,
      field,
    })),
  );
}

const MANAGEMENT: Shape = {
  name: 'management',
  label: 'Management',
  path: '/company/management',
  shownAs: [],
  fields: {
    addedConfigurationStatus: reference('configurationStatuses', 'Company.ConfigurationStatusReference', {
      required: true,
    }),
    deletedConfigurationStatus: reference('configurationStatuses', 'Company.ConfigurationStatusReference', {
      required: true,
    }),
    integratorLogin: reference('integratorLogins', 'System.IntegratorLoginReference', { required: true }),
    scheduleExecutiveSummaryReportFlag: flag({ required: true }),
    executiveSummaryReportScheduleDay: integer({ range: [1, 31] }),
    executiveSummaryReportScheduleHour: integer({ range: [0, 23] }),
    executiveSummaryReportScheduleMinute: integer({ range: [0, 59] }),
  },
  check: (draft) =>
    demanded(draft, 'management', [
      [
        draft.values['scheduleExecutiveSummaryReportFlag'] === true,
        ['Day', 'Hour', 'Minute'].map((part) => `executiveSummaryReportSchedule${part}`),
      ],
    ]),
};

const SOLUTION: Shape = {
  name: 'managementItSolution',
  label: 'Management IT Solution',
  path: '/company/managementItSolutions',
  shownAs: ['name', 'setupName'],
  fields: {
    name: text(30, { required: true }),
    managementItSolutionType: oneOfValues(['LevelPlatforms', 'NAble', 'Continuum', 'Custom'], { required: true }),
    managementSolutionName: text(30),
    managementServerUrl: text(200),
    globalLoginFlag: flag(),
    globalLoginUsername: text(50),
    usingSslFlag: flag(),
    noDisplayFlag: flag(),
  },
  defaults: () => ({ globalLoginFlag: false, usingSslFlag: false, noDisplayFlag: false }),
  derive: ({ values }) => ({ setupName: values['name'] }),
  check: (draft) =>
    demanded(draft, 'managementItSolution', [
      [draft.values['managementItSolutionType'] === 'Custom', ['managementSolutionName']],
      [draft.values['managementItSolutionType'] === 'LevelPlatforms', ['managementServerUrl']],
      [draft.values['globalLoginFlag'] === true, ['globalLoginUsername']],
    ]),
};

const product = (): Field => reference('catalogItems', 'Procurement.IvItemReference', { shownAs: ['identifier'] });

const PRODUCTS: Shape = {
  name: 'managementItSolutionAgreementInterfaceParameter',
  label: 'Management Product',
  path: '/company/managementItSolutions/{solution}/managementProducts',
  shownAs: [],
  fields: {
    agreementType: reference('agreementTypes', 'Finance.AgreementTypeReference', { required: true }),
    serverProduct: product(),
    workstationProduct: product(),
    spamStatsProduct: product(),
    solution: integer({ readOnly: true, writeOnly: true, owner: 'managementItSolutions' }),
  },
};

const BACKUP: Shape = {
  name: 'managementBackup',
  label: 'Management Backup',
  path: '/company/managementBackups',
  shownAs: [],
  fields: {
    type: reference('agreementTypes', 'Finance.AgreementTypeReference', { required: true }),
    item: reference('catalogItems', 'Procurement.CatalogItemReference', { required: true }),
    billingLevel: oneOfValues(['Detail', 'Summary'], { required: true }),
  },
};

const INTEGRATION: Shape = {
  name: 'managedDevicesIntegration',
  label: 'Managed Devices Integration',
  path: '/company/managedDevicesIntegrations',
  shownAs: ['name'],
  fields: {
    name: text(30, { required: true }),
    solution: text(30, { required: true }),
    portalUrl: text(200),
    loginBy: oneOfValues(['Global', 'Member'], { required: true }),
    globalLoginUsername: text(50),
    defaultBillingLevel: oneOfValues(['Detail', 'Summary'], { required: true }),
    managementItSetupType: text(),
    defaultLocation: reference('locations', 'System.SystemLocationReference'),
    integratorLogin: reference('integratorLogins', 'System.IntegratorLoginReference'),
    matchOnSerialNumberFlag: flag(),
    disableNewCrossReferencesFlag: flag(),
    configBillCustomerFlag: flag(),
  },
  defaults: () => ({
    matchOnSerialNumberFlag: false,
    disableNewCrossReferencesFlag: false,
    configBillCustomerFlag: false,
  }),
};

const ONE_ROW: readonly Values[] = [
  {
    addedConfigurationStatus: 1,
    deletedConfigurationStatus: 2,
    integratorLogin: 1,
    scheduleExecutiveSummaryReportFlag: false,
  },
];

export function addManagementSetUp(world: World): readonly Endpoint[] {
  const authorize = byRole('My Company', world);
  const parent = { table: 'managementItSolutions', field: 'solution' };
  fill('management', MANAGEMENT, ONE_ROW, world);
  fill(
    'managementItSolutions',
    SOLUTION,
    [{ name: 'Mail Security', managementItSolutionType: 'Custom', managementSolutionName: 'Mail Security' }],
    world,
  );
  fill('managementProducts', PRODUCTS, [{ solution: 1, agreementType: 1, spamStatsProduct: 1 }], world);
  fill('managementBackups', BACKUP, [], world);
  fill('managedDevicesIntegrations', INTEGRATION, [], world);
  return [
    ...collection({ path: '/company/management', table: 'management', authorize, writes: ['PUT', 'PATCH'] }, world),
    ...collection({ path: '/company/managementItSolutions', table: 'managementItSolutions', authorize }, world),
    ...collection(
      {
        path: '/company/managementItSolutions/{parentId}/managementProducts',
        table: 'managementProducts',
        authorize,
        parent,
        answersPlainly: true,
      },
      world,
    ),
    ...collection({ path: '/company/managementBackups', table: 'managementBackups', authorize }, world),
    ...collection(
      { path: '/company/managedDevicesIntegrations', table: 'managedDevicesIntegrations', authorize },
      world,
    ),
  ];
}
