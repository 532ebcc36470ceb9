import { type ErrorItem, invalidObject } from '../../api-error.js';
import { RECORD_KINDS } from '../../record-kinds.js';
import { datetime, flag, integer, type Shape, text } from '../../store/shape.js';

const NAME = 'documentInfo';

export const DOCUMENT: Shape = {
  name: NAME,
  label: 'Document',
  path: '/system/documents',
  shownAs: ['title'],
  fields: {
    title: text(),
    fileName: text(),
    serverFileName: text(),
    owner: text(),
    linkFlag: flag(),
    imageFlag: flag(),
    publicFlag: flag(),
    htmlTemplateFlag: flag(),
    readOnlyFlag: flag(),
    size: integer(),
    urlFlag: flag(),
    createdOnDate: datetime(),
    guid: text(),
  },
};

/** Record types that hold documents, some of them of tables the sandbox does not have. */
const RECORD_TYPES: readonly string[] = [
  ...RECORD_KINDS.flatMap(({ document }) => document ?? []),
  ...['SalesOrder', 'ServiceTemplate', 'Rma'],
];

export function readType(text: string): string {
  const type = RECORD_TYPES.find((known) => known.toLowerCase() === text.toLowerCase());
  if (type === undefined) {
    const message = `The value '${text}' is not valid for recordType.`;
    throw invalidObject(NAME, [{ code: 'InvalidField', message, resource: NAME, field: 'recordType' }]);
  }
  return type;
}

export function required(field: string): ErrorItem {
  return { code: 'MissingRequiredField', message: `The ${field} field is required.`, resource: NAME, field };
}

export function isTrue(text: string | undefined): boolean {
  return text?.toLowerCase() === 'true';
}
