import { permissionDenied } from '../api-error.js';
import type { Answer, Call, Endpoint, Method, Operation } from '../http/operation.js';
import type { Action } from '../permissions.js';
import type { Predicate } from '../query/evaluator.js';
import { count, type ListRequest, list } from '../query/list.js';
import type { Author } from '../store/author.js';
import { pathOf } from '../store/render.js';
import type { Row, RowSource } from '../store/table.js';
import { type Allow, Writer } from '../store/writer.js';
import type { World } from '../world.js';
import { type Parent, Records } from './records.js';

export type Authorize = (action: Action) => (caller: string) => Predicate<Row> | undefined;

export interface Collection {
  /** A nested one has `{parentId}` in its path. */
  readonly path: string;
  readonly table: string;
  readonly authorize: Authorize;
  readonly parent?: Parent;
  /** Of POST, PUT, PATCH and DELETE those that are there; absent is all of them. */
  readonly writes?: readonly Method[];
  /** What else a POST does, once its record is made. */
  readonly afterCreate?: (row: Row, call: Call) => void;
  /** What a DELETE does first. */
  readonly beforeDelete?: (row: Row, call: Call) => void;
  /** POST and DELETE answer 200 with the record, as below the management objects, instead of 201 and 204. */
  readonly answersPlainly?: boolean;
  /** What of a write the role forbids beyond its action, such as closing a ticket. */
  readonly allow?: Allow;
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
  const { authorize, writes: offered = ['POST', 'PUT', 'PATCH', 'DELETE'] } = spec;
  const records = new Records(spec, world);
  const writes = new CollectionWrites(spec, records, world);
  const inquire = { authorize: authorize('inquire') };
  const source = (call: Call): RowSource => records.source(call);
  const only = (operations: Endpoint['operations']): Endpoint['operations'] =>
    Object.fromEntries(
      Object.entries(operations).filter(([method]) => method === 'GET' || offered.includes(method as Method)),
    );
  return [
    {
      template: spec.path,
      table: spec.table,
      operations: only({
        GET: {
          ...inquire,
          find: (call) => records.parentId(call),
          run: (call) => listAnswer(() => source(call), call, world),
        },
        POST: { ...writes.operation('add', (call) => writes.create(call)), find: (call) => records.parentId(call) },
      }),
    },
    countEndpoint(spec, source, world),
    {
      template: `${below(spec.path)}/{id}`,
      table: spec.table,
      operations: only({
        GET: {
          ...inquire,
          find: (call) => records.find(call),
          run: (call) => ({ status: 200, body: records.shown(records.find(call), call) }),
        },
        PUT: writes.operation('edit', (call) => writes.replace(records.find(call), call)),
        PATCH: writes.operation('edit', (call) => writes.patch(records.find(call), call)),
        DELETE: {
          ...writes.operation('delete', (call) => writes.delete(records.find(call), call)),
          bodyName: undefined,
        },
      }),
    },
  ];
}

/** Some lists have a slash at the end of their path; what lies below them has no second one. */
function below(path: string): string {
  return path.replace(/\/$/, '');
}

export function countEndpoint(
  spec: Pick<Collection, 'path' | 'authorize'>,
  source: (call: Call) => RowSource,
  world: World,
): Endpoint {
  const run = (call: Call): Answer => ({ status: 200, body: { count: count(source(call), listRequest(call, world)) } });
  return { template: `${below(spec.path)}/count`, operations: { GET: { authorize: spec.authorize('inquire'), run } } };
}

/** `call` may carry a `filter` of its own, instead of the one in its query. */
export function listAnswer(source: () => RowSource, call: Call & Pick<ListRequest, 'filter'>, world: World): Answer {
  const { records, link } = list(source(), listRequest(call, world));
  return { status: 200, body: records, headers: link === undefined ? {} : { Link: link } };
}

function listRequest(call: Call, world: World): ListRequest {
  return { ...call, dialect: world.settings.likeDialect };
}

class CollectionWrites {
  readonly #writer: Writer;

  constructor(
    private readonly spec: Collection,
    private readonly records: Records,
    private readonly world: World,
  ) {
    this.#writer = new Writer(records.table, world, spec.allow);
  }

  operation(action: Action, run: (call: Call) => Answer): Operation {
    return {
      authorize: this.spec.authorize(action),
      find: (call) => this.records.find(call),
      bodyName: this.records.table.shape.name,
      run,
    };
  }

  create(call: Call): Answer {
    const { parent, afterCreate } = this.spec;
    const fixed = parent ? { [parent.field]: this.records.parentId(call) } : {};
    const row = this.#writer.create(call, authorOf(call, this.world), fixed);
    afterCreate?.(row, call);
    const location = `${call.base}${pathOf(row, this.records.table.shape)}`;
    const status = this.spec.answersPlainly ? 200 : 201;
    return { status, body: this.records.shown(row, call), headers: { Location: location }, changed: true };
  }

  replace(row: Row, call: Call): Answer {
    this.#writer.replace(row, call, authorOf(call, this.world));
    return { status: 200, body: this.records.shown(row, call), changed: true };
  }

  patch(row: Row, call: Call): Answer {
    const changed = this.#writer.patch(row, call, authorOf(call, this.world));
    return { status: 200, body: this.records.shown(row, call), changed };
  }

  delete(row: Row, call: Call): Answer {
    const { beforeDelete, answersPlainly } = this.spec;
    beforeDelete?.(row, call);
    const body = answersPlainly ? this.records.shown(row, call) : undefined;
    const changed = this.#writer.delete(row, authorOf(call, this.world));
    return { status: answersPlainly ? 200 : 204, body, changed };
  }
}

/** The API member of a call as the author of what it does now. */
export function authorOf(call: Call, world: World): Author {
  return { name: call.caller, at: world.clock.now() };
}
