import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Addition } from '../../src/connectwise/addition.js';
import { type Decimal, parseDecimal } from '../../src/connectwise/decimal.js';
import { differenceOf, verdictOf } from '../../src/features/billing-apply/compare-line.js';
import type { LineToWrite } from '../../src/features/billing-apply/line-to-write.js';
import { stateOf } from '../../src/features/billing-plans/addition-state.js';
import type { Day } from '../../src/shared/day.js';
import type { BillingLineId } from '../../src/shared/ids.js';

const DAYS = ['2026-01-01', '2026-01-15', '2026-02-01'] as Day[];

const quantity = fc.constantFrom('0', '1', '2.5', '20').map((text) => parseDecimal(text) as Decimal);
const anyAddition = fc.record({
  id: fc.integer({ min: 1, max: 6 }),
  product: fc.constantFrom({ id: 1, name: 'a' }, { id: 2, name: 'b' }, null),
  quantity: fc.option(quantity),
  effectiveOn: fc.option(fc.constantFrom(...DAYS)),
  cancelledOn: fc.option(fc.constantFrom(...DAYS)),
});
const anyAdditions = fc
  .uniqueArray(anyAddition, { selector: ({ id }) => id, maxLength: 6 })
  .map((list) => list as Addition[]);
const anyState = fc.record({ quantity, effectiveOn: fc.constantFrom(...DAYS), cancelledOn: fc.constant(undefined) });
const place = {
  id: 'line' as BillingLineId,
  companyId: 1,
  agreementId: 1,
  catalogItemId: 1,
  billCustomer: 'BILLABLE',
  state: 'WRITING',
} as const;
const anyCreation = fc.record({ after: anyState, seenIds: fc.uniqueArray(fc.integer({ min: 1, max: 6 })) }).map(
  (line): LineToWrite => ({
    ...place,
    ...line,
    write: 'CREATE',
    additionId: undefined,
    before: undefined,
    userIds: [],
  }),
);
const anyUpdate = fc
  .record({ additionId: fc.integer({ min: 1, max: 6 }), before: anyState, after: anyState })
  .map((line): LineToWrite => ({ ...place, ...line, write: 'UPDATE', seenIds: [], userIds: [] }));

describe('B8: what became of a write of which nobody knew', () => {
  it('is that it was written only for the one addition that can be it, and never for one that was there before', () => {
    fc.assert(
      fc.property(anyCreation, anyAdditions, (line, additions) => {
        const verdict = verdictOf(line, additions);
        const fresh = additions.filter(
          ({ id, product, effectiveOn }) =>
            !line.seenIds.includes(id) && product?.id === 1 && effectiveOn === line.after.effectiveOn,
        );
        const isIt = fresh.length === 1 && (fresh[0]?.quantity ?? '0') === line.after.quantity;
        expect(verdict.kind).toBe(fresh.length === 0 ? 'not-written' : isIt ? 'written' : 'unclear');
        if (verdict.kind === 'written') expect(verdict.addition).toBe(fresh[0]);
      }),
      { seed: 1 },
    );
  });

  it('is that a change is tried again only while ConnectWise has exactly what the plan saw', () => {
    fc.assert(
      fc.property(anyUpdate, anyAdditions, (line, additions) => {
        const verdict = verdictOf(line, additions);
        const there = additions.find(({ id, product }) => id === line.additionId && product?.id === 1);
        const now = there && stateOf(there);
        if (verdict.kind === 'written') expect(now).toEqual(line.after);
        else if (verdict.kind === 'not-written') expect(now).toEqual(line.before);
        else expect([line.before, line.after]).not.toContainEqual(now);
      }),
      { seed: 2 },
    );
  });
});

describe('B8: a line that must not be written', () => {
  it('is one whose addition differs in anything from what the plan saw', () => {
    fc.assert(
      fc.property(anyUpdate, anyAdditions, (line, additions) => {
        const there = additions.find(({ id }) => id === line.additionId);
        const isAsSeen = there?.product?.id === 1 && JSON.stringify(stateOf(there)) === JSON.stringify(line.before);
        expect(differenceOf(line, additions) === undefined).toBe(isAsSeen);
      }),
      { seed: 3 },
    );
  });

  it('is one that makes an addition where one of the product is in force behind its first day', () => {
    const add = (effectiveOn: string | null, cancelledOn: string | null = null) =>
      [{ id: 1, product: { id: 1, name: 'a' }, quantity: null, effectiveOn, cancelledOn }] as Addition[];
    const line: LineToWrite = {
      ...{ ...place, write: 'CREATE', additionId: undefined, before: undefined, seenIds: [], userIds: [] },
      after: { quantity: '1', effectiveOn: DAYS[0], cancelledOn: undefined },
    };
    const isRefused = (additions: readonly Addition[]) => differenceOf(line, additions) !== undefined;
    const rivals = [add('2026-01-31'), add(null), add('2026-02-01'), add('2026-02-01', '2026-03-01')];
    const ended = [add('2020-01-01', '2026-01-02'), add(null, '2026-01-31')];
    for (const rival of [...rivals, ...ended]) expect([rival, isRefused(rival)]).toEqual([rival, true]);
    const over = [add('2020-01-01', '2026-01-01'), add('2026-02-01', '2026-02-01'), []];
    for (const none of over) expect([none, isRefused(none)]).toEqual([none, false]);
  });
});
