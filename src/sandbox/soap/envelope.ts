import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { isObject } from '../json.js';
import { SoapFault } from './fault.js';

const ENVELOPE = 'http://schemas.xmlsoap.org/soap/envelope/';
const CONNECTWISE = 'http://connectwise.com';

/** An element: its texts and elements by local name, each with all that share the name. */
export type Element = Readonly<Record<string, unknown>>;

export interface SoapCall {
  /** Local name of the body's element. */
  readonly operation: string;
  readonly arguments: Element;
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
});

/** Reads a SOAP 1.1 request. A document type, and so every entity of its own, is refused before anything is parsed. */
export function readCall(body: string): SoapCall {
  if (/<!(DOCTYPE|ENTITY)/i.test(body) || XMLValidator.validate(body) !== true) {
    throw SoapFault.client('Server was unable to read request. ---> The XML document is not valid.');
  }
  const envelope = child(parser.parse(body), 'Envelope');
  const content = envelope && child(envelope, 'Body');
  if (!envelope || !content || !Object.values(envelope).includes(ENVELOPE)) {
    throw SoapFault.client('Possible SOAP version mismatch: the envelope is not one of SOAP 1.1.');
  }
  const [name = ''] = Object.keys(content).filter((key) => !key.startsWith('@'));
  const operation = localName(name);
  const element = child(content, operation) ?? {};
  const prefix = name.includes(':') ? `@xmlns:${name.split(':')[0]}` : '@xmlns';
  const namespace = [element, content, envelope].map((scope) => scope[prefix]).find((found) => found !== undefined);
  if (namespace !== CONNECTWISE) {
    throw SoapFault.client(`The element ${operation} is not of the namespace ${CONNECTWISE}.`);
  }
  return { operation, arguments: element };
}

/** The element of that local name; undefined when there is none. An empty one has nothing in it. */
export function child(parent: unknown, name: string): Element | undefined {
  const found = children(parent, name)[0];
  return found === undefined ? undefined : isObject(found) ? found : { '#text': found };
}

export function children(parent: unknown, name: string): readonly unknown[] {
  const entries = isObject(parent) ? Object.entries(parent) : [];
  return entries.filter(([key]) => localName(key) === name).flatMap(([, value]) => value);
}

/** The text of the element of that name; undefined when there is none. */
export function textOf(parent: unknown, name: string): string | undefined {
  const text = child(parent, name)?.['#text'];
  return text === undefined ? undefined : String(text);
}

function localName(name: string): string {
  return name.split(':').at(-1) ?? name;
}

export function escapeXml(text: string): string {
  return text.replace(/[<>&'"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

export function envelope(content: string): string {
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<soap:Envelope xmlns:soap="${ENVELOPE}"><soap:Body>${content}</soap:Body></soap:Envelope>`,
  ].join('\r\n');
}
