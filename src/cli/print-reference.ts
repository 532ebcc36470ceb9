import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type GraphQLSchema, isObjectType, lexicographicSortSchema } from 'graphql';
import { createBareSchema } from '../app/schema.js';
import { operationPages } from './reference/operation-pages.js';
import { subjects } from './reference/subjects.js';
import { page } from './reference/text.js';
import { typePages } from './reference/type-pages.js';
import { fail } from './terminal.js';

const FOLDER = 'docs/api/reference';
const HEAD =
  '<!-- Written by `npm run fix:reference` from the schema. Do not edit: change the types and write it again. -->';

/** The reference of the API as Markdown, in an order that does not depend on the order of imports. */
export function referencePages(): ReadonlyMap<string, string> {
  const schema = lexicographicSortSchema(createBareSchema());
  const { pages, told } = operationPages(schema);
  const all = [
    ['README.md', contents()] as const,
    ...pages,
    ...typePages(schema, new Set([...told, ...pagesOfLists(schema)])),
  ];
  return new Map(all.map(([file, text]) => [file, `${HEAD}\n\n${text}`]));
}

/** Connections and edges are told once, by the conventions. */
function pagesOfLists(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && /(Connection|Edge)$/.test(type.name))
    .map(({ name }) => name);
}

function contents(): string {
  const operations = subjects.map(({ file, title, operations }) => {
    const links = operations.map((name) => `[${name}](${file}#${name.toLowerCase()})`);
    return `**[${title}](${file}).** ${links.join(', ')}`;
  });
  return page(
    '# Reference',
    'Every operation by subject, with who may call it, and every type. How all of them behave: [conventions](../README.md).',
    ...operations,
    'Types: [objects](objects.md), [inputs](inputs.md), [enumerations](enums.md), [interfaces, unions and scalars](other.md). ' +
      'Inputs and payloads of operations stand with their operations.',
  );
}

async function asWritten(): Promise<ReadonlyMap<string, string>> {
  const files = await readdir(FOLDER).catch(() => []);
  return new Map(
    await Promise.all(files.map(async (file) => [file, await readFile(join(FOLDER, file), 'utf8')] as const)),
  );
}

const [now, before] = [referencePages(), await asWritten()];
const stale = [...new Set([...now.keys(), ...before.keys()])].filter((file) => now.get(file) !== before.get(file));
if (process.argv.includes('--check')) {
  if (stale.length > 0)
    fail(`${FOLDER} is stale (${stale.join(', ')}): run npm run fix:reference and review what changed.`);
} else {
  await mkdir(FOLDER, { recursive: true });
  for (const file of stale) {
    const text = now.get(file);
    await (text === undefined ? rm(join(FOLDER, file)) : writeFile(join(FOLDER, file), text));
  }
}
