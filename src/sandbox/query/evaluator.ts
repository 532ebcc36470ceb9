import { badCondition, badEnumeration, unknownName } from '../api-error.js';
import type { Accessor, Resolve, Scalar } from './accessor.js';
import type { Condition, Literal, Operator, Test } from './condition.js';
import { type LikeDialect, likePattern } from './like-pattern.js';
import { fold } from './text.js';

export type Predicate<Subject> = (subject: Subject) => boolean;

export interface Naming<Subject> {
  readonly resolve: Resolve<Subject>;
  readonly dialect: LikeDialect;
}

/** Turns a condition into a test of one subject; names and types are checked here, once, whatever the data holds. */
export function compile<Subject>(condition: Condition, naming: Naming<Subject>): Predicate<Subject> {
  if (condition.kind === 'and' || condition.kind === 'or') {
    const parts = condition.parts.map((part) => compile(part, naming));
    return condition.kind === 'and'
      ? (subject) => parts.every((part) => part(subject))
      : (subject) => parts.some((part) => part(subject));
  }
  const accessor = naming.resolve(condition.field);
  if (!accessor) {
    throw unknownName(condition.field);
  }
  const test = valueTest(condition, accessor, naming.dialect);
  return (subject) => test(accessor.read(subject));
}

function valueTest(test: Test, accessor: Accessor<never>, dialect: LikeDialect): Predicate<Scalar> {
  switch (test.kind) {
    case 'compare':
      return comparison(test.operator, checked(test.value, test.field, accessor), accessor);
    case 'in': {
      const members = test.values.map((value) => comparable(checked(value, test.field, accessor)));
      const set = new Set(members);
      return (value) => value !== null && set.has(folded(value)) !== test.negated;
    }
    case 'match':
      return matching(test, accessor, dialect);
  }
}

/** As in SQL a missing value is neither equal nor unequal to anything: only `= null` finds it. */
function comparison(operator: Operator, literal: Literal, accessor: Accessor<never>): Predicate<Scalar> {
  if (literal.kind === 'null') {
    if (operator !== '=' && operator !== '!=') {
      throw badCondition(`null cannot be used with '${operator}'.`);
    }
    return (value) => (value === null) === (operator === '=');
  }
  const isOrdering = operator !== '=' && operator !== '!=';
  if (isOrdering && (literal.kind === 'boolean' || accessor.type === 'enum')) {
    throw accessor.type === 'enum' ? badEnumeration() : badCondition(`'${operator}' cannot be used with a boolean.`);
  }
  const wanted = comparable(literal);
  return (value) => value !== null && COMPARE[operator](folded(value), wanted);
}

const COMPARE: Record<Operator, (left: Exclude<Scalar, null>, right: Exclude<Scalar, null>) => boolean> = {
  '=': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

function matching(test: Test & { kind: 'match' }, accessor: Accessor<never>, dialect: LikeDialect): Predicate<Scalar> {
  if (accessor.type === 'enum') {
    throw badEnumeration();
  }
  if (accessor.type !== 'text' && accessor.type !== 'any') {
    throw badCondition(`${test.field} is not a text and cannot be used with '${test.how}'.`);
  }
  const wanted = fold(test.text);
  const found = test.how === 'like' ? likePattern(test.text, dialect) : (text: string) => text.includes(wanted);
  return (value) => value !== null && found(fold(String(value))) !== test.negated;
}

const LITERAL_OF: Record<string, Literal['kind']> = {
  text: 'text',
  number: 'number',
  boolean: 'boolean',
  datetime: 'datetime',
};

/** A literal that does not fit the field is refused: no text is read as a number or the other way round. */
function checked(literal: Literal, field: string, accessor: Accessor<never>): Literal {
  if (accessor.type === 'enum') {
    const known = literal.kind === 'text' && accessor.values?.some((value) => fold(value) === fold(literal.value));
    if (!known) {
      throw badEnumeration();
    }
    return literal;
  }
  const fits = literal.kind === 'null' || accessor.type === 'any' || LITERAL_OF[accessor.type] === literal.kind;
  if (!fits) {
    throw badCondition(`The value given for ${field} is not of its type.`);
  }
  return literal;
}

function comparable(literal: Literal): Exclude<Scalar, null> {
  if (literal.kind === 'null') {
    throw badCondition("null cannot be used with 'in'.");
  }
  return literal.kind === 'text' ? fold(literal.value) : literal.value;
}

function folded(value: Exclude<Scalar, null>): Exclude<Scalar, null> {
  return typeof value === 'string' ? fold(value) : value;
}
