import type { ZodType } from 'zod';
import { type AnswerHeaders, headerOf } from './call.js';
import { allOf, type Condition, gt } from './conditions.js';
import { ConnectWiseError } from './connectwise-error.js';
import type { Query } from './query.js';
import type { Answered, Requester } from './requester.js';
import { LARGEST_PAGE, listOf } from './shapes.js';

export interface ListRequest<Item> {
  readonly route: string;
  readonly path?: string;
  /** Everything but conditions, order and paging. */
  readonly query?: Query;
  readonly conditions?: Condition;
  readonly shape: ZodType<Item>;
  /** Up to 1,000, which is also the default. */
  readonly pageSize?: number;
  /** For collections that are searched by POST, the route of the search: there conditions of any length fit. */
  readonly searchRoute?: string;
  /** Two ways to the same records; `forward-only` asks once more at the end. */
  readonly paging: 'navigable' | 'forward-only';
}

/** Which records of a collection, and how they are read. */
export interface ListOptions {
  readonly conditions?: Condition;
  /** `navigable` (by default, ordered by id) or `forward-only`. */
  readonly paging?: ListRequest<never>['paging'];
  readonly pageSize?: number;
}

export interface Collection<Item> {
  readonly route: string;
  readonly path?: string;
  /** The `fields` parameter: what `shape` reads. */
  readonly fields: string;
  readonly shape: ZodType<Item>;
}

/** The records of a collection that meet the conditions, read page by page as they are taken. */
export function listRecords<Item extends { readonly id: number }>(
  requester: Requester,
  { fields, ...collection }: Collection<Item>,
  { conditions, paging = 'navigable', pageSize }: ListOptions = {},
): AsyncGenerator<Item, void, undefined> {
  return listItems(requester, { ...collection, query: { fields }, conditions, paging, pageSize });
}

/** One page of a list that somebody reads in pieces, and may go on with after a crash. */
export interface ListPage<Item> {
  readonly items: readonly Item[];
  readonly isFull: boolean;
  /** Whether ConnectWise says that more follows. A proxy can drop that, so a full page may not be the last one without it. */
  readonly hasNext: boolean;
}

/** The first records behind an id, in the order of ids. Rejects with a ConnectWiseError. */
export async function readPage<Item extends { readonly id: number }>(
  requester: Requester,
  { fields, ...collection }: Collection<Item>,
  { conditions, after }: { readonly conditions?: Condition; readonly after: number },
): Promise<ListPage<Item>> {
  const request = { ...collection, query: { fields }, conditions, paging: 'navigable' } as const;
  const { value, headers } = await askPage(requester, request, { pageSize: LARGEST_PAGE, after });
  const items = value.filter(({ id }) => id > after);
  // A server that ignores what was asked for would otherwise send us here for ever.
  if (items.length === 0 && value.length > 0)
    throw new ConnectWiseError({ kind: 'bad-answer', reason: 'repeats-itself' });
  return { items, isFull: value.length >= LARGEST_PAGE, hasNext: hasNext(headers, request) };
}

/**
 * All items of a list, each once, page by page as they are taken; by id, and each page begins behind the last id of the
 * one before. So what comes or goes meanwhile moves nothing across the border of two pages, as it would with numbered
 * ones. Rejects with a ConnectWiseError.
 */
export async function* listItems<Item extends { readonly id: number }>(
  requester: Requester,
  request: ListRequest<Item>,
): AsyncGenerator<Item, void, undefined> {
  const pageSize = Math.min(request.pageSize ?? LARGEST_PAGE, LARGEST_PAGE);
  const seen = new Set<number>();
  let last: number | undefined;
  for (;;) {
    const { value: items, headers } = await askPage(requester, request, { pageSize, after: last });
    const before = seen.size;
    for (const item of items) {
      if (seen.has(item.id)) continue;
      seen.add(item.id);
      yield item;
    }
    if (items.length < pageSize || !hasNext(headers, request)) return;
    // A server that ignores what was asked for would otherwise keep us here for ever.
    if (seen.size === before) throw new ConnectWiseError({ kind: 'bad-answer', reason: 'repeats-itself' });
    last = items.reduce((highest, { id }) => Math.max(highest, id), last ?? 0);
  }
}

interface PageWanted {
  readonly pageSize: number;
  /** The page begins with the first record above this id. */
  readonly after: number | undefined;
}

function askPage<Item>(
  requester: Requester,
  request: ListRequest<Item>,
  { pageSize, after }: PageWanted,
): Promise<Answered<Item[]>> {
  const { route, path, query, conditions, searchRoute } = request;
  const shape = listOf(request.shape);
  if (request.paging === 'forward-only') {
    const forward = { conditions: conditions?.toString(), ...query, pageSize, pageId: after ?? 0 };
    return requester.get({ route, path, query: forward, headers: { 'pagination-type': 'forward-only' }, shape });
  }
  const rest = after === undefined ? [] : [gt('id', after)];
  const parts = conditions ? [conditions, ...rest] : rest;
  const filter = parts.length > 1 ? String(allOf(...parts)) : parts[0]?.toString();
  const page = { ...query, page: 1, pageSize };
  const selection = { conditions: filter, orderBy: 'id asc' };
  if (searchRoute) return requester.search({ route: searchRoute, body: selection, query: page, shape });
  return requester.get({ route, path, query: { ...selection, ...page }, shape });
}

/**
 * The link is never followed, it only says that there is more: our own parameters go out again to the host we know, so
 * credentials cannot be led elsewhere. Forward-only lists end by a short page alone.
 */
function hasNext(headers: AnswerHeaders, { paging }: Pick<ListRequest<never>, 'paging'>): boolean {
  return paging === 'forward-only' || /;\s*rel="?next"?/i.test(headerOf(headers, 'link') ?? '');
}
