import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Fence {
  readonly language: string;
  /** What stands behind the language, such as `answer`. */
  readonly role: string;
  readonly text: string;
  /** Of the line that opens it, as an editor counts. */
  readonly line: number;
}

interface Place {
  readonly text: string;
  readonly line: number;
}

/** One page of the documentation, taken apart as far as its checks need. */
export interface Page {
  /** From the root of the project, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly fences: readonly Fence[];
  /** What stands in backticks in a line of text. */
  readonly spans: readonly Place[];
  /** The targets of links and pictures. */
  readonly links: readonly Place[];
  /** What a link may name behind its `#`. */
  readonly anchors: ReadonlySet<string>;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** README, CHANGELOG and all below `docs`, and the pages that stand beside examples. */
export function allPages(): Page[] {
  const below = ['docs', 'examples'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
  );
  return ['README.md', 'CHANGELOG.md', ...below.filter((path) => path.endsWith('.md')).sort()].map(pageAt);
}

export function pageAt(path: string): Page {
  return { path, ...takenApart(readFileSync(join(ROOT, path), 'utf8')) };
}

export function takenApart(text: string): Omit<Page, 'path'> {
  const fences: Fence[] = [];
  const prose: Place[] = [];
  let open: { mark: string; language: string; role: string; line: number; lines: string[] } | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const [, mark = '', language = '', role = ''] = /^ {0,3}(```+)(\S*) *(.*)$/.exec(line) ?? [];
    if (open && mark.startsWith(open.mark)) {
      const { language, role, line, lines } = open;
      fences.push({ language, role, line, text: lines.join('\n') });
      open = undefined;
    } else if (open) open.lines.push(line);
    else if (mark) open = { mark, language, role, line: index + 1, lines: [] };
    else prose.push({ text: line, line: index + 1 });
  }
  if (open) throw new Error(`The block that begins in line ${open.line} never ends.`);
  return {
    ...{ text, fences },
    spans: prose.flatMap((place) => found(place, /`([^`]+)`/g)),
    links: prose.flatMap((place) => found({ ...place, text: withoutSpans(place.text) }, /\]\(([^)\s]+)\)/g)),
    anchors: new Set(anchorsOf(prose.map((place) => place.text))),
  };
}

/** Cells of the rows below a table's head. */
export function rowsOf({ path, text }: Pick<Page, 'path' | 'text'>, head: string): string[][] {
  const [, table] = text.split(`${head}\n`);
  if (table === undefined) throw new Error(`${path} has no table with the head ${head}.`);
  const rows = table.split('\n\n')[0]?.split('\n').slice(1) ?? [];
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

function found({ text, line }: Place, pattern: RegExp): Place[] {
  return [...text.matchAll(pattern)].map(([, inner = '']) => ({ text: inner, line }));
}

/** What stands in backticks is no link; a link whose text stands in backticks is one. */
function withoutSpans(text: string): string {
  return text.replace(/`[^`]*`/g, '');
}

/** Those that GitHub gives headings: letters, digits, `-` and `_` in small letters, and a number for what comes again. */
function anchorsOf(lines: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return lines.flatMap((line) => {
    const [, heading] = /^#{1,6} +(.+?) *#*$/.exec(line) ?? [];
    if (heading === undefined) return [];
    const slug = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
      .replaceAll(' ', '-');
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    return [times === 0 ? slug : `${slug}-${times}`];
  });
}
