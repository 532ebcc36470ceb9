import { type DriftId, newId } from '../../shared/ids.js';
import type { Mapping } from '../mappings/mapping.js';
import {
  type CompanyFacts,
  type Drift,
  type DriftChange,
  DriftKind,
  type DriftNews,
  DriftStatus,
  isProven,
  type LikelySurvivor,
  type NewDrift,
} from './drift.js';

/** A company as it is now, looked up by its record id. */
export type CompanyNow =
  | ({ readonly presence: 'LIVE'; readonly isInactive: boolean; readonly types: readonly string[] } & CompanyFacts)
  | ({ readonly presence: 'DELETED' } & CompanyFacts)
  | { readonly presence: 'MISSING' };

/** A drift that is open, as far as it decides on what comes next. */
export type OpenDrift = Pick<Drift, 'id' | 'kind' | 'before' | 'after' | 'survivor'> & {
  readonly isSurvivorAskable: boolean;
};

/** What is known when a mapping is compared with its company. */
export interface Comparison {
  /** With the company as last seen. */
  readonly mapping: Mapping & { readonly connectWiseId: number };
  readonly company: CompanyNow;
  readonly open: readonly OpenDrift[];
  /** Where a company went that is gone; undefined for all others. */
  readonly survivor: LikelySurvivor | undefined;
  /** Whether ConnectWise may know that, and was not asked. */
  readonly isSurvivorAskable: boolean;
  readonly now: Date;
}

type News = Pick<DriftChange, 'after' | 'survivor' | 'isSurvivorAskable'>;

/** Collects what becomes of the drifts of one mapping. */
export class DriftFindings {
  readonly opened: NewDrift[] = [];
  readonly changed: DriftChange[] = [];
  readonly news: DriftNews[] = [];
  readonly #comparison: Comparison;

  constructor(comparison: Comparison) {
    this.#comparison = comparison;
  }

  /** Opens a drift of this kind, or turns the open one into it, and has it told. */
  tell(kind: DriftKind, open: OpenDrift | undefined): void {
    const news = newsOf(this.#comparison, open);
    if (open) this.changed.push({ ...news, id: open.id, kind, status: DriftStatus.OPEN });
    else this.#open(kind, DriftStatus.OPEN, news);
    this.#note(kind, open?.before ?? factsOf(this.#comparison.mapping), news);
  }

  /** Nothing is left to do about a return: it is history at once. */
  tellBack(): void {
    if (this.news.some(({ kind }) => kind === DriftKind.COMPANY_BACK)) return;
    const news = newsOf(this.#comparison);
    this.#open(DriftKind.COMPANY_BACK, DriftStatus.RESOLVED, news);
    this.#note(DriftKind.COMPANY_BACK, factsOf(this.#comparison.mapping), news);
  }

  /** Adds to something that was told already. */
  update(open: OpenDrift): void {
    const news = newsOf(this.#comparison, open);
    if (isSameNews(open, news)) return;
    this.changed.push({ ...news, id: open.id, kind: open.kind, status: DriftStatus.OPEN });
  }

  close({ id, kind, after, survivor }: OpenDrift): void {
    this.changed.push({ id, kind, after, survivor, status: DriftStatus.RESOLVED, isSurvivorAskable: false });
  }

  #open(kind: DriftKind, status: DriftStatus, news: News): void {
    const { id: mappingId, userId, instanceId, connectWiseId } = this.#comparison.mapping;
    const of = { id: newId<DriftId>(), mappingId, userId, instanceId, connectWiseId };
    this.opened.push({ ...of, kind, status, before: factsOf(this.#comparison.mapping), ...news });
  }

  #note(kind: DriftKind, before: CompanyFacts, { after, survivor }: News): void {
    const { id: mappingId, sourceId, connectWiseId } = this.#comparison.mapping;
    this.news.push({ kind, mappingId, sourceId, connectWiseId, before, after, survivorId: survivor?.connectWiseId });
  }
}

export function factsOf({ identifier, companyName, companyStatus }: Mapping): CompanyFacts {
  return { identifier, name: companyName, status: companyStatus };
}

function newsOf({ company, survivor, isSurvivorAskable }: Comparison, open?: OpenDrift): News {
  if (company.presence === 'LIVE') return { after: factsIn(company), survivor: undefined, isSurvivorAskable: false };
  const after = company.presence === 'DELETED' ? factsIn(company) : undefined;
  // What was asked once is not asked again.
  const isAskable = isSurvivorAskable && !isProven(survivor) && (open?.isSurvivorAskable ?? true);
  return { after, survivor, isSurvivorAskable: isAskable };
}

function factsIn({ identifier, name, status }: CompanyFacts): CompanyFacts {
  return { identifier, name, status };
}

function isSameNews(one: News, other: News): boolean {
  const of = ({ after, survivor, isSurvivorAskable }: News) => JSON.stringify([after, survivor, isSurvivorAskable]);
  return of(one) === of(other);
}
