import type { Company } from '../../connectwise/company.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, InstanceId } from '../../shared/ids.js';
import { NAME_RULES } from '../matching/match-facts.js';
import type { IdRange, MirrorRepository, WrittenCompany } from './mirror.repository.js';
import { digestOf, mirrorRow } from './mirror-row.js';

/** What ConnectWise answered about some of its companies. */
export interface CompaniesSeen {
  readonly instanceId: InstanceId;
  readonly companies: readonly Company[];
  readonly absent: Absent;
  /** Nearly all of them are new, so that there is no use in asking which are as they were. */
  readonly isFirst?: boolean;
}

/** What the same answer says of companies that are not in it. */
export type Absent =
  /** These record ids were asked for and are not there. */
  | { readonly kind: 'ids'; readonly ids: readonly number[] }
  /** The answer holds all there is in this stretch of record ids, beside those that earlier ones held. */
  | { readonly kind: 'range'; readonly range: IdRange; readonly alsoThere?: readonly number[] };

export const NOTHING_ABSENT: Absent = { kind: 'ids', ids: [] };

/** How the mirror changed. */
export interface MirrorChange {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Rows that became missing. */
  readonly missing: number;
  /**
   * Record ids of rows that changed in a way others act on: new, missing or back again, or with another identifier,
   * name, status or deleted flag.
   */
  readonly touched: readonly number[];
  /** Set when more rows became missing than one call marks: what is left of the stretch, to be stored next. */
  readonly rest: IdRange | undefined;
}

/** A statement of so many rows stays under a second, on the embedded database as well. */
const SLICE = 1_000;

/** Writes what ConnectWise answered into the account's copy, in the caller's transaction. */
export class MirrorWriter {
  constructor(private readonly mirror: MirrorRepository) {}

  async store(tx: WriteTransaction, accountId: AccountId, seen: CompaniesSeen): Promise<MirrorChange> {
    // An id that came twice would make two rows of one statement meet.
    const companies = [...new Map(seen.companies.map((company) => [company.id, company])).values()];
    let added = 0;
    let changed = 0;
    const touched: number[] = [];
    for (const slice of slices(companies)) {
      const written = await this.write(tx, accountId, { ...seen, companies: slice });
      const isNew = written.filter((row) => row.isNew).length;
      added += isNew;
      changed += written.length - isNew;
      touched.push(...written.filter((row) => row.isNews).map((row) => row.connectWiseId));
    }
    const { missing, rest } = await this.markAbsent(tx, accountId, seen);
    const unchanged = companies.length - added - changed;
    return { added, changed, unchanged, missing: missing.length, touched: [...touched, ...missing], rest };
  }

  /** Most companies are as they were, and then a digest says so before any row is made. */
  private async write(
    tx: WriteTransaction,
    accountId: AccountId,
    { instanceId, companies, isFirst = false }: CompaniesSeen,
  ): Promise<WrittenCompany[]> {
    const ids = companies.map(({ id }) => id);
    const digests = isFirst
      ? new Map<number, string>()
      : await this.mirror.digests(tx, accountId, { instanceId, rules: NAME_RULES, ids });
    const rows = companies.filter((company) => digests.get(company.id) !== digestOf(company)).map(mirrorRow);
    return rows.length > 0 ? this.mirror.upsert(tx, accountId, { instanceId, rows }) : [];
  }

  private async markAbsent(
    tx: WriteTransaction,
    accountId: AccountId,
    { instanceId, companies, absent }: CompaniesSeen,
  ): Promise<{ missing: number[]; rest?: IdRange }> {
    if (absent.kind === 'ids') {
      const missing: number[] = [];
      for (const ids of slices(absent.ids)) {
        missing.push(...(await this.mirror.markMissing(tx, accountId, { instanceId, ids })));
      }
      return { missing };
    }
    const { range, alsoThere = [] } = absent;
    const except = [...alsoThere, ...companies.map(({ id }) => id)];
    const ids = await this.mirror.presentIn(tx, accountId, { instanceId, range, except, most: SLICE });
    if (ids.length === 0) return { missing: [] };
    const missing = await this.mirror.markMissing(tx, accountId, { instanceId, ids });
    const isAll = ids.length < SLICE;
    return { missing, rest: isAll ? undefined : { after: ids.at(-1) ?? range.after, upTo: range.upTo } };
  }
}

function slices<Item>(items: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / SLICE) }, (_, index) =>
    items.slice(index * SLICE, (index + 1) * SLICE),
  );
}
