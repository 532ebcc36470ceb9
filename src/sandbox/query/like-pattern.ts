import { fold } from './text.js';

/** `stars`: only `*` is a wildcard. `sql`: `%` and `_` slip through to the database as well, as on some servers. */
export type LikeDialect = 'stars' | 'sql';

type Element = 'any run' | ((character: string) => boolean);

/**
 * The test of a `like` pattern against folded text. `[…]` is a set of characters as in Transact-SQL, which is why a
 * literal bracket has to be written `[[]`; an unclosed set matches nothing.
 */
export function likePattern(pattern: string, dialect: LikeDialect): (folded: string) => boolean {
  const source = fold(pattern);
  const elements: Element[] = [];
  for (let at = 0; at < source.length; at += 1) {
    const character = source[at] ?? '';
    if (character === '[') {
      const end = source.indexOf(']', at + 2);
      if (end < 0) {
        return () => false;
      }
      elements.push(characterSet(source.slice(at + 1, end)));
      at = end;
    } else {
      elements.push(element(character, dialect));
    }
  }
  return (folded) => matches(elements, folded);
}

function element(character: string, dialect: LikeDialect): Element {
  if (character === '*' || (dialect === 'sql' && character === '%')) {
    return 'any run';
  }
  return dialect === 'sql' && character === '_' ? () => true : (other) => other === character;
}

function characterSet(inside: string): Element {
  const negated = inside.startsWith('^') && inside.length > 1;
  const members = negated ? inside.slice(1) : inside;
  return (character) => contains(members, character) !== negated;
}

function contains(members: string, character: string): boolean {
  for (let at = 0; at < members.length; at += 1) {
    const from = members[at] ?? '';
    const isRange = members[at + 1] === '-' && at + 2 < members.length;
    const to = isRange ? (members[at + 2] ?? '') : from;
    if (from <= character && character <= to) {
      return true;
    }
    at += isRange ? 2 : 0;
  }
  return false;
}

/** Goes back to the last run only, so that a pattern of many stars cannot take exponential time as a RegExp would. */
function matches(elements: readonly Element[], text: string): boolean {
  let at = 0;
  let step = 0;
  let lastRun = -1;
  let retryFrom = 0;
  while (at < text.length) {
    const current = elements[step];
    if (current === 'any run') {
      lastRun = step;
      retryFrom = at;
      step += 1;
    } else if (current?.(text[at] ?? '')) {
      at += 1;
      step += 1;
    } else if (lastRun >= 0) {
      step = lastRun + 1;
      retryFrom += 1;
      at = retryFrom;
    } else {
      return false;
    }
  }
  return elements.slice(step).every((rest) => rest === 'any run');
}
