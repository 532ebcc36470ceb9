import { badCondition } from '../api-error.js';
import type { Shape } from '../store/shape.js';
import type { Row } from '../store/table.js';
import type { CustomField, Tables } from '../store/tables.js';
import type { CustomValues } from '../store/values.js';
import type { Accessor } from './accessor.js';
import { type Condition, testsOf } from './condition.js';
import { compile, type Predicate } from './evaluator.js';
import type { LikeDialect } from './like-pattern.js';
import { targetNames } from './record-names.js';

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
  const arrays = new Map<string, readonly [field: string, table: string]>();
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

function arrayField(name: string, shape: Shape): readonly [string, string] | undefined {
  const first = name.split('/', 1)[0]?.toLowerCase();
  const entry = Object.entries(shape.fields).find(([key]) => key.toLowerCase() === first);
  return entry?.[1].kind === 'references' ? [entry[0], entry[1].table] : undefined;
}

function elementField(
  name: string,
  [field, table]: readonly [string, string],
  tables: Tables,
): Accessor<Chosen> | undefined {
  const target = targetNames(table, tables)(name.split('/').slice(1).join('/'));
  return (
    target && {
      type: target.type,
      read: (chosen) => {
        const element = chosen[field];
        return element ? target.read(element) : null;
      },
    }
  );
}

interface Choice {
  readonly row: Row;
  readonly tables: Tables;
  readonly test: Predicate<Chosen>;
}

function anyChoice(arrays: readonly (readonly [string, string])[], choice: Choice, chosen: Chosen): boolean {
  const [array, ...others] = arrays;
  if (!array) {
    return choice.test(chosen);
  }
  const [field, table] = array;
  const ids = (choice.row.values[field] ?? []) as readonly number[];
  return ids.some((id) => anyChoice(others, choice, { ...chosen, [field]: choice.tables.get(table).get(id) }));
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
