import { expect } from '@jest/globals';
import type { Sandbox } from '../../../src/sandbox/sandbox.js';

/** S9: whatever was asked of this system since its journal was cleared, it changed nothing and was a read. */
export function expectOnlyReads({ journal }: Sandbox): void {
  expect(journal.changes).toBe(0);
  expect(journal.entries.filter(({ method }) => method !== 'GET')).toEqual([]);
}
