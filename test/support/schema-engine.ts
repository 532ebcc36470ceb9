import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm';
import { readMigrations } from '../../src/database/migration-files.js';
import { loadSchemaEngine } from './schema-engine-loader.js';

const file = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const SCHEMA = { path: 'schema.prisma', content: readFileSync(file('prisma/schema.prisma'), 'utf8') };
const EVERYTHING = { externalTables: [], externalEnums: [] };

/** The SQL that would make the database what schema.prisma says; empty when it is that already. */
export async function schemaDrift(url: string): Promise<string> {
  const engine = await openEngine(url);
  const diff = await engine.diff({
    from: { tag: 'schemaDatasource', files: [SCHEMA], configDir: file('prisma') },
    to: { tag: 'schemaDatamodel', files: [SCHEMA] },
    script: true,
    exitCode: true,
    filters: EVERYTHING,
  });
  return diff.exitCode === 0 ? '' : (diff.stdout ?? 'unknown');
}

/** What `prisma migrate status` would find. */
export async function migrationStatus(url: string) {
  const engine = await openEngine(url);
  return engine.diagnoseMigrationHistory({
    migrationsList: await migrationList(),
    optInToShadowDatabase: false,
    filters: EVERYTHING,
  });
}

async function migrationList(): Promise<MigrationList> {
  const lockfile = {
    path: 'migration_lock.toml',
    content: readFileSync(file('prisma/migrations/migration_lock.toml'), 'utf8'),
  };
  const migrations = await readMigrations();
  const migrationDirectories = migrations.map(({ name, sql }) => ({
    path: name,
    migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: sql } },
  }));
  return { baseDir: file('prisma/migrations'), lockfile, shadowDbInitScript: '', migrationDirectories };
}

let loaded: ReturnType<typeof loadSchemaEngine> | undefined;

async function openEngine(url: string): Promise<SchemaEngine> {
  loaded ??= loadSchemaEngine();
  const Engine = await loaded;
  const adapter = bindMigrationAwareSqlAdapterFactory(new CharReadingAdapter(fieldsOf(url)));
  return Engine.new({ datamodels: [[SCHEMA.path, SCHEMA.content]] }, () => {}, adapter);
}

/** With a URL the engine would ignore the adapter. */
function fieldsOf(url: string) {
  const { username, password, hostname, port, pathname, searchParams } = new URL(url);
  return {
    host: searchParams.get('host') ?? hostname,
    port: Number(port || 5432),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: pathname.slice(1),
  };
}

/** The adapter does not know PostgreSQL's "char", in which the catalogue tells kinds of constraints. */
class CharReadingAdapter extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const sql = query.sql
        .replace('constr.contype AS', 'constr.contype::text AS')
        .replace(/con\.(conf(?:del|upd)type)/g, 'con.$1::text AS $1');
      const result = await queryRaw({ ...query, sql });
      const columnTypes = result.columnTypes.map((type, index) =>
        CHAR_COLUMNS.has(result.columnNames[index] ?? '') ? ColumnTypeEnum.Character : type,
      );
      return { ...result, columnTypes };
    };
    return adapter;
  }
}

const CHAR_COLUMNS = new Set(['constraint_type', 'confdeltype', 'confupdtype']);
