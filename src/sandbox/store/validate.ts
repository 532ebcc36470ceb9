import type { ErrorItem } from '../api-error.js';
import type { Draft, Field, Lookup, Shape } from './shape.js';
import type { Item, Stored, Values } from './values.js';

/** All faults of a record as a whole: on an update an old fault in a field nobody touched counts as well. */
export function validate(draft: Draft, shape: Shape): readonly ErrorItem[] {
  const { values, tables, before } = draft;
  const faults = Object.entries(shape.fields).flatMap(([name, field]) => {
    const isRequired = field.required || (field.requiredOnUpdate && before !== null);
    const value = values[name] ?? null;
    const fault =
      isRequired && isEmpty(value) ? missing(name) : fieldFault(value, { name, field }, { values, tables, shape });
    return fault ? [{ ...fault, resource: shape.name }] : [];
  });
  return [...faults, ...itemFaults(draft, shape), ...missingOneOf(values, shape), ...(shape.check?.(draft) ?? [])];
}

function itemFaults(draft: Draft, shape: Shape): readonly ErrorItem[] {
  return Object.entries(shape.fields).flatMap(([name, field]) => {
    if (field.kind !== 'items') {
      return [];
    }
    const items = (draft.values[name] ?? []) as readonly Item[];
    return items.flatMap(({ values }) => validate({ ...draft, values }, draft.tables.shapeOf(field.table)));
  });
}

type Fault = Omit<ErrorItem, 'resource'>;

function fieldFault(value: Stored, at: { name: string; field: Field }, record: Known): Fault | undefined {
  const { name, field } = at;
  if (
    field.kind === 'text' &&
    field.maxLength !== undefined &&
    typeof value === 'string' &&
    value.length > field.maxLength
  ) {
    const message = `The field ${name} must be a string with a maximum length of ${field.maxLength}.`;
    return { code: 'MaxLengthField', message, field: name };
  }
  if (isNumeric(field) && field.range && typeof value === 'number' && !isWithin(value, field.range)) {
    const message = `The field ${name} must be between ${field.range.join(' and ')}.`;
    return { code: 'OutOfRange', message, field: name };
  }
  if (field.kind === 'reference' && typeof value === 'number' && !isThere(value, field, record)) {
    return { ...notFound(String(value), field, record), field: `${name}/id` };
  }
  return undefined;
}

/** A record, and what has to be known to judge it. */
interface Known {
  readonly values: Values;
  readonly tables: Lookup;
  readonly shape: Shape;
}

type Pointing = Field & { readonly kind: 'reference' | 'references' };

/** A record that names no owner may be pointed at from anywhere. */
function isThere(id: number, field: Pointing, { values, tables }: Known): boolean {
  const target = tables.valuesOf(field.table, id);
  const [own = '', theirs = ''] = withinOf(field);
  const owner = target?.[theirs];
  return target !== undefined && (typeof owner !== 'number' || owner === values[own]);
}

/** `Service Status 17 not found for Service Board 21` */
export function notFound(wanted: string, field: Pointing, { values, tables, shape }: Known): Omit<Fault, 'field'> {
  const [own = ''] = withinOf(field);
  const owner = shape.fields[own];
  const id = values[own];
  const whose =
    owner?.kind === 'reference' && typeof id === 'number' ? ` for ${tables.labelOf(owner.table)} ${id}` : '';
  return { code: 'NotFound', message: `${tables.labelOf(field.table)} ${wanted} not found${whose}` };
}

function withinOf(field: Pointing): readonly string[] {
  return (field.kind === 'reference' && field.within) || [];
}

function missing(name: string): Fault {
  return { code: 'MissingRequiredField', message: `The ${name} field is required.`, field: name };
}

function isNumeric(field: Field): field is Field & { readonly kind: 'integer' | 'decimal' } {
  return field.kind === 'integer' || field.kind === 'decimal';
}

function isWithin(value: number, [least, most]: readonly [number, number]): boolean {
  return value >= least && value <= most;
}

function missingOneOf(values: Values, shape: Shape): readonly ErrorItem[] {
  const [first] = shape.oneOf ?? [];
  if (!shape.oneOf || first === undefined || shape.oneOf.some((name) => !isEmpty(values[name] ?? null))) {
    return [];
  }
  const message = `At least one of the fields ${shape.oneOf.join(', ')} is required.`;
  return [{ code: 'MissingRequiredField', message, resource: shape.name, field: first }];
}

function isEmpty(value: Stored): boolean {
  return value === null || (typeof value === 'string' && value.trim() === '');
}
