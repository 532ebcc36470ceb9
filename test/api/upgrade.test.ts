import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrate } from '../../src/database/migrate.js';
import { MIGRATIONS_FOLDER } from '../../src/database/migration-files.js';
import { createLogger } from '../../src/shared/logger.js';
import { emptyDatabase, type TemporaryDatabase } from '../support/database.js';
import { figure } from '../support/figure.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { allowedRoles } from './support/allowed-roles.js';
import { furnish } from './support/furnished.js';
import { type Answer, callGenerated } from './support/generated-calls.js';
import { rootDocuments } from './support/schema-documents.js';

const logger = createLogger('silent');

/** What a later version may bring: in every table a column more, new tables, indexes, and words of enums. */
const LATER = `
  DO $$
  DECLARE name text;
  BEGIN
    FOR name IN SELECT table_name FROM information_schema.tables
      WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name NOT LIKE '\\_prisma%'
    LOOP
      EXECUTE format('ALTER TABLE %I ADD COLUMN brought_later TEXT NOT NULL DEFAULT %L', name, 'later');
      EXECUTE format('ALTER TABLE %I ADD COLUMN first_later INTEGER', name);
      EXECUTE format('CREATE INDEX ON %I (brought_later)', name);
    END LOOP;
  END $$;
  CREATE TABLE brought_later (account_id UUID NOT NULL REFERENCES accounts (id), id UUID PRIMARY KEY);
`;

describe('F24: a build before meets a schema of a later one', () => {
  let database: TemporaryDatabase;
  let prepared: string | undefined;
  let folder: string;
  let test: TestApp;
  beforeAll(async () => {
    database = await emptyDatabase();
    await migrate({ url: database.url, logger });
    prepared = process.env['PREPARED_DATABASES'];
    // Its schema is for nobody else.
    const note = { ...(JSON.parse(prepared ?? '{}') as object), urls: Array(64).fill(database.url) };
    process.env['PREPARED_DATABASES'] = JSON.stringify(note);
    folder = await mkdtemp(join(tmpdir(), 'psa-later-'));
    await cp(MIGRATIONS_FOLDER, folder, { recursive: true });
    await mkdir(join(folder, '20990101000000_later'));
    await writeFile(join(folder, '20990101000000_later', 'migration.sql'), LATER);
    test = await startTestApp({ environment: { TRUSTED_PROXIES: '127.0.0.1' } });
  });
  afterAll(async () => {
    await test.close();
    process.env['PREPARED_DATABASES'] = prepared;
    await database.close();
    await rm(folder, { recursive: true });
  });

  /** Every operation that an ADMIN may call, on an account with one object of every kind; gives those that broke. */
  async function broken(): Promise<{ readonly called: number; readonly broken: readonly string[] }> {
    const own = await furnish(test);
    const documents = rootDocuments(test.app.schema, own.samples).filter(({ field }) =>
      allowedRoles[field]?.includes('ADMIN'),
    );
    const failed: string[] = [];
    for (const document of documents) {
      const response = await callGenerated(test, `Bearer ${own.account.token}`, document);
      const { errors } = (await response.json()) as Answer;
      const codes = (errors ?? []).map(({ extensions }) => extensions?.['code']);
      if (response.status >= 500 || codes.includes('INTERNAL_SERVER_ERROR')) failed.push(document.field);
    }
    return { called: documents.length, broken: failed };
  }

  it('F24: a running process goes on when a later version migrates, with connections that it used before', async () => {
    expect((await broken()).broken).toEqual([]);
    const meanwhile = broken();
    expect(await migrate({ url: database.url, logger, folder })).toEqual(['20990101000000_later']);
    expect((await meanwhile).broken).toEqual([]);
    const after = await broken();
    figure(
      'F24',
      `${after.called} operations of a running process: 0 broken before, during and after a later migration`,
    );
    expect(after.broken).toEqual([]);
  });

  it('F24: it starts again on the schema of the later version, and leaves it as it is', async () => {
    expect(await migrate({ url: database.url, logger })).toEqual([]);
    await test.close();
    test = await startTestApp({ environment: { TRUSTED_PROXIES: '127.0.0.1' } });
    expect((await broken()).broken).toEqual([]);
  });
});
