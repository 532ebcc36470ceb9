import { badCondition, type ErrorItem, invalidObject } from '../../api-error.js';
import type { Call, Endpoint } from '../../http/operation.js';
import { isObject, type JsonObject } from '../../json.js';
import { kindAt, RECORD_KINDS } from '../../record-kinds.js';
import type { Change } from '../../store/changes.js';
import { render } from '../../store/render.js';
import { datetime, type Shape, text } from '../../store/shape.js';
import { newRow } from '../../store/stamps.js';
import { Table } from '../../store/table.js';
import type { Values } from '../../store/values.js';
import type { World } from '../../world.js';
import { countEndpoint, listAnswer } from '../collection.js';

const NAME = 'auditTrailEntry';
const PATH = '/system/audittrail';

const ENTRY: Shape = {
  name: NAME,
  label: 'Audit Trail Entry',
  shownAs: [],
  info: false,
  fields: {
    text: text(),
    enteredDate: datetime(),
    enteredBy: text(),
    auditType: text(),
    auditSubType: text(),
    auditSource: text(),
  },
};

/** Types that can be asked for; of most the sandbox has no records, and so no entries. */
const TYPES: readonly string[] = [
  ...RECORD_KINDS.flatMap(({ audit }) => audit ?? []),
  ...['None', 'ProjectTicket', 'Purchasing'],
];

/** Records with entries, oldest first; of those beyond, the entries are forgotten. */
const KEPT = 5_000;

/** What was done to one record, by the API or by people: told by `world.changes`. */
export function addAuditTrail(world: World): readonly Endpoint[] {
  const trails = new Map<string, Table>();
  world.changes.listen((change) => note(change, trails, world));
  const entriesOf = (call: Call): Table => {
    const missing = ['type', 'id'].filter((name) => call.query.get(name) === undefined);
    if (missing.length > 0) {
      throw invalidObject(NAME, missing.map(required));
    }
    return trails.get(keyOf(readType(call.query.get('type') ?? ''), Number(call.query.get('id')))) ?? new Table(ENTRY);
  };
  const run = (call: Call) => {
    if (call.forwardOnly) {
      throw badCondition('Forward-only pagination is not supported by this resource.');
    }
    const answer = listAnswer(() => entriesOf(call), call, world);
    return { ...answer, body: [answer.body ?? []].flat().map((entry) => withoutId(entry)) };
  };
  return [
    { template: PATH, operations: { GET: { run } } },
    countEndpoint({ path: PATH, authorize: () => () => undefined }, entriesOf, world),
  ];
}

function note(change: Change, trails: Map<string, Table>, world: World): void {
  const { row, author } = change;
  const type = kindAt(world.tables.get(change.table).shape.path)?.audit;
  if (type === undefined) {
    return;
  }
  const key = keyOf(type, row.id);
  const trail = trails.get(key) ?? new Table(ENTRY);
  trails.delete(key);
  trails.set(key, trail);
  for (const [auditSubType, words] of linesOf(change, world)) {
    const values = {
      text: words,
      enteredDate: author.at,
      enteredBy: author.name,
      auditType: type,
      auditSubType,
      auditSource: author.name === 'person' ? 'ConnectWise PSA' : 'API',
    };
    trail.insert(newRow(trail.nextId, values, author));
  }
  const [oldest] = trails.keys();
  if (trails.size > KEPT && oldest !== undefined) {
    trails.delete(oldest);
  }
}

/** One line for each field that changed. */
function linesOf(change: Change, world: World): readonly (readonly [subType: string, text: string])[] {
  const { shape } = world.tables.get(change.table);
  const label = `${shape.label} ${change.row.id}`;
  if (change.action !== 'updated') {
    const [subType, verb] = change.action === 'added' ? ['Created', 'created'] : ['Deleted', 'deleted'];
    return [[subType, `${label} has been ${verb}.`]];
  }
  const shownOf = (values: Values): JsonObject =>
    render({ ...change.row, values }, shape, { tables: world.tables, base: '', wants: (name) => name !== '_info' });
  const [before, after] = [shownOf(change.before ?? {}), shownOf(change.row.values)];
  return Object.keys(shape.fields)
    .filter((name) => wordsOf(before[name]) !== wordsOf(after[name]))
    .map((name) => ['Updated', `${name} changed from "${wordsOf(before[name])}" to "${wordsOf(after[name])}".`]);
}

function wordsOf(value: unknown): string {
  if (isObject(value)) {
    return String(value['name'] ?? value['identifier'] ?? value['id'] ?? '');
  }
  return Array.isArray(value) ? value.map(wordsOf).join(', ') : String(value ?? '');
}

function keyOf(type: string, id: number): string {
  return `${type} ${id}`;
}

function readType(wanted: string): string {
  const type = TYPES.find((known) => known.toLowerCase() === wanted.toLowerCase());
  if (type === undefined) {
    const message = `The value '${wanted}' is not valid for type.`;
    throw invalidObject(NAME, [{ code: 'InvalidField', message, resource: NAME, field: 'type' }]);
  }
  return type;
}

function required(field: string): ErrorItem {
  return { code: 'MissingRequiredField', message: `The ${field} field is required.`, resource: NAME, field };
}

/** The only records of the API without an id. */
function withoutId(entry: unknown): JsonObject {
  const { id: _, ...rest } = entry as JsonObject;
  return rest;
}
