import { type ErrorItem, invalidObject, unreadableBody } from '../../api-error.js';
import type { Answer, Call, Endpoint } from '../../http/operation.js';
import { isObject } from '../../json.js';
import { markDeleted } from '../../store/stamps.js';
import type { Row, Table } from '../../store/table.js';
import type { Values } from '../../store/values.js';
import type { World } from '../../world.js';
import { authorOf, byRole } from '../collection.js';
import { found } from '../records.js';

/** The words of a merge, and the fields of a company that each decides on: `From` takes those of the one merged away. */
const SIDES: Readonly<Record<string, readonly string[]>> = {
  name: ['name'],
  identifier: ['identifier'],
  status: ['status'],
  type: ['types'],
  primaryAddress: ['addressLine1', 'addressLine2', 'city', 'state', 'zip', 'country'],
  primaryContact: ['defaultContact'],
  phone: ['phoneNumber'],
  fax: ['faxNumber'],
  website: ['website'],
  market: ['market'],
  territory: ['territory'],
  revenue: ['annualRevenue'],
  revenueYear: ['revenueYear'],
  numberOfEmployees: ['numberOfEmployees'],
  sicCode: ['sicCode'],
  dateAcquired: ['dateAcquired'],
  timeZone: ['timeZoneSetup'],
  sourceList: ['leadSource'],
  billingAddress: ['billingSite'],
  billingContact: ['billingContact'],
  taxCode: ['taxCode'],
  accountNumber: ['accountNumber'],
  billingTerms: ['billingTerms'],
  ...Object.fromEntries(
    Array.from({ length: 10 }, (_, at) => [`userDefinedField${at + 1}`, [`userDefinedField${at + 1}`]]),
  ),
};

/** What is merged unless the call says `Discard`; the sandbox has no records for the other words. */
const LISTS: Readonly<Record<string, string>> = { notes: 'companyNotes', sites: 'sites', contacts: 'contacts' };

/**
 * `POST …/{id}/merge`: all that points at the company points at the other one from now on, and the record itself is
 * gone or marked as deleted, by the settings. Neither `lastUpdated` moves: no increment tells of a merge.
 */
export function mergeCompanies(world: World): Endpoint {
  const table = world.tables.get('companies');
  return {
    template: '/company/companies/{id}/merge',
    operations: {
      POST: {
        authorize: byRole('Company Maintenance', world)('edit'),
        find: (call) => found(table, call.params['id'] ?? '', call),
        bodyName: 'companyMerge',
        run: (call) => merge(found(table, call.params['id'] ?? '', call), call, world),
      },
    },
  };
}

function merge(from: Row, call: Call, world: World): Answer {
  const table = world.tables.get('companies');
  if (!isObject(call.body)) {
    throw unreadableBody('companyMerge');
  }
  const into = survivor(from, call.body, table);
  const before = { from: from.values, into: into.values };
  for (const [word, name] of Object.entries(LISTS)) {
    if (call.body[word] === 'Discard') {
      discard(name, from.id, world);
    }
  }
  const isParent = into.values['parentCompany'] === from.id;
  const values = { ...survivorValues(before, call.body), ...(isParent && { parentCompany: null }) };
  remove(from, call, world);
  table.update(into, values);
  world.tables.repoint('companies', from.id, into.id);
  const author = authorOf(call, world);
  world.changes.tell({ table: 'companies', action: 'deleted', row: from, before: before.from, author });
  world.changes.tell({ table: 'companies', action: 'updated', row: into, before: before.into, author });
  return { status: 200, body: { success: true, message: 'Merge completed.' }, changed: true };
}

function survivor(from: Row, body: Readonly<Record<string, unknown>>, table: Table): Row {
  const wanted = body['toCompanyId'];
  if (wanted === undefined || wanted === null) {
    throw refusal('MissingRequiredField', 'The toCompanyId field is required.');
  }
  const into = typeof wanted === 'number' ? table.get(wanted) : undefined;
  if (!into || into.values['deletedFlag'] === true) {
    throw refusal('NotFound', `Company ${String(wanted)} not found`);
  }
  if (into === from) {
    throw refusal('InvalidField', 'A company cannot be merged with itself.');
  }
  const wrong = Object.keys(SIDES).find((word) => !['From', 'To', undefined, null].includes(body[word] as never));
  if (wrong !== undefined) {
    throw refusal('InvalidField', `The field ${wrong} must be From or To.`, wrong);
  }
  return into;
}

function survivorValues(
  { from, into }: { readonly from: Values; readonly into: Values },
  body: Readonly<Record<string, unknown>>,
): Values {
  const taken = Object.entries(SIDES).flatMap(([word, fields]) => (body[word] === 'From' ? fields : []));
  return { ...into, ...Object.fromEntries(taken.map((name) => [name, from[name]])) };
}

function discard(name: string, companyId: number, { tables }: World): void {
  for (const row of [...tables.childrenOf(name, 'company', companyId)]) {
    if (!tables.isUsed(name, row.id)) {
      tables.get(name).remove(row.id);
      tables.removeOwned(name, row.id);
    }
  }
}

function remove(row: Row, call: Call, world: World): void {
  const table = world.tables.get('companies');
  if (world.settings.mergedCompanies === 'marked') {
    markDeleted(table, row, authorOf(call, world));
  } else {
    table.remove(row.id);
  }
}

function refusal(code: string, message: string, field = 'toCompanyId'): Error {
  const item: ErrorItem = { code, message, resource: 'companyMerge', field };
  return invalidObject('companyMerge', [item]);
}
