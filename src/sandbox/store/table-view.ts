import type { Shape } from './shape.js';
import { type Key, type Row, Table } from './table.js';
import type { Values } from './values.js';

/**
 * Some records of another table in a shape of their own, as ConnectWise shows API members beside all members. What is
 * written goes into that table, so ids and changes are the same on both sides.
 */
export class TableView extends Table {
  constructor(
    shape: Shape,
    private readonly base: Table,
    private readonly holds: (row: Row) => boolean,
  ) {
    super(shape, base.name);
  }

  override get rows(): readonly Row[] {
    return this.base.rows.filter(this.holds);
  }

  override get nextId(): number {
    return this.base.nextId;
  }

  override insert(row: Row): Row {
    return this.base.insert(row);
  }

  override update(row: Row, values: Values): void {
    this.base.update(row, values);
  }

  override remove(id: number): boolean {
    return this.get(id) !== undefined && this.base.remove(id);
  }

  override get(id: number): Row | undefined {
    const row = this.base.get(id);
    return row && this.holds(row) ? row : undefined;
  }

  /** Beyond the view: what has to be unique is unique in the whole table. */
  override find(field: string, value: Key): readonly Row[] | undefined {
    return this.base.find(field, value);
  }
}
