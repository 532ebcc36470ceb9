import type { ErrorItem } from '../api-error.js';
import type { Author } from './author.js';
import type { Stored, Values } from './values.js';

/** Rules that hold for a field of any kind. */
interface FieldRules {
  /** Demanded on create and on every update. */
  readonly required?: boolean;
  /** Set by the server; what a client sends for it is ignored without a word. */
  readonly readOnly?: boolean;
  /** Taken on create only; later values are ignored without a word. */
  readonly createOnly?: boolean;
  /** Returned, but refused in conditions. */
  readonly hidden?: boolean;
  /** Kept, but never returned and not filtered by, as a password is. */
  readonly writeOnly?: boolean;
  /** Demanded on updates although a new record can do without: there the server fills it. */
  readonly requiredOnUpdate?: boolean;
  /** Worked out anew at every reading, from the time of day or from other records; nothing is kept for it. */
  readonly computed?: (row: Kept, tables: Lookup) => Stored;
  /** The table whose record this one belongs to: it goes with it, and does not keep it from being deleted. */
  readonly owner?: string;
  /** Said with a write and true of that write alone: never returned, not filtered by, and forgotten by the next one. */
  readonly transient?: boolean;
  /** What conditions see instead of the value, where the two differ on the live service. */
  readonly filteredAs?: (values: Values) => boolean | null;
}

/** A record as far as its own rules see it. */
export interface Kept {
  readonly id: number;
  readonly values: Values;
}

/** The declared kind of one field of a record. */
export type Field = FieldRules &
  (
    | { readonly kind: 'text'; readonly maxLength?: number }
    | { readonly kind: 'integer' | 'decimal'; readonly range?: readonly [least: number, most: number] }
    | { readonly kind: 'boolean' | 'datetime' | 'texts' | 'customFields' }
    | ItemsKind
    | { readonly kind: 'enum'; readonly values: readonly string[] }
    | { readonly kind: 'references'; readonly table: string; readonly typeName: string }
    | ReferenceField
    /** Record ids as bare numbers. */
    | { readonly kind: 'ids'; readonly table: string }
  );

/** Records of another table that are shown, and written, as a list within the one they belong to. */
export interface ItemsKind {
  readonly kind: 'items';
  readonly table: string;
  /** Their field that points at the record they are shown in. */
  readonly parent: string;
  /** The fields that each shows there, beside its `id`. */
  readonly shown: readonly string[];
}

interface ReferenceField {
  readonly kind: 'reference';
  readonly table: string;
  readonly typeName: string;
  /**
   * Two fields that must hold the same id: one of this record, which comes before this field in the shape, and one of
   * the record pointed at. A ticket's status is one of the ticket's board.
   */
  readonly within?: readonly [own: string, theirs: string];
  /** What it shows beside the `id`, where that is not what references to its table show as a rule. */
  readonly shownAs?: readonly string[];
}

/** Where defaults and rules look things up: the tables, as far as a shape may know them. */
export interface Lookup {
  /** Whether there is such a table. */
  has(table: string): boolean;
  /** The id of the record marked as the default one; null when none is. */
  defaultOf(table: string): number | null;
  /** What its records are called in messages. */
  labelOf(table: string): string;
  /** What a record holds; undefined when there is none. */
  valuesOf(table: string, id: number): Values | undefined;
  /** The records whose field points at one record, ascending by id. */
  childrenOf(table: string, field: string, id: number): readonly Kept[];
  shapeOf(table: string): Shape;
  /** The sandbox's time of day in milliseconds. */
  now(): number;
}

/** A record about to be kept, with what its rules may look at. */
export interface Draft {
  readonly values: Values;
  /** What is kept so far; null for a new record. */
  readonly before: Values | null;
  readonly tables: Lookup;
  readonly author: Author;
}

/** Everything the engine has to know of a kind of record: the rest of a resource follows from it. */
export interface Shape {
  /** The word in `"<name> object is invalid"`. */
  readonly name: string;
  /** The words in `"<label> 17 not found"`. */
  readonly label: string;
  /** The fields in the order in which they are returned, without `id` and `_info`. */
  readonly fields: Readonly<Record<string, Field>>;
  /** What a reference to such a record shows beside its `id`. */
  readonly shownAs: readonly string[];
  /**
   * Path below the API's base, for `_info` links; absent where the sandbox has no such endpoint. A field in braces
   * stands for its value, as in `/service/boards/{board}/types`.
   */
  readonly path?: string;
  /** Texts, numbers and references that are found without a scan. */
  readonly indexed?: readonly string[];
  /** A text field that no two live records may share from now on. */
  readonly unique?: string;
  /** The reference below which `unique` holds, such as the board of a status; absent where it holds for all records. */
  readonly uniqueWithin?: string;
  /** Of these fields at least one must be filled. */
  readonly oneOf?: readonly string[];
  /** What a new record holds where its maker says nothing; an update by PUT goes back to it. */
  readonly defaults?: (tables: Lookup) => Values;
  /** What the server sets by itself, from what the record is about to hold; asked on every write. */
  readonly derive?: (draft: Draft) => Values;
  /** Rules between fields, such as "a status belongs to a board"; asked on every write. */
  readonly check?: (draft: Draft) => readonly ErrorItem[];
  /** Deleting only marks the record: it stays readable, and its `lastUpdated` does not move. */
  readonly softDelete?: boolean;
  /** False for records that carry no `_info`. */
  readonly info?: boolean;
}

/** What a reader sees in a field. */
export function seen(row: Kept, [name, field]: readonly [string, Field], tables: Lookup): Stored | undefined {
  return field.computed ? field.computed(row, tables) : row.values[name];
}

export const computed = (field: Field, work: (row: Kept, tables: Lookup) => Stored): Field => ({
  ...field,
  readOnly: true,
  computed: work,
});

export const text = (maxLength?: number, rules: FieldRules = {}): Field => ({ kind: 'text', maxLength, ...rules });

export const flag = (rules: FieldRules = {}): Field => ({ kind: 'boolean', ...rules });

type NumberRules = FieldRules & { readonly range?: readonly [least: number, most: number] };

export const integer = (rules: NumberRules = {}): Field => ({ kind: 'integer', ...rules });

export const decimal = (rules: NumberRules = {}): Field => ({ kind: 'decimal', ...rules });

export const datetime = (rules: FieldRules = {}): Field => ({ kind: 'datetime', ...rules });

export const oneOfValues = (values: readonly string[], rules: FieldRules = {}): Field => ({
  kind: 'enum',
  values,
  ...rules,
});

/** `typeName` is how the vendor calls the reference's type; it shows up in the text of a failed conversion. */
export const reference = (
  table: string,
  typeName: string,
  rules: FieldRules & Pick<ReferenceField, 'within' | 'shownAs'> = {},
): Field => ({
  kind: 'reference',
  table,
  typeName,
  ...rules,
});

/** A record's values without those that were said of one write only. */
export function lasting(values: Values, shape: Shape): Values {
  const passing = Object.keys(shape.fields).filter((name) => shape.fields[name]?.transient && name in values);
  return passing.length === 0
    ? values
    : Object.fromEntries(Object.entries(values).filter(([name]) => !passing.includes(name)));
}

/** The entries of a list in the order of the shape, so that what a field lies within is read before it. */
export function inShapeOrder<Item>(items: readonly Item[], nameOf: (item: Item) => string, shape: Shape): Item[] {
  const names = Object.keys(shape.fields);
  const place = (item: Item): number => names.indexOf(nameOf(item));
  return [...items].sort((a, b) => place(a) - place(b));
}
