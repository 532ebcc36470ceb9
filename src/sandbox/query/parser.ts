import { badCondition } from '../api-error.js';
import type { Condition, Literal, Operator } from './condition.js';
import { type Token, tokenize } from './lexer.js';

const OPERATORS: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>=']);

/** Parses a condition; `and` binds tighter than `or`. Throws the 400 of ConnectWise when it is malformed. */
export function parseCondition(source: string): Condition {
  return new Parser(tokenize(source)).whole();
}

class Parser {
  #at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Condition {
    const condition = this.#disjunction();
    if (this.#token().kind !== 'end') {
      throw this.#unexpected();
    }
    return condition;
  }

  #disjunction(): Condition {
    const parts = [this.#conjunction()];
    while (this.#takeWord('or')) {
      parts.push(this.#conjunction());
    }
    return join('or', parts);
  }

  #conjunction(): Condition {
    const parts = [this.#term()];
    while (this.#takeWord('and')) {
      parts.push(this.#term());
    }
    return join('and', parts);
  }

  #term(): Condition {
    if (this.#takeSymbol('(')) {
      const inner = this.#disjunction();
      this.#needSymbol(')');
      return inner;
    }
    return this.#test();
  }

  #test(): Condition {
    const field = this.#token();
    if (field.kind !== 'word') {
      throw this.#unexpected();
    }
    this.#at += 1;
    const operator = this.#token();
    if (operator.kind === 'symbol' && OPERATORS.has(operator.text)) {
      this.#at += 1;
      return { kind: 'compare', field: field.text, operator: operator.text as Operator, value: this.#literal() };
    }
    const negated = this.#takeWord('not');
    if (this.#takeWord('in')) {
      return { kind: 'in', field: field.text, negated, values: this.#list() };
    }
    for (const how of ['contains', 'like'] as const) {
      if (this.#takeWord(how)) {
        return { kind: 'match', field: field.text, how, negated, text: this.#text() };
      }
    }
    throw this.#unexpected();
  }

  #list(): Literal[] {
    this.#needSymbol('(');
    const values = [this.#literal()];
    while (this.#takeSymbol(',')) {
      values.push(this.#literal());
    }
    this.#needSymbol(')');
    return values;
  }

  #literal(): Literal {
    const token = this.#token();
    this.#at += 1;
    if (token.kind === 'text' || token.kind === 'number' || token.kind === 'datetime') {
      return token;
    }
    const word = token.kind === 'word' ? token.text.toLowerCase() : '';
    if (word === 'true' || word === 'false') {
      return { kind: 'boolean', value: word === 'true' };
    }
    if (word === 'null') {
      return { kind: 'null' };
    }
    this.#at -= 1;
    throw this.#unexpected();
  }

  #text(): string {
    const token = this.#token();
    if (token.kind !== 'text') {
      throw this.#unexpected();
    }
    this.#at += 1;
    return token.value;
  }

  #token(): Token {
    return this.tokens[this.#at] ?? { kind: 'end' };
  }

  #takeWord(word: string): boolean {
    const token = this.#token();
    const found = token.kind === 'word' && token.text.toLowerCase() === word;
    this.#at += found ? 1 : 0;
    return found;
  }

  #takeSymbol(symbol: string): boolean {
    const token = this.#token();
    const found = token.kind === 'symbol' && token.text === symbol;
    this.#at += found ? 1 : 0;
    return found;
  }

  #needSymbol(symbol: string): void {
    if (!this.#takeSymbol(symbol)) {
      throw this.#unexpected();
    }
  }

  #unexpected(): Error {
    const token = this.#token();
    const shown = token.kind === 'end' ? 'end of condition' : `'${'text' in token ? token.text : token.value}'`;
    return badCondition(`Malformed condition: unexpected ${shown}.`);
  }
}

function join(kind: 'and' | 'or', parts: readonly Condition[]): Condition {
  const [only] = parts;
  return parts.length === 1 && only ? only : { kind, parts };
}
