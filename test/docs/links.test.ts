import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { allPages, type Page, takenApart } from './markdown.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const pages = allPages();
const byPath = new Map(pages.map((page) => [page.path, page]));

/** Why a link of a page leads nowhere; undefined when it does lead somewhere. */
function brokenLink(page: Pick<Page, 'path' | 'anchors'>, target: string): string | undefined {
  if (/^[a-z]+:/.test(target)) return target.startsWith('https://') ? undefined : 'is no https address';
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page.path : normalize(join(dirname(page.path), path)).replace(/\/$/, '');
  if (!existsSync(join(ROOT, file))) return 'is not there';
  if (anchor === undefined) return undefined;
  const anchors = file === page.path ? page.anchors : byPath.get(file)?.anchors;
  return anchors?.has(anchor) ? undefined : `has no heading #${anchor}`;
}

describe('links of the documentation', () => {
  it('are found broken when they are', () => {
    const page = { path: 'docs/operations.md', anchors: takenApart('# One\n## Two, `three`').anchors };

    expect(brokenLink(page, '#two-three')).toBeUndefined();
    expect(brokenLink(page, '#four')).toBe('has no heading #four');
    expect(brokenLink(page, 'nowhere.md')).toBe('is not there');
    expect(brokenLink(page, 'http://example.com')).toBe('is no https address');
    expect(brokenLink(page, '../README.md')).toBeUndefined();
  });

  it('lead somewhere', () => {
    const broken = pages.flatMap((page) =>
      page.links.flatMap(({ text, line }) => {
        const why = brokenLink(page, text);
        return why ? [`${page.path}:${line} ${text} ${why}`] : [];
      }),
    );

    expect(broken).toEqual([]);
  });

  it('reach every page from the README', () => {
    const reached = new Set<string>();
    const visit = (path: string) => {
      const page = byPath.get(path);
      if (!page || reached.has(path)) return;
      reached.add(path);
      for (const { text } of page.links) visit(normalize(join(dirname(path), text.split('#')[0] ?? '')));
    };
    visit('README.md');

    expect(pages.map(({ path }) => path).filter((path) => !reached.has(path))).toEqual([]);
  });
});
