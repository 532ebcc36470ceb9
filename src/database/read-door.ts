import {
  type Compilable,
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import type pg from 'pg';
import type { AccountId } from '../shared/ids.js';
import type { DB } from './generated/tables.js';
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

/** A statement as a builder made it, finished or not. */
export type Query<Row> = Compilable<Row> | CompiledQuery<Row>;

export type Read = <Row>(accountId: AccountId, build: (db: Sql) => Query<Row>) => Promise<Row[]>;

/** The door for reading: one statement, seeing the rows of one account, unable to change any. */
export function openReadDoor(pool: pg.Pool): Read {
  return async <Row>(accountId: AccountId, build: (db: Sql) => Query<Row>) =>
    runPipelined<Row>(pool, readScope(accountId), compiled(build(sqlBuilder)));
}

export function compiled<Row>(query: Query<Row>): CompiledQuery<Row> {
  return 'compile' in query ? query.compile() : query;
}
