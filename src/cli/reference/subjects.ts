/** Operations that belong together, on one page of the reference. */
export interface Subject {
  /** Of its page. */
  readonly file: string;
  readonly title: string;
  readonly about: string;
  readonly operations: readonly string[];
}

const words = (text: string) => text.trim().split(/\s+/);

/** Every root field stands in one of these; the reference is not written while one is missing. */
export const subjects: readonly Subject[] = [
  {
    file: 'connection.md',
    title: 'Connection to ConnectWise',
    about: 'How ConnectWise is reached and whether anything may go out.',
    operations: words('integration connectWiseSetup testConnection saveIntegrationSettings'),
  },
  {
    file: 'users.md',
    title: 'Users and their sources',
    about: 'Who is to be mapped: sources (products) report users, the end customers of the account.',
    operations: words(`sources createSource users userStates saveUsers ignoreUser archiveUser reopenUser node nodes`),
  },
  {
    file: 'companies.md',
    title: 'Companies',
    about: 'What ConnectWise has, by way of our copy of it, and asked anew for one company.',
    operations: words('companies companyMirror whyNotListed verifyCompany startCompanySync'),
  },
  {
    file: 'mappings.md',
    title: 'Mappings and suggestions',
    about: 'Which company a user is.',
    operations:
      words(`companyMappings mapCompany mapCompanies enableMapping enableMappings disableMapping disableMappings
      unmapCompany verifyCompanyMapping startMappingVerification applyMappingImport
      matchSuggestions matchingSettings updateMatchingSettings startMatching
      acceptMatchSuggestions dismissMatchSuggestions reopenMatchSuggestions`),
  },
  {
    file: 'drifts.md',
    title: 'Drifts',
    about: 'What changed in ConnectWise under a mapping.',
    operations: words('drifts resolveDrifts ignoreDrifts'),
  },
  {
    file: 'notifications.md',
    title: 'Notifications and tickets',
    about: 'Conditions that become service tickets.',
    operations: words(`notifications raiseNotifications resolveNotifications retryNotifications attachTicket
      ticketingSettings saveTicketingSettings ticketingOptions ticketingStatus ticketPreview
      ticketOverrides saveTicketOverride removeTicketOverride`),
  },
  {
    file: 'billing.md',
    title: 'Usage and billing',
    about: 'Usage that becomes quantities on agreements.',
    operations: words(`products saveProducts usage recordUsage
      billingSettings saveBillingSettings billingOptions billingOverrides saveBillingOverride removeBillingOverride
      nextBillingRun billingPlans startBillingRun approveBillingLines rejectBillingLines discardBillingPlan
      resolveBillingLine undoBillingPlan reconciliation startReconciliation`),
  },
  {
    file: 'spam.md',
    title: 'Spam statistics',
    about: 'What mail filters saw, and the reports of it.',
    operations: words(`recordSpamStatistics spamStatistics spamOverview spamSettings saveSpamSettings saveSpamOverride
      removeSpamOverride spamReportPreview sendSpamReports spamDeliveries`),
  },
  {
    file: 'work.md',
    title: 'Overview, events and jobs',
    about: 'Where the work stands, what happened, and what is being done in the background.',
    operations: words('overview events jobs cancelJob retryJob'),
  },
  {
    file: 'access.md',
    title: 'Access, accounts and the audit trail',
    about: 'Who may call, and who did what.',
    operations: words(`viewer accessTokens createAccessToken revokeAccessToken auditEvents
      accounts createAccount suspendAccount resumeAccount`),
  },
  {
    file: 'data-protection.md',
    title: 'Retention and erasure',
    about: 'How long data is kept, and how a user is erased.',
    operations: words('retentionSettings saveRetentionSettings eraseUser'),
  },
];
