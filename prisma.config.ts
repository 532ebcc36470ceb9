import { defineConfig } from 'prisma/config';

// Generating the client only needs this file to exist; the native engine itself is never run, so nobody has to fetch it.
process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath;

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env['DATABASE_URL'] ?? '' },
});
