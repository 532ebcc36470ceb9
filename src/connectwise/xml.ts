import { XMLParser } from 'fast-xml-parser';
import { Failure, FailureCode } from '../shared/failure.js';
import { isPrintable } from '../shared/text.js';

/** An element with text or elements in it. Names are ours, values from anywhere. */
export interface XmlElement {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly content: string | readonly XmlElement[];
}

/** @throws Failure INVALID when a text holds characters that no XML can hold */
export function writeXml({ name, attributes = {}, content }: XmlElement): string {
  const head = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeText(value, name)}"`);
  const inner = typeof content === 'string' ? escapeText(content, name) : content.map(writeXml).join('');
  return `<${name}${head.join('')}>${inner}</${name}>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function escapeText(text: string, name: string): string {
  if (isWritable(text)) return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
  const message = 'Control characters and broken Unicode are not accepted.';
  throw new Failure({ code: FailureCode.INVALID, message, field: [name] });
}

/** XML 1.0 has no way to write other control characters, not even escaped. */
function isWritable(text: string): boolean {
  return isPrintable(text.replace(/[\t\n\r]/g, '')) && !/[\ufffe\uffff]/.test(text);
}

/** What is read answers a call of ours, and is never bigger than this nor far from it. */
const DEEPEST = 64;
const MOST_TAGS = 100_000;
const LONGEST_TAG = 4_096;

// Entities stay as they are written: resolving those that a document defines itself is how XML bombs work.
const parser = new XMLParser({
  processEntities: false,
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  maxNestedTags: DEEPEST,
  ignoreDeclaration: true,
  ignorePiTags: true,
});

/** Plain objects by local element name, or undefined when the text is no XML that is let in, or not whole. */
export function readXml(text: string): unknown {
  if (!isSound(text)) return undefined;
  try {
    return parser.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Walks over the tags once, before the parser sees any: it takes documents that end in the middle, and could be kept
 * busy for hours. Document types are refused whatever they hold, and so is text in which U+0000 shows another encoding.
 */
function isSound(text: string): boolean {
  if (!text.trimStart().startsWith('<') || text.includes('\0')) return false;
  const open: string[] = [];
  let tags = 0;
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', at)) {
    const end = endOfMarkup(text, at);
    if (end === undefined || ++tags > MOST_TAGS) return false;
    const markup = text.slice(at, end);
    at = end;
    if (!/^<[?!]/.test(markup) && !isFitting(markup, open)) return false;
  }
  return tags > 0 && open.length === 0;
}

/** Notes what a tag opens or closes; false where it closes another element than the last one, or nests too deeply. */
function isFitting(tag: string, open: string[]): boolean {
  const name = /^<\/?([^\s/>]+)/.exec(tag)?.[1];
  if (name === undefined) return false;
  if (tag.startsWith('</')) return open.pop() === name;
  if (!tag.endsWith('/>')) open.push(name);
  return open.length <= DEEPEST;
}

/** Where the markup ends that begins here; undefined where it does not, or is none that is let in. */
function endOfMarkup(text: string, start: number): number | undefined {
  for (const [opening, closing] of SECTIONS) {
    if (text.startsWith(opening, start)) return behind(text, closing, start + opening.length);
  }
  return text[start + 1] === '!' ? undefined : endOfTag(text, start);
}

const SECTIONS = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const;

function behind(text: string, closing: string, from: number): number | undefined {
  const found = text.indexOf(closing, from);
  return found === -1 ? undefined : found + closing.length;
}

/** An attribute may hold what looks like the end. */
function endOfTag(text: string, start: number): number | undefined {
  let quote = '';
  const last = Math.min(text.length, start + LONGEST_TAG);
  for (let at = start + 1; at < last; at++) {
    const character = text[at] ?? '';
    if (quote === '' && character === '>') return at + 1;
    if (character === quote) quote = '';
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
  }
  return undefined;
}
