import Big from 'big.js';
import type { Contribution } from './contribution.js';

/** Exact, in its shortest form. Where nothing was told, nothing is added. */
export function sumOf(contributions: readonly Pick<Contribution, 'quantity'>[]): string {
  return contributions.reduce((sum, { quantity }) => sum.plus(quantity ?? 0), new Big(0)).toFixed();
}
