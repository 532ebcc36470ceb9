/** A value as it stands in a condition; instants are milliseconds since 1970. */
export type Literal =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'datetime'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' };

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=';

export type Test =
  | { readonly kind: 'compare'; readonly field: string; readonly operator: Operator; readonly value: Literal }
  | {
      readonly kind: 'match';
      readonly field: string;
      readonly how: 'contains' | 'like';
      readonly negated: boolean;
      readonly text: string;
    }
  | { readonly kind: 'in'; readonly field: string; readonly negated: boolean; readonly values: readonly Literal[] };

/** A parsed `conditions` parameter. */
export type Condition =
  | Test
  | { readonly kind: 'and'; readonly parts: readonly Condition[] }
  | { readonly kind: 'or'; readonly parts: readonly Condition[] };

/** All tests of a condition, from left to right. */
export function testsOf(condition: Condition): readonly Test[] {
  return condition.kind === 'and' || condition.kind === 'or' ? condition.parts.flatMap(testsOf) : [condition];
}
