import { Failure, FailureCode } from '../shared/failure.js';
import { isPrintable } from '../shared/text.js';

/** A value in a condition. Dates are sent in UTC to the second; null only goes with `eq` and `notEq`. */
export type ConditionValue = string | number | boolean | Date | null;

/** A finished condition. Only this file makes one, so no text from outside gets in except as a quoted literal. */
class Condition {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

// The type alone: elsewhere a condition can be passed on, but not made.
export type { Condition };

/**
 * A value that no condition can hold, told on the field it was to be compared with: control characters, broken Unicode,
 * numbers without a plain decimal form.
 */
export class ConditionValueError extends Failure {
  constructor(field: string, message: string) {
    super({ code: FailureCode.INVALID, message, field: [field] });
  }
}

export const eq = (field: string, value: ConditionValue): Condition => comparison(field, '=', value);
export const notEq = (field: string, value: ConditionValue): Condition => comparison(field, '!=', value);
export const gt = (field: string, value: Exclude<ConditionValue, null>): Condition => comparison(field, '>', value);
export const gte = (field: string, value: Exclude<ConditionValue, null>): Condition => comparison(field, '>=', value);
export const lt = (field: string, value: Exclude<ConditionValue, null>): Condition => comparison(field, '<', value);
export const lte = (field: string, value: Exclude<ConditionValue, null>): Condition => comparison(field, '<=', value);

/** Ignores case, as all comparisons of texts do; nothing in the text is a wildcard. */
export const contains = (field: string, text: string): Condition => comparison(field, 'contains', text);

/** `in` works in `conditions` only, not in the conditions on children or custom fields. */
export function isIn(field: string, values: readonly Exclude<ConditionValue, null>[]): Condition {
  if (values.length === 0) throw new ConditionValueError(field, '"in" needs at least one value.');
  return new Condition(`(${checkedField(field)} in (${values.map((value) => literal(field, value)).join(',')}))`);
}

export const allOf = (...conditions: readonly Condition[]): Condition => joined(conditions, 'and');
export const anyOf = (...conditions: readonly Condition[]): Condition => joined(conditions, 'or');

/** Can this text be asked for at all? What fails here cannot equal any text in ConnectWise. */
export function isAskable(text: string): boolean {
  return isPrintable(text);
}

/** URLs stay below 2,000 characters; this much of it is left for the condition beside host, path and other parameters. */
const CONDITION_CHARACTERS = 1_550;

/** One `in` condition per group of ids, each short enough for one URL. Ids are whole positive numbers. */
export function splitIn(field: string, ids: readonly number[]): Condition[] {
  return split(field, ids, (id) => {
    if (!Number.isSafeInteger(id) || id < 0) throw new ConditionValueError(field, 'An id is a whole number.');
    return String(id).length;
  });
}

/** The same for texts that can be asked for; in a URL most of their characters take three places and more. */
export function splitInTexts(field: string, texts: readonly string[]): Condition[] {
  return split(field, texts, (text) => encodeURIComponent(quoted(field, text)).length);
}

function split<Value extends string | number>(
  field: string,
  values: readonly Value[],
  lengthOf: (value: Value) => number,
): Condition[] {
  const frame = `(${checkedField(field)} in ())`.length + 10;
  const groups: Value[][] = [];
  let used = CONDITION_CHARACTERS;
  for (const value of new Set(values)) {
    const length = lengthOf(value) + 1;
    if (used + length > CONDITION_CHARACTERS) {
      groups.push([]);
      used = frame;
    }
    groups.at(-1)?.push(value);
    used += length;
  }
  return groups.map((group) => isIn(field, group));
}

function comparison(field: string, operator: string, value: ConditionValue): Condition {
  return new Condition(`(${checkedField(field)} ${operator} ${value === null ? 'null' : literal(field, value)})`);
}

/** ConnectWise's precedence of `and` over `or` is not documented, so every level has its own parentheses. */
function joined(conditions: readonly Condition[], keyword: 'and' | 'or'): Condition {
  if (conditions.length === 0) throw new TypeError(`"${keyword}" needs at least one condition.`);
  return new Condition(`(${conditions.map(String).join(` ${keyword} `)})`);
}

function checkedField(field: string): string {
  if (!/^[A-Za-z_]\w*(\/[A-Za-z_]\w*)*$/.test(field)) throw new TypeError('A field is names joined by slashes.');
  return field;
}

function literal(field: string, value: Exclude<ConditionValue, null>): string {
  if (typeof value === 'string') return quoted(field, value);
  if (typeof value === 'number') return decimal(field, value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Number.isNaN(value.getTime())) throw new ConditionValueError(field, 'The date is not valid.');
  return `[${value.toISOString().slice(0, 19)}Z]`;
}

function quoted(field: string, text: string): string {
  if (!isAskable(text)) throw new ConditionValueError(field, 'A text holds control characters or broken Unicode.');
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function decimal(field: string, value: number): string {
  const text = String(value);
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new ConditionValueError(field, 'The number has no plain decimal form.');
  return text;
}
