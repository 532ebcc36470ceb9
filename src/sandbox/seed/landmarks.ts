/** A company that stands for a case, by its record id and identifier. */
export interface Landmark {
  readonly id: number;
  readonly identifier: string;
}

/** Agreements of one company, by record id, each for something that can be the matter with one. */
export interface AgreementLandmarks {
  readonly companyId: number;
  /** Runs, with one addition; so do those that have ended or have not begun. */
  readonly active: number;
  /** Runs without any addition. */
  readonly empty: number;
  /** Has two additions of one product. */
  readonly doubled: number;
  /** Its billing cycle does not recur. */
  readonly oneTime: number;
  readonly cancelled: number;
  readonly expired: number;
  /** Begins in 2099. */
  readonly upcoming: number;
  /** Lacks a field that is demanded by now, so every update of it is refused. */
  readonly outdated: number;
}

/** All that stands for a case in a seed. */
export interface Landmarks extends CompanyLandmarks {
  /** Its name has changed, its identifier has not; null where there are too few companies for one. */
  readonly renamed: Landmark | null;
  /** Is gone; its agreement belongs to the company it went into. */
  readonly merged: Landmark & { readonly into: Landmark };
  readonly agreements: AgreementLandmarks;
}

/** The special companies of a seed. They depend on nothing but the seed. */
export interface CompanyLandmarks {
  /** Its status is Inactive. */
  readonly inactive: Landmark;
  readonly deleted: Landmark;
  /** A deleted company whose identifier the first ordinary one has now. */
  readonly deletedTwin: Landmark;
  /** Two live companies of one identifier. */
  readonly ambiguous: readonly [Landmark, Landmark];
  /** Its identifier is a number: the record id of the first ordinary company. */
  readonly digits: Landmark;
  /** Its identifier holds quotes, a backslash and every sign that means something in a query or a URL. */
  readonly hostile: Landmark;
  /** Its identifier has 156 characters, the most there can be. */
  readonly longest: Landmark;
  readonly japanese: Landmark;
  /** Holds a zip code that is too long by today's rules, so every update of it is refused; one of the ambiguous. */
  readonly outdated: Landmark;
  /** Live, active companies with one running agreement each, and nothing special about them; at least one. */
  readonly ordinary: readonly [Landmark, ...Landmark[]];
}

export const HOSTILE_IDENTIFIER = `O'Br"ien\\ 100% [a*b_c] & D+E #1; <x>`;
