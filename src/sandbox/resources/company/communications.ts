import type { ErrorItem } from '../../api-error.js';
import type { Endpoint } from '../../http/operation.js';
import {
  computed,
  type Draft,
  flag,
  integer,
  type Kept,
  type Lookup,
  oneOfValues,
  reference,
  type Shape,
  text,
} from '../../store/shape.js';
import type { World } from '../../world.js';
import { byRole, collection } from '../collection.js';
import { setUpTable } from '../set-up.js';

const TYPE: Shape & { readonly path: string } = {
  name: 'communicationType',
  label: 'Communication Type',
  path: '/company/communicationTypes',
  shownAs: ['name'],
  fields: {
    description: text(undefined, { required: true }),
    phoneFlag: flag(),
    faxFlag: flag(),
    emailFlag: flag(),
    defaultFlag: flag(),
    exchangeXref: text(50),
    iphoneXref: text(50),
    androidXref: text(50),
    googleXref: text(50),
  },
  defaults: () => ({ phoneFlag: false, faxFlag: false, emailFlag: false, defaultFlag: false }),
  derive: ({ values }) => ({ name: values['description'] }),
  check: oneKind,
};

function oneKind({ values }: Draft): readonly ErrorItem[] {
  const chosen = ['phoneFlag', 'faxFlag', 'emailFlag'].filter((name) => values[name] === true);
  const message = 'One of phoneFlag, faxFlag and emailFlag must be true.';
  return chosen.length === 1
    ? []
    : [{ code: 'InvalidField', message, resource: 'communicationType', field: 'phoneFlag' }];
}

const COMMUNICATION: Shape = {
  name: 'contactCommunication',
  label: 'Communication',
  path: '/company/contacts/{contactId}/communications',
  shownAs: [],
  indexed: ['contactId'],
  fields: {
    contactId: integer({ readOnly: true, owner: 'contacts' }),
    type: reference('communicationTypes', 'Company.CommunicationTypeReference', { required: true }),
    value: text(250, { required: true }),
    extension: text(15),
    defaultFlag: flag(),
    communicationType: computed(oneOfValues(['Email', 'Fax', 'Phone']), kindOf),
    domain: computed(text(), domainOf),
  },
  defaults: () => ({ defaultFlag: false }),
};

function kindOf({ values }: Kept, tables: Lookup): string {
  const type = tables.valuesOf('communicationTypes', Number(values['type'])) ?? {};
  if (type['emailFlag'] === true) {
    return 'Email';
  }
  return type['faxFlag'] === true ? 'Fax' : 'Phone';
}

function domainOf({ values }: Kept): string | null {
  const [, domain] = String(values['value'] ?? '').split('@');
  return domain === undefined ? null : `@${domain}`;
}

export function addCommunications(world: World): readonly Endpoint[] {
  world.tables.add('communications', COMMUNICATION);
  const rows = [
    { description: 'Email', emailFlag: true, defaultFlag: true },
    { description: 'Direct', phoneFlag: true },
    { description: 'Fax', faxFlag: true },
    { description: 'Mobile', phoneFlag: true },
  ];
  const path = '/company/contacts/{parentId}/communications';
  const parent = { table: 'contacts', field: 'contactId' };
  return [
    ...setUpTable({ table: 'communicationTypes', shape: TYPE, rows, item: 'Company / Communication Type' }, world),
    ...collection({ path, table: 'communications', authorize: byRole('Contacts', world), parent }, world),
  ];
}
