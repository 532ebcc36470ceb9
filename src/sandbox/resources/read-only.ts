import type { Answer, Call, Endpoint } from '../http/operation.js';
import type { Shape } from '../store/shape.js';
import { type Row, type RowSource, Table } from '../store/table.js';
import type { Values } from '../store/values.js';
import type { World } from '../world.js';
import { type Authorize, countEndpoint, listAnswer } from './collection.js';
import { childrenOf, found, type Parent, shown } from './records.js';

interface ReadOnly {
  readonly path: string;
  /** Absent lets in any API member, whatever its role: what ConnectWise offers for choosing from. */
  readonly authorize?: ReturnType<Authorize>;
  /** Throws when a record of the path is missing. */
  readonly source: (call: Call) => RowSource;
  /** Where one record is found, `{path}/{id}` unless told; null where there is only the list. */
  readonly one?: string | null;
  readonly counted?: boolean;
}

/** List, count and get of records that are nobody's to write here. */
export function readOnly(spec: ReadOnly, world: World): readonly Endpoint[] {
  const { path, authorize = () => undefined, source, one = `${path}/{id}`, counted = true } = spec;
  const row = (call: Call): Row => found(source(call), call.params['id'] ?? '', call);
  const get = {
    authorize,
    find: row,
    run: (call: Call): Answer => ({ status: 200, body: shown(row(call), source(call), call) }),
  };
  return [
    {
      template: path,
      operations: { GET: { authorize, find: source, run: (call) => listAnswer(() => source(call), call, world) } },
    },
    ...(counted ? [countEndpoint({ path, authorize: () => authorize }, source, world)] : []),
    ...(one === null ? [] : [{ template: one, operations: { GET: get } }]),
  ];
}

export interface LightList extends Pick<ReadOnly, 'path' | 'one' | 'counted' | 'authorize'> {
  readonly table: string;
  readonly parent?: Parent;
  /** The fields of the light form; those that the full record has under another name are named with it. */
  readonly fields: readonly (string | readonly [light: string, full: string])[];
  readonly where?: (values: Values) => boolean;
}

/** A few fields of all records of a table, for whoever is let in at all. */
export function lightList(spec: LightList, world: World): readonly Endpoint[] {
  const full = world.tables.get(spec.table).shape;
  const pairs = spec.fields.map((field) => (typeof field === 'string' ? ([field, field] as const) : field));
  const shape: Shape = {
    name: full.name,
    label: full.label,
    path: full.path,
    shownAs: full.shownAs,
    fields: Object.fromEntries(
      pairs.flatMap(([light, name]) => (full.fields[name] ? [[light, full.fields[name]]] : [])),
    ),
  };
  const isSame = spec.where === undefined && pairs.every(([light, name]) => light === name);
  const source = (call: Call): RowSource => {
    const records = recordsOf(spec, call, world);
    if (isSame) {
      return { ...bound(records), shape: { ...shape, indexed: full.indexed } };
    }
    const view = new Table(shape);
    for (const row of records.rows) {
      if (spec.where?.(row.values) ?? true) {
        view.insert({ ...row, values: { ...row.values, ...renamed(row.values, pairs) } });
      }
    }
    return view;
  };
  return readOnly({ ...spec, source }, world);
}

function recordsOf({ table, parent }: LightList, call: Call, { tables }: World): RowSource {
  return parent
    ? childrenOf(tables, [table, parent.field], found(tables.get(parent.table), call.params['parentId'] ?? '', call).id)
    : tables.get(table);
}

function bound(records: RowSource): Omit<RowSource, 'shape'> {
  return {
    rows: records.rows,
    get: (id) => records.get(id),
    find: (field, value) => records.find(field, value),
  };
}

function renamed(values: Values, pairs: readonly (readonly [string, string])[]): Values {
  return Object.fromEntries(pairs.map(([light, full]) => [light, values[full]]));
}

/** The records of a table in the few fields of a light list. */
export function inShape(table: Table, shape: Shape): RowSource {
  return { ...bound(table), shape };
}
