import { type ZodType, z } from 'zod';
import { type AnswerHeaders, headerOf } from './call.js';
import type { Condition } from './conditions.js';
import { ConnectWiseError } from './connectwise-error.js';
import type { Query } from './query.js';
import type { Answered, Requester } from './requester.js';

export interface ListRequest<Item> {
  readonly route: string;
  readonly path?: string;
  /** Everything but paging. Forward-only lists take no `orderBy`: they come by id. */
  readonly query?: Query;
  readonly shape: ZodType<Item>;
  /** Up to 1,000, which is also the default. */
  readonly pageSize?: number;
  /** For collections that are searched by POST: what to look for, in place of `conditions` in the query. */
  readonly search?: { readonly route: string; readonly body: unknown };
  /** `forward-only` for full syncs: it does not skip records when others vanish meanwhile. */
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

const LARGEST_PAGE = 1_000;

/** The records of a collection that meet the conditions, read page by page as they are taken. */
export function listRecords<Item extends { readonly id: number }>(
  requester: Requester,
  { fields, ...collection }: Collection<Item>,
  { conditions, paging = 'navigable', pageSize }: ListOptions = {},
): AsyncGenerator<Item, void, undefined> {
  const orderBy = paging === 'navigable' ? 'id asc' : undefined;
  const query = { conditions: conditions?.toString(), orderBy, fields };
  return listItems(requester, { ...collection, query, paging, pageSize });
}

/** All items of a list, each once, page by page as they are taken. Rejects with a ConnectWiseError. */
export async function* listItems<Item extends { readonly id: number }>(
  requester: Requester,
  request: ListRequest<Item>,
): AsyncGenerator<Item, void, undefined> {
  const pageSize = Math.min(request.pageSize ?? LARGEST_PAGE, LARGEST_PAGE);
  const isForward = request.paging === 'forward-only';
  const seen = new Set<number>();
  let cursor = isForward ? 0 : 1;
  for (;;) {
    const page = { pageSize, ...(isForward ? { pageId: cursor } : { page: cursor }) };
    const { value: items, headers } = await askPage(requester, request, page);
    const fresh = items.filter((item) => !seen.has(item.id));
    for (const item of fresh) seen.add(item.id);
    yield* fresh;
    if (items.length < pageSize || !hasNext(headers, isForward)) return;
    // A server that ignores the page asked for would otherwise keep us here for ever.
    if (fresh.length === 0) throw new ConnectWiseError({ kind: 'bad-answer', reason: 'repeats-itself' });
    cursor = isForward ? Math.max(cursor, ...items.map((item) => item.id)) : cursor + 1;
  }
}

function askPage<Item>(requester: Requester, request: ListRequest<Item>, page: Query): Promise<Answered<Item[]>> {
  const { route, path, search } = request;
  const query = { ...request.query, ...page };
  const shape = z.array(request.shape);
  if (search) return requester.search({ route: search.route, body: search.body, query, shape });
  const headers: Record<string, string> =
    request.paging === 'forward-only' ? { 'pagination-type': 'forward-only' } : {};
  return requester.get({ route, path, query, headers, shape });
}

/**
 * The link is never followed, it only says that there is more: our own parameters go out again to the host we know, so
 * credentials cannot be led elsewhere. Forward-only lists end by a short page alone.
 */
function hasNext(headers: AnswerHeaders, isForward: boolean): boolean {
  return isForward || /;\s*rel="?next"?/i.test(headerOf(headers, 'link') ?? '');
}
