import { badCondition } from '../api-error.js';
import { type Field, type ItemsKind, type Shape, seen } from '../store/shape.js';
import type { Row } from '../store/table.js';
import type { CustomField, Tables } from '../store/tables.js';
import type { CustomValues } from '../store/values.js';
import type { Accessor, Resolve } from './accessor.js';
import { type Condition, testsOf } from './condition.js';
import { compile, type Predicate } from './evaluator.js';
import type { LikeDialect } from './like-pattern.js';
import { recordNames, targetNames } from './record-names.js';

export interface ChildNaming {
  readonly shape: Shape;
  readonly tables: Tables;
  readonly dialect: LikeDialect;
}

/** One element chosen from each array field. */
type Chosen = Readonly<Record<string, Row | undefined>>;

/** A record passes when one element of the array satisfies the whole condition, not each part by another element. */
export function childPredicate(condition: Condition, naming: ChildNaming): Predicate<Row> {
  refuseIn(condition, 'childConditions');
  const arrays = new Map<string, ListField>();
  const test = compile<Chosen>(condition, {
    dialect: naming.dialect,
    resolve: (name) => {
      const array = arrayField(name, naming.shape);
      if (array) {
        arrays.set(array[0], array);
      }
      return array && elementField(name, array, naming.tables);
    },
  });
  return (row) => anyChoice([...arrays.values()], { row, tables: naming.tables, test }, {});
}

type ListField = readonly [name: string, field: Field & { readonly kind: 'references' | 'items' }];

function arrayField(name: string, shape: Shape): ListField | undefined {
  const first = name.split('/', 1)[0]?.toLowerCase();
  const [key, field] = Object.entries(shape.fields).find(([key]) => key.toLowerCase() === first) ?? [];
  return key !== undefined && (field?.kind === 'references' || field?.kind === 'items') ? [key, field] : undefined;
}

function elementField(name: string, [key, field]: ListField, tables: Tables): Accessor<Chosen> | undefined {
  const part = name.split('/').slice(1).join('/');
  const target = field.kind === 'items' ? itemNames(field, tables)(part) : targetNames(field, tables)(part);
  return (
    target && {
      ...target,
      read: (chosen) => {
        const element = chosen[key];
        return element ? target.read(element) : null;
      },
    }
  );
}

function itemNames({ table, shown }: ItemsKind, tables: Tables): Resolve<Row> {
  const resolve = recordNames(tables.shapeOf(table), tables);
  const names = new Set(['id', ...shown].map((name) => name.toLowerCase()));
  return (written) => (names.has(written.split('/', 1)[0]?.toLowerCase() ?? '') ? resolve(written) : undefined);
}

interface Choice {
  readonly row: Row;
  readonly tables: Tables;
  readonly test: Predicate<Chosen>;
}

function anyChoice(arrays: readonly ListField[], choice: Choice, chosen: Chosen): boolean {
  const [array, ...others] = arrays;
  if (!array) {
    return choice.test(chosen);
  }
  const [key] = array;
  return elementsOf(array, choice).some((element) => anyChoice(others, choice, { ...chosen, [key]: element }));
}

function elementsOf([key, field]: ListField, { row, tables }: Choice): readonly (Row | undefined)[] {
  if (field.kind === 'items') {
    return tables.childrenOf(field.table, field.parent, row.id);
  }
  const ids = (seen(row, [key, field], tables) ?? []) as readonly number[];
  return ids.map((id) => tables.get(field.table).get(id));
}

interface CustomSubject {
  readonly definition: CustomField;
  readonly values: CustomValues | undefined;
}

const CUSTOM_NAMES: ReadonlyMap<string, Accessor<CustomSubject>> = new Map(
  Object.entries<Accessor<CustomSubject>>({
    id: { type: 'number', read: ({ definition }) => definition.id },
    caption: { type: 'text', read: ({ definition }) => definition.caption },
    type: { type: 'text', read: ({ definition }) => definition.type },
    entrymethod: { type: 'text', read: ({ definition }) => definition.entryMethod },
    value: { type: 'any', read: ({ definition, values }) => values?.[definition.id] ?? null },
  }),
);

/** A record passes when one of its custom fields satisfies the whole condition. */
export function customFieldPredicate(condition: Condition, naming: ChildNaming): Predicate<Row> {
  refuseIn(condition, 'customFieldConditions');
  const test = compile<CustomSubject>(condition, {
    dialect: naming.dialect,
    resolve: (name) => CUSTOM_NAMES.get(name.toLowerCase()),
  });
  const definitions = naming.tables.customFields(naming.shape);
  return (row) => {
    const values = row.values['customFields'] as CustomValues | undefined;
    return definitions.some((definition) => test({ definition, values }));
  };
}

function refuseIn(condition: Condition, parameter: string): void {
  if (testsOf(condition).some((test) => test.kind === 'in')) {
    throw badCondition(`'in' cannot be used in ${parameter}.`);
  }
}
