import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { type Day, isDay, parseDay } from '../shared/day.js';

/** An instant. Inputs must name their offset: a time without one would mean another instant on another server. */
const INSTANT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

export const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'An instant in UTC, RFC 3339.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize: (value) => {
    if (value instanceof Date) return value.toISOString();
    throw new GraphQLError('DateTime cannot represent this value.');
  },
  parseValue: (value) => parseInstant(value),
  parseLiteral: (node) => parseInstant(stringOf(node)),
});

/** Of what comes in, the field checks which number it is, so that one bad row of many is told as an error of its field. */
export const Count = new GraphQLScalarType<number, number>({
  name: 'Count',
  description: 'A whole number from 0 to 9007199254740991; sums outgrow Int.',
  serialize: (value) => toCount(typeof value === 'bigint' ? Number(value) : value),
  parseValue: (value) => toNumber(value),
  parseLiteral: (node) => toNumber(node.kind === Kind.INT || node.kind === Kind.FLOAT ? Number(node.value) : undefined),
});

export const Difference = new GraphQLScalarType<number, number>({
  name: 'Difference',
  description: 'A whole number from -9007199254740991 to 9007199254740991: by how much one Count differs from another.',
  serialize: (value) => toDifference(typeof value === 'bigint' ? Number(value) : value),
  parseValue: (value) => toDifference(value),
  parseLiteral: (node) => toDifference(node.kind === Kind.INT ? Number(node.value) : undefined),
});

export const Url = new GraphQLScalarType<string, string>({
  name: 'URL',
  description: 'An absolute URL.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3986',
  serialize: (value) => toUrl(value),
  parseValue: (value) => toUrl(value),
  parseLiteral: (node) => toUrl(stringOf(node)),
});

export const CalendarDate = new GraphQLScalarType<Day, string>({
  name: 'Date',
  description: 'A day of the calendar, such as 2026-01-31.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize: (value) => toDay(value),
  parseValue: (value) => toDay(value),
  parseLiteral: (node) => toDay(stringOf(node)),
});

/**
 * A text on both ways: a JSON number has gone through a double before anybody can look at it. What the text may hold
 * depends on the field, so that is checked there and told as an error of the field.
 */
export const Decimal = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  description: 'An exact decimal as a text, such as "12.5", without an exponent; a JSON number is refused.',
  serialize: (value) => toDecimal(value),
  parseValue: (value) => toDecimal(value),
  parseLiteral: (node) => toDecimal(stringOf(node)),
});

function parseInstant(value: unknown): Date {
  const [text, day] = (typeof value === 'string' && INSTANT.exec(value)) || [];
  const instant = text === undefined ? undefined : new Date(text);
  if (!instant || Number.isNaN(instant.getTime()) || !isDay(day ?? '')) {
    throw new GraphQLError('DateTime takes an instant such as 2026-01-31T18:04:26Z.');
  }
  return instant;
}

function toCount(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw noCount();
}

function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  throw noCount();
}

function noCount(): GraphQLError {
  return new GraphQLError('Count takes a whole number from 0 to 9007199254740991.');
}

function toDifference(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new GraphQLError('Difference takes a whole number from -9007199254740991 to 9007199254740991.');
}

function toDay(value: unknown): Day {
  const day = typeof value === 'string' ? parseDay(value) : undefined;
  if (day) return day;
  throw new GraphQLError('Date takes a day such as 2026-01-31.');
}

function toDecimal(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new GraphQLError('Decimal takes a text such as "12.5".');
}

function toUrl(value: unknown): string {
  if (typeof value === 'string' && URL.canParse(value)) return value;
  throw new GraphQLError('URL takes an absolute URL.');
}

function stringOf(node: ValueNode): string | undefined {
  return node.kind === Kind.STRING ? node.value : undefined;
}
