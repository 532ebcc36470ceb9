type Value = string | number | boolean | null | readonly Value[];
export type Parsed =
  | { readonly field: string; readonly operator: string; readonly value: Value }
  | { readonly and: readonly Parsed[] }
  | { readonly or: readonly Parsed[] };

const TOKEN =
  /\s*(?:(\()|(\))|(,)|("(?:[^"\\]|\\.)*")|(!=|<=|>=|=|<|>)|([A-Za-z_][\w/]*)|(-?\d+(?:\.\d+)?)|(\[[^\]]*\]))/suy;

/** A small parser of the query language, written apart from the builder. Throws on anything it does not know. */
export function parseCondition(text: string): Parsed {
  const tokens = tokenize(text);
  let at = 0;
  const peek = () => tokens[at] ?? '';
  const take = (expected?: string) => {
    const token = peek();
    if (token === '' || (expected !== undefined && token !== expected))
      throw new Error(`Unexpected "${token}" at ${at}`);
    at++;
    return token;
  };
  const parsed = parseTerm();
  if (at !== tokens.length) throw new Error('Text after the condition');
  return parsed;

  function parseTerm(): Parsed {
    take('(');
    const inner = peek() === '(' ? parseJoined() : parseComparison();
    take(')');
    return inner;
  }

  function parseJoined(): Parsed {
    const terms = [parseTerm()];
    const keyword = peek() === 'or' ? 'or' : 'and';
    while (peek() === keyword) {
      take();
      terms.push(parseTerm());
    }
    return keyword === 'or' ? { or: terms } : { and: terms };
  }

  function parseComparison(): Parsed {
    const field = take();
    const operator = take();
    if (operator !== 'in') return { field, operator, value: literalOf(take()) };
    take('(');
    const values = [literalOf(take())];
    while (peek() === ',') {
      take(',');
      values.push(literalOf(take()));
    }
    take(')');
    return { field, operator, value: values };
  }
}

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (!match) throw new Error('No token here');
    tokens.push(match[0].trimStart());
  }
  return tokens;
}

function literalOf(token: string): Value {
  if (token.startsWith('"')) return token.slice(1, -1).replace(/\\(.)/gsu, '$1');
  if (/^-?\d/.test(token)) return Number(token);
  if (token === 'null') return null;
  if (token === 'True' || token === 'False') return token === 'True';
  throw new Error(`No value: ${token}`);
}
