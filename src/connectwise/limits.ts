/** Bounds of every call. All times in milliseconds. */
export interface Limits {
  /** Name look-up, connection and TLS handshake together. */
  readonly connectMs: number;
  /** A whole call, every try and wait included, while somebody waits for it. */
  readonly interactiveMs: number;
  /** The same in background work. */
  readonly jobMs: number;
  readonly answerBytes: number;
  readonly headerBytes: number;
  readonly jsonDepth: number;
  /** Values in one answer, of all its lists and objects together; a full page of large records has some 100,000. */
  readonly jsonValues: number;
  readonly connectionsPerOrigin: number;
  /** How long the answer about where an instance's API is stays believed. */
  readonly addressMs: number;
}

export const DEFAULT_LIMITS: Limits = {
  connectMs: 3_000,
  interactiveMs: 15_000,
  jobMs: 45_000,
  answerBytes: 16 * 1024 * 1024,
  headerBytes: 16 * 1024,
  jsonDepth: 64,
  jsonValues: 250_000,
  connectionsPerOrigin: 4,
  addressMs: 4 * 3_600_000,
};
