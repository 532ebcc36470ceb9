import type { Endpoint } from '../../http/operation.js';
import type { Shape } from '../../store/shape.js';
import type { RowSource, Table } from '../../store/table.js';
import type { World } from '../../world.js';
import { countEndpoint, listAnswer } from '../collection.js';
import { found, shown } from '../records.js';

export interface LightList {
  readonly path: string;
  /** Path of one record; `{path}/{id}` unless told. Null where there is none. */
  readonly itemPath?: string | null;
  readonly source: () => RowSource;
}

/** List, count and get for any API member, whatever its role: what ConnectWise offers for choosing from. */
export function lightList({ path, itemPath = `${path}/{id}`, source }: LightList, world: World): readonly Endpoint[] {
  const item: Endpoint[] =
    itemPath === null
      ? []
      : [
          {
            template: itemPath,
            operations: {
              GET: {
                run: (call) => {
                  const from = source();
                  return { status: 200, body: shown(found(from, call.params['id'] ?? '', call), from, call) };
                },
              },
            },
          },
        ];
  return [
    { template: path, operations: { GET: { run: (call) => listAnswer(source, call, world) } } },
    countEndpoint({ path, authorize: () => () => undefined }, source, world),
    ...item,
  ];
}

/** The records of a table in the few fields of a light list. */
export function inShape(table: Table, shape: Shape): RowSource {
  return { shape, rows: table.rows, get: (id) => table.get(id), find: (field, value) => table.find(field, value) };
}
