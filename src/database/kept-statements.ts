import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { BoundedCache } from '../shared/bounded-cache.js';

const MOST = 100;

export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  /** One plan is good for all its values, so that PostgreSQL keeps it too. */
  readonly keepsPlan?: boolean;
}

/** How the rows of a statement are read: PostgreSQL refuses a kept statement whose columns are others than they were. */
export interface RowShape {
  readonly columns: readonly { readonly name: string; readonly parser: (text: string) => unknown }[];
  readonly empty: Readonly<Record<string, unknown>>;
}

interface Kept {
  readonly name: string;
  shape?: RowShape;
}

type Connection = pg.Client['connection'];

/** The statements that PostgreSQL keeps for one connection, so that it takes each of them apart once only. */
export class KeptStatements {
  static readonly #ofClients = new WeakMap<pg.ClientBase, KeptStatements>();
  readonly #outdated: string[] = [];
  readonly #known = new BoundedCache<Kept>(MOST, ({ name }) => this.#outdated.push(name));
  /**
   * Names are of this connection alone: behind a pooler that hands sessions round without knowing their statements, one
   * that another connection made could have the name, and be run in its place. So it is not found instead.
   */
  readonly #prefix = `kept_${randomBytes(8).toString('hex')}_`;
  #made = 0;

  /** From now on, of a connection that is nobody else's session too. */
  static begin(client: pg.ClientBase): void {
    KeptStatements.#ofClients.set(client, new KeptStatements());
  }

  static of(client: pg.ClientBase): KeptStatements | undefined {
    return KeptStatements.#ofClients.get(client);
  }

  /** The name under which the connection knows a statement, which it is told of now if it does not. */
  name(connection: Connection, text: string): string {
    const known = this.#known.get(text);
    if (known) return known.name;
    this.#made += 1;
    const name = `${this.#prefix}${this.#made}`;
    this.#known.set(text, { name });
    for (const gone of this.#outdated.splice(0)) connection.close({ type: 'S', name: gone }, true);
    connection.parse({ name, text, types: [] }, true);
    return name;
  }

  /** For a statement that failed, perhaps before PostgreSQL had it, perhaps because its tables changed since. */
  forget(text: string): void {
    const known = this.#known.get(text);
    if (!known) return;
    this.#known.delete(text);
    this.#outdated.push(known.name);
  }

  /** Undefined until PostgreSQL has told it once. */
  shape(text: string): RowShape | undefined {
    return this.#known.get(text)?.shape;
  }

  learn(text: string, shape: RowShape): void {
    const known = this.#known.get(text);
    if (known) known.shape = shape;
  }
}
