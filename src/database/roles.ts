import type pg from 'pg';
import { OperatorError } from '../shared/operator-error.js';
import { translate } from './errors.js';

/**
 * Row-level security is worth what its role is worth: a superuser, a role with BYPASSRLS, and a table's owner see every
 * row of every account. Refuses to go on with such a role.
 */
export async function assertRole(pool: pg.Pool, role: string): Promise<void> {
  const found = await inspect(pool, role);
  const faults = [
    found.isSuperuser && 'is a superuser',
    found.bypasses && 'has BYPASSRLS',
    found.owns && 'owns tables, or is a member of a role that does',
  ].filter((fault) => fault !== false);
  if (faults.length > 0) {
    throw new OperatorError(
      `The database role ${role} ${faults.join(', ')}: it would see the data of every account. ` +
        `Make it an ordinary role without rights of its own, for example: ALTER ROLE ${role} NOSUPERUSER NOBYPASSRLS;`,
    );
  }
}

interface RoleFacts {
  readonly isSuperuser: boolean;
  readonly bypasses: boolean;
  readonly owns: boolean;
}

// Asked from inside the role, because that is what a transaction's set_config leads to.
const FACTS = `
  SELECT rolsuper AS "isSuperuser", rolbypassrls AS "bypasses", EXISTS (
    SELECT FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
      AND pg_has_role(current_user, c.relowner, 'MEMBER')
  ) AS "owns"
  FROM pg_catalog.pg_roles WHERE rolname = current_user`;

async function inspect(pool: pg.Pool, role: string): Promise<RoleFacts> {
  const client = await pool.connect().catch((error) => {
    throw translate(error);
  });
  try {
    await client.query('BEGIN READ ONLY');
    await client.query(`SELECT set_config('role', $1, true)`, [role]);
    const { rows } = await client.query<RoleFacts>(FACTS);
    const [facts] = rows;
    if (!facts) throw new OperatorError(`The database role ${role} does not exist.`);
    return facts;
  } catch (error) {
    throw translate(error);
  } finally {
    await client.query('ROLLBACK').catch(() => {});
    client.release(client.getTransactionStatus() !== 'I');
  }
}
