import type { Sandbox } from '../../../src/sandbox/sandbox.js';
import type { Client } from '../client.js';

/** Where the sandbox differs from the description on purpose. One that matches nothing any more fails the tests. */
export const EXCEPTIONS: readonly { readonly complaint: RegExp; readonly because: string }[] = [
  {
    complaint: /^(POST|PUT|PATCH|DELETE) \S+ looks at fields$/,
    because: 'The service honours it wherever a record is answered.',
  },
  {
    complaint: /^(POST|PUT|PATCH|DELETE) \S+ looks at conditions$/,
    because: 'The journal notes them of any request.',
  },
  {
    complaint: /^POST \/service\/tickets\/search looks at (page|pageSize)$/,
    because: 'They stay in the query string of a search, which the description leaves out.',
  },
  {
    complaint:
      /^POST \/company\/companies\/\{parentId\}\/typeAssociations does not say: The company field is required\.$/,
    because: 'The path says which company.',
  },
  {
    complaint: /^PATCH \/service\/boards\/\S+\/associations\/\{id\} does not say: The id field is required\.$/,
    because: 'The path says which association.',
  },
  {
    complaint: /^GET \/service\/tickets\/\{parentId\}\/(activities|products|scheduleentries) has nothing to show$/,
    because: 'Nobody plans, sells or schedules in the sandbox.',
  },
  {
    complaint: /\/managementReportSetup answers the Location \S+$/,
    because: 'There is no operation that reads one set-up.',
  },
];

/** Drops the complaints that are meant; remembers which exceptions were needed. */
export class Judge {
  readonly #needed = new Set<RegExp>();

  unmeant(complaints: readonly string[]): readonly string[] {
    return complaints.filter((text) => {
      const exception = EXCEPTIONS.find(({ complaint }) => complaint.test(text));
      if (exception) this.#needed.add(exception.complaint);
      return !exception;
    });
  }

  get unneeded(): readonly string[] {
    return EXCEPTIONS.filter(({ complaint }) => !this.#needed.has(complaint)).map(({ because }) => because);
  }
}

/** Bodies to make the first record of a list that is empty at the start. */
export const SAMPLES: Readonly<Record<string, object>> = {
  '/company/companies/{parentId}/notes': { text: 'Called.' },
  '/company/companies/{parentId}/teams': { teamRole: { id: 1 } },
  '/company/companies/{parentId}/managementSummaryReports': { groupIdentifier: 'group' },
  '/company/companies/{parentId}/managementReportNotifications': { notifyWho: { id: 1 } },
  '/company/companies/{parentId}/managementReportSetup': { scheduledReportDisabledFlag: false },
  '/company/managementBackups': { type: { id: 1 }, item: { id: 1 }, billingLevel: 'Summary' },
  '/company/managedDevicesIntegrations': {
    ...{ name: 'Devices', solution: 'Devices', loginBy: 'Global', defaultBillingLevel: 'Detail' },
  },
  '/finance/agreements/{parentId}/adjustments': { amount: 10, effectiveDate: '2026-01-01T00:00:00Z' },
  '/finance/agreements/{parentId}/sites': { company: { id: 251 } },
  '/service/tickets/{parentId}/notes': { text: 'Seen.', detailDescriptionFlag: true },
  '/service/tickets/{parentId}/tasks': { notes: 'Call back.' },
  '/system/callbacks': {
    ...{ url: 'http://127.0.0.1/?recordId=', objectId: 1, type: 'ticket', level: 'owner', inactiveFlag: true },
  },
  '/procurement/products': { catalogItem: { id: 1 }, billableOption: 'Billable' },
};

/** What a twin of a record must differ in. */
export const DIFFERENCES: Readonly<Record<string, object>> = {
  '/system/callbacks': { objectId: 2 },
  '/company/companyTypeAssociations': { type: { name: 'Partner' } },
  '/company/companies/{parentId}/typeAssociations': { type: { name: 'Partner' } },
};

/** What a list cannot be asked without. */
export const QUERIES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/system/documents': { recordType: 'Ticket', recordId: '1' },
  '/system/documents/count': { recordType: 'Ticket', recordId: '1' },
  '/system/audittrail': { type: 'Ticket', id: '1' },
  '/system/audittrail/count': { type: 'Ticket', id: '1' },
};

/** Lists that stand under another name than their records. */
export const ELSEWHERE: Readonly<Record<string, string>> = { '/service/priority': '/service/priorities' };

/** Makes what only other people make, and what is no JSON: the records that all else can be tried on. */
export async function furnish(sandbox: Sandbox, client: Client): Promise<void> {
  const company = { id: sandbox.landmarks.ordinary[0].id };
  sandbox.records('invoices').add({ invoiceNumber: '1001', type: 'Miscellaneous', company });
  const ticket = sandbox.records('tickets').add({ summary: 'Mail is late', company, board: { id: 1 } });
  sandbox.tickets.addTime(ticket.id, 1, 'Looked at it.');
  const document = new FormData();
  for (const [name, value] of Object.entries({ ...QUERIES['/system/documents'], title: 'Log' })) {
    document.append(name, value);
  }
  document.append('file', new Blob(['line']), 'log.txt');
  const url = `${sandbox.url}/v4_6_release/apis/3.0/system/documents`;
  await fetch(url, { method: 'POST', headers: client.headers, body: document });
}
