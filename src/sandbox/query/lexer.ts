import { badCondition } from '../api-error.js';
import { parseInstant } from '../store/instant.js';

export type Token =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'symbol'; readonly text: string }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'datetime'; readonly value: number }
  | { readonly kind: 'end' };

const BLANK = /[ \t\r\n]+/y;
const WORD = /[A-Za-z_][A-Za-z0-9_]*(?:\/[A-Za-z0-9_]+)*/y;
const NUMBER = /-?\d+(?:\.\d+)?(?![A-Za-z0-9_.])/y;
const SYMBOL = /<=|>=|!=|[=<>(),]/y;
const DATETIME = /\[([^\]]*)\]/y;

/** Cuts a condition into tokens; what is none of them is a 400. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let at = skipBlank(source, 0);
  while (at < source.length) {
    const [token, next] = readToken(source, at);
    tokens.push(token);
    at = skipBlank(source, next);
  }
  tokens.push({ kind: 'end' });
  return tokens;
}

function skipBlank(source: string, at: number): number {
  return at + (matchAt(BLANK, source, at)?.[0].length ?? 0);
}

function readToken(source: string, at: number): [Token, number] {
  const first = source[at];
  if (first === '"' || first === "'") {
    return readText(source, at, first);
  }
  const datetime = matchAt(DATETIME, source, at);
  if (datetime) {
    const value = parseInstant(datetime[1] ?? '');
    if (value === null) {
      throw badCondition(`${datetime[0]} is not a valid date.`);
    }
    return [{ kind: 'datetime', value }, at + datetime[0].length];
  }
  const number = matchAt(NUMBER, source, at);
  if (number) {
    return [{ kind: 'number', value: Number(number[0]) }, at + number[0].length];
  }
  const word = matchAt(WORD, source, at);
  if (word) {
    return [{ kind: 'word', text: word[0] }, at + word[0].length];
  }
  const symbol = matchAt(SYMBOL, source, at);
  if (symbol) {
    return [{ kind: 'symbol', text: symbol[0] }, at + symbol[0].length];
  }
  throw badCondition(`Unexpected character '${first}' at position ${at}.`);
}

/**
 * A backslash stands before a quote or another backslash and nowhere else. A stray one is refused rather than taken
 * as it is: a client that forgets to escape must not pass here by luck.
 */
function readText(source: string, start: number, quote: string): [Token, number] {
  let value = '';
  for (let at = start + 1; at < source.length; at += 1) {
    const character = source[at] ?? '';
    if (character === quote) {
      return [{ kind: 'text', value }, at + 1];
    }
    if (character !== '\\') {
      value += character;
      continue;
    }
    at += 1;
    const escaped = source[at] ?? '';
    if (escaped === '' || !`\\"'`.includes(escaped)) {
      throw badCondition(`Unrecognized escape sequence at position ${at - 1}.`);
    }
    value += escaped;
  }
  throw badCondition(`Unterminated string at position ${start}.`);
}

function matchAt(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(source);
}
