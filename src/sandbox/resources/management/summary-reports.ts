import type { ErrorItem } from '../../api-error.js';
import type { Endpoint } from '../../http/operation.js';
import {
  type Draft,
  decimal,
  type Field,
  flag,
  integer,
  oneOfValues,
  reference,
  type Shape,
  text,
} from '../../store/shape.js';
import type { Values } from '../../store/values.js';
import type { World } from '../../world.js';
import { byRole, collection } from '../collection.js';
import { fill } from '../company-tables.js';

const INTEGERS: readonly string[] = [
  'snmpMachines',
  'totalWorkstations',
  'totalServers',
  'totalWindowsServers',
  'totalWindowsWorkstations',
  'totalManagedMachines',
  'serversOffline',
  'serversDiskSpaceLow',
  'failedBackupJobs',
  'totalNotifications',
  'successfulBackupJobs',
  'serverAvailability',
  'virusesRemoved',
  'spywareItemsRemoved',
  'windowsPatchesInstalled',
  'diskCleanups',
  'diskDefragmentations',
  'fullyPatchedMachines',
  'missingOneTwoPatchesMachines',
  'missingThreeFivePatchesMachines',
  'missingMoreFivePatchesMachines',
  'missingUnscannedPatchesMachines',
  'diskSpaceCleanedMb',
];

const MOST = 2_147_483_647;

const fields = (names: readonly string[], field: Field): Readonly<Record<string, Field>> =>
  Object.fromEntries(names.map((name) => [name, field]));

const company = reference('companies', 'Company.CompanyReference', { readOnly: true, owner: 'companies' });

/** A second report of one group is a second record: the server does not recognise what was sent before. */
const SUMMARY: Shape = {
  name: 'companyManagementSummary',
  label: 'Management Summary Report',
  path: '/company/companies/{company}/managementSummaryReports',
  shownAs: [],
  indexed: ['company'],
  fields: {
    managementSolution: reference('managementItSolutions', 'Company.ManagementSolutionReference'),
    groupIdentifier: text(100, { required: true }),
    deviceType: oneOfValues(['WorkstationsAndServers', 'BackupStats', 'Servers', 'Workstations']),
    agreement: reference('agreements', 'Finance.AgreementReference'),
    ...fields(INTEGERS, integer({ range: [0, MOST] })),
    alertsGenerated: text(),
    internetConnectivity: decimal(),
    missingSecurityPatches: text(),
    cpuUtilization: decimal(),
    memoryUtilization: decimal(),
    company,
  },
  check: deviceTypeOfLegacy,
};

function deviceTypeOfLegacy({ values, tables }: Draft): readonly ErrorItem[] {
  const solution = values['managementSolution'];
  const kind =
    typeof solution === 'number' && tables.valuesOf('managementItSolutions', solution)?.['managementItSolutionType'];
  const isLegacy = typeof kind === 'string' && kind !== 'Custom';
  const message = 'The deviceType field is required.';
  return isLegacy && (values['deviceType'] ?? null) === null
    ? [{ code: 'MissingRequiredField', message, resource: 'companyManagementSummary', field: 'deviceType' }]
    : [];
}

const SETUP: Shape = {
  name: 'managementReportSetup',
  label: 'Management Report Setup',
  path: '/company/companies/{company}/managementReportSetup',
  shownAs: [],
  indexed: ['company'],
  fields: {
    scheduledReportDisabledFlag: flag({ required: true }),
    company: { ...company, internal: true },
  },
};

const NOTIFICATION: Shape = {
  name: 'managementReportNotification',
  label: 'Management Report Notification',
  path: '/company/companies/{company}/managementReportNotifications',
  shownAs: [],
  indexed: ['company'],
  fields: {
    notifyWho: reference('notificationRecipients', 'System.NotificationRecipientReference', { required: true }),
    member: reference('members', 'System.MemberReference'),
    email: text(50),
    globalFlag: flag(),
    company,
  },
  defaults: () => ({ globalFlag: false }),
};

const RECIPIENT: Shape = {
  name: 'notificationRecipient',
  label: 'Notification Recipient',
  shownAs: ['identifier', 'name'],
  fields: { identifier: text(), name: text() },
};

const RECIPIENTS: readonly Values[] = [
  { identifier: 'Member', name: 'Member' },
  { identifier: 'Email', name: 'Email Address' },
];

export function addSummaryReports(world: World): readonly Endpoint[] {
  fill('notificationRecipients', RECIPIENT, RECIPIENTS, world);
  const authorize = byRole('Company Maintenance', world);
  const parent = { table: 'companies', field: 'company' };
  const below = (name: string, table: string, shape: Shape): readonly Endpoint[] => {
    world.tables.add(table, shape);
    return collection({ path: `/company/companies/{parentId}/${name}`, table, authorize, parent }, world);
  };
  return [
    ...below('managementSummaryReports', 'managementSummaryReports', SUMMARY),
    ...below('managementReportNotifications', 'managementReportNotifications', NOTIFICATION),
    ...withoutReading(below('managementReportSetup', 'managementReportSetups', SETUP)),
  ];
}

/** The report set-up is listed, made and changed; it cannot be counted, read by its id or deleted. */
function withoutReading(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  return endpoints.flatMap(({ operations, ...endpoint }) => {
    if (endpoint.template.endsWith('/count')) {
      return [];
    }
    const { GET, DELETE, ...writes } = operations;
    return [{ ...endpoint, operations: endpoint.template.endsWith('/{id}') ? writes : { ...writes, GET } }];
  });
}
