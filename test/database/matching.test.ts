import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { MatchReason } from '../../src/features/matching/scoring.js';
import { sketchOf } from '../../src/features/matching/sketch.js';
import { fillerCompanies, type Labelled, measure, suggestLabelled } from '../support/labelled.js';
import { readMatchPairs } from '../support/match-pairs.js';
import { type Suggestion, suggestAll } from '../support/match-reference.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { similarity } from '../support/trigrams.js';

const { companies, users } = readMatchPairs();
let test: TestApp;
let found: readonly Labelled[];
let calls: number;

beforeAll(async () => {
  test = await startTestApp();
  const account = await test.account();
  await account.integration();
  const before = test.sandbox.journal.total;
  found = await suggestLabelled(test, account);
  calls = test.sandbox.journal.total - before;
}, 120_000);
afterAll(() => test.close());

describe('suggestions as the database computes them', () => {
  it('C3: are right first for 95 % of the labelled users, and sure of no wrong company', () => {
    const { lines, shareRight, sureAndWrong, sure } = measure(found);
    process.stdout.write(`in SQL: ${lines.join('; ')}\n`);
    expect(shareRight).toBeGreaterThanOrEqual(0.95);
    expect(sureAndWrong).toEqual([]);
    expect(sure).toBeGreaterThan(0);
  });

  it('C4: are those that the rules give one user after the other', () => {
    const expected = suggestAll(users, companies);
    const shown = ({ identifier, reasons, isSure }: Suggestion) =>
      [identifier, ...Object.values(MatchReason).filter((reason) => reasons.includes(reason)), isSure].join(' ');
    const byName = (list: readonly Suggestion[]) => list.map(shown).sort();
    expect(found.map(({ suggestions }) => byName(suggestions))).toEqual(expected.map(byName));
    for (const [index, { suggestions }] of found.entries()) {
      for (const { identifier, score } of suggestions) {
        const same = expected[index]?.find((one) => one.identifier === identifier);
        expect(Math.abs(score - (same?.score ?? 9))).toBeLessThan(1e-6);
      }
    }
  });

  it('C4: ask ConnectWise nothing', () => {
    expect(calls).toBe(0);
  });
});

describe('suggestions among two thousand other companies', () => {
  it('C3: are right first for 95 % of the labelled users, and sure of no wrong company', async () => {
    const account = await test.account();
    await account.integration();
    const hidden = await suggestLabelled(test, account, fillerCompanies(2_000));
    const { lines, shareRight, sureAndWrong } = measure(hidden);
    process.stdout.write(`among 2000 others: ${lines.join('; ')}\n`);
    expect(shareRight).toBeGreaterThanOrEqual(0.95);
    expect(sureAndWrong).toEqual([]);
  });
});

describe('the similarity of sketches', () => {
  it('is the same in the database and in the rules', async () => {
    const names = [...companies, ...users].map(({ name }) => sketchOf(name.toLowerCase().split(' ')));
    const pairs = names.map((name, index) => [name, names[(index * 7 + 1) % names.length] ?? ''] as const);
    const account = await test.account();
    const rows = await test.database.read(account.id, (db) =>
      sql<{ figure: number }>`
        select sketch_similarity(a, b)::float8 as figure
        from unnest(${pairs.map(([a]) => a)}::text[], ${pairs.map(([, b]) => b)}::text[]) with ordinality as p(a, b, n)
        order by n`.compile(db),
    );
    for (const [index, [a, b]] of pairs.entries()) {
      expect(Math.abs((rows[index]?.figure ?? 9) - similarity(a, b))).toBeLessThan(1e-6);
    }
  });
});
