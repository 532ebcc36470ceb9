import {
  type Compilable,
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  sql,
} from 'kysely';
import type pg from 'pg';
import type { AccountId } from '../shared/ids.js';
import type { DB } from './generated/tables.js';
import type { Statement } from './kept-statements.js';
import { runPipelined } from './pipeline.js';
import { readScope } from './scope.js';

/** Writes SQL with checked names; it has no connection and runs nothing. */
export type Sql = Kysely<DB>;

export const sqlBuilder: Sql = new Kysely<DB>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/** A statement to be sent. `keepsPlan` when one plan of it is good for all values. */
export type ReadyQuery<Row> = CompiledQuery<Row> & Pick<Statement, 'keepsPlan'>;

/** A statement as a builder made it, finished or not. */
export type Query<Row> = Compilable<Row> | ReadyQuery<Row>;

/** Stands for a value while the text of a statement is written. */
class Slot {
  constructor(readonly name: PropertyKey) {}
}

/** Up to how many keys one plan is good for all. */
const FEW_KEYS = 100;

/**
 * A statement whose text is the same at every use, so that it is written once: `value` names what each use gives.
 * For the look-ups by key that nearly every request makes; writing one, or planning it, takes longer than sending it.
 * Not so with many keys: under a plan that was made while a table was small, each of its rows is compared with each key.
 */
export function fixedQuery<Values extends object, Row>(
  build: (db: Sql, value: <Name extends keyof Values>(name: Name) => RawBuilder<Values[Name]>) => Compilable<Row>,
): (values: Values) => ReadyQuery<Row> {
  let written: ReadyQuery<Row> | undefined;
  return (values) => {
    written ??= withOnePlan(build(sqlBuilder, (name) => sql`${new Slot(name)}`));
    const parameters = written.parameters.map((slot) =>
      slot instanceof Slot ? values[slot.name as keyof Values] : slot,
    );
    const isLong = (value: unknown) => Array.isArray(value) && value.length > FEW_KEYS;
    return { ...written, parameters, keepsPlan: !parameters.some(isLong) };
  };
}

/**
 * For a statement that goes by the same index whatever its values are, as keys and the end of the page before do. Planning
 * takes as long as reading a page. A number of rows has to stand in the text: for any number a plan reads a tenth of them all.
 */
export function withOnePlan<Row>(query: Query<Row>): ReadyQuery<Row> {
  return { ...compiled(query), keepsPlan: true };
}

export type Read = <Row>(accountId: AccountId, build: (db: Sql) => Query<Row>) => Promise<Row[]>;

/** The door for reading: one statement, seeing the rows of one account, unable to change any. */
export function openReadDoor(pool: pg.Pool): Read {
  return async <Row>(accountId: AccountId, build: (db: Sql) => Query<Row>) =>
    runPipelined<Row>(pool, readScope(accountId), compiled(build(sqlBuilder)));
}

export function compiled<Row>(query: Query<Row>): ReadyQuery<Row> {
  return 'compile' in query ? query.compile() : query;
}
