/** What the parts of ConnectWise call one kind of record, found by its endpoint. */
export interface RecordKind {
  readonly path: string;
  /** Its `type` in a callback. */
  readonly callback?: string;
  /** Its `type` in the audit trail. */
  readonly audit?: string;
  /** Its `recordType` for documents. */
  readonly document?: string;
}

export const RECORD_KINDS: readonly RecordKind[] = [
  { path: '/company/companies', callback: 'company', audit: 'Company', document: 'Company' },
  { path: '/company/companies/{}/sites', callback: 'site' },
  { path: '/company/contacts', callback: 'contact', audit: 'Contact', document: 'Contact' },
  { path: '/company/configurations', callback: 'configuration', audit: 'Configuration', document: 'Configuration' },
  { path: '/service/tickets', callback: 'ticket', audit: 'Ticket', document: 'Ticket' },
  { path: '/finance/agreements', callback: 'agreement', audit: 'Agreement', document: 'Agreement' },
  { path: '/finance/agreements/{}/additions', audit: 'AgreementAddition' },
  { path: '/finance/invoices', callback: 'invoice', audit: 'Invoice' },
  { path: '/procurement/catalog', callback: 'productcatalog', audit: 'ProductCatalog' },
  { path: '/procurement/purchaseorders', callback: 'purchaseorder', audit: 'PurchaseOrder', document: 'PurchaseOrder' },
  { path: '/project/projects', callback: 'project', audit: 'Project', document: 'Project' },
  { path: '/sales/activities', callback: 'activity', audit: 'Activity' },
  { path: '/sales/opportunities', callback: 'opportunity', audit: 'Opportunity', document: 'Opportunity' },
  { path: '/schedule/entries', callback: 'schedule', audit: 'Schedule' },
  { path: '/system/members', callback: 'member' },
  { path: '/time/entries', callback: 'time', audit: 'Time' },
  { path: '/expense/entries', callback: 'expense', audit: 'Expense', document: 'Expense' },
];

/** The kind of the records at a shape's path, whatever the names in its braces. */
export function kindAt(path: string | undefined): RecordKind | undefined {
  const plain = path?.replace(/\{\w+\}/g, '{}').toLowerCase();
  return RECORD_KINDS.find((kind) => kind.path === plain);
}
