import { html } from '../api-error.js';
import { jsonReply, type Reply } from '../http/reply.js';
import type { Fault } from './fault.js';

const TEXTS = {
  timeout: 'A timeout has occured. Please try again.',
  pool: 'Timeout expired. The timeout period elapsed prior to obtaining a connection from the pool. This may have occurred because all pooled connections were in use and max pool size was reached.',
  conversion:
    "Error converting value \"250\" to type 'ConnectWise.Apis.v3_0.v2015_3.Company.CompanyReference'. Path 'company', line 3, position 21.",
};

const TITLES: Readonly<Record<number, string>> = {
  429: 'Too Many Requests',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** The reply of a fault that answers in place of the API; undefined for those that do something else. */
export function faultReply(fault: Fault): Reply | undefined {
  switch (fault.kind) {
    case 'rateLimit':
      return rateLimit(fault);
    case 'serverError':
      return jsonReply(500, { code: 'ConnectWiseApi', message: TEXTS[fault.text] });
    case 'frontEnd':
      return page(fault.status, {});
    case 'answer':
      return { status: fault.status, headers: fault.headers, body: fault.body };
    case 'redirect':
      return { status: fault.status, headers: { Location: fault.location }, body: '' };
    default:
      return undefined;
  }
}

function rateLimit(fault: Fault & { kind: 'rateLimit' }): Reply {
  const at = fault.retryAtSeconds;
  const retryAfter = at === undefined ? fault.retryAfter : new Date(Date.now() + at * 1000).toUTCString();
  const headers: Record<string, string> = retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) };
  const seconds = typeof retryAfter === 'number' ? retryAfter : 30;
  const message = `Too many requests. Please try again in ${seconds} seconds.`;
  switch (fault.body) {
    case 'front':
      return jsonReply(429, { error: 'ConnectWiseAPI', message }, headers);
    case 'api':
      return jsonReply(429, { code: 'ConnectWiseApi', message, errors: null }, headers);
    case 'html':
      return page(429, headers);
  }
}

function page(status: number, headers: Readonly<Record<string, string>>): Reply {
  return {
    status,
    headers: { ...headers, 'Content-Type': 'text/html' },
    body: html(status, TITLES[status] ?? 'Error'),
  };
}
