import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const docs = new URL('../../docs/security.md', import.meta.url);
const IDS = Array.from({ length: 20 }, (_, index) => `T${index + 1}`);

interface Shown {
  readonly file: URL;
  /** How the name of a test begins. */
  readonly test: string;
}

/** What the last cell of each row names: a link to a file, and behind it the tests that it holds. */
const rows = new Map(
  readFileSync(docs, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, id, cell] = /^\| (T\d+) \|.*\| ([^|]*) \|$/.exec(line) ?? [];
      return id && cell ? [[id, shownIn(cell)] as const] : [];
    }),
);

function shownIn(cell: string): Shown[] {
  let file = docs;
  return cell.split('; ').map((part) => {
    const [, link, test = ''] = /^(?:\[`[\w-]+`\]\(([^)]+)\): )?"([^"]+)"$/.exec(part) ?? [];
    if (link) file = new URL(link, docs);
    return { file, test };
  });
}

describe('the table of threats', () => {
  it('has one row for each, in order', () => {
    expect([...rows.keys()]).toEqual(IDS);
  });

  it.each(IDS)('names tests of %s that are there, and begin with it', (id) => {
    const shown = rows.get(id) ?? [];
    expect(shown.length).toBeGreaterThan(0);
    for (const { file, test } of shown) {
      expect(test).toMatch(new RegExp(`^${id}\\b`));
      const path = fileURLToPath(file);
      const names = existsSync(path) ? [...readFileSync(path, 'utf8').matchAll(/['`](T\d+[:,][^'`\n]*)/g)] : [];
      expect({ path, test, isThere: names.some(([, name]) => name?.startsWith(test)) }).toEqual({
        path,
        test,
        isThere: true,
      });
    }
  });
});
