import type { Role } from '../../../src/shared/caller.js';

const all: readonly Role[] = ['ADMIN', 'OPERATOR', 'BILLING', 'READER', 'INGEST', 'PLATFORM'];
const readers: readonly Role[] = ['ADMIN', 'OPERATOR', 'BILLING', 'READER'];
const mappers: readonly Role[] = ['ADMIN', 'OPERATOR'];
const billers: readonly Role[] = ['ADMIN', 'BILLING'];

/** Who may ask for each root field, written from the requirements (A2) and never from the code. */
export const allowedRoles: Readonly<Record<string, readonly Role[]>> = {
  // The caller itself.
  viewer: all,

  // Reading: every role of an account but INGEST, which reads its users' states and its events and nothing else.
  node: readers,
  nodes: readers,
  sources: readers,
  users: readers,
  integration: readers,
  connectWiseSetup: readers,
  companies: readers,
  companyMirror: readers,
  whyNotListed: readers,
  companyMappings: readers,
  drifts: readers,
  notifications: readers,
  products: readers,
  usage: readers,
  spamStatistics: readers,
  spamOverview: readers,
  spamSettings: readers,
  spamReportPreview: readers,
  spamDeliveries: readers,
  billingSettings: readers,
  billingOverrides: readers,
  billingOptions: readers,
  nextBillingRun: readers,
  billingPlans: readers,
  ticketingSettings: readers,
  ticketingOptions: readers,
  ticketOverrides: readers,
  ticketPreview: readers,
  ticketingStatus: readers,
  userStates: [...readers, 'INGEST'],
  jobs: readers,
  matchSuggestions: readers,
  matchingSettings: readers,
  overview: readers,
  retentionSettings: readers,
  events: [...readers, 'INGEST'],

  // The account's own administration.
  accessTokens: ['ADMIN'],
  auditEvents: ['ADMIN'],
  createAccessToken: ['ADMIN'],
  revokeAccessToken: ['ADMIN'],
  createSource: ['ADMIN'],
  testConnection: ['ADMIN'],
  updateMatchingSettings: ['ADMIN'],
  saveIntegrationSettings: ['ADMIN'],
  saveTicketingSettings: ['ADMIN'],
  saveTicketOverride: ['ADMIN'],
  removeTicketOverride: ['ADMIN'],
  saveSpamSettings: ['ADMIN'],
  saveSpamOverride: ['ADMIN'],
  removeSpamOverride: ['ADMIN'],
  saveRetentionSettings: ['ADMIN'],
  eraseUser: ['ADMIN'],

  // Users and mappings.
  saveUsers: [...mappers, 'INGEST'],
  archiveUser: mappers,
  reopenUser: mappers,
  ignoreUser: mappers,
  verifyCompany: mappers,
  startCompanySync: mappers,
  mapCompany: mappers,
  cancelJob: mappers,
  retryJob: mappers,
  startMatching: mappers,
  acceptMatchSuggestions: mappers,
  dismissMatchSuggestions: mappers,
  reopenMatchSuggestions: mappers,
  unmapCompany: mappers,
  enableMapping: mappers,
  disableMapping: mappers,
  verifyCompanyMapping: mappers,
  resolveDrifts: mappers,
  ignoreDrifts: mappers,
  startMappingVerification: mappers,
  mapCompanies: mappers,
  enableMappings: mappers,
  disableMappings: mappers,
  applyMappingImport: mappers,

  // Notifications.
  raiseNotifications: [...mappers, 'INGEST'],
  resolveNotifications: [...mappers, 'INGEST'],
  retryNotifications: mappers,
  attachTicket: mappers,

  // Products and their usage.
  saveProducts: [...mappers, 'INGEST'],
  recordUsage: [...mappers, 'INGEST'],

  // What mail filters saw.
  recordSpamStatistics: [...mappers, 'INGEST'],
  sendSpamReports: mappers,

  // What is billed, and how.
  saveBillingSettings: billers,
  saveBillingOverride: billers,
  removeBillingOverride: billers,
  reconciliation: readers,
  startReconciliation: billers,
  startBillingRun: billers,
  approveBillingLines: billers,
  rejectBillingLines: billers,
  discardBillingPlan: billers,
  undoBillingPlan: billers,
  resolveBillingLine: billers,

  // The platform.
  accounts: ['PLATFORM'],
  createAccount: ['PLATFORM'],
  suspendAccount: ['PLATFORM'],
  resumeAccount: ['PLATFORM'],
};
