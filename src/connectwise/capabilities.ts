import type { CheckSubject } from './connection-report.js';
import type { RoleNeed } from './rights.js';
import type { ConnectWiseSession } from './session.js';

/** Something the API member's role may or may not permit. */
export interface Capability {
  readonly subject: CheckSubject;
  /** What is or is not permitted, to be followed by "is permitted". */
  readonly what: string;
  readonly need: RoleNeed;
  /** A read that proves it where the rights do not. There is none for writes: a test changes nothing. */
  readonly read?: (session: ConnectWiseSession) => Promise<void>;
  /** Whether the read alone is believed, whatever the rights say. */
  readonly isReadDecisive?: boolean;
}

const need = (module: string, name: string, actions: RoleNeed['actions']): RoleNeed => ({
  module,
  function: name,
  actions,
});

export const READ_COMPANIES: Capability = {
  subject: 'READ_COMPANIES',
  what: 'Reading companies',
  need: need('Companies', 'Company Maintenance', ['inquire']),
  read: (session) => session.probes.readCompanies(),
  isReadDecisive: true,
};

/** The others, in the order of the report. */
export const CAPABILITIES: readonly Capability[] = [
  {
    subject: 'READ_AGREEMENTS',
    what: 'Reading agreements',
    need: need('Finance', 'Agreements', ['inquire']),
    read: (session) => session.probes.readAgreements(),
  },
  { subject: 'WRITE_ADDITIONS', what: 'Writing additions', need: need('Finance', 'Agreements', ['add', 'edit']) },
  {
    subject: 'READ_CATALOG',
    what: 'Reading the product catalog',
    need: need('Procurement', 'Product Catalog', ['inquire']),
    read: (session) => session.probes.readCatalog(),
  },
  {
    subject: 'READ_BOARDS',
    what: 'Reading service boards',
    // Set-up tables are readable even without table access, so the rights prove nothing here.
    need: need('System', 'Table Setup', ['inquire']),
    read: (session) => session.probes.readBoards(),
    isReadDecisive: true,
  },
  {
    subject: 'WRITE_TICKETS',
    what: 'Writing tickets',
    need: need('Service Desk', 'Service Tickets', ['add', 'edit', 'inquire']),
  },
  { subject: 'CLOSE_TICKETS', what: 'Closing tickets', need: need('Service Desk', 'Close Service Tickets', ['edit']) },
  {
    subject: 'COMPANY_NOTES',
    what: 'Writing company notes',
    need: need('Companies', 'Company Maintenance', ['add', 'edit']),
  },
  {
    subject: 'DOCUMENTS',
    what: 'Attaching documents',
    // One that is there takes no other content: it is found, and deleted when another has replaced it.
    need: need('Companies', 'Manage Attachments', ['add', 'delete', 'inquire']),
  },
  {
    subject: 'CALLBACKS',
    what: 'Registering callbacks',
    need: { ...need('System', 'Table Setup', ['add', 'edit', 'delete']), table: /callback|hostedapi/ },
  },
  {
    subject: 'SUMMARY_REPORTS',
    what: 'Writing management summary reports',
    need: need('Companies', 'Company Maintenance', ['add', 'edit', 'inquire']),
  },
];
