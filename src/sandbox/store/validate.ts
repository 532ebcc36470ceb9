import type { ErrorItem } from '../api-error.js';
import type { Field, Shape } from './shape.js';
import type { Tables } from './tables.js';
import type { Stored, Values } from './values.js';

/** All faults of a record as a whole: on an update an old fault in a field nobody touched counts as well. */
export function validate(values: Values, shape: Shape, tables: Tables): readonly ErrorItem[] {
  const faults = Object.entries(shape.fields).flatMap(([name, field]) => {
    const fault = fieldFault(values[name] ?? null, { name, field }, tables);
    return fault ? [{ ...fault, resource: shape.name }] : [];
  });
  return [...faults, ...missingOneOf(values, shape)];
}

type Fault = Omit<ErrorItem, 'resource'>;

function fieldFault(value: Stored, at: { name: string; field: Field }, tables: Tables): Fault | undefined {
  const { name, field } = at;
  if (field.required && isEmpty(value)) {
    return { code: 'MissingRequiredField', message: `The ${name} field is required.`, field: name };
  }
  if (
    field.kind === 'text' &&
    field.maxLength !== undefined &&
    typeof value === 'string' &&
    value.length > field.maxLength
  ) {
    const message = `The field ${name} must be a string with a maximum length of ${field.maxLength}.`;
    return { code: 'MaxLengthField', message, field: name };
  }
  if (field.kind === 'reference' && typeof value === 'number' && !tables.get(field.table).get(value)) {
    const message = `${tables.get(field.table).shape.label} ${value} not found`;
    return { code: 'NotFound', message, field: `${name}/id` };
  }
  return undefined;
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
