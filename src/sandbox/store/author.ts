/** Who makes a change, and when. */
export interface Author {
  /** The API member or person who does it. */
  readonly name: string;
  /** The sandbox's time of day in milliseconds. */
  readonly at: number;
}
