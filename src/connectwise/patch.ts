/** A reference as ConnectWise takes it: always whole, since a change of a part of one can be ignored in silence. */
export type Reference = { readonly id: number } | { readonly identifier: string } | { readonly name: string };

/** What a field can be set to; null removes its value. */
export type ChangeValue = string | number | boolean | Date | Reference | null;

/** New values by field. Fields are names of the record itself, never paths into it. */
export type Changes = Readonly<Record<string, ChangeValue | undefined>>;

export type Operation =
  | { readonly op: 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string };

/** The array of operations that a PATCH takes. Undefined values are no change. */
export function operationsOf(changes: Changes): Operation[] {
  const operations = changesOf(changes).map(([field, value]): Operation => {
    if (!/^[A-Za-z]\w*$/.test(field)) throw new TypeError(`"${field}" is no field of a record.`);
    return value === null ? { op: 'remove', path: field } : { op: 'replace', path: field, value: wireValue(value) };
  });
  if (operations.length === 0) throw new TypeError('A change without any field would change nothing.');
  return operations;
}

export function changesOf(changes: Changes): (readonly [string, ChangeValue])[] {
  return Object.entries(changes).flatMap(([field, value]) => (value === undefined ? [] : [[field, value] as const]));
}

/** Instants go out in UTC to the second, as ConnectWise writes them. */
export function wireValue(value: ChangeValue): unknown {
  return value instanceof Date ? `${value.toISOString().slice(0, 19)}Z` : value;
}
