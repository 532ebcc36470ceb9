import { z } from 'zod';
import { COMPANY_FIELDS, type Company, companyShape, type StatusFlags, toCompany } from './company.js';
import { asRecordId, type CompanyMatch, classifyCompanies } from './company-match.js';
import { anyOf, type Condition, eq, gt, isAskable, splitIn } from './conditions.js';
import { ConnectWiseError } from './connectwise-error.js';
import { ifFound } from './if-found.js';
import type { Memory } from './memory.js';
import { type ListOptions, type ListPage, listRecords, readPage } from './pager.js';
import { idPart } from './query.js';
import type { Requester } from './requester.js';
import { sameText } from './same-text.js';
import { fieldsOf } from './shapes.js';

const ROUTE = '/company/companies';
const STATUSES_ROUTE = '/company/companies/statuses';
const COLLECTION = { route: ROUTE, fields: COMPANY_FIELDS, shape: companyShape };
const countShape = z.object({ count: z.int().nonnegative() });
const statusShape = z.object({ id: z.int(), inactiveFlag: z.boolean().nullish() });

export interface PageOfCompanies {
  /** 0 begins at the first one. */
  readonly after: number;
  /** Only what changed since, by the clock of ConnectWise. */
  readonly changedAfter?: Date | undefined;
}

/** Companies of one ConnectWise. Every method rejects with a ConnectWiseError. */
export class Companies {
  readonly #requester: Requester;
  readonly #statusFlags: Memory<StatusFlags>;

  constructor(requester: Requester, statusFlags: Memory<StatusFlags>) {
    this.#requester = requester;
    this.#statusFlags = statusFlags;
  }

  /** All records with this identifier, live and deleted. Equality ignores case; nothing is a wildcard. */
  findByIdentifier(identifier: string): Promise<readonly Company[]> {
    return this.#findByText('identifier', identifier);
  }

  /** All records with exactly this name, ignoring case. */
  findByName(name: string): Promise<readonly Company[]> {
    return this.#findByText('name', name);
  }

  /** What a typed identifier leads to, in one look-up. Digits are an identifier first and a record id second. */
  async match(identifier: string): Promise<CompanyMatch> {
    const id = asRecordId(identifier);
    if (id === undefined) return classifyCompanies(await this.findByIdentifier(identifier), identifier);
    const conditions = anyOf(eq('identifier', identifier), eq('id', id));
    return classifyCompanies(await this.#collect({ conditions }), identifier);
  }

  /** Undefined when ConnectWise has no such record. */
  async findById(id: number): Promise<Company | undefined> {
    const request = { route: `${ROUTE}/{id}`, path: `${ROUTE}/${idPart(id)}`, query: { fields: COMPANY_FIELDS } };
    const found = await ifFound(this.#requester.get({ ...request, shape: companyShape }));
    return found && toCompany(found.value, await this.#flags());
  }

  /** The records that exist of those asked for, in no particular order, with as few calls as URLs allow. */
  async findByIds(ids: readonly number[]): Promise<readonly Company[]> {
    const found: Company[] = [];
    for (const conditions of splitIn('id', ids)) found.push(...(await this.#collect({ conditions })));
    return found;
  }

  /** Every company that meets the conditions, read page by page as they are taken. */
  async *list(options: ListOptions = {}): AsyncGenerator<Company, void, undefined> {
    const flags = await this.#flags();
    for await (const item of listRecords(this.#requester, COLLECTION, options)) yield toCompany(item, flags);
  }

  /**
   * Up to 1,000 companies behind a record id, in the order of ids, for whoever reads them all in pieces. The statuses are
   * asked for only once there is one to judge.
   */
  async page({ after, changedAfter }: PageOfCompanies): Promise<ListPage<Company> & { readonly calls: number }> {
    const conditions = changedAfter && gt('lastUpdated', changedAfter);
    const page = await readPage(this.#requester, COLLECTION, { conditions, after });
    const known = this.#statusFlags.get();
    const asks = !known && page.items.some(({ status }) => status);
    const flags = asks ? await this.#flags() : (known ?? new Map<number, boolean>());
    return { ...page, items: page.items.map((item) => toCompany(item, flags)), calls: asks ? 2 : 1 };
  }

  async count(conditions?: Condition): Promise<number> {
    const query = { conditions: conditions?.toString() };
    return (await this.#requester.get({ route: `${ROUTE}/count`, query, shape: countShape })).value.count;
  }

  async #findByText(field: 'identifier' | 'name', text: string): Promise<readonly Company[]> {
    if (!isAskable(text)) return [];
    const records = await this.#collect({ conditions: eq(field, text) });
    // How the server compares is not documented, so its answer is compared again.
    return records.filter((record) => sameText(record[field], text));
  }

  async #collect(options: ListOptions): Promise<Company[]> {
    const companies: Company[] = [];
    for await (const company of this.list(options)) companies.push(company);
    return companies;
  }

  /** A role that may not read statuses is no reason to fail: then the name of a status decides. */
  async #flags(): Promise<StatusFlags> {
    const known = this.#statusFlags.get();
    if (known) return known;
    const flags = await this.#readFlags().catch((error: unknown) => {
      if (error instanceof ConnectWiseError && UNREADABLE.has(error.kind)) return new Map<number, boolean>();
      throw error;
    });
    this.#statusFlags.set(flags);
    return flags;
  }

  async #readFlags(): Promise<Map<number, boolean>> {
    const flags = new Map<number, boolean>();
    const statuses = { route: STATUSES_ROUTE, fields: fieldsOf(statusShape), shape: statusShape };
    for await (const status of listRecords(this.#requester, statuses)) {
      flags.set(status.id, status.inactiveFlag === true);
    }
    return flags;
  }
}

const UNREADABLE = new Set<string>(['permission', 'not-found', 'endpoint-missing', 'bad-answer', 'rejected']);
