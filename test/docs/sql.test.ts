import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { testDatabaseUrl } from '../support/database.js';
import { allPages } from './markdown.js';

/** Of the whole cluster, or of no transaction: only their form can be looked at here. */
const OF_CLUSTER = /^(CREATE (ROLE|DATABASE|EXTENSION)|GRANT [\w, ]+ TO)\b/;

const statements = allPages().flatMap(({ path, fences }) =>
  fences
    .filter(({ language }) => language === 'sql')
    .flatMap(({ text, line }) =>
      text
        .split(/;\s*(?:\n|$)/)
        .map((statement) => statement.trim())
        .filter(Boolean)
        .map((statement) => ({ statement, at: `${path}:${line}` })),
    ),
);

describe('SQL of the documentation', () => {
  let client: pg.Client;
  beforeAll(async () => {
    client = new pg.Client({ connectionString: testDatabaseUrl() });
    await client.connect();
  });
  afterAll(() => client.end());

  /** Why PostgreSQL would refuse a statement. Nothing of it stays. */
  async function refusal(statement: string): Promise<string | undefined> {
    // What a reader fills in may be of any type, and an index has its name already.
    const filled = statement.replaceAll("'…'", OF_CLUSTER.test(statement) ? "'x'" : 'NULL');
    const once = filled.replace(/^CREATE INDEX \w+/, 'CREATE INDEX');
    await client.query('BEGIN');
    try {
      // PL/pgSQL looks at the form of all it holds, also at what it never comes to.
      const parsed = `DO $check$ BEGIN IF false THEN ${once}; END IF; END $check$`;
      await client.query(OF_CLUSTER.test(once) ? parsed : once);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      await client.query('ROLLBACK');
    }
  }

  it('is refused when PostgreSQL would refuse it', async () => {
    expect(await refusal('SELECT nothing FROM work')).toContain('nothing');
    expect(await refusal('CREATE ROLE x LOGINN')).toContain('loginn');
    expect(await refusal('CREATE DATABASE x OWNED BY y')).toBeDefined();
  });

  it('is what PostgreSQL takes', async () => {
    const refused: string[] = [];
    for (const { statement, at } of statements) {
      const why = await refusal(statement);
      if (why) refused.push(`${at} ${statement}: ${why}`);
    }

    expect(statements.length).toBeGreaterThan(5);
    expect(refused).toEqual([]);
  });
});
