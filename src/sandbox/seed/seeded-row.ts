import type { Row, Table } from '../store/table.js';
import type { Values } from '../store/values.js';

/**
 * A record of the seed that is as good as any other: what it holds is made anew at each look, from what was drawn, until
 * somebody changes it. Kept as they are, the records of 100,000 companies would take twice the memory.
 */
export class SeededRow implements Row {
  #changed: { values: Values; updatedAt: number; updatedBy: string } | null = null;

  constructor(
    readonly id: number,
    readonly enteredAt: number,
    private readonly draw: () => Values,
  ) {}

  get enteredBy(): string {
    return 'person';
  }

  get values(): Values {
    return this.#changed?.values ?? this.draw();
  }

  set values(values: Values) {
    this.#changes.values = values;
  }

  get updatedAt(): number {
    return this.#changed?.updatedAt ?? this.enteredAt;
  }

  set updatedAt(at: number) {
    this.#changes.updatedAt = at;
  }

  get updatedBy(): string {
    return this.#changed?.updatedBy ?? this.enteredBy;
  }

  set updatedBy(name: string) {
    this.#changes.updatedBy = name;
  }

  get #changes(): { values: Values; updatedAt: number; updatedBy: string } {
    const { values, updatedAt, updatedBy } = this;
    this.#changed ??= { values, updatedAt, updatedBy };
    return this.#changed;
  }
}

/** Adds a record; answers its id. The values must follow from nothing that can change. */
export function insertSeeded(table: Table, enteredAt: number, draw: () => Values): number {
  return table.insert(new SeededRow(table.nextId, enteredAt, draw)).id;
}
