import type { Settings } from '../../settings.js';
import { datetime, decimal, type Field, flag, integer, oneOfValues, reference, text } from '../../store/shape.js';
import { BILLING } from './board-shape.js';

const readOnly = { readOnly: true };
const once = { createOnly: true, transient: true };
const grade = oneOfValues(['Low', 'Medium', 'High'], { requiredOnUpdate: true });
const method = oneOfValues(['ActualRates', 'FixedFee', 'NotToExceed', 'OverrideRate']);
const ofBoard = { within: ['board', 'board'] } as const;
const ofCompany = { within: ['company', 'company'] } as const;

const decimals = (...names: readonly string[]): Readonly<Record<string, Field>> =>
  Object.fromEntries(names.map((name) => [name, decimal()]));

const integers = (...names: readonly string[]): Readonly<Record<string, Field>> =>
  Object.fromEntries(names.map((name) => [name, integer(readOnly)]));

/** Who wants what of whom. */
const HEAD: Readonly<Record<string, Field>> = {
  summary: text(100, { required: true }),
  recordType: oneOfValues(['ProjectIssue', 'ProjectTicket', 'ServiceTicket'], readOnly),
  board: reference('boards', 'Service.BoardReference'),
  status: reference('boardStatuses', 'Service.ServiceStatusReference', ofBoard),
  workRole: reference('workRoles', 'Time.WorkRoleReference'),
  workType: reference('workTypes', 'Time.WorkTypeReference'),
  company: reference('companies', 'Company.CompanyReference', { required: true }),
  site: reference('sites', 'Company.SiteReference', ofCompany),
  siteName: text(156),
  addressLine1: text(50),
  addressLine2: text(50),
  city: text(50),
  stateIdentifier: text(50),
  zip: text(12),
  country: reference('countries', 'Company.CountryReference'),
  contact: reference('contacts', 'Company.ContactReference', ofCompany),
  contactName: text(62),
  contactPhoneNumber: text(20),
  contactPhoneExtension: text(15),
  contactEmailAddress: text(250),
  type: reference('boardTypes', 'Service.ServiceTypeReference', ofBoard),
  subType: reference('boardSubTypes', 'Service.ServiceSubTypeReference', ofBoard),
  item: reference('boardItems', 'Service.ServiceItemReference', ofBoard),
  team: reference('boardTeams', 'Service.ServiceTeamReference', { within: ['board', 'boardId'] }),
  owner: reference('members', 'System.MemberReference'),
  priority: reference('priorities', 'Service.PriorityReference'),
  serviceLocation: reference('serviceLocations', 'Service.ServiceLocationReference'),
  source: reference('serviceSources', 'Service.ServiceSourceReference'),
  requiredDate: datetime(),
  budgetHours: decimal(),
  opportunity: reference('opportunities', 'Sales.OpportunityReference'),
  agreement: reference('agreements', 'Finance.AgreementReference', ofCompany),
  agreementType: text(undefined, readOnly),
  severity: grade,
  impact: grade,
  externalXRef: text(100),
  poNumber: text(50),
};

/** Who is told of it, and what is said only once. */
const WORDS: Readonly<Record<string, Field>> = {
  knowledgeBaseCategoryId: integer(),
  knowledgeBaseSubCategoryId: integer(),
  allowAllClientsPortalView: flag(),
  customerUpdatedFlag: flag(),
  automaticEmailContactFlag: flag(),
  automaticEmailResourceFlag: flag(),
  automaticEmailCcFlag: flag(),
  automaticEmailCc: text(1000),
  initialDescription: text(undefined, once),
  initialInternalAnalysis: text(undefined, once),
  initialResolution: text(undefined, once),
  initialDescriptionFrom: text(undefined, once),
  contactEmailLookup: text(undefined, once),
  processNotifications: flag({ transient: true }),
  skipCallback: flag({ transient: true }),
};

const CLOSING = (settings: Settings): Readonly<Record<string, Field>> => ({
  closedDate: datetime(readOnly),
  closedBy: text(undefined, readOnly),
  closedFlag: flag({
    ...readOnly,
    filteredAs: ({ closedFlag }) => (settings.closedFlagFilter === 'right' ? closedFlag === true : false),
  }),
});

const MONEY: Readonly<Record<string, Field>> = {
  actualHours: decimal(readOnly),
  approved: flag(),
  ...decimals('estimatedExpenseCost', 'estimatedExpenseRevenue', 'estimatedProductCost', 'estimatedProductRevenue'),
  ...decimals('estimatedTimeCost', 'estimatedTimeRevenue'),
  billingMethod: method,
  billingAmount: decimal(),
  hourlyRate: decimal(),
  subBillingMethod: method,
  subBillingAmount: decimal(),
  subDateAccepted: datetime(),
};

/** What follows from agreements on service levels; the sandbox has no such agreements, and counts no minutes. */
const SERVICE_LEVEL: Readonly<Record<string, Field>> = {
  dateResolved: datetime(readOnly),
  dateResplan: datetime(readOnly),
  dateResponded: datetime(readOnly),
  ...integers('resolveMinutes', 'resPlanMinutes', 'respondMinutes'),
  isInSla: flag(readOnly),
};

const KIN: Readonly<Record<string, Field>> = {
  knowledgeBaseLinkId: integer(),
  resources: text(undefined, readOnly),
  parentTicketId: integer(readOnly),
  hasChildTicket: flag(readOnly),
  hasMergedChildTicketFlag: flag(readOnly),
  billTime: BILLING,
  billExpenses: BILLING,
  billProducts: BILLING,
  estimatedStartDate: datetime(),
  duration: integer(),
  location: reference('locations', 'System.SystemLocationReference'),
  department: reference('departments', 'System.SystemDepartmentReference'),
  mobileGuid: text(undefined, readOnly),
  sla: reference('slas', 'Service.SLAReference'),
  slaStatus: text(undefined, readOnly),
  requestForChangeFlag: flag(),
  currency: reference('currencies', 'Finance.CurrencyReference'),
  mergedParentTicket: reference('tickets', 'Service.TicketReference', readOnly),
  integratorTags: { kind: 'texts' },
  escalationLevel: integer(readOnly),
  minutesWaiting: integer(readOnly),
  customFields: { kind: 'customFields' },
};

/** The fields of a ticket in the order in which they are returned. */
export function ticketFields(settings: Settings): Readonly<Record<string, Field>> {
  return { ...HEAD, ...WORDS, ...CLOSING(settings), ...MONEY, ...SERVICE_LEVEL, ...KIN };
}
