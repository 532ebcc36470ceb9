import { permissionDenied, recordMissing } from '../api-error.js';
import type { Answer, Call, Endpoint, Operation } from '../http/operation.js';
import type { JsonObject } from '../json.js';
import type { Action } from '../permissions.js';
import type { Predicate } from '../query/evaluator.js';
import { Projection } from '../query/fields.js';
import { count, type ListRequest, list } from '../query/list.js';
import { render } from '../store/render.js';
import type { Row, RowSource, Table } from '../store/table.js';
import { type Author, Writer } from '../store/writer.js';
import type { World } from '../world.js';

export type Authorize = (action: Action) => (caller: string) => Predicate<Row> | undefined;

export interface Collection {
  readonly path: string;
  readonly table: string;
  readonly authorize: Authorize;
}

/** Rights by one row of the role. `My` sees and touches only what the caller's own member entered. */
export function byRole(functionName: string, world: World): Authorize {
  return (action) => (caller) => {
    const level = world.permissions.levels(functionName)[action];
    if (level === 'None') {
      throw permissionDenied();
    }
    return level === 'My' ? (row) => row.enteredBy === caller : undefined;
  };
}

/** List, count, get, POST, PUT, PATCH and DELETE of a table. */
export function collection(spec: Collection, world: World): readonly Endpoint[] {
  const table = world.tables.get(spec.table);
  const writes = new CollectionWrites(spec, table, world);
  const inquire = spec.authorize('inquire');
  return [
    {
      template: spec.path,
      table: spec.table,
      operations: {
        GET: { authorize: inquire, run: (call) => listAnswer(() => table, call, world) },
        POST: { authorize: spec.authorize('add'), bodyName: table.shape.name, run: (call) => writes.create(call) },
      },
    },
    countEndpoint(spec, () => table, world),
    {
      template: `${spec.path}/{id}`,
      table: spec.table,
      operations: {
        GET: {
          authorize: inquire,
          find: (call) => found(table, call),
          run: (call) => ({ status: 200, body: shown(found(table, call), table, call) }),
        },
        PUT: writes.operation('edit', (row, call) => writes.replace(row, call)),
        PATCH: writes.operation('edit', (row, call) => writes.patch(row, call)),
        DELETE: { ...writes.operation('delete', (row, call) => writes.delete(row, call)), bodyName: undefined },
      },
    },
  ];
}

export function countEndpoint(spec: Collection, source: () => RowSource, world: World): Endpoint {
  const run = (call: Call): Answer => ({ status: 200, body: { count: count(source(), listRequest(call, world)) } });
  return { template: `${spec.path}/count`, operations: { GET: { authorize: spec.authorize('inquire'), run } } };
}

export function listAnswer(source: () => RowSource, call: Call, world: World): Answer {
  const { records, link } = list(source(), listRequest(call, world));
  return { status: 200, body: records, headers: link === undefined ? {} : { Link: link } };
}

function listRequest(call: Call, world: World): ListRequest {
  return { ...call, dialect: world.settings.likeDialect };
}

function found(table: Table, call: Call): Row {
  const id = call.params['id'] ?? '';
  const row = table.get(Number(id));
  if (!row) {
    throw recordMissing(table.shape.label, id);
  }
  if (call.visible && !call.visible(row)) {
    throw permissionDenied();
  }
  return row;
}

function shown(row: Row, table: Table, call: Call): JsonObject {
  return new Projection(call.query.get('fields')).of(render(row, table.shape, call));
}

class CollectionWrites {
  readonly #writer: Writer;

  constructor(
    private readonly spec: Collection,
    private readonly table: Table,
    private readonly world: World,
  ) {
    this.#writer = new Writer(table, world.tables);
  }

  operation(action: Action, run: (row: Row, call: Call) => Answer): Operation {
    return {
      authorize: this.spec.authorize(action),
      find: (call) => found(this.table, call),
      bodyName: this.table.shape.name,
      run: (call) => run(found(this.table, call), call),
    };
  }

  create(call: Call): Answer {
    const row = this.#writer.create(call, this.#author(call));
    const location = `${call.base}${this.spec.path}/${row.id}`;
    return { status: 201, body: shown(row, this.table, call), headers: { Location: location }, changed: true };
  }

  replace(row: Row, call: Call): Answer {
    this.#writer.replace(row, call, this.#author(call));
    return { status: 200, body: shown(row, this.table, call), changed: true };
  }

  patch(row: Row, call: Call): Answer {
    const changed = this.#writer.patch(row, call, this.#author(call));
    return { status: 200, body: shown(row, this.table, call), changed };
  }

  delete(row: Row, call: Call): Answer {
    return { status: 204, changed: this.#writer.delete(row, this.spec.table, this.#author(call)) };
  }

  #author(call: Call): Author {
    return { name: call.caller, at: this.world.clock.now() };
  }
}
