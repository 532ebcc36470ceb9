import { defineConfig } from 'prisma/config';

// Generating only needs this file to exist; the native engine is never run, so nobody has to fetch it.
process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath;

export default defineConfig({ schema: 'rivals/schema.prisma' });
