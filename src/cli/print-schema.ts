import { readFile, writeFile } from 'node:fs/promises';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { createBareSchema } from '../app/schema.js';
import { fail } from './terminal.js';

const FILE = 'schema.graphql';
const HEAD = '# Printed by `npm run fix:schema` from the code. Do not edit: change the types and print it again.\n\n';

/** The public contract as text, in an order that does not depend on the order of imports. */
export function schemaText(): string {
  return `${HEAD}${printSchema(lexicographicSortSchema(createBareSchema()))}\n`;
}

if (process.argv.includes('--check')) {
  if ((await readFile(FILE, 'utf8').catch(() => '')) !== schemaText()) {
    fail(`${FILE} is stale: run npm run fix:schema and review what changed.`);
  }
} else {
  await writeFile(FILE, schemaText());
}
