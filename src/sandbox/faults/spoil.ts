import { gzipSync } from 'node:zlib';
import type { Reply } from '../http/reply.js';
import { isObject, type Json, type JsonObject, printJson } from '../json.js';
import type { Fault } from './fault.js';

const EXTRA: JsonObject = { sandboxNewField: 'unknown', sandboxNewObject: { id: 1, list: [1, null, { deep: true }] } };

/** The right reply made wrong; the reply itself for faults that leave it as it is. */
export function spoil(reply: Reply, fault: Fault, enumerations: readonly string[]): Reply {
  switch (fault.kind) {
    case 'body':
      return { ...reply, body: spoiltBody(String(reply.body), fault.as) };
    case 'gzip':
      return { ...reply, headers: { ...reply.headers, 'Content-Encoding': 'gzip' }, body: gzipSync(reply.body) };
    case 'headers': {
      const padding = Array.from({ length: fault.count }, (_, at) => [`x-padding-${at}`, 'sandbox'] as const);
      return { ...reply, headers: { ...reply.headers, ...Object.fromEntries(padding) } };
    }
    case 'extraFields':
      return changeRecords(reply, (record) => ({ ...record, ...EXTRA }));
    case 'unknownEnumeration': {
      const fields = fault.field === undefined ? enumerations : [fault.field];
      return changeRecords(reply, (record) => ({
        ...record,
        ...Object.fromEntries(fields.map((name) => [name, fault.value])),
      }));
    }
    default:
      return reply;
  }
}

function spoiltBody(body: string, as: (Fault & { kind: 'body' })['as']): string {
  switch (as) {
    case 'cutJson':
      return body.slice(0, Math.max(1, Math.floor(body.length / 2)));
    case 'notJson':
      return '<!-- not json -->';
    case 'null':
      return 'null';
    case 'empty':
      return '';
    case 'wrongShape':
      return printJson(
        body.trimStart().startsWith('[') ? [{ id: 'seven', name: { value: [] } }] : { id: 'seven', name: [] },
      );
    case 'wrapped':
      return body.trimStart().startsWith('[') ? `{"items": ${body}}` : `[${body}]`;
    case 'deep':
      return `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  }
}

function changeRecords(reply: Reply, change: (record: JsonObject) => JsonObject): Reply {
  const body = typeof reply.body === 'string' && reply.body !== '' ? (JSON.parse(reply.body) as Json) : null;
  if (Array.isArray(body)) {
    return {
      ...reply,
      body: printJson(body.map((record: Json) => (isObject(record) ? change(record as JsonObject) : record))),
    };
  }
  return isObject(body) ? { ...reply, body: printJson(change(body as JsonObject)) } : reply;
}
