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

// Entities stay as they are written: resolving those that a document defines itself is how XML bombs work.
const parser = new XMLParser({
  processEntities: false,
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
});

/** Plain objects by local element name, or undefined when the text is no XML. */
export function readXml(text: string): unknown {
  if (!text.trimStart().startsWith('<') || /<!DOCTYPE/i.test(text)) return undefined;
  try {
    return parser.parse(text);
  } catch {
    return undefined;
  }
}
