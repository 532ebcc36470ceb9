/** A custom field's value, kept by the id of its definition. */
export type CustomValues = Readonly<Record<number, string | number | boolean>>;

/** An element of a list of records within a record, while that is being written; a new one has no id yet. */
export interface Item {
  readonly id: number | null;
  readonly values: Values;
}

/** A field as kept: an instant is milliseconds, a reference is the id it points to, nothing is null or absent. */
export type Stored =
  | string
  | number
  | boolean
  | null
  | readonly number[]
  | readonly string[]
  | readonly Item[]
  | CustomValues;

export type Values = Readonly<Record<string, Stored | undefined>>;
