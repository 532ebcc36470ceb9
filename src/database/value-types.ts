import pg from 'pg';

const DATE = 1082;
const INSTANT = 1184;
const TEXTS: number = 1009;

type Parser = (text: string) => unknown;

/** How values of a type are read from PostgreSQL's text. */
export function typeParser(oid: number): Parser {
  if (oid === INSTANT) return parseInstant;
  if (oid === DATE) return parseDay;
  if (oid === TEXTS) return parseTexts;
  return pg.types.getTypeParser(oid, 'text') as Parser;
}

/** The same in the form that pg asks for. */
export const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  format === 'binary' ? pg.types.getTypeParser(oid, format) : typeParser(oid);

/** pg reads a date as midnight of the process's own time zone; Prisma, and so everybody here, as midnight UTC. */
function parseDay(text: string): Date {
  return new Date(`${text}T00:00:00Z`);
}

const parseAnyInstant = pg.types.getTypeParser(INSTANT, 'text') as Parser;
const USUAL_INSTANT = /^[1-9]\d{3}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?\+00$/;
const MILLISECONDS = 3;
const ZERO = '0'.charCodeAt(0);

/** A page of a hundred rows holds hundreds, nearly all written so: read without texts to be thrown away. */
function parseInstant(text: string): unknown {
  if (!USUAL_INSTANT.test(text)) return parseAnyInstant(text);
  const number = (from: number, to: number) => digits(text, from, to);
  const decimals = Math.min(MILLISECONDS, Math.max(0, text.length - 23));
  const milliseconds = number(20, 20 + decimals) * 10 ** (MILLISECONDS - decimals);
  const time = [number(11, 13), number(14, 16), number(17, 19), milliseconds] as const;
  return new Date(Date.UTC(number(0, 4), number(5, 7) - 1, number(8, 10), ...time));
}

function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at += 1) number = number * 10 + text.charCodeAt(at) - ZERO;
  return number;
}

const parseAnyTexts = pg.types.getTypeParser(TEXTS, 'text') as Parser;
/** Nothing quoted, nothing within another list, and nothing that could be NULL. */
const USUAL_TEXTS = /^\{[^"\\{}N]+\}$/;

/** pg's own parser takes a list apart character by character. */
function parseTexts(text: string): unknown {
  if (text === '{}') return [];
  return USUAL_TEXTS.test(text) ? text.slice(1, -1).split(',') : parseAnyTexts(text);
}
