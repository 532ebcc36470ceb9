import { z } from 'zod';
import { eq, isAskable } from './conditions.js';
import type { Decimal } from './decimal.js';
import { ifFound } from './if-found.js';
import { type ListOptions, listRecords } from './pager.js';
import { idPart } from './query.js';
import type { Requester } from './requester.js';
import { sameText } from './same-text.js';
import { decimal, fieldsOf, flag, type NamedReference, recordId, recordInfo, reference, text } from './shapes.js';

/** A product of the catalog. */
export interface CatalogItem {
  readonly id: number;
  readonly identifier: string;
  readonly description: string | null;
  readonly customerDescription: string | null;
  readonly isInactive: boolean;
  /** Agreement, Service, NonInventory and so on, or what newer servers know. */
  readonly productClass: string | null;
  readonly unitOfMeasure: NamedReference | null;
  readonly price: Decimal | null;
  readonly cost: Decimal | null;
  readonly lastUpdated: Date | null;
  readonly updatedBy: string | null;
}

const fields = z.object({
  ...{ id: recordId, identifier: z.string(), description: text, customerDescription: text, inactiveFlag: flag },
  ...{ productClass: text, unitOfMeasure: reference, price: decimal, cost: decimal, _info: recordInfo },
});

const shape = fields.transform(
  ({ inactiveFlag, _info, ...same }): CatalogItem => ({ ...same, ..._info, isInactive: inactiveFlag }),
);

const ROUTE = '/procurement/catalog';

/** The product catalog, read only. */
export class Catalog {
  readonly #requester: Requester;

  constructor(requester: Requester) {
    this.#requester = requester;
  }

  list(options?: ListOptions): AsyncGenerator<CatalogItem, void, undefined> {
    return listRecords(this.#requester, { route: ROUTE, fields: fieldsOf(fields), shape }, options);
  }

  /** Undefined when there is no such item. */
  async findById(id: number): Promise<CatalogItem | undefined> {
    const target = { route: `${ROUTE}/{id}`, path: `${ROUTE}/${idPart(id, 'productId')}` };
    return (await ifFound(this.#requester.get({ ...target, query: { fields: fieldsOf(fields) }, shape })))?.value;
  }

  /** All items with this identifier, ignoring case; nothing is a wildcard. */
  async findByIdentifier(identifier: string): Promise<readonly CatalogItem[]> {
    if (!isAskable(identifier)) return [];
    const found: CatalogItem[] = [];
    for await (const item of this.list({ conditions: eq('identifier', identifier) })) {
      if (sameText(item.identifier, identifier)) found.push(item);
    }
    return found;
  }
}
