import { badCondition } from '../api-error.js';
import type { Query } from '../http/query.js';
import { positionOf, type Row } from '../store/table.js';

const DEFAULT_SIZE = 25;
const LARGEST_SIZE = 1000;

export interface PageRequest {
  readonly query: Query;
  /** The list's absolute address without a query. */
  readonly address: string;
}

export interface Page {
  readonly rows: readonly Row[];
  /** The `Link` header; absent when there is nowhere to go. */
  readonly link?: string;
}

/** The page asked for by `page` and `pageSize`, with links to its neighbours. */
export function navigablePage(rows: readonly Row[], request: PageRequest): Page {
  const size = pageSize(request.query);
  const page = positive('page', request.query, 1);
  const last = Math.max(1, Math.ceil(rows.length / size));
  const targets: [string, number][] = [
    ...(page > 1
      ? ([
          ['first', 1],
          ['prev', Math.min(page - 1, last)],
        ] as [string, number][])
      : []),
    ...(page < last
      ? ([
          ['next', page + 1],
          ['last', last],
        ] as [string, number][])
      : []),
  ];
  return {
    rows: rows.slice((page - 1) * size, page * size),
    link: linkHeader(targets.map(([rel, target]) => [rel, address(request, { page: target, pageSize: size })])),
  };
}

/**
 * The records after `pageId`, by ascending id. As on the live service a `next` link comes with every page that holds
 * anything, so a client that stops only when there is none asks once more and gets an empty page.
 */
export function forwardPage(rows: readonly Row[], request: PageRequest): Page {
  for (const name of ['page', 'orderBy']) {
    if (request.query.get(name) !== undefined) {
      throw badCondition(`${name} cannot be used with forward-only pagination.`);
    }
  }
  const size = pageSize(request.query);
  const after = whole('pageId', request.query, 0);
  const start = positionOf(rows, after + 1);
  const page = rows.slice(start, start + size);
  const last = page.at(-1);
  return {
    rows: page,
    link: last && linkHeader([['next', address(request, { pageId: last.id, pageSize: size })]]),
  };
}

function pageSize(query: Query): number {
  return Math.min(positive('pageSize', query, DEFAULT_SIZE), LARGEST_SIZE);
}

function positive(name: string, query: Query, otherwise: number): number {
  const value = whole(name, query, otherwise);
  if (value < 1) {
    throw badCondition(`${name} must be greater than 0.`);
  }
  return value;
}

function whole(name: string, query: Query, otherwise: number): number {
  const value = query.get(name);
  if (value === undefined) {
    return otherwise;
  }
  if (!/^\d{1,9}$/.test(value)) {
    throw badCondition(`The value '${value}' is not valid for ${name}.`);
  }
  return Number(value);
}

function address(request: PageRequest, paging: Readonly<Record<string, number>>): string {
  const kept = request.query.without('page', 'pageSize', 'pageId');
  const pairs = [...Object.entries(paging), ...kept].map(
    ([name, value]) => `${escaped(name)}=${escaped(String(value))}`,
  );
  return `${request.address}?${pairs.join('&')}`;
}

/** ConnectWise escapes in lower case, which clients must not compare letter by letter. */
function escaped(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)
    .replace(/%[0-9A-F]{2}/g, (sequence) => sequence.toLowerCase());
}

function linkHeader(links: readonly (readonly [string, string])[]): string | undefined {
  return links.length === 0 ? undefined : links.map(([rel, target]) => `<${target}>; rel="${rel}"`).join(', ');
}
