import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDERS = ['src', 'test', 'bench', 'prisma', 'examples', '.ci'];
const FILES = ['schema.graphql', 'package.json', '.env.example'];
const READ = /\.(ts|tsx|js|mjs|cjs|json|prisma|sql|graphql)$/;

/** Every word of the code, so that what a page calls by name can be looked up in it. */
export function wordsOfCode(): ReadonlySet<string> {
  const words = new Set<string>();
  for (const path of codeFiles()) {
    for (const [word] of readFileSync(join(ROOT, path), 'utf8').matchAll(/[A-Za-z_][A-Za-z0-9_]*/g)) words.add(word);
  }
  return words;
}

function codeFiles(): string[] {
  const below = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => READ.test(name) && !name.includes('generated/') && !name.includes('node_modules'))
      .map((name) => `${folder}/${name}`),
  );
  return [...FILES, ...below];
}
