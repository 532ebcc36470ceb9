/** A company that stands for a case, by its record id and identifier. */
export interface Landmark {
  readonly id: number;
  readonly identifier: string;
}

/** The special companies of a seed. They depend on nothing but the seed. */
export interface Landmarks {
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
  /** Live, active companies with nothing special about them; at least one. */
  readonly ordinary: readonly [Landmark, ...Landmark[]];
}

export const HOSTILE_IDENTIFIER = `O'Br"ien\\ 100% [a*b_c] & D+E #1; <x>`;
