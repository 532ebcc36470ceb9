import { afterAll, beforeAll, expect, it } from '@jest/globals';
import Big from 'big.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { randomFrom } from '../../work/support/told-conditions.js';
import { Billed, type ProductCode, shortly } from '../support/billing.js';
import { given } from '../support/calls.js';

let test: TestApp;
let billed: Billed;
beforeAll(async () => {
  test = await startTestApp();
  billed = await Billed.start(test);
});
afterAll(() => test.close());

const DECIMALS = { mailboxes: 0, storage: 2, seats: 1, traffic: 6 } as const;
type Days = Readonly<Record<number, string | null>>;

/** The same in plain arithmetic of whole numbers: millionths, and a fraction that is rounded at the very end. */
function expected(product: ProductCode, days: Days): string {
  const told = Object.entries(days)
    .sort(([a], [b]) => Number(a) - Number(b))
    .flatMap(([, quantity]) => (quantity === null ? [] : [BigInt(new Big(quantity).times(1_000_000).toFixed(0))]));
  const sum = told.reduce((all, one) => all + one, 0n);
  const greatest = told.reduce((most, one) => (one > most ? one : most), 0n);
  const parts = {
    mailboxes: [given(told.at(-1)), 1n],
    storage: [greatest, 1n],
    seats: [sum, BigInt(told.length)],
    traffic: [sum, 1n],
  } as const;
  const [above, below] = parts[product];
  const unit = 10n ** BigInt(6 - DECIMALS[product]);
  const rounded = (2n * above + below * unit) / (2n * below * unit);
  return new Big(rounded.toString()).div(new Big(10).pow(DECIMALS[product])).toFixed();
}

it('B1: each rule brings the days of a period to exactly what plain arithmetic does', async () => {
  const random = randomFrom(6);
  const products = Object.keys(DECIMALS) as ProductCode[];
  await billed.save({
    rules: products.map((product) => ({ product, catalogItemId: 100 + products.indexOf(product) })),
  });
  const wanted = new Map<string, string>();
  for (let round = 0; round < 25; round += 1) {
    const { user } = await billed.customer();
    for (const product of products) {
      const days: Record<number, string | null> = {};
      for (let day = 1; day <= 31; day += 1) {
        const size = 10 ** Math.floor(random() * 9);
        const amount = (random() * size).toFixed(DECIMALS[product]);
        if (random() < 0.5) days[day] = random() < 0.1 ? null : amount;
      }
      days[Math.ceil(random() * 31)] = (random() * 10).toFixed(DECIMALS[product]);
      await billed.use(user, days, product);
      wanted.set(`${user.id} ${product}`, expected(product, days));
    }
  }
  const plan = await billed.run();
  const found = new Map(
    plan.lines.flatMap(({ contributors }) =>
      contributors.map(({ user, product, quantity }) => [`${user.id} ${product.code}`, quantity] as const),
    ),
  );
  expect(found.size).toBe(100);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted));
});

it('B1: an average of thirds keeps what it was, and a half goes up', async () => {
  await billed.save({ rules: [{ product: 'seats' }] });
  const [thirds, half, large] = [await billed.customer(), await billed.customer(), await billed.customer()];
  await billed.use(thirds.user, { 1: '1', 2: '0', 3: '0' }, 'seats');
  await billed.use(half.user, { 1: '0.1', 2: '0.2' }, 'seats');
  await billed.use(large.user, { 1: '999999999999.9', 2: '999999999999.9', 3: '999999999999.8' }, 'seats');
  const plan = await billed.run({ userIds: [thirds.user.id, half.user.id, large.user.id] });
  const told = plan.lines.map(({ contributors }) =>
    contributors.map(({ quantity, exactQuantity }) => [quantity, exactQuantity]),
  );
  expect(told).toEqual([
    [['0.3', '0.333333333333333']],
    [['0.2', '0.15']],
    [['999999999999.9', '999999999999.866666666666667']],
  ]);
  expect(shortly(plan)).toEqual(['SKIP >0.3 NO_ADDITION', 'SKIP >0.2 NO_ADDITION', 'SKIP >999999999999.9 NO_ADDITION']);
});

it('B1: only the days of the period count, each of them', async () => {
  const { user } = await billed.customer();
  await billed.save({ rules: [{ product: 'traffic' }] });
  await billed.use(user, { 9: '1000', 10: '1', 20: '10', 21: '100' }, 'traffic');
  const plan = await billed.run({ from: '2026-01-10', to: '2026-01-20', userIds: [user.id] });
  expect(plan.lines).toMatchObject([
    { contributors: [{ quantity: '11', daysTold: 2, daysInPeriod: 11, lastDay: '2026-01-20' }] },
  ]);
});
