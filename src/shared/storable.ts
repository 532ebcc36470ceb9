/** A row of an index holds some 2,700 bytes, and what is longer than any real name needs no more than its beginning. */
const MAX_KEY = 500;

/** The database takes every text but U+0000 and halves of surrogate pairs; one odd record must not stop the others. */
export function storable(text: string): string {
  return text.replace(/[\0\p{Cs}]/gu, '');
}

/** The same of every text in rows that go to the database as JSON. */
export function storableJson(rows: unknown): string {
  return JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'string' ? storable(value) : value));
}

/** A text by which rows are found: equal ones stay equal, and no index is broken by its length. */
export function storableKey(text: string): string {
  return storable(text.slice(0, MAX_KEY));
}
