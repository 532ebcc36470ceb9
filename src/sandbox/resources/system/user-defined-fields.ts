import type { Endpoint } from '../../http/operation.js';
import { datetime, flag, integer, oneOfValues, type Shape, text } from '../../store/shape.js';
import type { Values } from '../../store/values.js';
import type { World } from '../../world.js';
import { collection } from '../collection.js';
import { fill, tableSetup } from '../company-tables.js';
import { inShape, readOnly } from '../read-only.js';

const TYPES = [
  ...['TextArea', 'Button', 'Currency', 'Date', 'Hyperlink', 'IPAddress', 'Checkbox', 'Number', 'Percent'],
  ...['PhoneNumber', 'Text', 'Password'],
];

const FIELD: Shape = {
  name: 'userDefinedField',
  label: 'User Defined Field',
  path: '/system/userDefinedFields',
  shownAs: ['caption'],
  fields: {
    podId: integer({ required: true }),
    caption: text(25, { required: true }),
    sequenceNumber: integer({ required: true, range: [1, 500] }),
    screenId: text(25),
    helpText: text(1000),
    fieldTypeIdentifier: oneOfValues(TYPES, { required: true }),
    numberDecimals: integer(),
    entryTypeIdentifier: oneOfValues(['Date', 'EntryField', 'List', 'Option']),
    requiredFlag: flag(),
    displayOnScreenFlag: flag(),
    readOnlyFlag: flag(),
    listViewFlag: flag(),
    buttonUrl: text(1000),
    dateCreated: datetime({ readOnly: true }),
  },
  derive: ({ before, author }) => ({ dateCreated: before?.['dateCreated'] ?? author.at }),
};

const { screenId: _, ...INFO_FIELDS } = FIELD.fields;
const INFO: Shape = { ...FIELD, fields: INFO_FIELDS };

const field = (sequenceNumber: number, more: Values): Values => ({
  podId: 1,
  sequenceNumber,
  entryTypeIdentifier: 'EntryField',
  requiredFlag: false,
  displayOnScreenFlag: true,
  readOnlyFlag: false,
  listViewFlag: false,
  ...more,
});

/** The definitions of custom fields; the first two are those that companies have. */
export function addUserDefinedFields(world: World): readonly Endpoint[] {
  const first = [
    field(1, { caption: 'Contract no', fieldTypeIdentifier: 'Text' }),
    field(2, { caption: 'Managed', fieldTypeIdentifier: 'Checkbox' }),
  ];
  fill('userDefinedFields', FIELD, first, world);
  const path = '/system/userDefinedFields';
  const source = () => inShape(world.tables.get('userDefinedFields'), INFO);
  return [
    ...readOnly({ path: `${path}/info`, one: `${path}/{id}/info`, source }, world),
    ...collection({ path, table: 'userDefinedFields', authorize: tableSetup('General / Custom Field', world) }, world),
  ];
}
