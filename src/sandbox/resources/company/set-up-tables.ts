import type { Endpoint } from '../../http/operation.js';
import { flag, integer, reference, text } from '../../store/shape.js';
import type { World } from '../../world.js';
import { namesOf, type SetUpTable, setUpTable } from '../set-up.js';

const NAME = text(50, { required: true });

const COUNTRIES: SetUpTable = {
  table: 'countries',
  item: 'General / Country',
  shape: {
    name: 'country',
    label: 'Country',
    path: '/company/countries',
    shownAs: ['identifier', 'name'],
    fields: {
      name: NAME,
      defaultFlag: flag(),
      currency: reference('currencies', 'Finance.CurrencyReference', { required: true }),
      cityCaption: text(25),
      stateCaption: text(25),
      zipCaption: text(25),
      zipMinimumLength: integer(),
      dialingPrefix: text(5),
      addressFormat: reference('addressFormats', 'Company.AddressFormatReference'),
      countryCode: text(2),
    },
    defaults: () => ({ defaultFlag: false }),
    derive: ({ values }) => ({ identifier: values['countryCode'] }),
  },
  rows: [
    { name: 'United States', countryCode: 'US', currency: 1, defaultFlag: true },
    { name: 'United Kingdom', countryCode: 'GB', currency: 1 },
    { name: 'Germany', countryCode: 'DE', currency: 2 },
    { name: 'Japan', countryCode: 'JP', currency: 3 },
  ],
};

const STATES: SetUpTable = {
  table: 'states',
  item: 'General / State',
  shape: {
    name: 'state',
    label: 'State',
    path: '/company/states',
    shownAs: ['identifier', 'name'],
    fields: {
      identifier: NAME,
      name: NAME,
      country: reference('countries', 'Company.CountryReference', { required: true }),
    },
  },
  rows: [
    { identifier: 'FL', name: 'Florida', country: 1 },
    { identifier: 'MA', name: 'Massachusetts', country: 1 },
    { identifier: 'CO', name: 'Colorado', country: 1 },
    { identifier: 'TX', name: 'Texas', country: 1 },
    { identifier: '愛知県', name: 'Aichi', country: 4 },
  ],
};

const ADDRESS_FORMATS: SetUpTable = {
  table: 'addressFormats',
  item: 'General / Address Format',
  shape: {
    name: 'addressFormat',
    label: 'Address Format',
    path: '/company/addressFormats',
    shownAs: ['name'],
    fields: { name: NAME, format: text(250, { required: true }), defaultFlag: flag() },
    defaults: () => ({ defaultFlag: false }),
  },
  rows: [{ name: 'United States', format: '[ADDRESS1] [ADDRESS2] [CITY], [STATE] [ZIP]', defaultFlag: true }],
};

const NOTE_TYPES: SetUpTable = {
  table: 'noteTypes',
  item: 'Company / Note Type',
  shape: {
    name: 'companyNoteType',
    label: 'Note Type',
    path: '/company/noteTypes',
    shownAs: ['name'],
    fields: { identifier: text(15), name: NAME, defaultFlag: flag(), importFlag: flag() },
    defaults: () => ({ defaultFlag: false, importFlag: false }),
  },
  rows: [
    { identifier: 'Comments', name: 'Comments', defaultFlag: true },
    { identifier: 'Billing', name: 'Billing' },
    { identifier: 'Special', name: 'Special Instructions' },
  ],
};

const plain = (
  table: string,
  label: string,
  more: { path: string; length: number; names: readonly string[] },
): SetUpTable => ({
  table,
  item: `Company / ${label}`,
  shape: {
    name: `${label.charAt(0).toLowerCase()}${label.slice(1).replaceAll(' ', '')}`,
    label,
    path: more.path,
    shownAs: ['name'],
    fields: { name: text(more.length, { required: true }) },
  },
  rows: namesOf(more.names),
});

const TABLES: readonly SetUpTable[] = [
  COUNTRIES,
  STATES,
  ADDRESS_FORMATS,
  NOTE_TYPES,
  plain('markets', 'Market Description', {
    path: '/company/marketDescriptions',
    length: 50,
    names: ['Dental', 'Legal', 'Manufacturing', 'Retail', 'Education'],
  }),
  plain('ownershipTypes', 'Ownership Type', {
    path: '/company/ownershipTypes',
    length: 200,
    names: ['Private', 'Public'],
  }),
];

export function addCompanySetUp(world: World): readonly Endpoint[] {
  return TABLES.flatMap((table) => setUpTable(table, world));
}
