import type { Endpoint, Method } from '../../http/operation.js';
import { flag, integer, oneOfValues, type Shape, text } from '../../store/shape.js';
import type { Values } from '../../store/values.js';
import type { World } from '../../world.js';
import { collection } from '../collection.js';
import { fill, tableSetup } from '../company-tables.js';
import { lightList } from '../read-only.js';
import { keepOneDefault } from './one-default.js';

const COLORS = [
  ...['Black', 'Blue', 'Cyan', 'Gray', 'Green', 'Lime', 'Orange'],
  ...['Pink', 'Purple', 'Red', 'White', 'Yellow', 'Custom'],
];

const setup = (what: Pick<Shape, 'name' | 'label' | 'path' | 'fields'>): Shape => ({
  shownAs: ['name'],
  unique: 'name',
  indexed: ['name'],
  defaults: () => ({ defaultFlag: false }),
  ...what,
});

const PRIORITY = setup({
  name: 'priority',
  label: 'Priority',
  path: '/service/priorities',
  fields: {
    name: text(50, { required: true }),
    color: oneOfValues(COLORS, { required: true }),
    sortOrder: integer(),
    defaultFlag: flag(),
    imageLink: text(undefined, { readOnly: true }),
    urgencySortOrder: text(),
    level: oneOfValues(['Critical', 'High', 'Medium', 'Low']),
  },
});

const SOURCE = setup({
  name: 'source',
  label: 'Service Source',
  path: '/service/sources',
  fields: { name: text(50, { required: true }), defaultFlag: flag() },
});

const LOCATION = setup({
  name: 'serviceLocation',
  label: 'Service Location',
  path: '/service/locations',
  fields: {
    name: text(30, { required: true }),
    where: oneOfValues(['OnSite', 'Remote', 'InHouse'], { required: true }),
    defaultFlag: flag(),
  },
});

/** Severities and impacts come with the product: their texts may be edited, and none is added or taken away. */
const graded = (name: string, label: string, path: string): Shape =>
  setup({
    name,
    label,
    path,
    fields: {
      name: text(undefined, { readOnly: true }),
      description: text(200, { required: true }),
      defaultFlag: flag(),
    },
  });

const GRADES: readonly Values[] = ['Low', 'Medium', 'High'].map((name) => ({
  name,
  description: name,
  defaultFlag: name === 'Medium',
}));

const priority = (name: string, color: string, more: Values): Values => ({ name, color, defaultFlag: false, ...more });

const PRIORITIES: readonly Values[] = [
  priority('Priority 1 - Emergency', 'Red', { sortOrder: 1, level: 'Critical' }),
  priority('Priority 2 - Quick Response', 'Orange', { sortOrder: 2, level: 'High' }),
  priority('Priority 3 - Normal Response', 'Yellow', { sortOrder: 3, level: 'Medium', defaultFlag: true }),
  priority('Priority 4 - Scheduled Maintenance', 'Green', { sortOrder: 4, level: 'Low' }),
  priority('緊急', 'Purple', { sortOrder: 5, level: 'Critical' }),
];

const named = (name: string, more: Values = {}): Values => ({ name, defaultFlag: false, ...more });

const SOURCES: readonly Values[] = [
  named('Call', { defaultFlag: true }),
  named('Email Connector'),
  named('Portal'),
  named('Third-party integration'),
  named('メール'),
];

const LOCATIONS: readonly Values[] = [
  named('On-Site', { where: 'OnSite' }),
  named('Remote', { where: 'Remote', defaultFlag: true }),
  named('In-House', { where: 'InHouse' }),
];

const EDITED: readonly Method[] = ['PUT', 'PATCH'];

/** Priorities, sources, severities, impacts and service locations. */
export function addServiceTables(world: World): readonly Endpoint[] {
  const tables: readonly (readonly [
    table: string,
    shape: Shape,
    rows: readonly Values[],
    writes?: readonly Method[],
  ])[] = [
    ['priorities', PRIORITY, PRIORITIES],
    ['serviceSources', SOURCE, SOURCES],
    ['serviceLocations', LOCATION, LOCATIONS],
    ['severities', graded('severity', 'Severity', '/service/severities'), GRADES, EDITED],
    ['impacts', graded('impact', 'Impact', '/service/impacts'), GRADES, EDITED],
  ];
  const authorize = tableSetup('Service / Service Board', world);
  const collections = tables.flatMap(([table, shape, rows, writes]) => {
    fill(table, shape, rows, world);
    keepOneDefault(table, null, world);
    return collection({ path: shape.path ?? '', table, authorize, writes }, world);
  });
  return [
    ...collections,
    ...lightList(
      { ...info('/service/priority'), table: 'priorities', fields: Object.keys(PRIORITY.fields), counted: false },
      world,
    ),
    ...lightList({ ...info('/service/sources'), table: 'serviceSources', fields: ['name', 'defaultFlag'] }, world),
    ...lightList({ ...info('/service/locations'), table: 'serviceLocations', fields: ['name', 'defaultFlag'] }, world),
  ];
}

function info(path: string): { readonly path: string; readonly one: string } {
  return { path: `${path}/info`, one: `${path}/{id}/info` };
}
