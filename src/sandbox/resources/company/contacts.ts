import { recordMissing } from '../../api-error.js';
import type { Call, Endpoint } from '../../http/operation.js';
import { computed, flag, type Kept, type Lookup, oneOfValues, reference, type Shape, text } from '../../store/shape.js';
import type { Row } from '../../store/table.js';
import type { World } from '../../world.js';
import { byRole, collection } from '../collection.js';
import { setUpTable } from '../set-up.js';

const CONTACT: Shape = {
  name: 'contact',
  label: 'Contact',
  path: '/company/contacts',
  shownAs: ['name'],
  indexed: ['company'],
  fields: {
    // The OpenAPI file does not mark it, the server demands it.
    firstName: text(undefined, { required: true }),
    lastName: text(),
    company: reference('companies', 'Company.CompanyReference', { owner: 'companies' }),
    site: reference('sites', 'Company.SiteReference'),
    addressLine1: text(),
    addressLine2: text(),
    city: text(),
    state: text(),
    zip: text(),
    country: reference('countries', 'Company.CountryReference'),
    inactiveFlag: flag(),
    managerContact: reference('contacts', 'Company.ContactReference'),
    assistantContact: reference('contacts', 'Company.ContactReference'),
    title: text(),
    nickName: text(),
    marriedFlag: flag(),
    childrenFlag: flag(),
    disablePortalLoginFlag: flag(),
    unsubscribeFlag: flag(),
    gender: oneOfValues(['Female', 'Male']),
    defaultPhoneType: computed(text(), (row, tables) => defaultPhone(row, tables)?.type ?? null),
    defaultPhoneNbr: computed(text(), (row, tables) => defaultPhone(row, tables)?.number ?? null),
    defaultBillingFlag: flag(),
    defaultFlag: flag(),
    communicationItems: {
      kind: 'items',
      table: 'communications',
      parent: 'contactId',
      shown: ['type', 'value', 'extension', 'defaultFlag', 'domain', 'communicationType'],
    },
    types: { kind: 'references', table: 'contactTypes', typeName: 'Company.ContactTypeReference', createOnly: true },
    integratorTags: { kind: 'texts' },
    customFields: { kind: 'customFields' },
  },
  defaults: () => ({
    inactiveFlag: false,
    marriedFlag: false,
    childrenFlag: false,
    disablePortalLoginFlag: false,
    unsubscribeFlag: false,
    defaultBillingFlag: false,
    defaultFlag: false,
  }),
  derive: ({ values }) => ({
    name: [values['firstName'], values['lastName']].filter((part) => typeof part === 'string').join(' '),
  }),
};

const TYPE: Shape & { readonly path: string } = {
  name: 'contactType',
  label: 'Contact Type',
  path: '/company/contacts/types',
  shownAs: ['name'],
  fields: {
    description: text(50, { required: true }),
    defaultFlag: flag(),
    serviceAlertFlag: flag(),
    serviceAlertMessage: text(150),
  },
  defaults: () => ({ defaultFlag: false, serviceAlertFlag: false }),
  derive: ({ values }) => ({ name: values['description'] }),
};

function defaultPhone({ id }: Kept, tables: Lookup): { readonly type: string; readonly number: string } | undefined {
  const phones = tables.childrenOf('communications', 'contactId', id).flatMap(({ values }) => {
    const type = tables.valuesOf('communicationTypes', Number(values['type']));
    return type?.['phoneFlag'] === true ? [{ values, type: String(type['name']) }] : [];
  });
  const phone = phones.find(({ values }) => values['defaultFlag'] === true) ?? phones[0];
  return phone && { type: phone.type, number: String(phone.values['value']) };
}

export function addContacts(world: World): readonly Endpoint[] {
  world.tables.add('contacts', CONTACT);
  const rows = [{ description: 'Billing' }, { description: 'Technical' }, { description: 'Decision Maker' }];
  const authorize = byRole('Contacts', world);
  const beforeDelete = (row: Row, call: Call): void => transfer(row, call, world);
  return [
    ...setUpTable({ table: 'contactTypes', shape: TYPE, rows, item: 'Company / Contact Type' }, world),
    ...collection({ path: '/company/contacts', table: 'contacts', authorize, beforeDelete }, world),
  ];
}

/** `transferContactId` names the contact that takes over what the deleted one had. */
function transfer(row: Row, { query }: Call, { tables }: World): void {
  const heir = query.get('transferContactId');
  if (heir === undefined) {
    return;
  }
  if (!tables.get('contacts').get(Number(heir))) {
    throw recordMissing('Contact', heir);
  }
  tables.repoint('contacts', row.id, Number(heir));
}
