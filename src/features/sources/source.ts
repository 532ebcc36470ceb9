import type { SourceId } from '../../shared/ids.js';

/** The product or brand that reports users. Its code is what callers name it by. */
export interface Source {
  readonly id: SourceId;
  readonly code: string;
  readonly name: string;
}

const CODE = /^[a-z0-9][a-z0-9._-]{0,62}$/;

export function isSourceCode(text: string): boolean {
  return CODE.test(text);
}
