/** A custom field's value, kept by the id of its definition. */
export type CustomValues = Readonly<Record<number, string | number | boolean>>;

/** A field as kept: an instant is milliseconds, a reference is the id it points to, nothing is null or absent. */
export type Stored = string | number | boolean | null | readonly number[] | readonly string[] | CustomValues;

export type Values = Readonly<Record<string, Stored | undefined>>;
