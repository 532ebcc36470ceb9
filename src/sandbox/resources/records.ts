import { permissionDenied, recordMissing } from '../api-error.js';
import type { Call } from '../http/operation.js';
import type { JsonObject } from '../json.js';
import { Projection } from '../query/fields.js';
import { render } from '../store/render.js';
import { type Row, type RowSource, rowOf, type Table } from '../store/table.js';
import type { Tables } from '../store/tables.js';
import type { World } from '../world.js';

/** The record that a nested collection lies below: `/service/boards/{parentId}/types` holds the types of one board. */
export interface Parent {
  readonly table: string;
  /** The field of the nested records that points at it. */
  readonly field: string;
}

/** The record of a path's id; refused when there is none, or none that the caller's role shows. */
export function found(table: RowSource, id: string, call: Call): Row {
  const row = table.get(Number(id));
  if (!row) {
    throw recordMissing(table.shape.label, id);
  }
  if (call.visible && !call.visible(row)) {
    throw permissionDenied();
  }
  return row;
}

export function shown(row: Row, table: Pick<RowSource, 'shape'>, call: Call): JsonObject {
  return new Projection(call.query.get('fields')).of(render(row, table.shape, call));
}

/** The records a path can lead to: those of a table, or of one parent in it. */
export class Records {
  readonly table: Table;

  constructor(
    private readonly spec: { readonly table: string; readonly parent?: Parent },
    private readonly world: World,
  ) {
    this.table = world.tables.get(spec.table);
  }

  /** The id of the record it all lies below; undefined where it lies below none. */
  parentId(call: Call): number | undefined {
    const { parent } = this.spec;
    if (!parent) {
      return undefined;
    }
    const id = call.params['parentId'] ?? '';
    const table = this.world.tables.get(parent.table);
    if (!table.get(Number(id))) {
      throw recordMissing(table.shape.label, id);
    }
    return Number(id);
  }

  source(call: Call): RowSource {
    const { parent } = this.spec;
    const parentId = this.parentId(call);
    return parent && parentId !== undefined
      ? childrenOf(this.world.tables, [this.spec.table, parent.field], parentId)
      : this.table;
  }

  find(call: Call): Row {
    const parentId = this.parentId(call);
    const id = call.params['id'] ?? '';
    const row = found(this.table, id, call);
    if (this.spec.parent && row.values[this.spec.parent.field] !== parentId) {
      throw recordMissing(this.table.shape.label, id);
    }
    return row;
  }

  shown(row: Row, call: Call): JsonObject {
    return shown(row, this.table, call);
  }
}

/** The records of a table whose field points at one record. */
export function childrenOf(
  tables: Tables,
  [name, field]: readonly [table: string, field: string],
  id: number,
): RowSource {
  const rows = tables.childrenOf(name, field, id);
  const table = tables.get(name);
  const isChild = (row: Row): boolean => row.values[field] === id;
  return {
    shape: table.shape,
    rows,
    get: (wanted) => rowOf(rows, wanted),
    find: (indexed, value) => table.find(indexed, value)?.filter(isChild),
  };
}
