import { describe, expect, it } from '@jest/globals';
import { foldName } from '../../../src/features/matching/name-key.js';
import { sketchOf } from '../../../src/features/matching/sketch.js';
import { type LabelledUser, readMatchPairs } from '../../support/match-pairs.js';
import { type Suggestion, suggestAll } from '../../support/match-reference.js';
import { overlap, trigramsOf } from '../../support/trigrams.js';

const { companies, users } = readMatchPairs();
const suggestions = suggestAll(users, companies);
const pairs = users.map((user, index) => ({ user, found: suggestions[index] ?? [] }));
const answered = pairs.filter(({ user }) => user.answer.length > 0);
const unanswered = pairs.filter(({ user }) => user.answer.length === 0);

type LabelledPair = (typeof pairs)[number];

function isRight({ user, found }: LabelledPair): boolean {
  const [first] = found;
  if (first === undefined || !user.answer.includes(first.identifier)) return false;
  const best = found.filter(({ score }) => score === first.score).map(({ identifier }) => identifier);
  return user.answer.every((identifier) => best.includes(identifier)) && best.length === user.answer.length;
}

function isSureAndWrong({ user, found }: LabelledPair): boolean {
  const sure = found.filter((suggestion) => suggestion.isSure);
  return sure.some(({ identifier }) => user.answer.length !== 1 || user.answer[0] !== identifier);
}

const share = (part: number, all: number) => `${part} of ${all} (${((100 * part) / all).toFixed(1)} %)`;

function line(user: LabelledUser, found: readonly Suggestion[]): string {
  const seen = found
    .slice(0, 2)
    .map(({ identifier, score, reasons }) => `${identifier} ${score.toFixed(2)} ${reasons}`);
  return `${user.kind}: ${user.name} → ${user.answer.join('/') || 'none'}; found ${seen.join(', ') || 'nothing'}`;
}

const asWritten = (name: string) => trigramsOf(sketchOf(foldName(name).split(' ')));
const written = companies
  .filter(({ state }) => state === 'active')
  .map(({ identifier, name }) => ({ identifier, trigrams: asWritten(name) }));

/** The most similar name as it is written, and nothing else: what everybody would try first. */
function isRightNaively(user: LabelledUser): boolean {
  const trigrams = asWritten(user.name);
  const ranked = written
    .map((company) => ({ identifier: company.identifier, similarity: overlap(trigrams, company.trigrams) }))
    .sort((a, b) => b.similarity - a.similarity);
  return ranked[0] !== undefined && user.answer.includes(ranked[0].identifier);
}

describe('suggestions for the labelled users', () => {
  const wrong = answered.filter((pair) => !isRight(pair));
  const falsely = unanswered.filter(({ found }) => found.length > 0);
  const sure = pairs.filter(({ found }) => found.some((suggestion) => suggestion.isSure));

  it('C3: are measured by at least 400 pairs that have an answer, among at least 600 companies', () => {
    expect(answered.length).toBeGreaterThanOrEqual(400);
    expect(companies.length).toBeGreaterThanOrEqual(600);
  });

  it('C3: are measured by pairs that the mere similarity of names cannot solve', () => {
    const right = answered.filter(({ user }) => isRightNaively(user)).length;
    process.stdout.write(`by similarity alone: ${share(right, answered.length)}\n`);
    expect(right / answered.length).toBeLessThan(0.95);
  });

  it('C3: have the right company first in 95 % of the pairs that have an answer', () => {
    const figures = [
      `first suggestion right: ${share(answered.length - wrong.length, answered.length)}`,
      `something suggested where there is no answer: ${share(falsely.length, unanswered.length)}`,
      `sure: ${share(sure.length, pairs.length)}, wrong: ${sure.filter(isSureAndWrong).length}`,
    ];
    process.stdout.write(`${figures.join('\n')}\n`);
    process.stdout.write(`${[...wrong, ...falsely].map(({ user, found }) => `  ${line(user, found)}`).join('\n')}\n`);
    expect((answered.length - wrong.length) / answered.length).toBeGreaterThanOrEqual(0.95);
  });

  it('C3: are sure of no wrong company', () => {
    expect(sure.filter(isSureAndWrong).map(({ user, found }) => line(user, found))).toEqual([]);
    expect(sure.length).toBeGreaterThan(0);
  });
});
