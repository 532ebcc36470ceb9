import type { ProblemList } from '../../shared/failure.js';

/** What a mail filter saw. Each of the others is a part of all messages; they may overlap, and need not add up. */
export interface Counters {
  readonly totalMessages: number;
  /** Those that reached the user. */
  readonly accountMessages: number;
  readonly spam: number;
  readonly phishing: number;
  readonly viruses: number;
}

export const PARTS = ['accountMessages', 'spam', 'phishing', 'viruses'] as const satisfies readonly (keyof Counters)[];
export const COUNTERS = ['totalMessages', ...PARTS] as const;

/** Whether all of them are numbers that can be kept; what is wrong is added to `problems` by field. */
export function checkCounters(counters: Counters, problems: ProblemList): void {
  const { totalMessages } = counters;
  for (const field of COUNTERS) {
    const count = counters[field];
    if (count < 0) problems.add(field, 'A count is not negative.');
    else if (!Number.isSafeInteger(count)) problems.add(field, 'Give a whole number up to 9007199254740991.');
    else if (count > totalMessages) problems.add(field, 'A part is not more than all messages.');
  }
}
