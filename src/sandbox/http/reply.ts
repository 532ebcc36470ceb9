import { randomUUID } from 'node:crypto';
import { ApiError, FrontEndError } from '../api-error.js';
import { type Json, printJson } from '../json.js';
import type { Answer } from './operation.js';

/** A whole answer, ready to be sent or to be spoilt. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** An answer, and whether the request changed data. */
export interface Handled {
  readonly reply: Reply;
  readonly changed: boolean;
}

export function answerReply(answer: Answer, version: string): Reply {
  if (answer.file) {
    const headers = { ...apiHeaders(), 'Content-Type': answer.file.type, ...answer.headers };
    return { status: answer.status, headers, body: answer.file.content };
  }
  if (answer.body === undefined) {
    return { status: answer.status, headers: { ...apiHeaders(), ...answer.headers }, body: '' };
  }
  const mediaType = `application/vnd.connectwise.com+json; version=${version}; charset=utf-8`;
  const headers = { ...apiHeaders(), 'Content-Type': mediaType, ...answer.headers };
  return { status: answer.status, headers, body: printJson(answer.body) };
}

export function jsonReply(status: number, body: Json, headers: Readonly<Record<string, string>> = {}): Reply {
  const common = { ...apiHeaders(), 'Content-Type': 'application/json; charset=utf-8' };
  return { status, headers: { ...common, ...headers }, body: printJson(body) };
}

/** The reply to a refusal; undefined when the error is none of ours, and so a fault of the sandbox. */
export function refusalReply(error: unknown): Reply | undefined {
  if (error instanceof ApiError) {
    return jsonReply(error.status, error.body);
  }
  if (error instanceof FrontEndError) {
    return { status: error.status, headers: { 'Content-Type': error.contentType }, body: error.text };
  }
  return undefined;
}

function apiHeaders(): Readonly<Record<string, string>> {
  return {
    'x-cw-request-id': randomUUID(),
    'x-server-name': 'sandbox',
    'Cache-Control': 'no-cache',
  };
}
