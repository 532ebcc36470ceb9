import { describe, expect, it } from '@jest/globals';
import {
  type BillingRule,
  effectiveRule,
  RULE_DEFAULTS,
  withoutRecords,
} from '../../../src/features/billing-settings/rule.js';
import type { ProductId } from '../../../src/shared/ids.js';

const productId = 'p' as ProductId;
const rule: BillingRule = {
  ...{ ...RULE_DEFAULTS, productId, catalogItemId: 7, agreementTypeId: 3, maxChangePercent: 20 },
  createsMissing: true,
};

describe('B2: the rule of a user', () => {
  it('B2: is the account’s where the user has none, and none where nobody has', () => {
    expect(effectiveRule(rule, undefined)).toBe(rule);
    expect(effectiveRule(undefined, undefined)).toBeUndefined();
  });

  it('B2: inherits what is absent, and what is undefined', () => {
    expect(effectiveRule(rule, { productId })).toEqual(rule);
    expect(effectiveRule(rule, { productId, quantity: undefined, agreementId: 12 })).toEqual({
      ...rule,
      agreementId: 12,
    });
  });

  it('B2: null takes away', () => {
    const part = { productId, agreementTypeId: null, maxChangePercent: null };
    expect(effectiveRule(rule, part)).toEqual({ ...rule, agreementTypeId: null, maxChangePercent: null });
  });

  it('B2: false and 0 are said, too', () => {
    const part = { productId, createsMissing: false, isBilled: false, maxChangePercent: 0 };
    expect(effectiveRule(rule, part)).toEqual({ ...rule, ...part });
  });

  it('B2: of a product that the account does not bill has the defaults beside what is said', () => {
    expect(effectiveRule(undefined, { productId, catalogItemId: 9 })).toEqual({
      ...{ ...RULE_DEFAULTS, productId, catalogItemId: 9 },
    });
  });

  it('S14: that names records of another ConnectWise bills nothing; one that names none counts everywhere', () => {
    const parts = [
      { productId, agreementId: 12 },
      { productId, maxChangePercent: 5 },
    ];
    expect(withoutRecords(parts)).toEqual([{ productId, agreementId: 12, catalogItemId: null }, parts[1]]);
  });
});
