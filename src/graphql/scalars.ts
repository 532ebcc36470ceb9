import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';

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

export const Count = new GraphQLScalarType<number, number>({
  name: 'Count',
  description: 'A whole number from 0 to 9007199254740991; sums outgrow Int.',
  serialize: (value) => toCount(typeof value === 'bigint' ? Number(value) : value),
  parseValue: (value) => toCount(value),
  parseLiteral: (node) => toCount(node.kind === Kind.INT ? Number(node.value) : undefined),
});

export const Url = new GraphQLScalarType<string, string>({
  name: 'URL',
  description: 'An absolute URL.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3986',
  serialize: (value) => toUrl(value),
  parseValue: (value) => toUrl(value),
  parseLiteral: (node) => toUrl(stringOf(node)),
});

function parseInstant(value: unknown): Date {
  const [text, day] = (typeof value === 'string' && INSTANT.exec(value)) || [];
  const instant = text === undefined ? undefined : new Date(text);
  if (!instant || Number.isNaN(instant.getTime()) || !isDay(day)) {
    throw new GraphQLError('DateTime takes an instant such as 2026-01-31T18:04:26Z.');
  }
  return instant;
}

/** JavaScript reads 30 February as 2 March. */
function isDay(day = ''): boolean {
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

function toCount(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new GraphQLError('Count takes a whole number from 0 to 9007199254740991.');
}

function toUrl(value: unknown): string {
  if (typeof value === 'string' && URL.canParse(value)) return value;
  throw new GraphQLError('URL takes an absolute URL.');
}

function stringOf(node: ValueNode): string | undefined {
  return node.kind === Kind.STRING ? node.value : undefined;
}
