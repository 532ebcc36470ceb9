import type { Description, Schema } from './description.js';

/** Looks a schema up that another refers to. */
type Schemas = Pick<Description, 'resolved'>;

/** Everything about a value that its schema does not allow, each as `path: what is wrong`. */
export function complaints(value: unknown, schema: Schema, schemas: Schemas, path = ''): readonly string[] {
  const { type, nullable, enum: values } = schemas.resolved(schema);
  if (value === null) {
    return nullable ? [] : [`${path}: null`];
  }
  switch (type) {
    case 'object':
      return ofObject(value, schema, schemas, path);
    case 'array':
      return Array.isArray(value)
        ? value.flatMap((element) => complaints(element, schemas.resolved(schema).items ?? {}, schemas, path))
        : [`${path}: no array`];
    case 'string':
      return ofText(value, schemas.resolved(schema), path);
    case 'integer':
      return Number.isInteger(value) ? [] : [`${path}: no integer`];
    case undefined:
      return [`${path}: of no type`];
    default:
      return typeof value === type && (!values || values.includes(String(value))) ? [] : [`${path}: no ${type}`];
  }
}

function ofObject(value: unknown, schema: Schema, schemas: Schemas, path: string): readonly string[] {
  const { properties, additionalProperties } = schemas.resolved(schema);
  // A few fields carry any JSON although their type is "object" in the description.
  if (!properties && !additionalProperties) return [];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path}: no object`];
  return Object.entries(value).flatMap(([name, part]) => {
    const known = properties?.[name] ?? additionalProperties;
    const at = path === '' ? name : `${path}/${name}`;
    return known ? complaints(part, known, schemas, at) : [`${at}: unknown`];
  });
}

const FORMATS: Readonly<Record<string, RegExp>> = {
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
  uuid: /^[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}$/i,
};

function ofText(value: unknown, schema: Schema, path: string): readonly string[] {
  if (typeof value !== 'string') return [`${path}: no string`];
  const format = FORMATS[schema.format ?? ''];
  if (format && !format.test(value)) return [`${path}: no ${schema.format}`];
  return schema.enum && !schema.enum.includes(value) ? [`${path}: "${value}" is none of its values`] : [];
}
