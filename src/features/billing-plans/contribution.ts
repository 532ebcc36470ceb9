import type { Day } from '../../shared/day.js';
import type { ProductId, UserId } from '../../shared/ids.js';
import type { BillingRule } from '../billing-settings/rule.js';
import type { PeriodRule } from '../usage/product.js';
import type { Period } from './plan.js';

/** What the days of a period came to. Quantities are exact decimals. */
export interface PeriodUsage {
  /** Rounded to the decimals of the product; undefined when no day was told. */
  readonly quantity: string | undefined;
  /** As it was before, to 15 decimals. */
  readonly exactQuantity: string | undefined;
  readonly daysTold: number;
  readonly lastDay: Day | undefined;
}

/** What one product of one user has to do with a plan. */
export interface Contribution extends PeriodUsage {
  readonly userId: UserId;
  readonly productId: ProductId;
  /** Whether the run is for this user; others count where they share an addition with one that it is for. */
  readonly hasTurn: boolean;
  readonly period: Period;
  readonly periodRule: PeriodRule;
  /** Whether the product was written to ConnectWise before. */
  readonly wasBilled: boolean;
  /** The rule that counts, account and user taken together. */
  readonly rule: BillingRule;
}
