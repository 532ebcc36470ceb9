import pg from 'pg';
import { prepareValue } from 'pg/lib/utils.js';
import type { KeptStatements, RowShape, Statement } from './kept-statements.js';
import { type Scope, settingsText } from './scope.js';
import { typeParser } from './value-types.js';

type Connection = pg.Client['connection'];

interface RowDescription {
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[];
}

interface Options {
  readonly kept: KeptStatements;
  readonly scope: Scope;
  readonly statement: Statement;
  readonly query_timeout: number;
}

/** What PostgreSQL says of a kept statement whose tables have other columns now. */
export function isOutdated(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '0A000' && error.routine === 'RevalidateCachedQuery';
}

/**
 * One transaction of one statement under its scope as one message to PostgreSQL: it needs no BEGIN and no COMMIT, because
 * what comes before a Sync is a transaction by itself. Should the settings fail, PostgreSQL skips the statement.
 *
 * A query in the form that pg takes from cursors and streams, whose names are therefore pg's.
 */
export class KeptTransaction<Row> implements pg.Submittable {
  readonly query_timeout: number;
  /** Of the statement, for whoever tells of it. */
  readonly text: string;
  readonly rows: Promise<Row[]>;
  callback: (error: unknown, rows?: Row[]) => void = () => {};
  readonly #options: Options;
  readonly #settings: string;
  readonly #found: Row[] = [];
  #hasScope = false;
  #shape: RowShape | undefined;
  #broken: { readonly error: unknown } | undefined;

  constructor(options: Options) {
    this.#options = options;
    this.#settings = settingsText(options.scope, options.statement.keepsPlan);
    this.query_timeout = options.query_timeout;
    this.text = options.statement.sql;
    this.rows = new Promise((resolve, reject) => {
      this.callback = (error, rows = []) => (error ? reject(error) : resolve(rows));
    });
  }

  /** Everything is in the socket's buffer before any of it is sent. */
  submit(connection: Connection): void {
    connection.stream.cork();
    try {
      this.#send(connection);
    } catch (error) {
      this.#broken = { error };
    } finally {
      connection.sync();
      connection.stream.uncork();
    }
  }

  #send(connection: Connection): void {
    const { kept, scope, statement } = this.#options;
    // Before anything is sent: what cannot be sent must not be half sent.
    const values = statement.parameters.map((value) => prepareValue(value));
    const settings = kept.name(connection, this.#settings);
    connection.bind({ statement: settings, values: scope.settings.flat() }, true);
    connection.execute({}, true);
    const name = kept.name(connection, statement.sql);
    connection.bind({ statement: name, values }, true);
    this.#shape = kept.shape(statement.sql);
    if (!this.#shape) connection.describe({ type: 'P' }, true);
    connection.execute({}, true);
  }

  handleRowDescription({ fields }: RowDescription): void {
    const { kept, statement } = this.#options;
    this.#shape = {
      columns: fields.map(({ name, dataTypeID }) => ({ name, parser: typeParser(dataTypeID) })),
      empty: Object.fromEntries(fields.map(({ name }) => [name, null])),
    };
    kept.learn(statement.sql, this.#shape);
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    if (!this.#hasScope || !this.#shape || this.#broken) return;
    try {
      this.#found.push(read(fields, this.#shape) as Row);
    } catch (error) {
      this.#broken = { error };
    }
  }

  handleCommandComplete(): void {
    this.#hasScope = true;
  }

  handleError(error: unknown): void {
    this.#options.kept.forget(this.#settings);
    this.#options.kept.forget(this.#options.statement.sql);
    this.callback(error);
  }

  handleReadyForQuery(): void {
    if (this.#broken) this.callback(this.#broken.error);
    else this.callback(null, this.#found);
  }
}

function read(fields: readonly (string | null)[], { columns, empty }: RowShape): Record<string, unknown> {
  const row: Record<string, unknown> = { ...empty };
  columns.forEach(({ name, parser }, index) => {
    const text = fields[index];
    if (text != null) row[name] = parser(text);
  });
  return row;
}
