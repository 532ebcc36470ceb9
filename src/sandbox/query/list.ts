import type { Query } from '../http/query.js';
import type { JsonObject } from '../json.js';
import { type Rendering, render } from '../store/render.js';
import type { Row, RowSource } from '../store/table.js';
import { candidates } from './candidates.js';
import { childPredicate, customFieldPredicate } from './child-conditions.js';
import type { Condition } from './condition.js';
import { compile, type Predicate } from './evaluator.js';
import { Projection } from './fields.js';
import type { LikeDialect } from './like-pattern.js';
import { order } from './order-by.js';
import { forwardPage, navigablePage } from './paging.js';
import { parseCondition } from './parser.js';
import { recordNames } from './record-names.js';

export interface ListRequest extends Rendering {
  readonly query: Query;
  /** Where conditions and order come from, if not from the query string. */
  readonly filter?: Query;
  readonly dialect: LikeDialect;
  /** The list's absolute address without a query. */
  readonly address: string;
  readonly forwardOnly: boolean;
  /** Leaves out what the caller's role does not see; absent when it sees everything. */
  readonly visible?: Predicate<Row>;
}

export interface ListAnswer {
  readonly records: readonly JsonObject[];
  readonly link?: string;
}

/** One page of the records that satisfy all conditions of the query. */
export function list(source: RowSource, request: ListRequest): ListAnswer {
  const found = matching(source, request);
  const projection = new Projection(request.query.get('fields'));
  const resolve = recordNames(source.shape, request.tables);
  const page = request.forwardOnly
    ? forwardPage(found, request)
    : navigablePage(order(found, (request.filter ?? request.query).get('orderBy'), resolve), request);
  const rendering: Rendering = { ...request, wants: (name) => projection.wants(name) };
  return { records: page.rows.map((row) => projection.of(render(row, source.shape, rendering))), link: page.link };
}

export function count(source: RowSource, request: ListRequest): number {
  return matching(source, request).length;
}

function matching(source: RowSource, request: ListRequest): readonly Row[] {
  const { tables, dialect, filter: query = request.query } = request;
  const naming = { shape: source.shape, tables, dialect };
  const condition = parsed(query.get('conditions'));
  const child = parsed(query.get('childConditions'));
  const custom = parsed(query.get('customFieldConditions'));
  const predicates: Predicate<Row>[] = [
    ...(condition ? [compile(condition, { resolve: recordNames(source.shape, tables), dialect })] : []),
    ...(child ? [childPredicate(child, naming)] : []),
    ...(custom ? [customFieldPredicate(custom, naming)] : []),
    ...(request.visible ? [request.visible] : []),
  ];
  const rows = (condition && candidates(condition, source)) ?? source.rows;
  return predicates.length === 0 ? rows : rows.filter((row) => predicates.every((predicate) => predicate(row)));
}

function parsed(source: string | undefined): Condition | undefined {
  return source === undefined ? undefined : parseCondition(source);
}
