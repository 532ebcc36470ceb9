import { type ZodType, z } from 'zod';
import { type AnswerHeaders, headerOf } from './call.js';
import { ConnectWiseError } from './connectwise-error.js';
import type { Query } from './query.js';
import type { Requester } from './requester.js';

export interface ListRequest<Item> {
  readonly route: string;
  readonly path?: string;
  /** Everything but paging. Forward-only lists take no `orderBy`: they come by id. */
  readonly query?: Query;
  readonly shape: ZodType<Item>;
  /** Up to 1,000, which is also the default. */
  readonly pageSize?: number;
  /** `forward-only` for full syncs: it does not skip records when others vanish meanwhile. */
  readonly paging: 'navigable' | 'forward-only';
}

const LARGEST_PAGE = 1_000;

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
    const { value: items, headers } = await requester.get({
      route: request.route,
      path: request.path,
      query: { ...request.query, pageSize, ...(isForward ? { pageId: cursor } : { page: cursor }) },
      headers: isForward ? { 'pagination-type': 'forward-only' } : {},
      shape: z.array(request.shape),
    });
    const fresh = items.filter((item) => !seen.has(item.id));
    for (const item of fresh) seen.add(item.id);
    yield* fresh;
    if (items.length < pageSize || !hasNext(headers, isForward)) return;
    // A server that ignores the page asked for would otherwise keep us here for ever.
    if (fresh.length === 0) throw new ConnectWiseError({ kind: 'bad-answer', reason: 'repeats-itself' });
    cursor = isForward ? Math.max(cursor, ...items.map((item) => item.id)) : cursor + 1;
  }
}

/**
 * The link is never followed, it only says that there is more: our own parameters go out again to the host we know, so
 * credentials cannot be led elsewhere. Forward-only lists end by a short page alone.
 */
function hasNext(headers: AnswerHeaders, isForward: boolean): boolean {
  return isForward || /;\s*rel="?next"?/i.test(headerOf(headers, 'link') ?? '');
}
