import fc from 'fast-check';
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { ODD_TEXTS } from './bad-inputs.js';
import type { Samples } from './schema-documents.js';

export interface RandomOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface RandomSource {
  readonly schema: GraphQLSchema;
  readonly samples: Samples;
  /** Root fields that are never asked for. */
  readonly without: readonly string[];
}

type Field = GraphQLField<unknown, unknown>;

const natural = (most: number) => fc.nat(most);
const anything = () => fc.anything({ maxDepth: 2, withNullPrototype: false });
const anyText = () => fc.string({ unit: 'binary', maxLength: 300 });

const MOST_FIELDS = 5;
const DEEPEST = 6;

const ODD_NUMBERS = [0, -0, -1, 1, 2, 100, 101, 1_001, 2 ** 31 - 1, 2 ** 31, 2 ** 53 - 1, 2 ** 53, 1e308, 0.1, -1.5];
const ODD_SCALARS: Readonly<Record<string, readonly unknown[]>> = {
  Int: ODD_NUMBERS,
  Float: ODD_NUMBERS,
  Count: ODD_NUMBERS,
  Difference: ODD_NUMBERS,
  Boolean: [true, false],
  Date: ['2026-02-29', '2024-02-29', '0000-01-01', '0001-01-01', '9999-12-31', '+010000-01-01', '2026-01-31T00:00Z'],
  DateTime: [
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59-23:59',
    '2026-01-31T23:59:60Z',
    '2026-01-31',
    '1970-01-01T00:00:00Z',
  ],
  Decimal: ['0', '-0', '00', '1e5', '.5', '1.', '9'.repeat(40), `0.${'0'.repeat(40)}1`, '-1', 'NaN', '１'],
  URL: ['https://x', 'javascript:alert(1)', 'data:,x', 'https://user:pass@x/?a#b', 'https://[::1]:0'],
};

/** Any operation of a schema: mostly of the right shape, with values right, odd and wrong. */
export function randomOperation(source: RandomSource): fc.Arbitrary<RandomOperation> {
  return fc.gen().map((choose) => new Maker(source, choose).make());
}

class Maker {
  readonly #source: RandomSource;
  readonly #choose: fc.GeneratorValue;
  readonly #declared: string[] = [];
  readonly #variables: Record<string, unknown> = {};
  #aliases = 0;

  constructor(source: RandomSource, choose: fc.GeneratorValue) {
    this.#source = source;
    this.#choose = choose;
  }

  make(): RandomOperation {
    const { schema, without } = this.#source;
    const operation = this.#oneOf(['query', 'mutation'] as const);
    const root = operation === 'query' ? schema.getQueryType() : schema.getMutationType();
    const fields = Object.values(root?.getFields() ?? {}).filter(({ name }) => !without.includes(name));
    const wanted = Array.from({ length: 1 + this.#upTo(2) }, () => this.#field(this.#oneOf(fields), 1));
    const head = this.#declared.length > 0 ? `${operation} Random(${this.#declared.join(', ')})` : operation;
    return { query: `${head} { ${wanted.join(' ')} }`, variables: this.#variables };
  }

  #upTo(max: number): number {
    return this.#choose(natural, max);
  }

  #isOneIn(chances: number): boolean {
    return this.#upTo(chances - 1) === 1;
  }

  #oneOf<T>(items: readonly T[]): T {
    return items[this.#upTo(items.length - 1)] as T;
  }

  #field(field: Field, depth: number): string {
    const args = field.args.filter((arg) => isRequiredArgument(arg) || this.#isOneIn(2));
    const given = args.map((arg) => `${arg.name}: ${this.#argument(field, arg)}`).join(', ');
    // Two of the same name and other arguments would be refused as a whole.
    this.#aliases += 1;
    const alias = field.args.length > 0 || depth === 1 ? `a${this.#aliases}: ` : '';
    const directive = this.#isOneIn(20) ? ' @include(if: true)' : '';
    return `${alias}${field.name}${given && `(${given})`}${directive} ${this.#selection(field.type, depth)}`;
  }

  #argument(field: Field, { name, type }: GraphQLArgument): string {
    const variable = `v${this.#declared.length}`;
    this.#declared.push(`$${variable}: ${type}`);
    this.#variables[variable] = this.#value({ owner: field.name, name, type });
    return `$${variable}`;
  }

  #selection(output: Field['type'], depth: number): string {
    const type = getNamedType(output);
    if (!isCompositeType(type)) return '';
    const parts = isAbstractType(type) ? this.#oneOf(this.#source.schema.getPossibleTypes(type)) : type;
    const inner = this.#fieldsOf(parts, depth);
    const set = isAbstractType(type) ? `... on ${parts.name} { ${inner} }` : inner;
    return `{ __typename ${set} }`;
  }

  #fieldsOf(type: GraphQLNamedType, depth: number): string {
    if (!isObjectType(type)) return '__typename';
    const all = Object.values(type.getFields()).filter(
      (field) => depth < DEEPEST || !isCompositeType(getNamedType(field.type)),
    );
    if (all.length === 0) return '__typename';
    const picked = new Set(Array.from({ length: 1 + this.#upTo(MOST_FIELDS - 1) }, () => this.#oneOf(all)));
    return [...picked].map((field) => this.#field(field, depth + 1)).join(' ');
  }

  #value(of: { readonly owner: string; readonly name: string; readonly type: GraphQLInputType }): unknown {
    const { owner, name, type } = of;
    if (this.#isOneIn(40)) return this.#choose(anything);
    if (isNonNullType(type)) return this.#value({ ...of, type: type.ofType });
    if (this.#isOneIn(12)) return null;
    const { byName, byType } = this.#source.samples;
    const known = byName[`${owner}.${name}`] ?? byName[name];
    if (known !== undefined && !this.#isOneIn(3)) return known;
    if (isListType(type)) {
      const length = this.#isOneIn(50) ? 1_000 + this.#upTo(1) : this.#upTo(3);
      const items = Array.from({ length: Math.min(length, 3) }, () => this.#value({ ...of, type: type.ofType }));
      return length > 3 ? Array.from({ length }, (_, index) => items[index % 3]) : items;
    }
    if (isEnumType(type)) return this.#isOneIn(20) ? 'NONE_OF_THEM' : this.#oneOf(type.getValues()).name;
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields());
      const wanted = type.isOneOf
        ? [this.#oneOf(fields)]
        : fields.filter((field) => (isNonNullType(field.type) && field.defaultValue === undefined) || this.#isOneIn(2));
      return Object.fromEntries(
        wanted.map((field) => [field.name, this.#value({ owner: type.name, name: field.name, type: field.type })]),
      );
    }
    if (type.name in byType && !this.#isOneIn(3)) return byType[type.name];
    if (this.#isOneIn(3)) return this.#choose(anyText);
    return this.#oneOf(ODD_SCALARS[type.name] ?? ODD_TEXTS);
  }
}
